"""Reads of volunteers, shifts and hours, by subject."""

from campaign_app.volunteers.queries.people import (
    ParticipantRow,
    VolunteerRow,
    find_volunteer_of,
    list_participants,
    list_volunteers,
    participants_by_role,
    participants_count,
)
from campaign_app.volunteers.queries.shifts import (
    ShiftRow,
    SignUpRow,
    commitments_of,
    count_confirmed,
    find_open_shift,
    find_shift,
    list_open_shifts,
    list_shifts,
    list_sign_ups,
    open_kinds,
    shifts_of,
    worked_minutes_in,
    worked_minutes_of,
)

__all__ = [
    "ParticipantRow",
    "ShiftRow",
    "SignUpRow",
    "VolunteerRow",
    "commitments_of",
    "count_confirmed",
    "find_open_shift",
    "find_shift",
    "find_volunteer_of",
    "list_open_shifts",
    "list_participants",
    "list_shifts",
    "list_sign_ups",
    "list_volunteers",
    "open_kinds",
    "participants_by_role",
    "participants_count",
    "shifts_of",
    "worked_minutes_in",
    "worked_minutes_of",
]
