"""The distribution sheet on paper: who gets what, and signs for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Text, joined, label

TITLE = N_("Distribution sheet")
WORDS: dict[str, str] = {
    "round": N_("Distribution round"),
    "package": N_("Package"),
    "contents": N_("Contents"),
    "responsible": N_("Responsible person"),
    "basis": N_("Basis"),
    "place_or_route": N_("Place or route"),
    "line": N_("Line"),
    "recipient": N_("Recipient (full name)"),
    "category": N_("Category"),
    "document": N_("Document"),
    "address": N_("Address"),
    "household": N_("Family"),
    "variant": N_("Variant"),
    "quantity": N_("Quantity"),
    "received_on": N_("Received on"),
    "signature": N_("Signature"),
    "proxy": N_("By proxy (name, document)"),
    "note": N_("Note"),
    "people": N_("People"),
    "planned": N_("Planned"),
    "issued": N_("Issued"),
    "not_issued": N_("Not issued"),
    "returned": N_("Returned"),
    "totals": N_("Totals by variant"),
    "nobody": N_("Nobody is on this sheet."),
    "thumbprint": N_(
        "A cross or an unreadable mark is not a signature. Under a thumbprint the name is written."
    ),
}
# Two people hand out, the community's witness signs after the end, the warehouse closes.
SIGNERS = (
    document.PREPARED_BY,
    document.CHECKED_BY,
    document.HANDED_OUT_BY,
    document.HANDED_OUT_BY,
    document.WITNESS,
    document.RECEIVED_BACK_BY,
)


# What fits on A4 landscape under the head of the first page, and without it.
ROWS_ON_FIRST_PAGE, ROWS_ON_PAGE = 9, 15


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One person on the sheet. What is empty is filled in by hand.

    `number`: the line's number on the round's list, which stays when others are taken off;
    None: the place on the paper. `document`: `ЖСН …0007` or a passport's last four, never
    the whole number. `quantity`: packages. `received_on` and `proxy`, once recorded, are printed.
    """

    recipient: str
    category: Text
    number: int | None = None
    document: Text = ""
    address: Text = ""
    household_size: int | None = None
    variant: Text = ""
    quantity: int = 1
    received_on: date | None = None
    proxy: str = ""
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class VariantTotal:
    """Packages of one variant. None: not counted yet, a place to write."""

    variant: Text
    people: int
    planned: int
    issued: int | None = None
    not_issued: int | None = None
    returned: int | None = None


@dataclass(frozen=True, kw_only=True)
class DistributionSheet:
    """Everything on a distribution sheet.

    `tick_url`: where the lines of a page are ticked in; the code on each page adds its lines.
    `totals` may be left out: planned packages are then counted from the rows.
    `signatures` may be left out: the six usual lines, open.
    """

    head: FormHead
    round_title: Text
    package: Text
    contents: Text = ""
    place_or_route: Text = ""
    responsible: str = ""
    basis: Text = ""
    tick_url: str = ""
    rows: Sequence[SheetRow]
    totals: Sequence[VariantTotal] = ()
    signatures: Sequence[Signature] = ()


def render_distribution_sheet(
    sheet: DistributionSheet, locales: tuple[str, ...], now: datetime
) -> bytes:
    """The sheet as PDF: A4 landscape. Raises PrintingFailed."""
    data = document.document_data(TITLE, sheet.head, WORDS, locales, now)
    totals = sheet.totals or count_by_variant(sheet.rows)
    signatures = sheet.signatures or [Signature(role=role) for role in SIGNERS]
    data |= {
        "facts": _facts(sheet, locales),
        "rows": _rows(sheet.rows, locales),
        "codes": _codes(sheet),
        "totals": [_total(total, locales) for total in totals],
        "sums": _sums(totals),
        "signatures": document.signatures_data(signatures, locales),
    }
    return render_pdf("distribution/sheet", data, locales=locales)


def count_by_variant(rows: Iterable[SheetRow]) -> list[VariantTotal]:
    """Planned packages and people of each variant, in the order in which they appear."""
    people: dict[Text, int] = {}
    planned: dict[Text, int] = {}
    for row in rows:
        people[row.variant] = people.get(row.variant, 0) + 1
        planned[row.variant] = planned.get(row.variant, 0) + row.quantity
    return [
        VariantTotal(variant=variant, people=count, planned=planned[variant])
        for variant, count in people.items()
    ]


def _facts(sheet: DistributionSheet, locales: tuple[str, ...]) -> list[list[Any]]:
    facts: list[tuple[str, Text]] = [
        ("round", sheet.round_title),
        ("package", sheet.package),
        ("contents", sheet.contents),
        ("place_or_route", sheet.place_or_route),
        ("responsible", sheet.responsible),
        ("basis", sheet.basis),
    ]
    return [[name, joined(text, locales)] for name, text in facts if text]


def _rows(rows: Sequence[SheetRow], locales: tuple[str, ...]) -> list[list[Any]]:
    """Plain lists, and each label looked up once: a sheet may have thousands of rows."""
    known: dict[Text, list[str]] = {}

    def words(text: Text) -> list[str]:
        if text not in known:
            known[text] = label(text, locales) if text else []
        return known[text]

    upto = accumulate(row.quantity for row in rows)
    numbers = _numbers(rows)
    return [
        [
            number,
            row.recipient,
            words(row.category),
            words(row.document),
            words(row.address),
            "" if row.household_size is None else str(row.household_size),
            words(row.variant),
            row.quantity,
            formats.short_date(row.received_on, locales),
            row.proxy,
            words(row.note),
            so_far,
            page_of(place),
        ]
        for place, (number, row, so_far) in enumerate(zip(numbers, rows, upto, strict=True))
    ]


def _numbers(rows: Sequence[SheetRow]) -> list[int]:
    return [row.number or place for place, row in enumerate(rows, 1)]


def page_of(place: int) -> int:
    """The page, from 0, of the row at this place, from 0.

    Pages hold a fixed number of rows, so that the code of each can name its lines. Where
    rows are high and a page runs over, both sheets of paper carry the code of its lines.
    """
    return max(0, 1 + (place - ROWS_ON_FIRST_PAGE) // ROWS_ON_PAGE)


def _codes(sheet: DistributionSheet) -> list[list[str]]:
    """For each page the code and the address of its lines; empty without `tick_url`."""
    if not sheet.tick_url:
        return []
    found: dict[int, list[int]] = {}
    for place, number in enumerate(_numbers(sheet.rows)):
        found.setdefault(page_of(place), []).append(number)
    urls = [f"{sheet.tick_url}?from={lines[0]}&to={lines[-1]}" for lines in found.values()]
    return [[document.qr_svg(url, mask=0), url] for url in urls]


def _total(total: VariantTotal, locales: tuple[str, ...]) -> list[Any]:
    counts = (total.people, total.planned, total.issued, total.not_issued, total.returned)
    return [label(total.variant, locales), *("" if n is None else str(n) for n in counts)]


def _sums(totals: Sequence[VariantTotal]) -> list[str]:
    """A column is summed only when every line of it is known."""
    columns = zip(
        *((t.people, t.planned, t.issued, t.not_issued, t.returned) for t in totals), strict=True
    )
    return ["" if None in column else str(sum(n or 0 for n in column)) for column in columns]
