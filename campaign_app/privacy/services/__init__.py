"""What is done about personal data: requests, incidents, erasure, retention."""

from campaign_app.privacy.services.erasing import erase_person
from campaign_app.privacy.services.incidents import (
    IncidentDetails,
    edit_incident,
    record_incident,
)
from campaign_app.privacy.services.requests import (
    RequestDetails,
    answer_request,
    assign_request,
    record_request,
    reopen_request,
)
from campaign_app.privacy.services.retention import decide_period, run_retention

__all__ = [
    "IncidentDetails",
    "RequestDetails",
    "answer_request",
    "assign_request",
    "decide_period",
    "edit_incident",
    "erase_person",
    "record_incident",
    "record_request",
    "reopen_request",
    "run_retention",
]
