"""The consent form on paper: every item that the law lists, blank or for one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from campaign_app.beneficiaries.rules import (
    NAMED_BY,
    ConsentContent,
    ConsentItem,
    ConsentMethod,
    ConsentScope,
)
from campaign_app.core.i18n import N_
from campaign_app.core.printing import document
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, Texts, joined, label

TITLES = {
    ConsentScope.REGISTRATION: N_("Consent to personal data processing"),
    ConsentScope.PUBLICATION: N_("Consent to publication of the name"),
    ConsentScope.PHOTO: N_("Consent to photos"),
}
WORDS: dict[str, str] = {
    "intro": N_("I agree to the collection and processing of my personal data as follows:"),
    "optional": N_("Apart from it, and only if I wish"),
    "optional_hint": N_("Help does not depend on these answers."),
    "yes": N_("yes"),
    "no": N_("no"),
    "how": N_("How consent was given"),
    "given_on": N_("Date of consent"),
    "version": N_("Text version"),
    "law": N_("Article 8 of law No. 94-V of 21 May 2013 “On personal data and their protection”"),
}
PERSON = Message(N_("Person whose data it is"))
SIGNED_BY = Message(N_("Person, or legal representative"))
WITNESSED = Message(N_("Witness (if the consent is given orally)"))
TAKEN_BY = Message(N_("Consent taken by"))
OPTIONS = {
    ConsentScope.PUBLICATION: N_("I agree that my name is published"),
    ConsentScope.PHOTO: N_("I agree to be photographed and that the photos are published"),
}
NO = Message(N_("no"))


@dataclass(frozen=True, kw_only=True)
class OptionalConsent:
    """A tick box of its own, with the text that it belongs to."""

    version: int
    content: ConsentContent


@dataclass(frozen=True, kw_only=True)
class ConsentPaper:
    """Everything on a form. `name` is empty on a blank one; `options` are ticked apart."""

    head: FormHead
    version: int
    content: ConsentContent
    name: str = ""
    options: list[OptionalConsent] = field(default_factory=list)


def render_consent_form(paper: ConsentPaper, locales: tuple[str, ...], now: datetime) -> bytes:
    """The form on A4. Raises PrintingFailed."""
    content = paper.content
    data = document.document_data(TITLES[content.scope], paper.head, WORDS, locales, now)
    signatures = [Signature(role=SIGNED_BY, name=paper.name), Signature(role=WITNESSED)]
    signatures.append(Signature(role=TAKEN_BY))
    data |= {
        "version": str(paper.version),
        "items": [_row(name, value, locales) for name, value in _items(paper)],
        "options": [_option(option, locales) for option in paper.options],
        "methods": [label(method, locales) for method in ConsentMethod],
        "signatures": document.signatures_data(signatures, locales),
    }
    return render_pdf("beneficiaries/consent_form", data, locales=locales)


def _items(paper: ConsentPaper) -> list[tuple[Text, Text]]:
    content = paper.content
    # The head names the operator too; the law wants it in the text.
    named = Texts(**{code: body.operator_name for code, body in content.bodies.items()})
    operator = Message(N_("%(name)s, BIN %(bin)s"), (("name", named), ("bin", paper.head.bin)))
    items: list[tuple[Text, Text]] = [(ConsentItem.OPERATOR, operator), (PERSON, paper.name)]
    items += [
        (item, said(content, item)) for item in ConsentItem if item is not ConsentItem.OPERATOR
    ]
    return items


def said(content: ConsentContent, item: ConsentItem) -> Text:
    """What a text says to an item; where the law asks yes or no, the answer comes first."""
    words = Texts(**{code: getattr(body, item.value) for code, body in content.bodies.items()})
    answer = NAMED_BY.get(item)
    if answer is None:
        return words
    if not getattr(content, answer.value):
        return NO
    return Message(N_("yes: %(where)s"), (("where", words),))


def _row(name: Text, value: Text, locales: tuple[str, ...]) -> dict[str, Any]:
    return {"label": label(name, locales), "value": label(value, locales) if value else []}


def _option(option: OptionalConsent, locales: tuple[str, ...]) -> dict[str, Any]:
    content = option.content
    version = Message(N_("text version %(number)s"), (("number", option.version),))
    facts = (ConsentItem.DATA_LIST, ConsentItem.PUBLIC_SOURCES, ConsentItem.TERM)
    return {
        "text": label(Message(OPTIONS[content.scope]), locales),
        "version": joined(version, locales),
        "items": [_row(item, said(content, item), locales) for item in facts],
    }
