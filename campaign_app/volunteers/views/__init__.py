"""Volunteers, shifts and sign-ups: for the staff, and for the volunteers themselves."""

from campaign_app.volunteers.views import own, staff, times
from campaign_app.volunteers.views.blueprint import blueprint

__all__ = ["blueprint", "own", "staff", "times"]
