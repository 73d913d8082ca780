"""Volunteers, shifts and sign-ups: for the staff, and for the volunteers themselves."""

from campaign_app.volunteers import (
    tasks,
)
from campaign_app.volunteers.views import (
    attendance,
    attendance_paper,
    calendars,
    campaign_papers,
    certificates,
    check_in,
    my_hours,
    my_pages,
    newcomers,
    notices,
    offers,
    open_shifts,
    people,
    shift_changes,
    shift_copies,
    shift_lists,
    shift_messages,
    shift_people,
    shifts,
    times,
    volunteer_lists,
    walk_ins,
)
from campaign_app.volunteers.views.blueprint import (
    blueprint,
)

__all__ = [
    "attendance",
    "attendance_paper",
    "blueprint",
    "calendars",
    "campaign_papers",
    "certificates",
    "check_in",
    "my_hours",
    "my_pages",
    "newcomers",
    "notices",
    "offers",
    "open_shifts",
    "people",
    "shift_changes",
    "shift_copies",
    "shift_lists",
    "shift_messages",
    "shift_people",
    "shifts",
    "tasks",
    "times",
    "volunteer_lists",
    "walk_ins",
]
