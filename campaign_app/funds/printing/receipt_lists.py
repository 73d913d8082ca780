"""Receipts one below the other: what a donor gave in a year, the register of a campaign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, joined
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod, DonationState

YEAR_TITLE, REGISTER_TITLE = N_("Statement of donations"), N_("Register of receipts")
WORDS: dict[str, str] = {
    "donor": N_("Donor"),
    "year": N_("Year"),
    "days": N_("Days"),
    "receipt": N_("Receipt"),
    "received_on": N_("Received on"),
    "method": N_("Payment method"),
    "amount": N_("Amount"),
    "returned": N_("Given back"),
    "counted": N_("Money, kept"),
    "in_words": N_("Amount in words"),
    "in_kind": N_("Value of goods given in kind"),
    "voided": N_("Voided receipts"),
}
ISSUED, ANONYMOUS = Message(N_("Issued by")), Message(N_("Anonymous donor"))
THROUGH = Message(
    N_("Receipts are numbered through all campaigns of the organisation; voided ones stay.")
)


@dataclass(frozen=True, kw_only=True)
class DonorYear:
    """What a donor gave to a campaign in a year; `gifts` without voided ones."""

    head: FormHead
    donor: str
    year: int
    gifts: Sequence[Donation]


@dataclass(frozen=True, kw_only=True)
class ReceiptRegister:
    """All receipts of the days from `first` to `last`, voided ones too."""

    head: FormHead
    first: date | None
    last: date | None
    gifts: Sequence[Donation]


def render_donor_year(statement: DonorYear, locales: tuple[str, ...], now: datetime) -> bytes:
    """The statement as PDF. Raises PrintingFailed."""
    facts = [["donor", statement.donor], ["year", str(statement.year)]]
    return _render(YEAR_TITLE, statement.head, facts, statement.gifts, locales, now)


def render_register(register: ReceiptRegister, locales: tuple[str, ...], now: datetime) -> bytes:
    """The register as PDF. Raises PrintingFailed."""
    days = formats.period(register.first, register.last, locales)
    facts = [["days", days]] if days else []
    return _render(
        REGISTER_TITLE, register.head, facts, register.gifts, locales, now, is_register=True
    )


def _render(
    title: str,
    head: FormHead,
    facts: list[list[str]],
    gifts: Sequence[Donation],
    locales: tuple[str, ...],
    now: datetime,
    *,
    is_register: bool = False,
) -> bytes:
    data = document.document_data(title, head, WORDS, locales, now)
    valid = [gift for gift in gifts if gift.voided_at is None]
    goods = sum(gift.amount_minor for gift in valid if gift.method is DonationMethod.IN_KIND)
    kept = sum(gift.kept_minor for gift in valid) - goods
    columns = ["receipt", "received_on", *(["donor"] if is_register else []), "method"]
    data |= {
        "facts": facts,
        "columns": [*columns, "amount", "returned"],
        "rows": [_row(gift, columns, locales) for gift in gifts],
        "kept": formats.money(kept, locales),
        "in_words": [formats.amount_in_words(kept, locale) for locale in locales],
        "goods": formats.money(goods, locales) if goods else "",
        "voided": formats.number(len(gifts) - len(valid), locales)
        if len(gifts) > len(valid)
        else "",
        "note": joined(THROUGH, locales) if is_register else "",
        "signatures": document.signatures_data([Signature(role=ISSUED)], locales),
    }
    return render_pdf("funds/receipt_list", data, locales=locales)


def _row(gift: Donation, columns: Sequence[str], locales: tuple[str, ...]) -> dict[str, Any]:
    is_void = gift.voided_at is not None
    said: Mapping[str, str] = {
        "receipt": gift.receipt,
        "received_on": formats.short_date(gift.received_on, locales),
        "donor": joined(ANONYMOUS, locales) if gift.is_anonymous else gift.donor_name,
        "method": joined(DonationState.VOIDED if is_void else gift.method, locales),
    }
    returned = formats.money(gift.refunded_minor, locales) if gift.refunded_minor else "–"
    amount = formats.money(gift.amount_minor, locales)
    return {"cells": [*(said[name] for name in columns), amount, returned], "is_void": is_void}
