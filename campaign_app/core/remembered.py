"""Figures that many people ask for at once are worked out once.

What is remembered holds as long as the audit log has not grown: every change that a service
makes adds a line to it, in the same transaction. Because somebody could still change a table
past the program, nothing is believed for longer than `BELIEVED_SECONDS`. Each process has a
memory of its own; the database says whether it still holds, so several agree.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.core.audit import AuditChain
from campaign_app.extensions import writes_now

Value = TypeVar("Value")
BELIEVED_SECONDS = 2.0
LARGEST_COUNT = 256

_kept: OrderedDict[Hashable, tuple[float, str, object]] = OrderedDict()
_lock = Lock()


def remembered(session: Session, key: Hashable, work_out: Callable[[], Value]) -> Value:
    """What `work_out` gives, or gave since the last change. Treat it as read-only.

    `key` names the figure and everything that it depends on but the database. Within a unit
    of work nothing is remembered: what is not committed yet is nobody else's.
    """
    if writes_now.get():
        return work_out()
    state = session.scalar(select(AuditChain.last_hash)) or ""
    place = (str(session.get_bind().engine.url), key)
    with _lock:
        found = _kept.get(place)
    if found is not None and found[1] == state and time.monotonic() - found[0] < BELIEVED_SECONDS:
        return found[2]  # type: ignore[return-value]
    value = work_out()
    with _lock:
        _kept[place] = (time.monotonic(), state, value)
        _kept.move_to_end(place)
        while len(_kept) > LARGEST_COUNT:
            _kept.popitem(last=False)
    return value


def forget_all() -> None:
    """Start anew; for tests, whose databases are replaced."""
    with _lock:
        _kept.clear()
