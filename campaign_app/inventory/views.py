"""Stock, purchases, package types and packing."""

from __future__ import annotations

from flask import Blueprint

from campaign_app.inventory import services

__all__ = ["services"]
blueprint = Blueprint("inventory", __name__)
