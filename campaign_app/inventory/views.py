"""Stock, purchases, package types and packing."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("inventory", __name__)
