"""Reads of requests, incidents and retention; what all features know of one person."""

from campaign_app.privacy.queries.everything import (
    HOLDINGS,
    PersonalData,
    everything_about,
    find_record,
)
from campaign_app.privacy.queries.registers import (
    Deadlines,
    RequestRow,
    deadlines,
    find_incident,
    find_request,
    list_handlers,
    list_incidents,
    list_requests,
    requests_of,
)
from campaign_app.privacy.queries.retention import (
    Due,
    Period,
    find_all_due,
    find_due,
    history_of,
    last_runs,
    periods,
)

__all__ = [
    "HOLDINGS",
    "Deadlines",
    "Due",
    "Period",
    "PersonalData",
    "RequestRow",
    "deadlines",
    "everything_about",
    "find_all_due",
    "find_due",
    "find_incident",
    "find_record",
    "find_request",
    "history_of",
    "last_runs",
    "list_handlers",
    "list_incidents",
    "list_requests",
    "periods",
    "requests_of",
]
