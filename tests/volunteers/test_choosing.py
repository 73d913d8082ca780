"""Which shifts somebody who looks for one is shown."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from campaign_app.accounts.rules import Role
from campaign_app.core.dates import age_on, to_utc
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.queries import OpenShiftFilter, Taker
from campaign_app.volunteers.rules import Days, ages_ahead, becomes, born_by, span_of
from tests.factories import NOW, TODAY, make_account, make_campaign

ZONE = ZoneInfo("Asia/Almaty")


@pytest.mark.parametrize(
    ("days", "today", "first", "after"),
    [
        (Days.TODAY, date(2024, 2, 29), date(2024, 2, 29), date(2024, 3, 1)),
        (Days.TOMORROW, date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)),
        (Days.WEEKEND, date(2020, 4, 20), date(2020, 4, 25), date(2020, 4, 27)),  # a Monday
        (Days.WEEKEND, date(2020, 4, 25), date(2020, 4, 25), date(2020, 4, 27)),
        (Days.WEEKEND, date(2020, 4, 26), date(2020, 4, 25), date(2020, 4, 27)),  # a Sunday
    ],
)
def test_days_are_those_of_the_week(days: Days, today: date, first: date, after: date) -> None:
    assert span_of(days, today) == (first, after)


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.integers(0, 99))
def test_somebody_becomes_an_age_on_the_day_from_which_she_has_it(born_on: date, age: int) -> None:
    day = becomes(born_on, age)
    assert age_on(born_on, day) == age
    assert born_by(day, age) == born_on or (day.month, day.day) in ((3, 1), (2, 29))
    assert age_on(born_by(day, age), day) == age
    assert age_on(born_by(day, age) + timedelta(days=1), day) == age - 1 if age else True
    if age:
        assert age_on(born_on, day - timedelta(days=1)) == age - 1


def test_without_a_date_of_birth_no_age_is_known() -> None:
    assert ages_ahead(None, TODAY) == []
    assert ages_ahead(TODAY + timedelta(days=1), TODAY) == []
    assert ages_ahead(date(2003, 4, 22), TODAY)[:2] == [(16, TODAY), (17, date(2020, 4, 22))]


class Board:
    """Shifts under way, found again by their titles."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.campaign = make_campaign(session)

    def open(self, title: str, *, hours: int, places: int = 5, **more: object) -> int:
        details = services.ShiftDetails(
            title=title,
            kind=rules.ShiftKind.PACKING,
            starts_at=NOW + timedelta(hours=hours),
            ends_at=NOW + timedelta(hours=hours + 3),
            places=places,
            **more,  # type: ignore[arg-type]
        )
        return services.create_shift(
            self.session, actor=None, now=NOW, campaign=self.campaign, details=details
        ).id

    def titles(self, **wanted: object) -> list[str]:
        found = queries.list_open_shifts(
            self.session,
            now=NOW,
            wanted=OpenShiftFilter(**wanted),  # type: ignore[arg-type]
        )
        return [shift.title for shift in found.items]


def taker(volunteer_id: int, born_on: date | None) -> Taker:
    ages = ages_ahead(born_on, TODAY)
    return Taker(
        volunteer_id,
        tuple((age, to_utc(datetime.combine(day, time.min), ZONE)) for age, day in ages),
    )


def register(session: Session, born_on: date | None = date(1990, 1, 1)) -> tuple[object, object]:
    account = make_account(session, role=Role.VOLUNTEER)
    details = services.VolunteerDetails(surname="Ким", born_on=born_on, account_id=account.id)
    return account, services.register_volunteer(session, actor=None, now=NOW, details=details)


def test_what_one_can_take_now_leaves_out_what_one_cannot(session: Session) -> None:
    board = Board(session)
    mine = board.open("mine", hours=24)
    full = board.open("full", hours=48, places=1)
    waited_for = board.open("waited for", hours=72, places=1)
    board.open("overlaps mine", hours=26)
    board.open("touches mine", hours=27)
    board.open("overlaps what is waited for", hours=73)
    me, volunteer = register(session)
    other, somebody = register(session)
    for shift_id in (full, waited_for):
        sign_up(session, other, somebody, shift_id)
    for shift_id in (mine, waited_for):
        sign_up(session, me, volunteer, shift_id)
    who = taker(volunteer.id, date(1990, 1, 1))  # type: ignore[attr-defined]
    assert board.titles(taker=who) == ["touches mine", "overlaps what is waited for"]
    services.cancel_sign_up(
        session,
        actor=me,  # type: ignore[arg-type]
        now=NOW,
        shift_id=mine,
        volunteer=volunteer,  # type: ignore[arg-type]
        zone=ZONE,
    )
    assert board.titles(taker=who)[:2] == ["mine", "overlaps mine"]


def sign_up(session: Session, account: object, volunteer: object, shift_id: int) -> None:
    services.sign_up(
        session,
        actor=account,  # type: ignore[arg-type]
        now=NOW,
        shift_id=shift_id,
        volunteer=volunteer,  # type: ignore[arg-type]
        zone=ZONE,
    )


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        (date(1990, 1, 1), ["any", "heavy", "16", "emergency"]),
        # 18 on 22 April: the heavy one is on the 21st, the emergency one on the 22nd.
        (date(2002, 4, 22), ["any", "16", "emergency"]),
        (date(2004, 4, 22), ["any"]),  # the shift for 16 is on the 21st
        (date(2004, 4, 21), ["any", "16"]),
        (None, ["any"]),
    ],
)
def test_the_age_counts_on_the_day_of_the_shift(
    session: Session, born_on: date | None, expected: list[str]
) -> None:
    board = Board(session)
    board.open("any", hours=2)
    board.open("heavy", hours=9, is_heavy_work=True)
    board.open("16", hours=13, minimum_age=16)
    board.open("emergency", hours=31, is_emergency_work=True)
    _account, volunteer = register(session, born_on)
    assert board.titles(taker=taker(volunteer.id, born_on)) == expected  # type: ignore[attr-defined]


def test_the_rules_agree_with_what_is_shown(session: Session) -> None:
    """What is shown as takeable is taken without a refusal; what is left out is refused."""
    board = Board(session)
    ids = {
        board.open(str(age), hours=hours, minimum_age=age, is_heavy_work=age == 15)
        for age in (0, 15, 16, 17, 18, 21)
        for hours in (2, 30, 54, 78)
    }
    account, volunteer = register(session, date(2003, 4, 22))
    shown = queries.list_open_shifts(
        session,
        now=NOW,
        per_page=100,
        wanted=OpenShiftFilter(taker=taker(volunteer.id, date(2003, 4, 22))),  # type: ignore[attr-defined]
    )
    fitting = {shift.id for shift in shown.items}
    assert 0 < len(fitting) < len(ids)
    for shift_id in ids:
        savepoint = session.begin_nested()
        try:
            sign_up(session, account, volunteer, shift_id)
            taken = True
        except (rules.TooYoung, rules.HeavyWorkForMinor):
            taken = False
        savepoint.rollback()
        assert taken == (shift_id in fitting)


def test_days_kind_and_campaign_narrow_the_list(session: Session) -> None:
    board, other = Board(session), Board(session)
    board.open("tonight", hours=2)
    board.open("later", hours=30)
    other.open("elsewhere", hours=3)
    midnight = to_utc(datetime.combine(TODAY + timedelta(days=1), time.min), ZONE)
    assert board.titles(before=midnight) == ["tonight", "elsewhere"]
    assert board.titles(since=midnight) == ["later"]
    assert board.titles(campaign_id=other.campaign.id) == ["elsewhere"]
    assert board.titles(kind=rules.ShiftKind.DELIVERY) == []
    assert queries.next_open_shifts(session, now=NOW, limit=1)[0].title == "tonight"
    assert queries.open_campaigns(session, now=NOW) == [board.campaign, other.campaign]
