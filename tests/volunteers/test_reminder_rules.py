"""When somebody is reminded, and when too few come: tables of cases on the clock of Almaty."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaign_app.core.errors import DomainError
from campaign_app.volunteers import rules

ZONE = ZoneInfo("Asia/Almaty")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [
        ("2026-01-15 14:00", "2026-01-14 14:00"),
        ("2026-01-15 03:00", "2026-01-14 08:00"),  # nobody is woken at three about tomorrow
        ("2026-01-15 23:30", "2026-01-14 20:00"),
        ("2026-01-15 00:00", "2026-01-14 08:00"),
        ("2024-03-01 14:00", "2024-02-29 14:00"),  # 25 hours: the clock goes back in between
    ],
)
def test_the_day_before_at_the_hour_of_the_shift_by_day(starts_at, due_at):
    assert rules.day_before_at(at(starts_at), ZONE) == at(due_at)


@pytest.mark.parametrize(
    ("starts_at", "signed_up_at", "now", "is_due"),
    [
        ("2026-01-15 14:00", "2026-01-10 12:00", "2026-01-14 13:59", False),
        ("2026-01-15 14:00", "2026-01-10 12:00", "2026-01-14 14:00", True),
        ("2026-01-15 14:00", "2026-01-10 12:00", "2026-01-14 20:59", True),  # a worker was down
        ("2026-01-15 14:00", "2026-01-10 12:00", "2026-01-14 21:00", False),  # it is night
        ("2026-01-15 14:00", "2026-01-10 12:00", "2026-01-15 08:00", True),
        ("2026-01-15 14:00", "2026-01-10 12:00", "2026-01-15 11:00", False),  # too late
        ("2026-01-15 14:00", "2026-01-14 14:00", "2026-01-14 14:05", True),
        ("2026-01-15 14:00", "2026-01-14 14:01", "2026-01-14 14:05", False),  # she knows
        ("2026-01-15 03:00", "2026-01-14 07:00", "2026-01-14 08:00", False),  # 20 hours before
        ("2026-01-15 23:30", "2026-01-14 20:30", "2026-01-14 20:35", False),
    ],
)
def test_the_reminder_of_the_day_before(starts_at, signed_up_at, now, is_due):
    found = rules.is_day_before_due(
        starts_at=at(starts_at), signed_up_at=at(signed_up_at), now=at(now), zone=ZONE
    )
    assert found is is_due


@pytest.mark.parametrize(
    ("signed_up_at", "now", "is_due"),
    [
        ("2026-01-14 12:00", "2026-01-15 00:59", False),
        ("2026-01-14 12:00", "2026-01-15 01:00", True),  # also at night: the work is at night
        ("2026-01-14 12:00", "2026-01-15 02:39", True),
        ("2026-01-14 12:00", "2026-01-15 02:40", False),
        ("2026-01-15 01:00", "2026-01-15 01:00", True),
        ("2026-01-15 01:01", "2026-01-15 01:30", False),
    ],
)
def test_two_hours_before_a_shift_at_three(signed_up_at, now, is_due):
    found = rules.is_hours_before_due(
        starts_at=at("2026-01-15 03:00"), signed_up_at=at(signed_up_at), now=at(now)
    )
    assert found is is_due


@pytest.mark.parametrize(
    ("places", "least"), [(1, 1), (2, 2), (3, 2), (4, 3), (6, 4), (10, 7), (100, 67)]
)
def test_two_thirds_of_the_places_are_needed(places, least):
    assert rules.least_needed(places) == least
    assert rules.is_understaffed(least - 1, places)
    assert not rules.is_understaffed(least, places)


@pytest.mark.parametrize(
    ("now", "alert"),
    [
        ("2026-01-13 13:59", None),
        ("2026-01-13 14:00", 48),
        ("2026-01-14 13:59", 48),
        ("2026-01-14 14:00", 24),
        ("2026-01-14 23:00", None),  # at night nobody looks for people
        ("2026-01-15 10:59", 24),
        ("2026-01-15 11:00", None),
    ],
)
def test_the_organisers_are_told_twice(now, alert):
    starts_at = at("2026-01-15 14:00")
    assert rules.alert_due(starts_at=starts_at, now=at(now), zone=ZONE) == alert


@pytest.mark.parametrize(
    ("subject", "body", "refusal"),
    [
        ("Күрек", "Алып келіңіз", None),
        ("Күрек", "x" * 2000, None),
        ("Күрек", "x" * 2001, rules.MessageTooLong),
        (" ", "Алып келіңіз", rules.MessageEmpty),
        ("Күрек", "\n ", rules.MessageEmpty),
    ],
)
def test_what_may_be_written_to_a_shift(subject, body, refusal):
    if refusal is None:
        rules.check_message(subject, body)
        return
    with pytest.raises(refusal):
        rules.check_message(subject, body)


@pytest.mark.parametrize(("lately", "is_refused"), [(0, False), (2, False), (3, True)])
def test_three_messages_an_hour(lately, is_refused):
    if is_refused:
        with pytest.raises(DomainError, match="At most 3"):
            rules.check_not_too_many(lately)
    else:
        rules.check_not_too_many(lately)


def test_the_reminders_of_one_shift_never_come_in_the_wrong_order():
    starts_at = at("2026-01-15 09:30")
    assert rules.day_before_at(starts_at, ZONE) < starts_at - rules.TWO_HOURS
    assert timedelta(hours=2) < rules.DAY_BEFORE_ENDS
