"""Who looked at personal data: what is noted, and when looking again is the same look."""

from __future__ import annotations

from datetime import timedelta

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

SHORTEST_REASON = 5
#: Opened again within this time by the same person, a page is the same look at it.
SAME_LOOK = timedelta(minutes=10)


class DisclosureKind(LabelledEnum):
    """In which way personal data were shown or left the program."""

    PERSON_PAGE = "person_page", N_("opened the record with its address")
    NUMBER_IN_FULL = "number_in_full", N_("saw the identity numbers in full")
    ROUND_LIST = "round_list", N_("opened the list of a round")
    SHEET_PRINTED = "sheet_printed", N_("printed a sheet")
    FILE_EXPORTED = "file_exported", N_("took a list out as a file")
    ALL_DATA_OF_PERSON = "all_data_of_person", N_("took out all data of one person")
    SHELTER_LIST = "shelter_list", N_("opened the list of people in the shelter")
    APPEAL_CONTACT = "appeal_contact", N_("saw how a person who wrote is reached")


#: What is a look at a screen; everything else takes something out and is noted every time.
LOOKS = frozenset(
    {DisclosureKind.PERSON_PAGE, DisclosureKind.ROUND_LIST, DisclosureKind.SHELTER_LIST}
)
#: What is not shown without saying why.
NEEDS_REASON = frozenset({DisclosureKind.NUMBER_IN_FULL})


class RevealReasonMissing(DomainError):
    """A number in full is shown only to somebody who says why."""

    message = N_("Say why you need the full number: at least %(least)s characters.")


def check_reason(kind: DisclosureKind, reason: str) -> None:
    """Refuse to show what needs a reason without one that says something."""
    if kind in NEEDS_REASON and len(reason.strip()) < SHORTEST_REASON:
        raise RevealReasonMissing(field="reason", least=SHORTEST_REASON)
