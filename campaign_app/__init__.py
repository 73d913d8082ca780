"""Birge: runs a charity campaign from the first donation to the last signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from campaign_app.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; imports Flask only now, so that rules import without it."""
    from campaign_app.factory import build_app

    return build_app(settings)
