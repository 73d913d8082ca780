"""The shape of what volunteers and their organisers fill in."""

from campaign_app.volunteers.forms.attendance import (
    AttendanceForm,
    CheckInForm,
    KnownWalkInForm,
    NewWalkInForm,
    PersonAttendanceForm,
)
from campaign_app.volunteers.forms.calendars import (
    CalendarLinkForm,
)
from campaign_app.volunteers.forms.certificates import (
    CampaignPapersForm,
    CertificateForm,
    LetterForm,
    VoidForm,
)
from campaign_app.volunteers.forms.groups import (
    BriefingForm,
    CuratorForm,
    GroupForm,
    ParentalConsentForm,
    ShiftBriefingForm,
)
from campaign_app.volunteers.forms.notices import (
    NoticesForm,
    ShiftMessageForm,
)
from campaign_app.volunteers.forms.people import (
    REQUIRED,
    NewcomerForm,
    VolunteerForm,
    VolunteerListForm,
)
from campaign_app.volunteers.forms.placing import (
    MoveForm,
    TakeOffForm,
)
from campaign_app.volunteers.forms.planning import (
    RhythmForm,
    SourceForm,
)
from campaign_app.volunteers.forms.shifts import (
    CancelShiftForm,
    EditShiftForm,
    ShiftForm,
)

__all__ = [
    "REQUIRED",
    "AttendanceForm",
    "BriefingForm",
    "CalendarLinkForm",
    "CampaignPapersForm",
    "CancelShiftForm",
    "CertificateForm",
    "CheckInForm",
    "CuratorForm",
    "EditShiftForm",
    "GroupForm",
    "KnownWalkInForm",
    "LetterForm",
    "MoveForm",
    "NewWalkInForm",
    "NewcomerForm",
    "NoticesForm",
    "ParentalConsentForm",
    "PersonAttendanceForm",
    "RhythmForm",
    "ShiftBriefingForm",
    "ShiftForm",
    "ShiftMessageForm",
    "SourceForm",
    "TakeOffForm",
    "VoidForm",
    "VolunteerForm",
    "VolunteerListForm",
]
