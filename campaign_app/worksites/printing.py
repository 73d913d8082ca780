"""The list of places on paper: for who goes without a phone, and for the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, label
from campaign_app.worksites.rules import TaskState, WorksiteKind

TITLE = N_("List of worksites")
WORDS: dict[str, str] = {
    "number": N_("No."),
    "name": N_("What it is called"),
    "kind": N_("Kind"),
    "address": N_("Where it is"),
    "note": N_("Note"),
    "crew": N_("Crew"),
    "done_at": N_("Done at"),
    "nothing": N_("No place is on this list."),
    "round": N_("Work round"),
    "done": N_("done"),
}
COORDINATOR = Message(N_("Coordinator"))


@dataclass(frozen=True, kw_only=True)
class SiteLine:
    """A place; crew and time stay empty to be written by hand where nothing is known."""

    number: int
    name: str
    kind: WorksiteKind
    place: str
    position: str
    note: str
    state: TaskState | None
    crew: str
    done_at: str


@dataclass(frozen=True, kw_only=True)
class SiteList:
    """Everything on the list; `round_number` None: no round is open."""

    head: FormHead
    round_number: int | None
    lines: Sequence[SiteLine]


def render_site_list(found: SiteList, locales: tuple[str, ...], now: datetime) -> bytes:
    """The list as PDF: A4 landscape. Raises PrintingFailed."""
    data = document.document_data(TITLE, found.head, WORDS, locales, now)
    facts: list[tuple[str, Text]] = []
    if found.round_number is not None:
        facts.append(("round", str(found.round_number)))
    data |= {
        "facts": facts,
        "rows": [_row(line, locales) for line in found.lines],
        "signatures": document.signatures_data([Signature(role=COORDINATOR)], locales),
    }
    return render_pdf("worksites/site_list", data, locales=locales)


def _row(line: SiteLine, locales: tuple[str, ...]) -> list[Any]:
    return [
        str(line.number),
        line.name,
        label(line.kind, locales),
        line.place,
        line.position,
        line.note,
        line.crew,
        line.done_at,
    ]
