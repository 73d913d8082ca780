"""The blueprint that the parts add their addresses to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("distribution", __name__)
MANAGED = "/manage/campaigns/<slug>"
