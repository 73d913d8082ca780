"""Shelter."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("shelter", __name__)
