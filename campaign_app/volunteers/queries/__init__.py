"""Reads of volunteers, shifts and hours, by subject."""

from campaign_app.volunteers.queries.hours import worked_minutes_in, worked_minutes_of
from campaign_app.volunteers.queries.people import (
    ParticipantRow,
    VolunteerRow,
    find_volunteer_of,
    list_participants,
    list_volunteers,
    participants_by_role,
    participants_count,
)
from campaign_app.volunteers.queries.planning import (
    ShiftFilter,
    ShiftSpan,
    campaigns_with_shifts,
    copies_in,
    has_coming_shifts,
    list_plan,
    list_planned,
    neighbouring_starts,
    shifts_between,
    stream_plan,
)
from campaign_app.volunteers.queries.recipients import volunteers_addresses
from campaign_app.volunteers.queries.reporting import (
    UnitRow,
    list_coming_shifts,
    participants_by_unit,
)
from campaign_app.volunteers.queries.shifts import (
    OPEN_STATUSES,
    ShiftRow,
    find_open_shift,
    find_shift,
    list_open_shifts,
    list_shifts,
    open_kinds,
)
from campaign_app.volunteers.queries.sign_ups import (
    SignUpRow,
    commitments_of,
    count_confirmed,
    list_sign_ups,
    shifts_of,
)

__all__ = [
    "OPEN_STATUSES",
    "ParticipantRow",
    "ShiftFilter",
    "ShiftRow",
    "ShiftSpan",
    "SignUpRow",
    "UnitRow",
    "VolunteerRow",
    "campaigns_with_shifts",
    "commitments_of",
    "copies_in",
    "count_confirmed",
    "find_open_shift",
    "find_shift",
    "find_volunteer_of",
    "has_coming_shifts",
    "list_coming_shifts",
    "list_open_shifts",
    "list_participants",
    "list_plan",
    "list_planned",
    "list_shifts",
    "list_sign_ups",
    "list_volunteers",
    "neighbouring_starts",
    "open_kinds",
    "participants_by_role",
    "participants_by_unit",
    "participants_count",
    "shifts_between",
    "shifts_of",
    "stream_plan",
    "volunteers_addresses",
    "worked_minutes_in",
    "worked_minutes_of",
]
