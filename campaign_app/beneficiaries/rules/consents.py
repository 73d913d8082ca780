"""The rules of consent: what its text has to say, how it is given and withdrawn.

What a text names follows article 8 of the law on personal data (No. 94-V of 21 May 2013):
the operator and its BIN, the person, the term, passing on to third parties, crossing the
border, public sources, the list of the data, and what else the operator finds needful.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from campaign_app.beneficiaries.rules.registry import ConsentMethod, ConsentScope
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

LANGUAGES = ("kk", "ru", "en")


class WithdrawalMethod(LabelledEnum):
    """How somebody said that she agrees no longer."""

    WRITTEN = "written", N_("in writing")
    ORAL = "oral", N_("orally or by telephone")
    ELECTRONIC = "electronic", N_("by e-mail or message")


class ConsentItem(LabelledEnum):
    """What a text has to say in every language; the value is the name of its column."""

    OPERATOR = "operator_name", N_("Operator")
    PURPOSE = "purpose", N_("Purpose of the processing")
    TERM = "term", N_("Term of the consent")
    THIRD_PARTIES = "third_parties", N_("Passing on to third parties")
    CROSS_BORDER = "cross_border", N_("Transfer across the border")
    PUBLIC_SOURCES = "public_sources", N_("Publication in public sources")
    DATA_LIST = "data_list", N_("List of the data collected")
    OTHER = "other", N_("Other information")


class ConsentAnswer(LabelledEnum):
    """Yes or no, where the law asks for one; the value is the name of its column."""

    PASSES_ON = "passes_on", N_("Passed on to third parties")
    CROSSES_BORDER = "crosses_border", N_("Transferred across the border")
    IS_PUBLIC = "is_public", N_("Published in public sources")


#: A "yes" names to whom, where to, or where.
NAMED_BY = {
    ConsentItem.THIRD_PARTIES: ConsentAnswer.PASSES_ON,
    ConsentItem.CROSS_BORDER: ConsentAnswer.CROSSES_BORDER,
    ConsentItem.PUBLIC_SOURCES: ConsentAnswer.IS_PUBLIC,
}


@dataclass(frozen=True, kw_only=True)
class ConsentBody:
    """What a text says in one language."""

    operator_name: str = ""
    purpose: str = ""
    term: str = ""
    third_parties: str = ""
    cross_border: str = ""
    public_sources: str = ""
    data_list: str = ""
    other: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsentContent:
    """A whole text: the answers that are one for all languages, and a body for each."""

    scope: ConsentScope
    operator_bin: str
    passes_on: bool
    crosses_border: bool
    is_public: bool
    bodies: Mapping[str, ConsentBody]


@dataclass(frozen=True)
class MissingItem:
    """What the law asks for and the text does not say; no language: the BIN."""

    item: ConsentItem | None
    language: str = ""


class ConsentTextIncomplete(DomainError):
    """A text that lacks what the law asks for is not published."""

    message = N_("The text is not complete: items that are missing: %(count)s.")


class ConsentTextUnchanged(DomainError):
    """A new version says something new."""

    message = N_("This is word for word the version in force.")


class PublicityMixed(DomainError):
    """Publication is agreed to apart from help, so that help never hangs on it."""

    message = N_("Publication is agreed to apart: the consent to keep data never includes it.")


class PublicityMissing(DomainError):
    """A consent to be named or pictured says where."""

    message = N_("A consent to publication or photos says “yes” to publication, and where.")


class WitnessMissing(DomainError):
    """Spoken words are proven by whoever heard them."""

    message = N_("The consent was given orally: write the witness's name.")


class ConsentInFuture(DomainError):
    """Nobody agrees or withdraws tomorrow."""

    message = N_("The day (%(given)s) is in the future.")


class WithdrawnBeforeGiven(DomainError):
    """First it is given."""

    message = N_("The consent was given on %(given)s: it cannot be withdrawn before that.")


def missing_items(content: ConsentContent) -> list[MissingItem]:
    """What the law asks for and the text does not say, in the order of the form."""
    missing = [] if content.operator_bin.strip() else [MissingItem(None)]
    for item in ConsentItem:
        answer = NAMED_BY.get(item)
        if answer is not None and not getattr(content, answer.value):
            continue
        missing += [
            MissingItem(item, language)
            for language in LANGUAGES
            if not getattr(content.bodies.get(language, ConsentBody()), item.value).strip()
        ]
    return missing


def check_text(content: ConsentContent, in_force: ConsentContent | None) -> None:
    """Raise what keeps a text from being published."""
    if content.scope is ConsentScope.REGISTRATION and content.is_public:
        raise PublicityMixed(field="is_public")
    if content.scope is not ConsentScope.REGISTRATION and not content.is_public:
        raise PublicityMissing(field="is_public")
    if missing := missing_items(content):
        raise ConsentTextIncomplete(count=len(missing))
    if content == in_force:
        raise ConsentTextUnchanged()


def check_consent(
    *, method: ConsentMethod, witness_name: str, given_on: date, today: date | None
) -> None:
    """An oral consent has a witness, none is given tomorrow; `today` None: not known."""
    if method is ConsentMethod.ORAL_WITNESSED and not witness_name.strip():
        raise WitnessMissing(field="witness_name")
    if today is not None and given_on > today:
        raise ConsentInFuture(field="given_on", given=given_on)


def check_withdrawal(*, given_on: date, on: date, today: date) -> None:
    """Raise for a day before the consent or after today."""
    if on > today:
        raise ConsentInFuture(field="withdrawn_on", given=on)
    if on < given_on:
        raise WithdrawnBeforeGiven(field="withdrawn_on", given=given_on)
