"""Slips for people who fetch their package: the code, where and when. No address, no diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document
from campaign_app.core.printing.document import FormHead, qr_svg
from campaign_app.core.printing.engine import render_pdf

TITLE = N_("Slips for fetching packages")
WORDS: dict[str, str] = {
    "fetch": N_("Come and fetch your package"),
    "code": N_("Code"),
    "bring": N_(
        "Bring this slip or say the code. Whoever comes for you says her name and shows a document."
    ),
}


@dataclass(frozen=True)
class PickupSlip:
    """One person. `mark`: round and line; `url`: the desk with the code typed in."""

    mark: str
    recipient: str
    code: str
    url: str


def render_pickup_slips(
    head: FormHead,
    notice: str,
    slips: Sequence[PickupSlip],
    locales: tuple[str, ...],
    now: datetime,
) -> bytes:
    """Eight slips on a page of A4, to be cut; `notice` says where and when. PrintingFailed."""
    data = document.document_data(TITLE, head, WORDS, locales, now)
    data |= {
        "notice": notice,
        "slips": [[each.mark, each.recipient, each.code, qr_svg(each.url)] for each in slips],
    }
    return render_pdf("distribution/pickup_slips", data, locales=locales)
