"""Which printing of a paper is the original."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from campaign_app.funds.models import BoxOpening, Donation


def note_print(session: Session, *, now: datetime, paper: Donation | BoxOpening) -> bool:
    """Note that a paper is printed; True when it was printed before, so that this is a copy.

    Of two who print at once one gets the original: the database takes the first.
    """
    table = type(paper)
    statement = (
        update(table)
        .where(table.id == paper.id, table.first_printed_at.is_(None))
        .values(first_printed_at=now)
        .execution_options(synchronize_session=False)
    )
    is_first = session.execute(statement).rowcount == 1  # type: ignore[attr-defined]
    session.expire(paper)
    return not is_first
