"""The decision of a round on paper, and the answer to one person who asks why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, joined, label

TITLE = N_("Decision on the distribution list")
ANSWER_TITLE = N_("Answer about the distribution list")
WORDS: dict[str, str] = {
    "round": N_("Distribution round"),
    "package": N_("Package"),
    "criteria": N_("Criteria and their weights"),
    "version": N_("Criteria version"),
    "criterion": N_("Criterion"),
    "weight": N_("Weight"),
    "order": N_(
        "The greatest need first; of equals whoever was never helped, then whoever was helped "
        "the longest ago, then whoever came on the list earlier."
    ),
    "on_list": N_("On the list"),
    "not_on_list": N_("Not on the list, and why"),
    "nobody": N_("Nobody."),
    "rank": N_("Place in the order"),
    "recipient": N_("Recipient (full name)"),
    "need": N_("Need"),
    "waiting": N_("Last helped on"),
    "variant": N_("Variant"),
    "reason": N_("Why"),
    "reserve": N_("Reserve, packages"),
}
ANSWER_WORDS: dict[str, str] = {
    "round": N_("Distribution round"),
    "package": N_("Package"),
    "version": N_("Criteria version"),
    "person": N_("To whom"),
    "decision": N_("Decision"),
    "score": N_("How your need was found"),
    "criterion": N_("Criterion"),
    "weight": N_("Weight"),
    "counted": N_("Counted for you"),
    "where": N_("Where the packages ended"),
    "what_to_do": N_("What you can do"),
}
SIGNERS = (document.PREPARED_BY, document.CHECKED_BY)
NEVER = Message(N_("never"))


@dataclass(frozen=True, kw_only=True)
class DecidedRow:
    """One person in the decision. `lines`: the criteria that made the score, with weights."""

    rank: int | None
    recipient: str
    score: int
    lines: Sequence[tuple[Text, int]]
    helped_on: date | None
    variant: Text
    reason: Text
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionPaper:
    """Everything in the decision of a round."""

    head: FormHead
    round_title: Text
    package: Text
    versions: Mapping[int, Sequence[tuple[Text, int]]]
    reserve_count: int
    taken: Sequence[DecidedRow]
    left_out: Sequence[DecidedRow]


@dataclass(frozen=True, kw_only=True)
class AnswerPaper:
    """The answer to one person: her score line by line, where the packages ended, what to do."""

    head: FormHead
    round_title: Text
    package: Text
    version: int
    recipient: str
    decision: Text
    note: str
    lines: Sequence[tuple[Text, int, bool]]
    score: int
    place: Sequence[Text]
    steps: Sequence[Text]


def render_decision(paper: DecisionPaper, locales: tuple[str, ...], now: datetime) -> bytes:
    """The decision as PDF: A4 landscape. Raises PrintingFailed."""
    data = document.document_data(TITLE, paper.head, WORDS, locales, now)
    facts: list[tuple[str, Text]] = [
        ("round", paper.round_title),
        ("package", paper.package),
        ("reserve", str(paper.reserve_count) if paper.reserve_count else ""),
    ]
    signers = [Signature(role=role) for role in SIGNERS]
    data |= {
        "facts": [[name, joined(text, locales)] for name, text in facts if text],
        "versions": [
            [str(number), [[label(text, locales), str(weight)] for text, weight in lines]]
            for number, lines in paper.versions.items()
        ],
        "rows": [*_rows(paper.taken, True, locales), *_rows(paper.left_out, False, locales)],
        "counts": [len(paper.taken), len(paper.left_out)],
        "signatures": document.signatures_data(signers, locales),
    }
    return render_pdf("distribution/decision", data, locales=locales)


def _rows(rows: Sequence[DecidedRow], is_in: bool, locales: tuple[str, ...]) -> list[list[Any]]:
    """Plain lists, and each label looked up once: a decision may name thousands."""
    known: dict[Text, list[str]] = {}

    def words(text: Text) -> list[str]:
        if text not in known:
            known[text] = label(text, locales)
        return known[text]

    def explained(lines: Sequence[tuple[Text, int]]) -> list[str]:
        texts = [
            "; ".join(f"{words(text)[at % len(words(text))]}: {weight}" for text, weight in lines)
            for at in range(len(locales))
        ]
        return list(dict.fromkeys(text for text in texts if text))

    return [
        [
            "" if row.rank is None else str(row.rank),
            row.recipient,
            str(row.score),
            explained(row.lines),
            [formats.short_date(row.helped_on, locales)] if row.helped_on else words(NEVER),
            words(row.variant),
            words(row.reason),
            row.note,
            is_in,
        ]
        for row in rows
    ]


def render_answer(paper: AnswerPaper, locales: tuple[str, ...], now: datetime) -> bytes:
    """The answer as PDF: one A4 page. Raises PrintingFailed."""
    data = document.document_data(ANSWER_TITLE, paper.head, ANSWER_WORDS, locales, now)
    facts: list[tuple[str, Text]] = [
        ("person", paper.recipient),
        ("round", paper.round_title),
        ("package", paper.package),
        ("version", str(paper.version)),
    ]
    data |= {
        "facts": [[name, joined(text, locales)] for name, text in facts],
        "decision": label(paper.decision, locales),
        "note": paper.note,
        "lines": [
            [label(text, locales), str(weight), str(weight) if is_counted else "–", is_counted]
            for text, weight, is_counted in paper.lines
        ],
        "score": str(paper.score),
        "place": [label(text, locales) for text in paper.place],
        "steps": [label(text, locales) for text in paper.steps],
        "signatures": document.signatures_data([Signature(role=document.PREPARED_BY)], locales),
    }
    return render_pdf("distribution/answer", data, locales=locales)
