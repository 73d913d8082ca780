"""Reads of complaints and requests for help, by subject."""

from campaign_app.complaints.queries.access import facts_of, viewer_of, visible_to
from campaign_app.complaints.queries.figures import FeedbackFigures, feedback_figures
from campaign_app.complaints.queries.personal import (
    contacts_to_forget,
    count_contacts_to_forget,
    personal_data_of,
)
from campaign_app.complaints.queries.register import (
    AppealFilters,
    AppealRow,
    EntryRow,
    WaitingAppeal,
    campaign_choices,
    candidates,
    count_open,
    find_appeal,
    find_by_number,
    handler_choices,
    list_appeals,
    list_entries,
    list_thread,
    list_waiting,
    name_of_subject,
    subject_choices,
)

__all__ = [
    "AppealFilters",
    "AppealRow",
    "EntryRow",
    "FeedbackFigures",
    "WaitingAppeal",
    "campaign_choices",
    "candidates",
    "contacts_to_forget",
    "count_contacts_to_forget",
    "count_open",
    "facts_of",
    "feedback_figures",
    "find_appeal",
    "find_by_number",
    "handler_choices",
    "list_appeals",
    "list_entries",
    "list_thread",
    "list_waiting",
    "name_of_subject",
    "personal_data_of",
    "subject_choices",
    "viewer_of",
    "visible_to",
]
