"""The route sheet on paper: which doors, what to hand over there, what happened.

It carries the least that a courier needs: no IIN, no birth date, no diagnosis, the
surname with initials. It is collected after the route.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, joined, label
from campaign_app.distribution.rules import OUTCOMES, DeliveryAction

TITLE = N_("Route sheet")
WORDS: dict[str, str] = {
    "round": N_("Distribution round"),
    "area": N_("Area"),
    "volunteers": N_("Volunteers"),
    "coordinator": N_("Coordinator"),
    "stop": N_("Stop"),
    "address": N_("Address"),
    "recipient": N_("Recipient"),
    "phone": N_("Phone"),
    "hand_over": N_("What to hand over"),
    "door_note": N_("Note for the door"),
    "outcome": N_("Outcome code"),
    "signature": N_("Signature"),
    "codes": N_("Outcome codes"),
    "packages_taken": N_("Packages taken"),
    "packages_delivered": N_("Packages delivered"),
    "packages_returned": N_("Packages returned"),
    "remarks": N_("Remarks"),
    "nobody": N_("Nobody is on this sheet."),
    "collect": N_(
        "This sheet holds personal data: it is handed back to the coordinator on the same day."
    ),
}
# Digits: they are read alike in every language and written with cold fingers.
CODES: dict[DeliveryAction, str] = dict(zip(OUTCOMES, "123456789", strict=False))
SIGNERS = (
    Message(N_("Volunteer")),
    Message(N_("Volunteer")),
    Message(N_("Coordinator")),
    document.RECEIVED_BACK_BY,
)


@dataclass(frozen=True, kw_only=True)
class StopRow:
    """One door. `details`: room, flat, entrance and floor, each with its word."""

    number: int
    address: str
    details: Sequence[tuple[Message, str]] = ()
    recipient: str
    phone: str = ""
    variant: Text
    quantity: int = 1
    door_note: str = ""
    outcome: DeliveryAction | None = None


@dataclass(frozen=True, kw_only=True)
class RouteSheet:
    """Everything on a route sheet. Counts that are None are places to write."""

    head: FormHead
    round_title: Text
    area: str
    volunteers: Sequence[str]
    coordinator: str = ""
    rows: Sequence[StopRow]
    taken: int | None = None
    delivered: int | None = None
    returned: int | None = None


def render_route_sheet(sheet: RouteSheet, locales: tuple[str, ...], now: datetime) -> bytes:
    """The sheet as PDF: A4 landscape. Raises PrintingFailed."""
    data = document.document_data(TITLE, sheet.head, WORDS, locales, now)
    names = [*sheet.volunteers[:2], "", ""][:2]
    signers = [
        Signature(role=role, name=name)
        for role, name in zip(SIGNERS, [*names, sheet.coordinator, ""], strict=True)
    ]
    facts: list[tuple[str, Text]] = [
        ("round", sheet.round_title),
        ("area", sheet.area),
        ("volunteers", ", ".join(sheet.volunteers)),
        ("coordinator", sheet.coordinator),
    ]
    counts = (sheet.taken, sheet.delivered, sheet.returned)
    data |= {
        "facts": [[name, joined(text, locales)] for name, text in facts if text],
        "rows": [_row(row, locales) for row in sheet.rows],
        "codes": [[CODES[code], label(code, locales)] for code in OUTCOMES],
        "counts": ["" if count is None else str(count) for count in counts],
        "signatures": document.signatures_data(signers, locales),
    }
    return render_pdf("distribution/route_sheet", data, locales=locales)


def _row(row: StopRow, locales: tuple[str, ...]) -> list[Any]:
    details = [
        " · ".join(f"{label(word, (locale,))[0]} {value}" for word, value in row.details)
        for locale in locales
    ]
    return [
        str(row.number),
        row.address,
        list(dict.fromkeys(text for text in details if text)),
        row.recipient,
        row.phone,
        label(row.variant, locales),
        row.quantity,
        row.door_note,
        CODES[row.outcome] if row.outcome else "",
    ]
