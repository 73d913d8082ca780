"""Donations and expenses."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("funds", __name__)
