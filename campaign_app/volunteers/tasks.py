"""The worker's part: reminders, offers whose deadline has passed, and what mail says besides."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from campaign_app.core import background, clock
from campaign_app.core.failures import describe_failure
from campaign_app.core.localisation import zone
from campaign_app.core.mail.texts import expands
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.models import ShiftMessage

REMIND = "volunteers.queue_reminders"
SETTLE = "volunteers.settle_shift"
log = logging.getLogger("campaign_app")


@background.resumes
def due_reminders() -> Iterable[tuple[str, int]]:
    """Whether somebody is to be reminded; the clock says it, not the queue."""
    due = services.has_due_reminders(db.session(), now=clock.now(), zone=zone())
    db.session.rollback()
    return [(REMIND, 0)] if due else []


@background.task(REMIND)
def remind(_record_id: int) -> None:
    """Write what is due; a failure stops no other work, and the next minute tries again."""
    try:
        with unit_of_work() as session:
            services.queue_reminders(session, now=clock.now(), zone=zone())
    except Exception as error:
        db.session.rollback()
        log.error("the reminders were not written\n%s", describe_failure(error))


@background.resumes
def shifts_to_settle() -> Iterable[tuple[str, int]]:
    """Each minute, and after a time in which no worker ran: what stands in the database."""
    found = queries.shifts_to_settle(db.session(), now=clock.now())
    return [(SETTLE, shift_id) for shift_id in found]


@background.task(SETTLE)
def settle_shift(shift_id: int) -> None:
    """Hand the free places of a shift on; the shift is locked, so two workers do it once.

    What fails with one shift stops no other work, and the next minute tries again.
    """
    try:
        with unit_of_work() as session:
            services.settle_shift(session, now=clock.now(), shift_id=shift_id, zone=zone())
    except Exception as error:
        db.session.rollback()
        log.error("shift %s was not settled\n%s", shift_id, describe_failure(error))


@expands("volunteers/mail_shift_message")
def text_of_message(session: Session, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the organiser wrote, as it was written."""
    message = session.get_one(ShiftMessage, values["shift_message_id"])
    return {"subject": message.subject, "body": message.body}
