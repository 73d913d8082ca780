"""The rules of the registry: who can be on it, what makes need, who may be helped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from campaign_app.core.dates import age_on
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum


class BeneficiaryKind(LabelledEnum):
    """A person, or an institution that takes for its people."""

    PERSON = "person", N_("person")
    INSTITUTION = "institution", N_("institution")


class BeneficiaryCategory(LabelledEnum):
    """Why somebody can be helped."""

    LONELY_PENSIONER = "lonely_pensioner", N_("lonely pensioner")
    FOREIGN_STUDENT = "foreign_student", N_("foreign student")
    INSTITUTION = "institution", N_("institution")
    STRANDED_PERSON = "stranded_person", N_("person trapped in the snow")
    LARGE_FAMILY = "large_family", N_("large family")
    PERSON_WITH_DISABILITY = "person_with_disability", N_("person with a disability")
    OTHER = "other", N_("other")


class Sex(LabelledEnum):
    """As the document says."""

    FEMALE = "female", N_("female")
    MALE = "male", N_("male")


class Language(LabelledEnum):
    """The language to speak and write in."""

    KK = "kk", N_("Kazakh")
    RU = "ru", N_("Russian")
    EN = "en", N_("English")


class ConsentMethod(LabelledEnum):
    """How consent was given; all prove receipt (law No. 94-V, article 8)."""

    PAPER = "paper", N_("on paper")
    ELECTRONIC = "electronic", N_("electronically")
    ORAL_WITNESSED = "oral_witnessed", N_("orally, with a witness")


class ConsentScope(LabelledEnum):
    """What was agreed to; help is never refused for lack of the optional ones."""

    REGISTRATION = "registration", N_("keeping the data to give help")
    PUBLICATION = "publication", N_("publication of the name")
    PHOTO = "photo", N_("photo")


class EnrolmentStatus(LabelledEnum):
    """On the list of a campaign, or no longer."""

    ACTIVE = "active", N_("on the list")
    ENDED = "ended", N_("taken off the list")


class NameMissing(DomainError):
    """At least one part of a name is needed."""

    message = N_("Write at least one part of the name.")


class IinTaken(DomainError):
    """Two people never have one IIN."""

    message = N_("Somebody with this IIN is on the registry already.")


class BornInFuture(DomainError):
    """Nobody is born tomorrow."""

    message = N_("The date of birth (%(given)s) is in the future.")


class HeadCountMissing(DomainError):
    """An institution says for how many it takes."""

    message = N_("Write for how many people the institution receives help.")


class HouseholdTooSmall(DomainError):
    """A family has at least one member."""

    message = N_("A family has at least one member.")


class ReasonMissing(DomainError):
    """Whoever is taken off a list is told why."""

    message = N_("Give a reason.")


class NotEnrolled(DomainError):
    """Only who is on the list can be taken off."""

    message = N_("This person is not on the list of the campaign.")


@dataclass(frozen=True)
class Criterion:
    """A published reason for need, with its weight."""

    code: str
    label: str
    weight: int


# Version 1 of the published criteria. Weights: domain research, section 6 (sum of weights,
# ties by waiting time). A change makes a new version; decisions keep the one they were made with.
CRITERIA_VERSION = 1
CRITERIA: Mapping[int, tuple[Criterion, ...]] = {
    1: (
        Criterion("lives_alone", N_("lives alone"), 3),
        Criterion("aged_80", N_("is 80 or older"), 2),
        Criterion("disability", N_("has a disability"), 2),
        Criterion("large_family", N_("has a large family"), 2),
        Criterion("stranded_student", N_("is a student stranded abroad"), 2),
        Criterion("no_income", N_("has no income"), 2),
        Criterion("not_helped", N_("was not helped in the last 90 days"), 2),
    )
}
HELPED_WITHIN_DAYS = 90
OLD_AGE = 80


@dataclass(frozen=True)
class NeedFacts:
    """What the criteria look at."""

    category: BeneficiaryCategory
    born_on: date | None
    household_size: int
    last_helped_on: date | None


def need_lines(facts: NeedFacts, today: date, version: int = CRITERIA_VERSION) -> list[Criterion]:
    """The criteria that apply: the score explained line by line."""
    is_student = facts.category is BeneficiaryCategory.FOREIGN_STUDENT
    applies = {
        "lives_alone": facts.category is BeneficiaryCategory.LONELY_PENSIONER
        and facts.household_size == 1,
        "aged_80": facts.born_on is not None and age_on(facts.born_on, today) >= OLD_AGE,
        "disability": facts.category is BeneficiaryCategory.PERSON_WITH_DISABILITY,
        "large_family": facts.category is BeneficiaryCategory.LARGE_FAMILY,
        "stranded_student": is_student,
        "no_income": is_student or facts.category is BeneficiaryCategory.STRANDED_PERSON,
        "not_helped": facts.last_helped_on is None
        or (today - facts.last_helped_on).days > HELPED_WITHIN_DAYS,
    }
    return [criterion for criterion in CRITERIA[version] if applies[criterion.code]]


def need_score(lines: Iterable[Criterion]) -> int:
    """The sum of the weights."""
    return sum(criterion.weight for criterion in lines)


def check_name(kind: BeneficiaryKind, *parts: str) -> None:
    """Raise NameMissing when no part of a name is there."""
    if not any(part.strip() for part in parts):
        raise NameMissing(field="surname")


def check_born_on(born_on: date | None, today: date) -> None:
    """Raise BornInFuture."""
    if born_on is not None and born_on > today:
        raise BornInFuture(field="born_on", given=born_on)


def check_sizes(kind: BeneficiaryKind, household_size: int, head_count: int | None) -> None:
    """An institution has a head-count, a family at least one member."""
    if kind is BeneficiaryKind.INSTITUTION and not head_count:
        raise HeadCountMissing(field="head_count")
    if household_size < 1:
        raise HouseholdTooSmall(field="household_size")
