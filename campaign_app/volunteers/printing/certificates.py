"""Certificates of hours and thank-you letters on paper: one, or many in one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaign_app.core.dates import local_date, to_local
from campaign_app.core.i18n import N_
from campaign_app.core.numbers import format_hundredths
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, Texts, joined, label
from campaign_app.volunteers.rules import ShiftKind
from campaign_app.volunteers.rules.people import ParticipationRole

HOURS_TITLE = N_("Certificate of volunteer hours")
LETTER_TITLE = N_("Thank-you letter")
SHARED: dict[str, str] = {
    "check": N_("Whether this paper is valid is said by the code or by this address"),
}
HOURS_WORDS: dict[str, str] = SHARED | {
    "holder": N_("Volunteer"),
    "unit": N_("Department or group"),
    "period": N_("Period"),
    "certifies": N_("Hours that were worked and confirmed by another person"),
    "row": N_("No."),
    "day": N_("Date"),
    "activity": N_("Activity"),
    "where": N_("Place"),
    "role": N_("Role"),
    "hours": N_("Hours"),
    "decimal": N_("as a decimal"),
    "confirmed_by": N_("Confirmed by"),
    "by_kind": N_("Hours by kind of work"),
    "shifts": N_("Shifts"),
}
LETTER_WORDS: dict[str, str] = SHARED | {"to": N_("To")}
HEAD_OF_ORGANISATION = Message(N_("Head"))
ISSUED_BY = Message(N_("Issued by"))


@dataclass(frozen=True)
class PrintedRow:
    """A confirmed shift on paper."""

    starts_at: datetime
    minutes: int
    kind: ShiftKind
    title: str
    place: str
    role: ParticipationRole
    confirmed_by: str


@dataclass(frozen=True, kw_only=True)
class HoursPaper:
    """A certificate as it was issued. No period: everything up to the day of issue."""

    head: FormHead
    name: str
    unit: str
    starts_on: date | None
    ends_on: date | None
    rows: Sequence[PrintedRow]
    issued_by: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterPaper:
    """A thank-you letter as it was issued. Names are not declined: "To: full name"."""

    head: FormHead
    name: str
    unit: str
    text: Texts
    starts_on: date | None = None
    ends_on: date | None = None
    signer_name: str = ""
    signer_position: Text = ""


def render_certificates(
    papers: Sequence[HoursPaper], locales: tuple[str, ...], now: datetime
) -> bytes:
    """All certificates in one file, each beginning on a page of its own. Raises PrintingFailed."""
    made = [_hours_data(paper, locales, now) for paper in papers]
    return _render("volunteers/certificate", HOURS_TITLE, made, locales)


def render_letters(papers: Sequence[LetterPaper], locales: tuple[str, ...], now: datetime) -> bytes:
    """All letters in one file, a page each. Raises PrintingFailed."""
    made = [_letter_data(paper, locales, now) for paper in papers]
    return _render("volunteers/letter", LETTER_TITLE, made, locales)


def _render(name: str, title: str, papers: list[dict[str, Any]], locales: tuple[str, ...]) -> bytes:
    """One paper is called by its number, several by what they are."""
    data = {key: papers[0][key] for key in ("meta", "labels", "head")}
    if len(papers) > 1:
        data["meta"] = {**data["meta"], "title": joined(Message(title), locales)}
    kept = [{key: paper[key] for key in paper if key not in ("meta", "labels")} for paper in papers]
    return render_pdf(name, {**data, "papers": kept}, locales=locales)


def _hours_data(paper: HoursPaper, locales: tuple[str, ...], now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(paper.head.time_zone)
    data = document.document_data(HOURS_TITLE, paper.head, HOURS_WORDS, locales, now)
    period = formats.period(paper.starts_on, paper.ends_on, locales)
    if not period:
        days = [local_date(row.starts_at, zone) for row in paper.rows]
        period = formats.period(min(days), max(days), locales) if days else ""
    by_kind: dict[ShiftKind, list[int]] = {}
    for row in paper.rows:
        by_kind.setdefault(row.kind, []).append(row.minutes)
    return data | {
        "address": paper.head.record_url,
        "name": paper.name,
        "unit": paper.unit,
        "period": period,
        "rows": [
            {
                "day": formats.short_date(to_local(row.starts_at, zone).date(), locales),
                "title": row.title,
                "kind": label(row.kind, locales),
                "place": row.place,
                "role": label(row.role, locales),
                **_written(row.minutes, locales),
                "confirmed_by": row.confirmed_by,
            }
            for row in paper.rows
        ],
        "kinds": [
            {"kind": label(kind, locales), "shifts": len(each), **_written(sum(each), locales)}
            for kind, each in by_kind.items()
        ],
        "total": _written(sum(row.minutes for row in paper.rows), locales),
        "signatures": document.signatures_data(
            [Signature(role=HEAD_OF_ORGANISATION), Signature(role=ISSUED_BY, name=paper.issued_by)],
            locales,
        ),
    }


def _letter_data(paper: LetterPaper, locales: tuple[str, ...], now: datetime) -> dict[str, Any]:
    data = document.document_data(LETTER_TITLE, paper.head, LETTER_WORDS, locales, now)
    signer = Signature(
        role=HEAD_OF_ORGANISATION, name=paper.signer_name, position=paper.signer_position
    )
    return data | {
        "address": paper.head.record_url,
        "name": paper.name,
        "unit": paper.unit,
        "texts": [paper.text.within(locale).split("\n") for locale in locales],
        "held": formats.period(paper.starts_on, paper.ends_on, locales),
        "signatures": document.signatures_data([signer], locales),
    }


def _written(minutes: int, locales: tuple[str, ...]) -> dict[str, str]:
    """Hours as h:mm and as a decimal."""
    return {
        "hours": f"{minutes // 60}:{minutes % 60:02d}",
        "decimal": format_hundredths(round(minutes * 100 / 60), locales[0]),
    }


def without_campaign(head: FormHead) -> FormHead:
    """The head of a paper that is about all campaigns."""
    return replace(head, campaign_code="", campaign_title="")
