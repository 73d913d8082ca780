"""The blueprint that all parts add their routes to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("beneficiaries", __name__, url_prefix="/manage")
