"""News, behind and in front of the counter."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("news", __name__)
