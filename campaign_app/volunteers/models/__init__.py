"""The tables of volunteering, by subject."""

from campaign_app.volunteers.models.people import PERSONAL, Participation, Volunteer
from campaign_app.volunteers.models.shifts import Shift, SignUp

__all__ = [
    "PERSONAL",
    "Participation",
    "Shift",
    "SignUp",
    "Volunteer",
]
