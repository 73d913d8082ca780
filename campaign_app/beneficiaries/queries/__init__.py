"""Reads of the registry and of the campaigns' lists, by subject."""

from campaign_app.beneficiaries.queries.enrolments import (
    EnrolledRow,
    count_enrolled,
    ids_not_enrolled,
    is_enrolled,
    list_enrolled,
    page_of_enrolled,
)
from campaign_app.beneficiaries.queries.registry import (
    BeneficiaryRow,
    RecipientFacts,
    address_text,
    count_by_category,
    display_name,
    ids_matching,
    list_beneficiaries,
    list_consents,
    name_contains,
    need_facts,
    recipient_facts,
)

__all__ = [
    "BeneficiaryRow",
    "EnrolledRow",
    "RecipientFacts",
    "address_text",
    "count_by_category",
    "count_enrolled",
    "display_name",
    "ids_matching",
    "ids_not_enrolled",
    "is_enrolled",
    "list_beneficiaries",
    "list_consents",
    "list_enrolled",
    "name_contains",
    "need_facts",
    "page_of_enrolled",
    "recipient_facts",
]
