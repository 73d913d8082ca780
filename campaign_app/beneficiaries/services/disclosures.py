"""Noting who looks at personal data."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.models import Disclosure
from campaign_app.beneficiaries.rules import disclosures as rules
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind


def note_disclosure(
    session: Session,
    *,
    account_id: int,
    now: datetime,
    kind: DisclosureKind,
    beneficiary_id: int | None = None,
    campaign_id: int | None = None,
    round_id: int | None = None,
    row_count: int = 1,
    reason: str = "",
) -> Disclosure | None:
    """Note that somebody sees or takes personal data; give None where it is the same look.

    A page that the same account opened within the last ten minutes is the same look. Refuses
    what needs a reason without one.
    """
    rules.check_reason(kind, reason)
    if kind in rules.LOOKS and queries.was_seen_lately(
        session,
        account_id=account_id,
        now=now,
        kind=kind,
        beneficiary_id=beneficiary_id,
        round_id=round_id,
    ):
        return None
    noted = Disclosure(
        at=now,
        account_id=account_id,
        kind=kind,
        beneficiary_id=beneficiary_id,
        campaign_id=campaign_id,
        round_id=round_id,
        row_count=row_count,
        reason=reason.strip()[:500],
    )
    session.add(noted)
    session.flush()
    return noted


def note_people_seen(
    session: Session, *, account_id: int, now: datetime, ids: Collection[int]
) -> None:
    """Note that somebody sees the addresses of several people on one page, each by name.

    Who was looked at within the last ten minutes is the same look.
    """
    seen = queries.seen_lately(session, ids, account_id=account_id, now=now)
    session.add_all(
        Disclosure(
            at=now,
            account_id=account_id,
            kind=DisclosureKind.PERSON_PAGE,
            beneficiary_id=each,
            row_count=1,
            reason="",
        )
        for each in sorted(set(ids) - seen)
    )
    session.flush()
