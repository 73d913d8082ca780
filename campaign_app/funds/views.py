"""Donations and expenses."""

from __future__ import annotations

from flask import Blueprint

from campaign_app.funds import services as services

blueprint = Blueprint("funds", __name__)
