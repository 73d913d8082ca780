"""How a page says that it shows personal data: one call, before it answers.

A page that was opened a moment ago costs one look into an index; only a new look writes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_login import current_user

from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.rules.disclosures import LOOKS, DisclosureKind
from campaign_app.core.clock import now
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db


def disclose(kind: DisclosureKind, **of: Any) -> None:
    """Note that the person who is signed in sees or takes what `of` names.

    `of` is what `services.note_disclosure` takes: beneficiary_id, campaign_id, round_id,
    row_count (also a function that counts), reason. Ends the transaction that was open, so
    call it before anything is changed; objects that were loaded are read again when asked.
    """
    account_id, instant = current_user.id, now()
    same = {name: of[name] for name in ("beneficiary_id", "round_id") if name in of}
    if kind in LOOKS and queries.was_seen_lately(
        db.session(), account_id=account_id, now=instant, kind=kind, **same
    ):
        return
    row_count = of.pop("row_count", 1)
    if callable(row_count):
        row_count = row_count()
    with unit_of_work() as session:
        services.note_disclosure(
            session, account_id=account_id, now=instant, kind=kind, row_count=row_count, **of
        )


def disclose_people(ids: Collection[int]) -> None:
    """Note that one page shows the addresses of several people: a look at each of them.

    As with `disclose`, only new looks write, and the transaction that was open is ended.
    """
    account_id, instant = current_user.id, now()
    seen = queries.seen_lately(db.session(), ids, account_id=account_id, now=instant)
    if not set(ids) - seen:
        return
    with unit_of_work() as session:
        services.note_people_seen(session, account_id=account_id, now=instant, ids=ids)
