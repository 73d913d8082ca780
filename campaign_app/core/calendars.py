"""Appointments as a file that calendar programs read (RFC 5545), for one or for a whole feed.

Instants are written in UTC, so no definition of a time zone is needed and a clock change
moves nothing. What was cancelled stays in a feed as cancelled: a program that only missed
it would keep showing it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, vDuration

from campaign_app.core.column_types import DataKey

MIMETYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Birge//Birge//KK"
READ_AGAIN_AFTER = timedelta(hours=1)


class EntryState(StrEnum):
    """How sure an appointment is."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One appointment; `key` names it for ever, `revision` grows whenever it changes."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    revision: int = 0
    state: EntryState = EntryState.CONFIRMED
    place: str = ""
    description: str = ""
    url: str = ""


def write_calendar(
    entries: Iterable[CalendarEntry], *, name: str | None = None, language: str = "kk"
) -> bytes:
    """The file. With a `name` it is a feed that programs read again every hour."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name is not None:
        # X-… is what programs knew before RFC 7986 gave these a name.
        calendar.add("name", name, parameters={"LANGUAGE": language})
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", vDuration(READ_AGAIN_AFTER), {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(READ_AGAIN_AFTER))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical(sorted=False))


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{_here()}.birge")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.revision)
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("status", entry.state.value)
    event.add("transp", "OPAQUE" if entry.state is EntryState.CONFIRMED else "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("summary", entry.title)
    for field, text in (("location", entry.place), ("description", entry.description)):
        if text:
            event.add(field, text)
    if entry.url:
        event.add("url", entry.url)
    return event


def _here() -> str:
    """What tells this installation's appointments from another's; it says nothing about it."""
    return DataKey.look_up_hash("calendar")[:12]
