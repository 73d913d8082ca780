"""The act of the opening of a donation box: both counts, their difference, two signatures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, joined
from campaign_app.funds.models import BoxOpening
from campaign_app.funds.rules import DENOMINATIONS

TITLE = N_("Act of the opening of a donation box")
WORDS: dict[str, str] = {
    "box": N_("Donation box"),
    "seal_expected": N_("Seal on record"),
    "seal_found": N_("Seal that was found"),
    "seal_note": N_("What was wrong with the seal"),
    "new_seal": N_("New seal"),
    "denomination": N_("Note or coin, tenge"),
    "first_pieces": N_("First count, pieces"),
    "first_sum": N_("First count, tenge"),
    "second_pieces": N_("Second count, pieces"),
    "second_sum": N_("Second count, tenge"),
    "difference": N_("Difference between the counts"),
    "reason": N_("Why the counts differ"),
    "accepted": N_("Accepted"),
    "in_words": N_("Amount in words"),
    "receipt_note": N_("The second count is what the box gave; both counts stay on record."),
}
FIRST, SECOND = Message(N_("Opened the box and counted first")), Message(N_("Counted again"))


@dataclass(frozen=True, kw_only=True)
class OpeningAct:
    """Everything on the act. `names`: of the accounts that counted."""

    head: FormHead
    box_number: str
    opening: BoxOpening
    names: Mapping[int, str]


def render_opening_act(act: OpeningAct, locales: tuple[str, ...], now: datetime) -> bytes:
    """The act as PDF: one A4. Raises PrintingFailed."""
    data = document.document_data(TITLE, act.head, WORDS, locales, now)
    opening = act.opening
    first, second = opening.first_count, opening.second_count
    accepted = opening.second_total_minor
    facts = [
        ("box", act.box_number),
        ("seal_expected", opening.seal_expected),
        ("seal_found", opening.seal_found),
        ("seal_note", opening.seal_note),
        ("new_seal", opening.new_seal),
    ]
    second_id = opening.second_counted_by_id
    signatures = [
        Signature(role=FIRST, name=act.names.get(opening.first_counted_by_id, "")),
        Signature(role=SECOND, name=act.names.get(second_id, "") if second_id else ""),
    ]
    data |= {
        "facts": [[name, text] for name, text in facts if text],
        "rows": [_row(tenge, first, second, locales) for tenge in DENOMINATIONS],
        "sums": [
            formats.money(opening.first_total_minor, locales),
            "" if accepted is None else formats.money(accepted, locales),
        ],
        "difference": formats.money(opening.difference_minor, locales),
        "reason": opening.difference_reason,
        "accepted": "" if accepted is None else formats.money(accepted, locales),
        "in_words": []
        if accepted is None
        else [formats.amount_in_words(accepted, locale) for locale in locales],
        "note": joined(Message(WORDS["receipt_note"]), locales),
        "signatures": document.signatures_data(signatures, locales),
    }
    return render_pdf("funds/opening_act", data, locales=locales)


def _row(
    tenge: int,
    first: Mapping[str, int],
    second: Mapping[str, int] | None,
    locales: tuple[str, ...],
) -> list[str]:
    row = [formats.number(tenge, locales)]
    for count in (first, second):
        if count is None:
            row += ["", ""]
            continue
        pieces = count.get(str(tenge), 0)
        row += [
            formats.number(pieces, locales) if pieces else "–",
            formats.number(pieces * tenge, locales) if pieces else "–",
        ]
    return row
