"""What every paper has in common: its head, its foot, its signatures, its QR code."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import segno

from campaign_app.core.i18n import N_
from campaign_app.core.printing import formats
from campaign_app.core.printing.labels import Message, Text, joined, label, labels

SHARED: dict[str, str] = {
    "page": N_("Page"),
    "part": N_("Part"),
    "on_page": N_("On this page"),
    "total": N_("Total"),
    "copy": N_("Copy"),
    "cancelled": N_("Cancelled"),
    "fictitious": N_("Fictitious data"),
    "bin": N_("BIN"),
    "number": N_("No."),
    "date": N_("Date"),
    "place": N_("Place"),
    "campaign": N_("Campaign"),
    "printed": N_("Printed"),
    "seal": N_("Seal"),
    "position_hint": N_("(position)"),
    "signature_hint": N_("(signature)"),
    "name_hint": N_("(full name)"),
    "qr_alt": N_("QR code that leads to the record"),
    "continued": N_("continued"),
}
PREPARED_BY = Message(N_("Prepared by"))
CHECKED_BY = Message(N_("Checked by"))
HANDED_OUT_BY = Message(N_("Handed out by"))
WITNESS = Message(N_("Witness"))
RECEIVED_BACK_BY = Message(N_("Returned packages received by the warehouse"))


@dataclass(frozen=True, kw_only=True)
class FormHead:
    """Who issues the paper, which one it is, and where its record is.

    `is_copy`: it was printed before. `record_url` becomes the QR code, `record_code`
    is what a person types instead. `time_zone`: the clock of the printed-at stamp.
    """

    organisation: Text
    bin: str
    number: str
    on: date | None
    place: Text = ""
    campaign_code: str = ""
    campaign_title: Text = ""
    record_url: str = ""
    record_code: str = ""
    is_copy: bool = False
    is_cancelled: bool = False
    is_demo: bool = False
    time_zone: str = "Asia/Almaty"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A line to sign. Position and name stay open to be written by hand."""

    role: Text
    name: str = ""
    position: Text = ""


def qr_svg(url: str, *, mask: int | None = None) -> str:
    """The code as SVG with its quiet zone; nothing for no address.

    A `mask` that is given (0 to 7) saves the search for the best of the eight, which is most
    of the work: for papers with a code on each of a hundred pages.
    """
    if not url:
        return ""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False, mask=mask).save(
        out, kind="svg", border=4, xmldecl=False, svgns=True, scale=1
    )
    return out.getvalue().decode()


def document_data(
    title: str,
    head: FormHead,
    words: Mapping[str, str],
    locales: tuple[str, ...],
    now: datetime,
) -> dict[str, Any]:
    """The part of a document's data that the shared page set-up needs.

    `title` and `words` are texts of the program. `now` is the printed-at stamp.
    """
    asked = {"cancelled": head.is_cancelled, "copy": head.is_copy, "fictitious": head.is_demo}
    marks = [Message(SHARED[name]) for name, is_set in asked.items() if is_set]
    titles = label(Message(title), locales)
    return {
        "meta": {
            "title": " / ".join(titles) + (f" № {head.number}" if head.number else ""),
            "author": joined(head.organisation, locales),
            "timestamp": int(now.timestamp()),
        },
        "labels": labels({**SHARED, **words}, locales),
        "head": {
            "title": titles,
            "organisation": label(head.organisation, locales),
            "bin": head.bin,
            "number": head.number,
            "date": formats.long_date(head.on, locales),
            "place": label(head.place, locales) if head.place else [],
            "campaign_code": head.campaign_code,
            "campaign_title": label(head.campaign_title, locales) if head.campaign_title else [],
            "record_code": head.record_code,
            "qr": qr_svg(head.record_url),
            "marks": [joined(mark, locales) for mark in marks],
            "printed": formats.instant(now, ZoneInfo(head.time_zone), locales),
        },
    }


def signatures_data(
    signatures: Sequence[Signature], locales: tuple[str, ...]
) -> list[dict[str, Any]]:
    """The lines to sign, in order."""
    return [
        {
            "role": label(line.role, locales),
            "name": line.name,
            "position": label(line.position, locales) if line.position else [],
        }
        for line in signatures
    ]
