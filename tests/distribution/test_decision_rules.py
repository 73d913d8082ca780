"""Who gets a package and who does not: the order, the limits, the reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest

from campaign_app.core.addresses import street_key
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import rules
from campaign_app.distribution.rules import DecisionReason as R
from campaign_app.distribution.rules import Limits

STANDARD, HALAL = PackageVariant.STANDARD, PackageVariant.HALAL
EARLY, LATE = datetime(2020, 3, 1, tzinfo=UTC), datetime(2020, 4, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    beneficiary_id: int
    need_score: int = 1
    package_variant: PackageVariant = STANDARD
    last_helped_on: date | None = None
    enrolled_at: datetime = EARLY
    category: str = "lonely_pensioner"
    street: str = "ул. Абая"
    dormitory: str = ""
    is_restricted: bool = False


def decide(people, *, variants=(STANDARD,), **limits):
    return rules.decide(people, variants, Limits(**limits))


def taken(decisions):
    return [each.beneficiary_id for each in decisions if each.is_in]


def reasons(decisions):
    return {each.beneficiary_id: each.reason for each in decisions}


def test_the_greatest_need_comes_first_and_of_equals_who_waits_longest():
    people = [
        Person(1, 3, last_helped_on=date(2020, 3, 1)),
        Person(2, 7, last_helped_on=date(2020, 4, 1)),
        Person(3, 3, last_helped_on=date(2020, 1, 1)),
        Person(4, 3, enrolled_at=LATE),
        Person(5, 3),
        Person(6, 3),
    ]
    assert taken(decide(people)) == [2, 5, 6, 4, 3, 1]
    found = decide(people, maximum=2)
    assert taken(found) == [2, 5]
    assert [each.rank for each in found] == [1, 2, 3, 4, 5, 6]
    assert set(reasons(found).values()) == {R.BY_NEED, R.BEYOND_AVAILABLE}


@pytest.mark.parametrize(
    ("changes", "limits", "reason"),
    [
        ({"is_restricted": True}, {}, R.RESTRICTED),
        ({"category": "other"}, {"category": "lonely_pensioner"}, R.OTHER_CATEGORY),
        ({"street": "ул. Школьная"}, {"places": {street_key("Абай көшесі")}}, R.OTHER_PLACE),
        ({"dormitory": "Общ. 1"}, {"places": {street_key("ул. Абая")}}, R.OTHER_PLACE),
        ({}, {"in_other_rounds": {1}}, R.IN_ANOTHER_ROUND),
        ({"need_score": 0}, {"available": {STANDARD: 1}}, R.BEYOND_AVAILABLE),
    ],
)
def test_why_somebody_is_not_on_the_list(changes, limits, reason):
    found = decide([replace(Person(1, 9), **changes), Person(2, 1)], **limits)
    assert reasons(found) == {1: reason, 2: R.BY_NEED}


def test_what_is_there_is_counted_by_variant():
    people = [Person(1, 5, HALAL), Person(2, 4, HALAL), Person(3, 3), Person(4, 2)]
    found = decide(people, variants=(STANDARD, HALAL), available={HALAL: 1, STANDARD: 1})
    assert reasons(found) == {
        1: R.BY_NEED,
        2: R.VARIANT_MISSING,
        3: R.BY_NEED,
        4: R.BEYOND_AVAILABLE,
    }


@pytest.mark.parametrize(
    ("packages", "percent", "people", "reserve"),
    [(100, 10, 90, 9), (10, 5, 9, 1), (10, 0, 10, 0), (1, 10, 0, 0), (64, 8, 59, 5)],
)
def test_the_reserve_is_kept_back(packages, percent, people, reserve):
    assert rules.people_within(packages, percent) == people
    assert rules.reserve_for(people, percent) == reserve
    assert people + reserve <= packages


def test_a_variant_that_is_not_there_is_named_or_replaced():
    people = [Person(1, 1), Person(2, 1, PackageVariant.VEGETARIAN)]
    with pytest.raises(rules.VariantMissing) as refusal:
        decide(people)
    assert refusal.value.params == {"variant": PackageVariant.VEGETARIAN, "count": 1}
    found = decide(people, gives_standard_instead=True)
    assert [each.variant for each in found] == [STANDARD] * 2


@pytest.mark.parametrize("people", [[], [Person(1, is_restricted=True)]])
def test_an_empty_choice_is_refused(people):
    with pytest.raises(rules.NobodyToServe):
        decide(people)
