"""The blueprint that the views of money share."""

from __future__ import annotations

from flask import Blueprint

CAMPAIGN = "/manage/campaigns/<slug>"
blueprint = Blueprint("funds", __name__)
