"""The registry of people who are helped, and who is on a campaign's list."""

from __future__ import annotations

from flask import Blueprint

from campaign_app.beneficiaries import services as services

blueprint = Blueprint("beneficiaries", __name__)
