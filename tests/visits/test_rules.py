"""What a visit tells, and when somebody was forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from campaign_app.visits import rules
from campaign_app.visits.rules import VisitOutcome, Wellbeing
from tests.factories import NOW

MET = VisitOutcome.MET


@pytest.mark.parametrize(("outcome", "wellbeing"), list(product(VisitOutcome, [None, *Wellbeing])))
def test_who_was_met_is_judged_and_nobody_else(outcome, wellbeing):
    def check():
        rules.check_visit(outcome=outcome, wellbeing=wellbeing, note="why", visited_at=NOW, now=NOW)

    if (outcome is MET) == (wellbeing is not None):
        check()
    else:
        with pytest.raises(rules.WellbeingMissing if outcome is MET else rules.WellbeingUnknown):
            check()


@pytest.mark.parametrize(
    ("wellbeing", "note", "ahead", "error"),
    [
        (Wellbeing.GOOD, "", 0, None),
        (Wellbeing.NEEDS_ATTENTION, "", 0, None),
        (Wellbeing.CONCERN, "", 0, rules.ConcernUnexplained),
        (Wellbeing.CONCERN, "  ", 0, rules.ConcernUnexplained),
        (Wellbeing.CONCERN, "Жылу жоқ", 0, None),
        (Wellbeing.GOOD, "", 1, rules.VisitInFuture),
    ],
)
def test_what_a_visit_may_not_be(wellbeing, note, ahead, error):
    def check():
        visited_at = NOW + timedelta(seconds=ahead)
        rules.check_visit(
            outcome=MET, wellbeing=wellbeing, note=note, visited_at=visited_at, now=NOW
        )

    if error is None:
        check()
    else:
        with pytest.raises(error):
            check()


@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True), (365, True), (366, False)])
def test_a_rhythm_is_between_a_day_and_a_year(days, allowed):
    if allowed:
        rules.check_rhythm(days)
    else:
        with pytest.raises(rules.RhythmInvalid):
            rules.check_rhythm(days)


@pytest.mark.parametrize(
    ("last", "since", "due"),
    [
        (None, None, True),
        (date(2020, 4, 20), 0, False),
        (date(2020, 4, 14), 6, False),
        (date(2020, 4, 13), 7, True),
        (date(2020, 3, 21), 30, True),
    ],
)
def test_a_visit_is_due_when_the_rhythm_has_passed(last, since, due):
    found = rules.days_since(last, date(2020, 4, 20))
    assert found == since
    assert rules.is_due(found, 7) is due
