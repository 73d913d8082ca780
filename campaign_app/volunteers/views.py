"""Volunteers, shifts and sign-ups."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("volunteers", __name__)
