"""Forgetting people on the registry: the row stays for the totals, nothing in it names anybody."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.models import Beneficiary, DuplicateSuggestion, ImportDraft
from campaign_app.beneficiaries.models.keys import BeneficiaryKey
from campaign_app.beneficiaries.queries.personal import FORGOTTEN, HOLDINGS
from campaign_app.beneficiaries.services.imports import ImportTable
from campaign_app.beneficiaries.services.registry import record
from campaign_app.core.names import fold, full_name
from campaign_app.core.personal import emptied, empty_rows
from campaign_app.core.variants import PackageVariant


def erase_personal_data(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    ids: Collection[int],
    action: str,
    born_on: date | None = None,
    city: str = "",
) -> dict[str, int]:
    """Empty these records and everything on the registry that hangs on them.

    Category, kind, size of the family and head-count stay, so every total stays; `born_on`
    (a year's first day) and `city` are what is left of somebody who was depersonalised.
    """
    people = list(session.scalars(select(Beneficiary).where(Beneficiary.id.in_(list(ids)))))
    drafts = sum(_forget_in_drafts(session, person) for person in people)
    counts = empty_rows(session, [each for each in HOLDINGS if each.name != "record"], ids)
    if drafts:
        counts["import_draft"] = drafts
    session.execute(delete(BeneficiaryKey).where(BeneficiaryKey.beneficiary_id.in_(list(ids))))
    pairs = (DuplicateSuggestion.low_id, DuplicateSuggestion.high_id)
    session.execute(delete(DuplicateSuggestion).where(or_(*(one.in_(list(ids)) for one in pairs))))
    nothing = emptied(Beneficiary)
    for person in people:
        for name, value in nothing.items():
            setattr(person, name, value)
        for name in FORGOTTEN:
            setattr(person, name, "" if name == "citizenship" else None)
        person.package_variant = PackageVariant.STANDARD
        person.born_on, person.city, person.erased_at = born_on, city, now
        record(session, actor, now, action, person)
    session.flush()
    return counts


def _forget_in_drafts(session: Session, person: Beneficiary) -> int:
    """Take somebody's rows out of uploaded lists that still wait; how many rows."""
    words = set(fold(full_name(person.surname, person.given_name, person.patronymic)).split())
    numbers = [each for each in (person.iin, person.document_number, person.phone) if each]
    gone = 0
    waiting = select(ImportDraft).where(ImportDraft.confirmed_at.is_(None))
    for draft in session.scalars(waiting):
        table = ImportTable.load(draft.content)
        kept = [row for row in table.rows if not _is_about(row.cells, words, numbers)]
        if len(kept) < len(table.rows):
            gone += len(table.rows) - len(kept)
            table.rows = kept
            # What was planned for the rows names her too: it is planned again when it is opened.
            draft.content, draft.plan, draft.planned_after = table.dump(), None, None
    return gone


def _is_about(cells: Sequence[object], words: set[str], numbers: Collection[str]) -> bool:
    text = json.dumps(cells, ensure_ascii=False, default=str)
    packed = "".join(text.split()).upper()
    if any(number.lstrip("+").upper() in packed for number in numbers):
        return True
    found = set(fold(" ".join(str(cell) for cell in cells if cell)).split())
    return bool(words) and words <= found


def forget_drafts(session: Session, *, draft_ids: Collection[int]) -> None:
    """Throw away uploaded lists that nobody confirmed."""
    for draft in session.scalars(select(ImportDraft).where(ImportDraft.id.in_(list(draft_ids)))):
        session.delete(draft)
    session.flush()


def names_of(session: Session, ids: Collection[int]) -> set[str]:
    """Every word of the names of these people, folded: what a reason may not contain."""
    rows = queries.people_by_id(session, ids).values()
    texts = (full_name(row.surname, row.given_name, row.patronymic) for row in rows)
    return {word for text in texts for word in fold(text).split() if len(word) > 2}
