"""The receipt for a donation on paper: one copy for the donor, one stub for the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, joined, label

TITLE = N_("Receipt for a donation")
WORDS: dict[str, str] = {
    "for_donor": N_("For the donor"),
    "stub": N_("Stub, stays with the organisation"),
    "donor": N_("Donor"),
    "amount": N_("Amount"),
    "in_words": N_("Amount in words"),
    "method": N_("Payment method"),
    "purpose": N_("Purpose"),
    "account": N_("Account"),
    "goods": N_("What was given"),
    "returned": N_("Given back"),
    "received_by": N_("Received by"),
    "thanks": N_("Thank you for your kindness and help!"),
    "contact": N_("Questions"),
    "check": N_("Scan the code or open this address to check the receipt and see the report"),
    "cut": N_("Cut here"),
}
ANONYMOUS = Message(N_("Anonymous donor"))


@dataclass(frozen=True, kw_only=True)
class DonationReceipt:
    """Everything on a receipt.

    `head.record_url` is the public address that verifies the receipt, `head.on` the day
    on which the donation came. `donor` is empty for an anonymous one. `amount_minor` in
    tiyn; None for goods whose value is not known. `goods`: what was given in kind;
    `returned_minor`: what of it went back to the donor since, in tiyn.
    """

    head: FormHead
    donor: str
    amount_minor: int | None
    method: Text
    purpose: Text
    account: Text = ""
    goods: Text = ""
    returned_minor: int = 0
    received_by: str = ""
    received_by_position: Text = ""
    contact: Text = ""


def render_donation_receipt(
    receipt: DonationReceipt, locales: tuple[str, ...], now: datetime
) -> bytes:
    """Both copies on one A4 page. Raises PrintingFailed."""
    data = document.document_data(TITLE, receipt.head, WORDS, locales, now)
    data |= {
        "donor": receipt.donor or joined(ANONYMOUS, locales),
        "amount": formats.money(receipt.amount_minor, locales),
        "in_words": _in_words(receipt.amount_minor, locales),
        "method": joined(receipt.method, locales),
        "purpose": joined(receipt.purpose, locales),
        "account": joined(receipt.account, locales),
        "goods": joined(receipt.goods, locales),
        "returned": formats.money(receipt.returned_minor, locales)
        if receipt.returned_minor
        else "",
        "received_by": receipt.received_by,
        "received_by_position": label(receipt.received_by_position, locales),
        "contact": joined(receipt.contact, locales),
        "address": receipt.head.record_url,
    }
    return render_pdf("funds/receipt", data, locales=locales)


def _in_words(minor: int | None, locales: tuple[str, ...]) -> list[str]:
    """One line a language; nothing where the value is not known."""
    return [] if minor is None else [formats.amount_in_words(minor, locale) for locale in locales]
