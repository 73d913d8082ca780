"""On which days a shift is repeated, and where last year's plan falls this year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaign_app.core.errors import NotFound
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.rules import Rhythm
from tests.factories import NOW, make_account, make_campaign
from tests.volunteers.test_planning import cancel, make_shift, make_volunteer, sign_up

ZONE = ZoneInfo("Asia/Almaty")
MONDAY = date(2020, 4, 20)


@pytest.mark.parametrize(
    ("rhythm", "more", "days"),
    [
        (Rhythm.DAILY, {"times": 3}, [21, 22, 23]),
        (Rhythm.DAILY, {"until": date(2020, 4, 22)}, [21, 22]),
        (Rhythm.DAILY, {"until": date(2020, 4, 29), "times": 1}, [21]),
        (Rhythm.WEEKLY, {"until": date(2020, 4, 27)}, [27]),
        (Rhythm.WEEKLY, {"until": date(2020, 4, 26)}, []),
        (Rhythm.WEEKDAYS, {"weekdays": [1, 5], "until": date(2020, 4, 28)}, [21, 25, 28]),
        (Rhythm.WEEKDAYS, {"weekdays": [0], "times": 1}, [27]),
    ],
)
def test_the_days_on_which_a_shift_comes_again(rhythm, more, days):
    assert rules.repeat_days(MONDAY, rhythm, **more) == [date(2020, 4, day) for day in days]


@pytest.mark.parametrize(
    ("rhythm", "more", "error"),
    [
        (Rhythm.DAILY, {}, rules.RepeatEndMissing),
        (Rhythm.DAILY, {"until": MONDAY}, rules.RepeatEndsBefore),
        (Rhythm.DAILY, {"times": 61}, rules.TooManyRepeats),
        (Rhythm.DAILY, {"until": date(2030, 1, 1)}, rules.TooManyRepeats),
        (Rhythm.WEEKDAYS, {"times": 2}, rules.WeekdaysMissing),
        (Rhythm.WEEKDAYS, {"times": 2, "weekdays": [7]}, rules.WeekdaysMissing),
    ],
)
def test_what_a_rhythm_is_refused_for(rhythm, more, error):
    with pytest.raises(error):
        rules.repeat_days(MONDAY, rhythm, **more)


def test_sixty_are_not_too_many():
    assert len(rules.repeat_days(MONDAY, Rhythm.DAILY, times=60)) == 60


def test_nine_in_the_morning_stays_nine_in_the_morning_when_the_clocks_are_changed():
    starts = datetime(2024, 2, 28, 22, 0, tzinfo=ZONE).astimezone(UTC)
    ends = datetime(2024, 2, 29, 2, 0, tzinfo=ZONE).astimezone(UTC)
    begun, ended = rules.on_day(starts, ends, date(2024, 2, 29), ZONE)
    assert begun == datetime(2024, 2, 29, 16, 0, tzinfo=UTC)  # 22:00 at UTC+6
    assert ended == datetime(2024, 2, 29, 21, 0, tzinfo=UTC)  # 02:00 at UTC+5: an hour longer
    begun, ended = rules.on_day(starts, ends, date(2024, 3, 1), ZONE)
    assert begun == datetime(2024, 3, 1, 17, 0, tzinfo=UTC)
    assert ended - begun == timedelta(hours=4)


@pytest.mark.parametrize(
    ("first", "wanted", "weeks"),
    [
        (date(2020, 1, 18), date(2021, 1, 16), 52),
        (date(2020, 1, 18), date(2021, 1, 18), 52),
        (date(2020, 1, 18), date(2021, 1, 20), 53),
        (date(2020, 1, 18), date(2020, 1, 18), 0),
        (date(2020, 1, 18), date(2019, 1, 19), -52),
    ],
)
def test_a_saturday_stays_a_saturday(first, wanted, weeks):
    assert rules.whole_weeks(first, wanted) == weeks


def repeat(session, campaign, shift, days):
    return services.repeat_shift(
        session,
        actor=make_account(session),
        now=NOW,
        campaign=campaign,
        shift_id=shift.id,
        days=days,
        zone=ZONE,
    )


def test_a_repeated_shift_is_the_same_on_another_day_and_empty(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign, places=7, minimum_age=16, note="Су алыңыз")
    sign_up(session, shift, make_volunteer(session))
    days = [date(2020, 4, 23), date(2020, 4, 22)]
    made = repeat(session, campaign, shift, days)
    assert [one.starts_at for one in made] == [shift.starts_at + timedelta(days=n) for n in (1, 2)]
    row = queries.find_shift(session, made[0].id)
    assert (row.title, row.places, row.minimum_age, row.note) == ("Жеткізу", 7, 16, "Су алыңыз")
    assert row.confirmed == 0
    with pytest.raises(rules.NothingChosen):
        repeat(session, campaign, shift, [])
    with pytest.raises(NotFound):
        repeat(session, make_campaign(session), shift, days)


def clone(session, campaign, source, shifts, *, weeks=52):
    return services.clone_plan(
        session,
        actor=make_account(session),
        now=NOW,
        campaign=campaign,
        source=source,
        shift_ids=[shift.id for shift in shifts],
        weeks=weeks,
        zone=ZONE,
    )


def test_a_plan_is_taken_over_once_without_the_people_and_without_what_was_cancelled(session):
    source, campaign = make_campaign(session), make_campaign(session)
    one, two, off = (make_shift(session, source, places=3, hours=h) for h in (24, 48, 72))
    stranger = make_shift(session, make_campaign(session))
    sign_up(session, one, make_volunteer(session))
    cancel(session, source, off)
    (made,) = clone(session, campaign, source, [one, off, stranger])
    assert made.starts_at == one.starts_at + timedelta(weeks=52)
    assert made.campaign_id == campaign.id
    assert queries.find_shift(session, made.id).confirmed == 0
    (second,) = clone(session, campaign, source, [one, two], weeks=53)
    assert second.copied_from_id == two.id
    with pytest.raises(rules.PlanTakenOver):
        clone(session, campaign, source, [one, two])
    with pytest.raises(rules.NothingChosen):
        clone(session, campaign, source, [])
    assert queries.list_shifts(session, campaign.id, page=1).total == 2
