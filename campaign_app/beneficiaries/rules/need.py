"""What makes need: published criteria with weights, and the score explained line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from campaign_app.beneficiaries.rules.registry import BeneficiaryCategory
from campaign_app.core.dates import age_on
from campaign_app.core.i18n import N_


@dataclass(frozen=True)
class Criterion:
    """A published reason for need, with its weight."""

    code: str
    label: str
    weight: int


# A change of the criteria makes a new version; decisions keep the one they were made with.
CRITERIA_VERSION = 1
CRITERIA: Mapping[int, tuple[Criterion, ...]] = {
    1: (
        Criterion("lives_alone", N_("lives alone"), 3),
        Criterion("aged_80", N_("is 80 or older"), 2),
        Criterion("disability", N_("has a disability"), 2),
        Criterion("no_relatives", N_("has no relatives in the city"), 2),
        Criterion("minimum_pension", N_("receives the minimum pension"), 2),
        Criterion("chronic_need", N_("needs help all the time"), 1),
        Criterion("large_family", N_("has a large family"), 2),
        Criterion("stranded_student", N_("is a student stranded abroad"), 2),
        Criterion("no_income", N_("has no income"), 2),
        Criterion("not_helped", N_("was not helped in the last 90 days"), 2),
    )
}
#: What nothing else on the registry shows, so that somebody has to say it.
DECLARED_NEEDS = ("disability", "no_relatives", "minimum_pension", "chronic_need", "no_income")
HELPED_WITHIN_DAYS = 90
OLD_AGE = 80


@dataclass(frozen=True)
class NeedFacts:
    """What the criteria look at."""

    category: BeneficiaryCategory
    born_on: date | None
    household_size: int
    last_helped_on: date | None
    declared: frozenset[str] = field(default_factory=frozenset)


def need_lines(facts: NeedFacts, today: date, version: int = CRITERIA_VERSION) -> list[Criterion]:
    """The criteria that apply: the score explained line by line."""
    category = facts.category
    born_on = facts.born_on
    applies = {
        "lives_alone": category is BeneficiaryCategory.LONELY_PENSIONER
        and facts.household_size == 1,
        "aged_80": born_on is not None and born_on <= today and age_on(born_on, today) >= OLD_AGE,
        "disability": category is BeneficiaryCategory.PERSON_WITH_DISABILITY,
        "large_family": category is BeneficiaryCategory.LARGE_FAMILY,
        "stranded_student": category is BeneficiaryCategory.FOREIGN_STUDENT,
        "not_helped": facts.last_helped_on is None
        or (today - facts.last_helped_on).days > HELPED_WITHIN_DAYS,
    }
    return [
        criterion
        for criterion in CRITERIA[version]
        if applies.get(criterion.code, False) or criterion.code in facts.declared
    ]


def need_score(lines: Iterable[Criterion]) -> int:
    """The sum of the weights."""
    return sum(criterion.weight for criterion in lines)


def declarable(version: int = CRITERIA_VERSION) -> list[Criterion]:
    """The criteria that a person answers with yes or no."""
    return [criterion for criterion in CRITERIA[version] if criterion.code in DECLARED_NEEDS]
