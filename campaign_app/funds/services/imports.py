"""Lists of donations from a file: what is new comes in, what is there stays once.

A row is known again by its receipt, by its payment reference, or by donor, day, amount
and method; so the same file brought in twice posts nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.dates import parse_date
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import LabelledEnum
from campaign_app.core.money import Money
from campaign_app.core.names import fold, normalise
from campaign_app.core.printing.labels import translate
from campaign_app.core.spreadsheets.reading import (
    Cell,
    Header,
    Row,
    find_header,
    is_totals_row,
    label_key,
    read_table,
)
from campaign_app.funds import rules
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod, DonationState, ImportOutcome
from campaign_app.funds.services.donations import DonationDetails, record_donation

LOCALES = ("kk", "ru", "en")
NEEDED = ("received_on", "amount", "method")
# What such lists call their columns beside the names on our own forms.
OTHER_NAMES = {
    "amount": ("сома", "sum"),
    "received_on": ("date", "дата", "күні"),
    "donor_name": ("full_name", "Ф.И.О.", "Т.А.Ә.", "аты-жөні"),
}
YES = ("yes", "true", "1", "x", "+", "иә", "да")
Gift = tuple[date, str, int, DonationMethod]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file as it came."""

    content: bytes
    filename: str


@dataclass(frozen=True, kw_only=True)
class ImportedRow:
    """What becomes of a row; `row` is its line in the file, `of_row` the line that it repeats."""

    row: int
    outcome: ImportOutcome
    details: DonationDetails | None = None
    why: DomainError | None = None
    of_row: int | None = None


@dataclass
class _Known:
    """The campaign's donations, and which of them rows have been matched with."""

    receipts: set[str] = field(default_factory=set)
    references: dict[tuple[DonationMethod, str], tuple[str, int]] = field(default_factory=dict)
    gifts: dict[Gift, list[str]] = field(default_factory=dict)
    unreferenced: dict[Gift, list[str]] = field(default_factory=dict)
    matched: Counter[Gift] = field(default_factory=Counter)
    rows: dict[tuple[DonationMethod, str], int] = field(default_factory=dict)


def plan_import(
    session: Session, *, campaign: Campaign, today: date, table: Table
) -> list[ImportedRow]:
    """What would become of each row; writes nothing.

    Refuses a file that is no table and one without the columns that a donation needs.
    """
    sheet = read_table(table.content, table.filename)
    header = find_header(sheet, list(_column_names()))
    places = _places(header)
    known = _known_donations(session, campaign.id)
    return [
        _judge(row, places, known, today) for row in header.body(sheet) if not is_totals_row(row)
    ]


def import_donations(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    table: Table,
) -> list[ImportedRow]:
    """Record the rows that are new and without error; say what became of each.

    Refuses a closed campaign and what `plan_import` refuses.
    """
    lock_campaign(session, campaign.id)
    rows = plan_import(session, campaign=campaign, today=today, table=table)
    new = [row.details for row in rows if row.outcome is ImportOutcome.NEW and row.details]
    # Number series are locked in one order, so that two imports never wait for each other.
    for details in sorted(new, key=lambda each: each.received_on.year):
        record_donation(
            session, actor=actor, now=now, today=today, campaign=campaign, details=details
        )
    return rows


def _judge(row: Row, places: Mapping[str, int], known: _Known, today: date) -> ImportedRow:
    cells = {name: row.cell(place) for name, place in places.items()}
    receipt = _text(cells.get("receipt"))
    if receipt in known.receipts:
        return _there(row, rules.AlreadyEntered(receipt=receipt))
    try:
        details = _details(cells, today)
        found = _find_again(row, details, known)
    except DomainError as error:
        return ImportedRow(row=row.line_number, outcome=ImportOutcome.ERROR, why=error)
    if found is not None:
        return found
    if details.reference:
        known.rows[details.method, details.reference] = row.line_number
    return ImportedRow(row=row.line_number, outcome=ImportOutcome.NEW, details=details)


def _find_again(row: Row, details: DonationDetails, known: _Known) -> ImportedRow | None:
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
            return _there(row, rules.AlreadyEntered(receipt=receipt))
    # Equal gifts on one day may be two: as many of them are known again as are there.
    same = (known.unreferenced if details.reference else known.gifts).get(gift, [])
    if known.matched[gift] >= len(same):
        return None
    known.matched[gift] += 1
    return _there(row, rules.AlreadyEntered(receipt=same[known.matched[gift] - 1]))


def _there(row: Row, why: DomainError, of_row: int | None = None) -> ImportedRow:
    outcome = ImportOutcome.ALREADY_THERE
    return ImportedRow(row=row.line_number, outcome=outcome, why=why, of_row=of_row)


def _details(cells: Mapping[str, Cell], today: date) -> DonationDetails:
    """The row as a form would give it. Raises the refusal that the form would show."""
    if label_key(cells.get("state")) in _labels_of(DonationState.VOIDED):
        raise rules.VoidedNotImported()
    texts = {name: normalise(_text(cells.get(name))) for name in rules.DONATION_TEXT_LENGTHS}
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
        method=_method(_text(cells.get("method"))),
        received_on=received_on,
        is_anonymous=is_anonymous,
        donor_name=texts["donor_name"],
        reference=texts["reference"],
        note=texts["note"],
    )


def _method(entered: str) -> DonationMethod:
    key = label_key(entered)
    for method in DonationMethod:
        if key == label_key(method.value) or key in _labels_of(method):
            return method
    raise rules.MethodUnknown(entered=entered[:40])


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _gift(donation: Any) -> Gift:
    donor = fold(donation.donor_name)
    return (donation.received_on, donor, donation.amount_minor, donation.method)


def _places(header: Header) -> dict[str, int]:
    """Where each column stands. Raises ColumnMissing."""
    names = _column_names()
    places: dict[str, int] = {}
    for place, label in enumerate(header.labels):
        name = names.get(label_key(label))
        if name is not None:
            places.setdefault(name, place)
    for name in NEEDED:
        if name not in places:
            raise rules.ColumnMissing(column=name)
    return places


def _known_donations(session: Session, campaign_id: int) -> _Known:
    """All donations of the campaign; voided ones too, so that none comes in again by a file."""
    known = _Known()
    statement = select(
        Donation.receipt_year,
        Donation.receipt_sequence,
        Donation.method,
        Donation.reference,
        Donation.received_on,
        Donation.donor_name,
        Donation.amount_minor,
        Donation.voided_at,
    ).where(Donation.campaign_id == campaign_id)
    for row in session.execute(statement.order_by(Donation.id)):
        receipt = rules.number_in_year(row.receipt_year, row.receipt_sequence)
        known.receipts.add(receipt)
        known.gifts.setdefault(_gift(row), []).append(receipt)
        if not row.reference:
            known.unreferenced.setdefault(_gift(row), []).append(receipt)
        elif row.voided_at is None or (row.method, row.reference) not in known.references:
            known.references[row.method, row.reference] = (receipt, row.amount_minor)
    return known


@cache
def _column_names() -> dict[str, str]:
    """Every label of a column, as `label_key` writes it, with the field that it names."""
    names: dict[str, str] = {}
    for name, msgid in rules.DONATION_COLUMNS.items():
        labels = (name, *(translate(msgid, locale) for locale in LOCALES))
        for label in (*labels, *OTHER_NAMES.get(name, ())):
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
