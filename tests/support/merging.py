"""Two records of one person: made, merged, edited and told apart, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryMerge
from tests.factories import NOW, TODAY, make_beneficiary

IIN, OTHER_IIN = "480315400007", "521109300003"
BORN = date(1948, 3, 15)


def merge(
    session: Session,
    kept: Beneficiary,
    copy: Beneficiary,
    *take: str,
    actor: Account | None = None,
) -> BeneficiaryMerge:
    """Make `copy` a copy of `kept`."""
    return services.merge_beneficiaries(
        session, actor=actor, now=NOW, today=TODAY, kept_id=kept.id, copy_id=copy.id, take=take
    )


def undo(
    session: Session,
    merged: BeneficiaryMerge,
    *,
    are_different: bool = False,
    reason: str = "Басқа адам",
) -> BeneficiaryMerge:
    """Undo a merge."""
    return services.undo_merge(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        merge_id=merged.id,
        reason=reason,
        are_different=are_different,
    )


def edit(session: Session, person: Beneficiary, **values: Any) -> None:
    """Change some fields by hand."""
    known = vars(services.details_of(person)) | values
    services.edit_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        beneficiary=person,
        details=services.BeneficiaryDetails(**known),
    )


def pairs(session: Session) -> list[tuple[int, int]]:
    """The pairs of the work list."""
    found = queries.list_suggested_pairs(session, page=1)
    return [(each.low.id, each.high.id) for each in found.items]


def make_two(session: Session, **details: Any) -> tuple[Beneficiary, Beneficiary]:
    """Somebody registered twice, in two spellings."""
    one = make_beneficiary(session, surname="Қасымова", given_name="Әлия", born_on=BORN, **details)
    other = make_beneficiary(session, surname="Касымова", given_name="Алия", born_on=BORN)
    return one, other
