"""Marks of a year, codes that are typed from paper, and what makes two papers the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from campaign_app.volunteers import rules
from campaign_app.volunteers.rules import CertificateKind, CertificateState, ShiftKind, hours
from campaign_app.volunteers.rules import certificates as papers

ALMATY = ZoneInfo("Asia/Almaty")


@pytest.mark.parametrize(
    ("minutes", "earned", "reached", "missing", "counted"),
    [
        (0, 0, 0, [1200, 3000, 4200], 0),
        (1199, 0, 0, [1, 1801, 3001], 1199),
        (1200, 2, 1, [0, 1800, 3000], 1200),
        (2999, 2, 1, [0, 1, 1201], 2999),
        (3000, 5, 2, [0, 0, 1200], 3000),
        (4200, 7, 3, [0, 0, 0], 4200),
        (9000, 7, 3, [0, 0, 0], 4200),
    ],
)
def test_the_marks_of_a_year(minutes, earned, reached, missing, counted):
    progress = rules.progress_to_marks(minutes)
    assert [each.missing_minutes for each in progress] == missing
    assert sum(each.is_reached for each in progress) == reached
    assert rules.credits_for(minutes) == earned
    assert rules.counted_minutes(minutes) == counted


def test_what_the_marks_give():
    assert [(m.hours, m.credits, m.voucher_minor) for m in rules.MARKS] == [
        (20, 2, 2_000_000),
        (50, 5, 5_000_000),
        (70, 7, None),
    ]


@pytest.mark.parametrize(("minutes", "decimal"), [(0, 0), (200, 3.33), (210, 3.5), (1, 0.02)])
def test_hours_as_a_decimal(minutes, decimal):
    assert rules.decimal_hours(minutes) == decimal


def test_the_year_is_that_of_the_organisations_clock():
    since, before = hours.bounds(*rules.whole_year(2020), ALMATY)
    assert since == datetime(2019, 12, 31, 18, tzinfo=UTC)
    assert before == datetime(2020, 12, 31, 18, tzinfo=UTC)
    # Almaty's clock went back on 29.02.2024: the year 2024 ends an hour later in UTC.
    assert hours.bounds(*rules.whole_year(2024), ALMATY)[1] == datetime(
        2024, 12, 31, 19, tzinfo=UTC
    )


def test_sums_by_year_kind_and_campaign():
    worked = [
        rules.WorkedShift(datetime(2019, 12, 31, 17, tzinfo=UTC), 60, ShiftKind.PACKING, 1),
        rules.WorkedShift(datetime(2019, 12, 31, 19, tzinfo=UTC), 90, ShiftKind.PACKING, 1),
        rules.WorkedShift(datetime(2020, 6, 1, tzinfo=UTC), 200, ShiftKind.DELIVERY, 2),
    ]
    everything = rules.summarise(worked, ALMATY, None)
    assert (everything.minutes, everything.shift_count) == (350, 3)
    assert list(everything.by_year.items()) == [(2020, 290), (2019, 60)]
    year = rules.summarise(worked, ALMATY, 2020)
    assert (year.minutes, year.shift_count) == (290, 2)
    assert list(year.by_kind.items()) == [(ShiftKind.DELIVERY, 200), (ShiftKind.PACKING, 90)]
    assert dict(year.by_campaign) == {1: 90, 2: 200}
    assert dict(year.by_year) == dict(everything.by_year)


def test_codes_are_read_as_people_type_them():
    code = "1E0K7A3M9B2" + papers.check_sign("1E0K7A3M9B2")
    shown = rules.shown_code(code)
    assert shown == f"{code[:4]}-{code[4:8]}-{code[8:]}"
    for typed in (
        code,
        shown,
        shown.lower(),
        f"  {code[:6]} {code[6:]} ",
        shown.replace("-", "–"),
        code.replace("0", "O").replace("1", "I"),
        code.replace("0", "o").replace("1", "l"),
        code.replace("K", "К").replace("E", "е").replace("A", "А").replace("0", "О"),
    ):
        assert rules.read_code(typed) == code, typed


def test_slips_are_found_by_the_check_sign():
    code = rules.new_code()
    assert len(code) == 12
    for place in range(12):
        for sign in papers.SIGNS:
            slip = code[:place] + sign + code[place + 1 :]
            assert (rules.read_code(slip) is None) == (slip != code)
        if place and code[place] != code[place - 1]:
            swapped = code[: place - 1] + code[place] + code[place - 1] + code[place + 1 :]
            assert rules.read_code(swapped) is None


@pytest.mark.parametrize("typed", ["", "x", "-" * 12, "A" * 11, "A" * 13, "U" * 12, "💡" * 12])
def test_what_cannot_be_a_code(typed):
    assert rules.read_code(typed) is None


def test_codes_differ():
    assert len({rules.new_code() for _ in range(500)}) == 500


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Қасымов Ғалымжан Серікұлы", "Қ. Ғ. С."),
        ("Lakshmi", "L."),
        ("ӘБДІРАХМАНОВА өрікгүл", "Ә. Ө."),
        ("Oʻktam (Yoʻldosh)", "O. Y."),
        ("", ""),
    ],
)
def test_a_stranger_sees_initials(name, initials):
    assert rules.initials(name) == initials


ROW = rules.IssuedRow(
    7,
    datetime(2020, 4, 1, 4, tzinfo=UTC),
    180,
    ShiftKind.DELIVERY,
    "Жеткізу",
    "Даңғыл",
    rules.ParticipationRole.VOLUNTEER,
    "Жұмабаев",
)
DRAFT = rules.Draft(
    kind=CertificateKind.HOURS,
    volunteer_id=1,
    holder_name="Қасымов",
    holder_unit="ИТ-19-1",
    starts_on=date(2020, 1, 1),
    ends_on=date(2020, 12, 31),
    rows=(ROW,),
)


@pytest.mark.parametrize(
    "change",
    [
        {"holder_name": "Касымов"},
        {"holder_unit": ""},
        {"campaign_id": 3},
        {"ends_on": date(2020, 6, 30)},
        {"rows": ()},
        {"rows": (replace(ROW, minutes=179),)},
        {"rows": (replace(ROW, place="Үй"),)},
        {"rows": (ROW, ROW)},
        {"volunteer_id": 2},
    ],
)
def test_papers_that_say_something_else_differ(change):
    assert replace(DRAFT, **change).content_hash != DRAFT.content_hash
    assert replace(DRAFT).content_hash == DRAFT.content_hash


def test_what_a_paper_is_about():
    assert DRAFT.about == replace(DRAFT, rows=(), holder_name="").about
    others = [{"campaign_id": 3}, {"starts_on": None, "ends_on": None}]
    assert all(replace(DRAFT, **change).about != DRAFT.about for change in others)
    longest = replace(DRAFT, kind=CertificateKind.THANK_YOU, campaign_id=2**31 - 1)
    assert len(longest.about) <= 64


@pytest.mark.parametrize(
    ("is_void", "hours_differ", "state"),
    [
        (False, False, CertificateState.VALID),
        (False, True, CertificateState.OUTDATED),
        (True, False, CertificateState.VOID),
        (True, True, CertificateState.VOID),
    ],
)
def test_what_a_paper_is_worth(is_void, hours_differ, state):
    assert papers.state_of(is_void=is_void, hours_differ=hours_differ) is state
