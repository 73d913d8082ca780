"""The blueprint that the views of figures share."""

from __future__ import annotations

from flask import Blueprint

from campaign_app.reports.rules import brief

blueprint = Blueprint("reports", __name__)
blueprint.add_app_template_filter(brief)
