"""The blueprint that the three parts add their routes to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("distribution", __name__, url_prefix="/manage/campaigns/<slug>")
