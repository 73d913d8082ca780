"""What is remembered holds until something is recorded, and never for long."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from campaign_app.core import remembered as memory
from campaign_app.core.remembered import remembered
from campaign_app.core.unit_of_work import unit_of_work
from tests.factories import make_account
from tests.support.client import settle


class Work:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_it_is_worked_out_once(session: Session) -> None:
    work = Work()
    assert [remembered(session, "a", work) for _ in range(3)] == [1, 1, 1]


def test_another_key_is_another_figure(session: Session) -> None:
    work = Work()
    assert [remembered(session, key, work) for key in ("a", "b")] == [1, 2]


def test_what_is_recorded_makes_it_anew(session: Session) -> None:
    work = Work()
    remembered(session, "a", work)
    make_account(session)
    settle(session)
    assert remembered(session, "a", work) == 2


def test_a_change_past_the_program_is_seen_soon(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work()
    remembered(session, "a", work)
    clock = memory.time.monotonic()
    monkeypatch.setattr(memory.time, "monotonic", lambda: clock + memory.BELIEVED_SECONDS + 1)
    assert remembered(session, "a", work) == 2


def test_within_a_unit_of_work_nothing_is_remembered(session: Session) -> None:
    work = Work()
    with unit_of_work() as writing:
        assert [remembered(writing, "a", work) for _ in range(2)] == [1, 2]
    assert remembered(session, "a", work) == 3


def test_the_oldest_is_forgotten(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LARGEST_COUNT", 2)
    work = Work()
    for key in ("a", "b", "c", "a"):
        remembered(session, key, work)
    assert work.times == 4
