"""The tables of volunteering, by subject."""

from campaign_app.volunteers.models.briefings import CuratedGroup, ParentalConsent, SafetyBriefing
from campaign_app.volunteers.models.certificates import (
    Certificate,
    CertificateRow,
    LetterText,
)
from campaign_app.volunteers.models.people import PERSONAL, Participation, Volunteer
from campaign_app.volunteers.models.shifts import Shift, SignUp

__all__ = [
    "PERSONAL",
    "Certificate",
    "CertificateRow",
    "CuratedGroup",
    "LetterText",
    "ParentalConsent",
    "Participation",
    "SafetyBriefing",
    "Shift",
    "SignUp",
    "Volunteer",
]
