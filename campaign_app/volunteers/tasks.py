"""Offers whose deadline has passed while nobody looked: the place goes to the next."""

from __future__ import annotations

from collections.abc import Iterable

from campaign_app.core import background
from campaign_app.core.clock import now
from campaign_app.core.localisation import zone
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services

SETTLE = "volunteers.settle_shift"


@background.resumes
def shifts_to_settle() -> Iterable[tuple[str, int]]:
    """Each minute, and after a time in which no worker ran: what stands in the database."""
    return [(SETTLE, shift_id) for shift_id in queries.shifts_to_settle(db.session(), now=now())]


@background.task(SETTLE)
def settle_shift(shift_id: int) -> None:
    """Hand the free places of a shift on; the shift is locked, so two workers do it once."""
    with unit_of_work() as session:
        services.settle_shift(session, now=now(), shift_id=shift_id, zone=zone())
