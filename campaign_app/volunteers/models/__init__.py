"""The tables of volunteering, by subject."""

from campaign_app.volunteers.models.attendance import (
    Attendance,
    AttendanceCorrection,
    CodeAttempt,
)
from campaign_app.volunteers.models.briefings import (
    CuratedGroup,
    ParentalConsent,
    SafetyBriefing,
)
from campaign_app.volunteers.models.calendars import (
    CalendarLink,
)
from campaign_app.volunteers.models.certificates import (
    Certificate,
    CertificateRow,
    LetterText,
)
from campaign_app.volunteers.models.lists import (
    VolunteerList,
)
from campaign_app.volunteers.models.messages import (
    ShiftMessage,
)
from campaign_app.volunteers.models.notices import (
    NoticeRefusal,
)
from campaign_app.volunteers.models.people import (
    PERSONAL,
    Participation,
    Volunteer,
)
from campaign_app.volunteers.models.shifts import (
    Shift,
    SignUp,
)

__all__ = [
    "PERSONAL",
    "Attendance",
    "AttendanceCorrection",
    "CalendarLink",
    "Certificate",
    "CertificateRow",
    "CodeAttempt",
    "CuratedGroup",
    "LetterText",
    "NoticeRefusal",
    "ParentalConsent",
    "Participation",
    "SafetyBriefing",
    "Shift",
    "ShiftMessage",
    "SignUp",
    "Volunteer",
    "VolunteerList",
]
