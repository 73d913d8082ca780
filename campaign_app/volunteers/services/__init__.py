"""What volunteers and their organisers do."""

from campaign_app.volunteers.services.attendance import record_attendance
from campaign_app.volunteers.services.people import (
    VolunteerDetails,
    add_participation,
    edit_volunteer,
    register_volunteer,
)
from campaign_app.volunteers.services.planning import cancel_shift
from campaign_app.volunteers.services.repeating import clone_plan, details_of, repeat_shift
from campaign_app.volunteers.services.shifts import ShiftDetails, create_shift
from campaign_app.volunteers.services.sign_ups import (
    cancel_sign_up,
    confirm_place,
    find_other_shifts,
    find_sign_up,
    settle_shift,
    sign_up,
)
from campaign_app.volunteers.services.waiting import lock_shift, settle_places

__all__ = [
    "ShiftDetails",
    "VolunteerDetails",
    "add_participation",
    "cancel_shift",
    "cancel_sign_up",
    "clone_plan",
    "confirm_place",
    "create_shift",
    "details_of",
    "edit_volunteer",
    "find_other_shifts",
    "find_sign_up",
    "lock_shift",
    "record_attendance",
    "register_volunteer",
    "repeat_shift",
    "settle_places",
    "settle_shift",
    "sign_up",
]
