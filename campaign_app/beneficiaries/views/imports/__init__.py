"""Lists that come in: uploaded, looked through row by row, confirmed or thrown away."""

from campaign_app.beneficiaries.views.imports import deciding, files, preview, progress, upload

__all__ = ["deciding", "files", "preview", "progress", "upload"]
