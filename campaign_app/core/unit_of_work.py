"""The only place that commits: one unit of work, one transaction, one commit.

Services flush and never commit. A view or a command wraps the service call:

    with unit_of_work() as session:
        donation = services.record_donation(session, actor=…, now=…, …)

What the services did is written to the audit log as the last step, in the same
transaction, so the lock on the log's chain is always the last one taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from campaign_app.core import audit
from campaign_app.extensions import db, writes_now


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Yield the session inside a writing transaction; commit at the end, or undo all of it."""
    session: Session = db.session()
    if writes_now.get():
        raise RuntimeError("A unit of work is already open: services are called inside one.")
    # A reading transaction cannot be upgraded safely on SQLite: end it, begin a writing one.
    session.rollback()
    token = writes_now.set(True)
    try:
        yield session
        session.flush()
        audit.write_pending_events(session)
        session.commit()
    except BaseException:
        session.rollback()
        audit.forget_pending_events(session)
        raise
    finally:
        writes_now.reset(token)
