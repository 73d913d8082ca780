"""The rules of the registry: what is known of people and institutions, who can be on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.names import has_letters
from campaign_app.core.variants import PackageVariant


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


class LegalBasis(LabelledEnum):
    """On what ground somebody's data is kept; without consent only until it can be asked for."""

    CONSENT = "consent", N_("consent")
    VITAL_INTEREST = "vital_interest", N_("protection of life (blizzard, emergency)")


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


class InstitutionNamesPeople(DomainError):
    """An institution is counted; whoever lives in it has no name here, least of all children."""

    message = N_("An institution is counted, its people are not named: leave this empty.")


class CountedInFuture(DomainError):
    """Nobody is counted tomorrow."""

    message = N_("The day of the count (%(given)s) is in the future.")


class HouseholdTooSmall(DomainError):
    """A family has at least one member."""

    message = N_("A family has at least one member.")


class ReasonMissing(DomainError):
    """Whoever is taken off a list is told why."""

    message = N_("Give a reason.")


class NotEnrolled(DomainError):
    """Only who is on the list can be taken off."""

    message = N_("This person is not on the list of the campaign.")


@dataclass(frozen=True, kw_only=True)
class BeneficiaryDetails:
    """Everything that is known about a person or an institution.

    `phone` is E.164; the numbers are as typed. An institution's name stands in `surname`,
    its people are only counted. `needs` holds what was said about need, by criterion code.
    """

    category: BeneficiaryCategory
    kind: BeneficiaryKind = BeneficiaryKind.PERSON
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    born_on: date | None = None
    sex: Sex | None = None
    iin: str | None = None
    document_number: str | None = None
    citizenship: str = ""
    language: Language | None = None
    phone: str | None = None
    city: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    entrance: str = ""
    floor: str = ""
    dormitory: str = ""
    room: str = ""
    household_size: int = 1
    head_count: int | None = None
    head_counted_on: date | None = None
    contact_person: str = ""
    bin: str | None = None
    package_variant: PackageVariant = PackageVariant.STANDARD
    former_unit: str = ""
    note: str = ""
    legal_basis: LegalBasis = LegalBasis.CONSENT
    needs: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    """Consent as it was taken."""

    given_on: date
    method: ConsentMethod
    scope: ConsentScope = ConsentScope.REGISTRATION
    witness_name: str = ""


def check_name(*parts: str) -> None:
    """Raise NameMissing when no part of a name is there."""
    if not any(has_letters(part) for part in parts):
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


#: What is only known of a person: an institution has none of it.
OF_PEOPLE = ("given_name", "patronymic", "born_on", "iin")


def check_institution(details: BeneficiaryDetails, today: date) -> None:
    """Raise InstitutionNamesPeople at the first field that is a person's, CountedInFuture."""
    if details.kind is not BeneficiaryKind.INSTITUTION:
        return
    for name in OF_PEOPLE:
        if getattr(details, name):
            raise InstitutionNamesPeople(field=name)
    if details.head_counted_on is not None and details.head_counted_on > today:
        raise CountedInFuture(field="head_counted_on", given=details.head_counted_on)
