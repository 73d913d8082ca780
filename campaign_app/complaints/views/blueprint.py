"""The blueprint of complaints and requests for help."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("complaints", __name__)
