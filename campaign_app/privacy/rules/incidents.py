"""Incidents with personal data: the authority is told within one working day.

Holidays are not counted as working days here: to tell a day early is never wrong.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from campaign_app.core.dates import local_date
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

SATURDAY = 5


class DetectedInFuture(DomainError):
    """What was detected was detected by now."""

    message = N_("The incident cannot have been detected later than now.")


class NotifiedTooEarly(DomainError):
    """Nobody is told before it is known."""

    message = N_("Nobody can be told before the incident was detected.")


def notify_by(detected_at: datetime, zone: tzinfo) -> date:
    """The last day on which the authority is told in time: the next working day."""
    day = local_date(detected_at, zone) + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def check_incident(detected_at: datetime, notified_at: datetime | None, now: datetime) -> None:
    """Refuse what lies ahead and a notice before the incident."""
    if detected_at > now:
        raise DetectedInFuture(field="detected_at")
    if notified_at is not None and notified_at < detected_at:
        raise NotifiedTooEarly(field="notified_at")
    if notified_at is not None and notified_at > now:
        raise DetectedInFuture(field="notified_at")
