"""Rows of a list of gifts: read as the form would read them, and known again.

A row is known again by its receipt, by its payment reference, or by donor, day, amount
and method.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.core.dates import parse_date
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import LabelledEnum
from campaign_app.core.money import Money
from campaign_app.core.names import fold, normalise
from campaign_app.core.pagination import Rows
from campaign_app.core.printing.labels import translate
from campaign_app.core.spreadsheets.reading import Cell, label_key
from campaign_app.funds import rules
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod, DonationState, ImportOutcome
from campaign_app.funds.services.donations import DonationDetails

LOCALES = ("kk", "ru", "en")
YES = ("yes", "true", "1", "x", "+", "иә", "да")
Gift = tuple[date, str, int, DonationMethod]


@dataclass(frozen=True, kw_only=True)
class ImportedRow:
    """What becomes of a row; `row` is its line in the file, `of_row` the line that it repeats.

    `receipt` is that of the donation that it is already.
    """

    row: int
    outcome: ImportOutcome
    details: DonationDetails | None = None
    why: DomainError | None = None
    of_row: int | None = None
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class KnownGift:
    """A donation that is there; one that was voided is known again, too."""

    receipt: str
    received_on: date
    donor_name: str
    amount_minor: int
    method: DonationMethod
    reference: str
    is_voided: bool
    entry_id: int


@dataclass
class KnownGifts:
    """The campaign's donations, and which of them rows have been matched with."""

    by_receipt: dict[str, KnownGift] = field(default_factory=dict)
    references: dict[tuple[DonationMethod, str], tuple[str, int]] = field(default_factory=dict)
    gifts: dict[Gift, list[str]] = field(default_factory=dict)
    unreferenced: dict[Gift, list[str]] = field(default_factory=dict)
    matched: Counter[Gift] = field(default_factory=Counter)
    rows: dict[tuple[DonationMethod, str], int] = field(default_factory=dict)


def judge_row(
    row: int,
    cells: Mapping[str, Cell],
    known: KnownGifts,
    today: date,
    method: DonationMethod | None = None,
) -> ImportedRow:
    """What becomes of a row with these cells; `method` is that of a row that names none."""
    receipt = cell_text(cells.get("receipt"))
    if receipt in known.by_receipt:
        return _there(row, rules.AlreadyEntered(receipt=receipt), receipt=receipt)
    try:
        details = read_details(cells, today, method)
        found = _find_again(row, details, known)
    except DomainError as error:
        return ImportedRow(row=row, outcome=ImportOutcome.ERROR, why=error)
    if found is not None:
        return found
    if details.reference:
        known.rows[details.method, details.reference] = row
    return ImportedRow(row=row, outcome=ImportOutcome.NEW, details=details)


def _find_again(row: int, details: DonationDetails, known: KnownGifts) -> ImportedRow | None:
    """The row as one that is there already. Raises ReferenceOfAnother."""
    payment = (details.method, details.reference)
    gift = _gift(details)
    if details.reference:
        if payment in known.rows:
            earlier = known.rows[payment]
            return _there(row, rules.SameAsRow(row=earlier), of_row=earlier)
        if payment in known.references:
            receipt, amount = known.references[payment]
            if amount != details.amount_minor:
                raise rules.ReferenceOfAnother(receipt=receipt, amount=Money(amount))
            return _there(row, rules.AlreadyEntered(receipt=receipt), receipt=receipt)
    # Equal gifts on one day may be two: as many of them are known again as are there.
    same = (known.unreferenced if details.reference else known.gifts).get(gift, [])
    if known.matched[gift] >= len(same):
        return None
    known.matched[gift] += 1
    receipt = same[known.matched[gift] - 1]
    return _there(row, rules.AlreadyEntered(receipt=receipt), receipt=receipt)


def _there(row: int, why: DomainError, of_row: int | None = None, receipt: str = "") -> ImportedRow:
    outcome = ImportOutcome.ALREADY_THERE
    return ImportedRow(row=row, outcome=outcome, why=why, of_row=of_row, receipt=receipt)


def read_details(
    cells: Mapping[str, Cell], today: date, method: DonationMethod | None = None
) -> DonationDetails:
    """The row as a form would give it. Raises the refusal that the form would show."""
    if label_key(cells.get("state")) in _labels_of(DonationState.VOIDED):
        raise rules.VoidedNotImported()
    texts = {name: normalise(cell_text(cells.get(name))) for name in rules.DONATION_TEXT_LENGTHS}
    for name, limit in rules.DONATION_TEXT_LENGTHS.items():
        if len(texts[name]) > limit:
            raise rules.TextTooLong(field=name, asked=len(texts[name]), limit=limit)
    received_on = parse_date(cells.get("received_on"))
    rules.check_not_in_future(received_on, today, "received_on")
    is_anonymous = label_key(cells.get("is_anonymous")) in _yes_words()
    if label_key(texts["donor_name"]) in _names_of_nobody():
        texts["donor_name"], is_anonymous = "", True
    rules.check_donor(texts["donor_name"], is_anonymous)
    amount = cells.get("amount")
    return DonationDetails(
        amount_minor=Money.parse(str(amount) if isinstance(amount, date) else amount).minor,
        method=read_method(cells, method),
        received_on=received_on,
        is_anonymous=is_anonymous,
        donor_name=texts["donor_name"],
        reference=texts["reference"],
        note=texts["note"],
    )


def read_method(cells: Mapping[str, Cell], usual: DonationMethod | None = None) -> DonationMethod:
    """The row's method, `usual` for one that names none. Raises MethodUnknown."""
    entered = cell_text(cells.get("method"))
    key = label_key(entered)
    if not key and usual is not None:
        return usual
    for method in DonationMethod:
        if key == label_key(method.value) or key in _labels_of(method):
            return method
    raise rules.MethodUnknown(entered=entered[:40])


def cell_text(cell: Cell) -> str:
    """A cell as a text; a whole number without a part."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _gift(donation: Any) -> Gift:
    donor = fold(donation.donor_name)
    return (donation.received_on, donor, donation.amount_minor, donation.method)


def known_gifts(session: Session, campaign_id: int) -> KnownGifts:
    """All donations of the campaign; voided ones too, so that none comes in again by a file."""
    known = KnownGifts()
    statement: Rows = select(
        Donation.receipt_year,
        Donation.receipt_sequence,
        Donation.method,
        Donation.reference,
        Donation.received_on,
        Donation.donor_name,
        Donation.amount_minor,
        Donation.voided_at,
        Donation.entry_id,
    ).where(Donation.campaign_id == campaign_id)
    for row in session.execute(statement.order_by(Donation.id)):
        found = KnownGift(
            receipt=rules.number_in_year(row.receipt_year, row.receipt_sequence),
            received_on=row.received_on,
            donor_name=row.donor_name,
            amount_minor=row.amount_minor,
            method=row.method,
            reference=row.reference,
            is_voided=row.voided_at is not None,
            entry_id=row.entry_id,
        )
        known.by_receipt[found.receipt] = found
        known.gifts.setdefault(_gift(found), []).append(found.receipt)
        if not found.reference:
            known.unreferenced.setdefault(_gift(found), []).append(found.receipt)
        elif not found.is_voided or (found.method, found.reference) not in known.references:
            known.references[found.method, found.reference] = (found.receipt, found.amount_minor)
    return known


@cache
def column_names() -> dict[str, str]:
    """Every label of a column, as `label_key` writes it, with the field that it names."""
    names: dict[str, str] = {}
    for name, msgid in {**rules.DONATION_COLUMNS, **rules.STATEMENT_COLUMNS}.items():
        labels = (name, *(translate(msgid, locale) for locale in LOCALES))
        for label in (*labels, *rules.OTHER_LABELS.get(name, ())):
            names.setdefault(label_key(label), name)
    return names


@cache
def _labels_of(member: LabelledEnum) -> frozenset[str]:
    return frozenset(label_key(translate(member.label, locale)) for locale in LOCALES)


@cache
def _yes_words() -> frozenset[str]:
    return frozenset(word for word in map(label_key, YES) if word)


@cache
def _names_of_nobody() -> frozenset[str]:
    msgid = rules.DONATION_COLUMNS["is_anonymous"]
    return frozenset(label_key(translate(msgid, locale)) for locale in LOCALES)
