"""Rounds and deliveries."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("distribution", __name__)
