"""The blueprint that all parts add their routes to."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("privacy", __name__, url_prefix="/manage")
Answer = str | Response | tuple[str, int]
