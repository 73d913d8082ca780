"""What is done with complaints and requests for help, by subject."""

from campaign_app.complaints.services.following import add_message, find_by_code
from campaign_app.complaints.services.handling import (
    answer,
    assign,
    close_complaint,
    mark_sensitive,
    open_contact,
    reopen,
    set_subject,
    take_over,
)
from campaign_app.complaints.services.helping import (
    decline_request,
    link_beneficiary,
    register_from_request,
)
from campaign_app.complaints.services.personal import erase_personal_data, forget_contacts
from campaign_app.complaints.services.receiving import (
    ComplaintDetails,
    HelpDetails,
    Received,
    code_of,
    has_code,
    receive_complaint,
    receive_help_request,
)

__all__ = [
    "ComplaintDetails",
    "HelpDetails",
    "Received",
    "add_message",
    "answer",
    "assign",
    "close_complaint",
    "code_of",
    "decline_request",
    "erase_personal_data",
    "find_by_code",
    "forget_contacts",
    "has_code",
    "link_beneficiary",
    "mark_sensitive",
    "open_contact",
    "receive_complaint",
    "receive_help_request",
    "register_from_request",
    "reopen",
    "set_subject",
    "take_over",
]
