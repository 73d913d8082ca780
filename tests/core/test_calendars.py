"""Calendar files, read back by two libraries that know nothing of each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from campaign_app.core.calendars import CalendarEntry, EntryState, write_calendar
from campaign_app.core.column_types import DataKey

LOCAL = ZoneInfo("Asia/Almaty")
CHANGED = datetime(2024, 2, 1, 8, 30, tzinfo=UTC)
LONG = "Қар күрейтін күрек пен қолғап әкеліңіз; жүргізушіге хабарласыңыз, рақмет! " * 4


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of this test's own; the worker's comes back afterwards."""
    monkeypatch.setattr(DataKey, "_fernet", None)
    monkeypatch.setattr(DataKey, "_hash_key", b"")
    DataKey.set("a key of the tests")


def entry(**changes: Any) -> CalendarEntry:
    values: dict[str, Any] = {
        "key": "shift-7",
        "title": "Қар тазалау, №4 аялдама; таңертең",
        "starts_at": datetime(2020, 1, 25, 3, 0, tzinfo=UTC),
        "ends_at": datetime(2020, 1, 25, 6, 0, tzinfo=UTC),
        "changed_at": CHANGED,
        **changes,
    }
    return CalendarEntry(**values)


def by_icalendar(content: bytes) -> list[dict[str, Any]]:
    calendar = Calendar.from_ical(content)
    return [
        {
            "uid": str(event["uid"]),
            "title": str(event["summary"]),
            "begins": event.decoded("dtstart"),
            "ends": event.decoded("dtend"),
            "stamp": event.decoded("dtstamp"),
            "status": str(event["status"]),
            "revision": int(event["sequence"]),
            "text": str(event.get("description", "")),
        }
        for event in calendar.walk("VEVENT")
    ]


def by_vobject(content: bytes) -> list[dict[str, Any]]:
    calendar = vobject.readOne(content.decode())
    return [
        {
            "uid": event.uid.value,
            "title": event.summary.value,
            "begins": event.dtstart.value,
            "ends": event.dtend.value,
            "stamp": event.dtstamp.value,
            "status": event.status.value,
            "revision": int(event.sequence.value),
            "text": event.description.value if hasattr(event, "description") else "",
        }
        for event in getattr(calendar, "vevent_list", [])
    ]


READERS = pytest.mark.parametrize("read", [by_icalendar, by_vobject])


@READERS
def test_what_is_written_is_read_back(read: Any) -> None:
    written = entry(revision=3, state=EntryState.TENTATIVE, description="Бірінші\nЕкінші; үшінші")
    (found,) = read(write_calendar([written]))
    assert found["title"] == "Қар тазалау, №4 аялдама; таңертең"
    assert (found["begins"], found["ends"]) == (written.starts_at, written.ends_at)
    assert (found["stamp"], found["revision"]) == (CHANGED, 3)
    assert found["status"] == "TENTATIVE"
    assert found["text"] == "Бірінші\nЕкінші; үшінші"


@READERS
@pytest.mark.parametrize(
    ("begins", "ends", "again", "hours"),
    [
        # 29 February 2024: the hour from 23:00 happened twice.
        ("2024-02-29T22:00", "2024-03-01T01:00", 0, 4),
        ("2024-02-29T23:30", "2024-02-29T23:30", 1, 1),
        ("2024-03-01T09:00", "2024-03-01T12:00", 0, 3),
        ("2020-01-25T23:00", "2020-01-26T02:00", 0, 3),
    ],
)
def test_a_clock_change_moves_nothing(
    read: Any, begins: str, ends: str, again: int, hours: int
) -> None:
    """`again`: the shift ends in the second of the two hours."""
    starts_at, ends_at = (
        datetime.fromisoformat(text).replace(tzinfo=LOCAL, fold=fold).astimezone(UTC)
        for text, fold in ((begins, 0), (ends, again))
    )
    (found,) = read(write_calendar([entry(starts_at=starts_at, ends_at=ends_at)]))
    assert found["ends"] - found["begins"] == timedelta(hours=hours)
    assert f"{found['begins'].astimezone(LOCAL):%Y-%m-%dT%H:%M}" == begins
    assert f"{found['ends'].astimezone(LOCAL):%Y-%m-%dT%H:%M}" == ends


@READERS
def test_long_lines_are_folded_by_bytes_and_read_whole(read: Any) -> None:
    content = write_calendar([entry(description=LONG)])
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert read(content)[0]["text"] == LONG


def test_lines_end_as_the_standard_says() -> None:
    content = write_calendar([entry()])
    assert content.startswith(b"BEGIN:VCALENDAR\r\nPRODID:-//Birge//Birge//KK\r\nVERSION:2.0\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_key_is_the_same_event_for_ever_and_another_one_elsewhere() -> None:
    (first,) = by_icalendar(write_calendar([entry()]))
    (later,) = by_icalendar(write_calendar([entry(title="Басқа", revision=9)]))
    assert first["uid"] == later["uid"]
    DataKey.set("the key of another installation")
    (elsewhere,) = by_icalendar(write_calendar([entry()]))
    assert elsewhere["uid"] != first["uid"]


def test_only_a_feed_says_when_to_look_again() -> None:
    feed = write_calendar([], name="Менің ауысымдарым", language="kk")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in feed
    assert b"X-PUBLISHED-TTL:PT1H" in feed
    assert "X-WR-CALNAME:Менің ауысымдарым".encode() in feed
    assert b"REFRESH" not in write_calendar([entry()])


def test_there_is_no_second_way_to_write_a_line() -> None:
    """What a volunteer types cannot become a line of its own."""
    content = write_calendar([entry(title="a\r\nATTENDEE:mailto:x@tests.example")])
    assert b"\r\nATTENDEE" not in content
