"""What makes need: published criteria with weights, and the score explained line by line.

The reasons and weights of the first version are those of the domain research, section 6
(Sphere: targeting criteria are public, simple and versioned).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from campaign_app.beneficiaries.rules.registry import BeneficiaryCategory
from campaign_app.core.dates import age_on
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

#: What the program can find out, or asks of everybody; an organisation adds its own.
BUILT_IN: Mapping[str, str] = {
    "lives_alone": N_("lives alone"),
    "aged_80": N_("is 80 or older"),
    "disability": N_("has a disability"),
    "no_relatives": N_("has no relatives in the city"),
    "minimum_pension": N_("receives the minimum pension"),
    "chronic_need": N_("needs help all the time"),
    "large_family": N_("has a large family"),
    "stranded_student": N_("is a student stranded abroad"),
    "no_income": N_("has no income"),
    "not_helped": N_("was not helped in the last 90 days"),
}
#: What nothing else on the registry shows, so that somebody has to say it.
DECLARED_NEEDS = ("disability", "no_relatives", "minimum_pension", "chronic_need", "no_income")
HELPED_WITHIN_DAYS = 90
OLD_AGE = 80
LARGEST_WEIGHT = 20
OWN_AT_ONCE = 10
OWN_EVER = 30
OWN_PREFIX = "own_"


@dataclass(frozen=True)
class Criterion:
    """A published reason for need, with its weight.

    An organisation's own criterion brings its text in three languages; one of the
    program's is named by `label`.
    """

    code: str
    weight: int
    label_kk: str = ""
    label_ru: str = ""
    label_en: str = ""

    @property
    def is_own(self) -> bool:
        """True for one that the organisation declared."""
        return self.code.startswith(OWN_PREFIX)

    @property
    def is_declared(self) -> bool:
        """True when a person answers it with yes or no."""
        return self.is_own or self.code in DECLARED_NEEDS

    @property
    def label(self) -> str:
        """The program's text, to be translated; for an own criterion its Kazakh one."""
        return BUILT_IN.get(self.code, self.label_kk)


@dataclass(frozen=True)
class Criteria:
    """One published version: decisions keep its number, and it never changes."""

    number: int
    lines: tuple[Criterion, ...]

    def declarable(self) -> list[Criterion]:
        """The criteria that a person answers with yes or no."""
        return [line for line in self.lines if line.is_declared]

    def explain(self, codes: str) -> list[Criterion]:
        """The lines of a score that was found by this version, from its stored codes."""
        found = set(codes.split())
        return [line for line in self.lines if line.code in found]


FIRST_WEIGHTS: Mapping[str, int] = {
    "lives_alone": 3,
    "aged_80": 2,
    "disability": 2,
    "no_relatives": 2,
    "minimum_pension": 2,
    "chronic_need": 1,
    "large_family": 2,
    "stranded_student": 2,
    "no_income": 2,
    "not_helped": 2,
}
FIRST = Criteria(1, tuple(Criterion(code, weight) for code, weight in FIRST_WEIGHTS.items()))


class NoCriterion(DomainError):
    """Without any criterion everybody is equal, and nobody could say why."""

    message = N_("Give at least one criterion a weight.")


class NothingChanged(DomainError):
    """A new version differs from the one in force."""

    message = N_("These are the criteria that are in force already: nothing was changed.")


class ChangeReasonMissing(DomainError):
    """What is published says why, to everybody who reads it."""

    message = N_("Write why the criteria change, in Kazakh, Russian and English.")


class OwnTextMissing(DomainError):
    """Everybody reads a criterion in her language."""

    message = N_("Write every criterion of your own in Kazakh, Russian and English.")


class TooManyOwn(DomainError):
    """Few criteria are understood; many hide what decides."""

    message = N_(
        "There may be %(at_once)s criteria of your own in a version and %(ever)s over all versions."
    )


class WeightTooLarge(DomainError):
    """A weight beyond all others decides alone."""

    message = N_("A weight is a whole number from 1 to %(largest)s; 0 leaves the criterion out.")


class CriteriaMovedOn(DomainError):
    """Somebody published a version while this one was being written."""

    message = N_("Version %(number)s was published meanwhile. Look at it before you publish yours.")


@dataclass(frozen=True)
class NeedFacts:
    """What the criteria look at."""

    category: BeneficiaryCategory
    born_on: date | None
    household_size: int
    last_helped_on: date | None
    declared: frozenset[str] = field(default_factory=frozenset)


def need_lines(facts: NeedFacts, today: date, criteria: Criteria) -> list[Criterion]:
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
        for criterion in criteria.lines
        if applies.get(criterion.code, False) or criterion.code in facts.declared
    ]


def need_score(lines: Iterable[Criterion]) -> int:
    """The sum of the weights."""
    return sum(criterion.weight for criterion in lines)


def check_criteria(lines: Sequence[Criterion], in_force: Criteria) -> None:
    """Refuse what cannot be published as the version after `in_force`."""
    if not lines:
        raise NoCriterion()
    for line in lines:
        if not 0 < line.weight <= LARGEST_WEIGHT:
            raise WeightTooLarge(largest=LARGEST_WEIGHT)
        if line.is_own and not (line.label_kk and line.label_ru and line.label_en):
            raise OwnTextMissing()
    if len([line for line in lines if line.is_own]) > OWN_AT_ONCE:
        raise TooManyOwn(at_once=OWN_AT_ONCE, ever=OWN_EVER)
    if tuple(lines) == in_force.lines:
        raise NothingChanged()


def number_own(lines: Sequence[Criterion], known: Iterable[str]) -> tuple[Criterion, ...]:
    """Give own criteria without a code the next one; codes of the past are not used again."""
    last = max((int(code.removeprefix(OWN_PREFIX)) for code in known), default=0)
    numbered = []
    for line in lines:
        if line.code == OWN_PREFIX:
            last += 1
            if last > OWN_EVER:
                raise TooManyOwn(at_once=OWN_AT_ONCE, ever=OWN_EVER)
            line = replace(line, code=f"{OWN_PREFIX}{last}")
        numbered.append(line)
    return tuple(numbered)


@dataclass(frozen=True)
class CriterionChange:
    """A line that differs between two versions; a weight of 0 means that it was not there."""

    criterion: Criterion
    before: int
    after: int

    @property
    def is_reworded(self) -> bool:
        """True when only the text changed."""
        return self.before == self.after


def compare_versions(older: Criteria | None, newer: Criteria) -> list[CriterionChange]:
    """What is new, weighs another number, says something else, or was dropped."""
    before = {line.code: line for line in older.lines} if older else {}
    after = {line.code: line for line in newer.lines}
    changes = []
    for code in {**after, **before}:
        old, new = before.get(code), after.get(code)
        if old != new:
            shown = new or old
            assert shown is not None
            changes.append(
                CriterionChange(shown, old.weight if old else 0, new.weight if new else 0)
            )
    return changes
