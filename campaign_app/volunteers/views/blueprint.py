"""The blueprint that both halves add their routes to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("volunteers", __name__)
