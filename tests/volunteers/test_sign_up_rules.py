"""The states of a sign-up, the deadline of an offer, and who may take what: tables of cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from campaign_app.volunteers import rules
from campaign_app.volunteers.rules import Commitment, Demands, SignUpAction, SignUpStatus, Standing

NOW = datetime(2020, 4, 20, 12, 0, tzinfo=UTC)
STARTS = datetime(2020, 4, 22, 3, 0, tzinfo=UTC)
S, A = SignUpStatus, SignUpAction
ALLOWED = {
    (S.CANCELLED, A.TAKE): S.CONFIRMED,
    (S.CANCELLED, A.WAIT): S.WAITING,
    (S.WAITING, A.OFFER): S.OFFERED,
    (S.WAITING, A.GIVE): S.CONFIRMED,
    (S.WAITING, A.CANCEL): S.CANCELLED,
    (S.OFFERED, A.CONFIRM): S.CONFIRMED,
    (S.OFFERED, A.LAPSE): S.CANCELLED,
    (S.OFFERED, A.CANCEL): S.CANCELLED,
    (S.CONFIRMED, A.CANCEL): S.CANCELLED,
}


@pytest.mark.parametrize(("status", "action"), list(product(SignUpStatus, SignUpAction)))
def test_every_step_from_every_state(status, action):
    if (status, action) in ALLOWED:
        assert rules.next_status(status, action) is ALLOWED[status, action]
    else:
        with pytest.raises(rules.StepRefused):
            rules.next_status(status, action)


@pytest.mark.parametrize(
    ("hours_before", "kept_hours"),
    [(100, 12), (14, 12), (13, 11), (5, 3), (4, 2), (3.9, None), (2, None), (0.5, None)],
)
def test_an_offer_is_kept_half_a_day_and_until_two_hours_before(hours_before, kept_hours):
    until = rules.confirm_until(NOW, NOW + timedelta(hours=hours_before))
    assert until == (None if kept_hours is None else NOW + timedelta(hours=kept_hours))


def demands(**changes):
    values = {"starts_at": STARTS, "ends_at": STARTS + timedelta(hours=3), "day": STARTS.date()}
    return Demands(**{**values, **changes})


BUSY = (Commitment("Жеткізу", STARTS + timedelta(hours=2), STARTS + timedelta(hours=5)),)
ADULT, MINOR, CHILD = date(1990, 1, 1), date(2004, 4, 22), date(2006, 4, 23)
HEAVY = {"is_heavy_work": True}
EMERGENCY = {"is_emergency_work": True}


@pytest.mark.parametrize(
    ("asked", "standing", "refusal"),
    [
        ({}, Standing(), None),
        ({}, Standing(born_on=CHILD), rules.ChildNotAccompanied),
        ({}, Standing(born_on=date(2006, 4, 22)), None),  # 14 on the day itself
        ({"has_adult": True}, Standing(born_on=CHILD), None),
        ({}, Standing(born_on=CHILD, has_parents_consent=True), None),
        (HEAVY, Standing(born_on=CHILD, has_parents_consent=True), rules.HeavyWorkForMinor),
        ({"minimum_age": 16}, Standing(born_on=MINOR), None),
        ({"minimum_age": 17}, Standing(born_on=MINOR), rules.TooYoung),
        (HEAVY, Standing(born_on=MINOR), rules.HeavyWorkForMinor),
        (EMERGENCY, Standing(born_on=MINOR), rules.EmergencyWorkForMinor),
        (HEAVY, Standing(born_on=ADULT), None),
        (HEAVY, Standing(), rules.AgeUnknown),
        ({"requires_briefing": True}, Standing(born_on=ADULT), rules.BriefingMissing),
        ({"requires_briefing": True}, Standing(born_on=ADULT, is_briefed=True), None),
        ({}, Standing(born_on=ADULT, commitments=BUSY), rules.ShiftOverlaps),
    ],
)
def test_who_may_take_what(asked, standing, refusal):
    if refusal is None:
        rules.check_may_take(demands(**asked), standing)
        assert rules.may_take(demands(**asked), standing)
    else:
        with pytest.raises(refusal):
            rules.check_may_take(demands(**asked), standing)
        assert not rules.may_take(demands(**asked), standing)


def test_who_is_a_child_and_who_an_adult_on_the_day():
    day = STARTS.date()
    assert Standing(born_on=CHILD).is_child_on(day)
    assert not Standing(born_on=MINOR).is_child_on(day)
    assert not Standing().is_child_on(day)
    assert Standing(born_on=date(2002, 4, 22)).is_adult_on(day)
    assert not Standing(born_on=date(2002, 4, 23)).is_adult_on(day)
    assert not Standing().is_adult_on(day)
