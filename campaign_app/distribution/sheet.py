"""The distribution sheet of a round, filled from the master list: as paper and as a table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from campaign_app.core.i18n import N_
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import Message, Text, Texts
from campaign_app.distribution import queries
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.printing import DistributionSheet, SheetRow, VariantTotal
from campaign_app.distribution.queries import Line
from campaign_app.distribution.rules import SERVED, DeliveryStatus
from campaign_app.inventory import queries as inventory

COLUMNS = (
    N_("No."),
    N_("Recipient (full name)"),
    N_("Category"),
    N_("Document"),
    N_("Address"),
    N_("Family"),
    N_("Variant"),
    N_("Quantity"),
    N_("State"),
    N_("Received on"),
    N_("Proof of receipt"),
    N_("By proxy (name, document)"),
    N_("Note"),
)

#: Where to go is not printed for somebody whose processing is stopped.
STOPPED = Message(N_("processing stopped"))


def short_document(line: Line) -> Text:
    """The last four characters of what identifies a person: enough on paper in the street."""
    if line.person.iin_last4:
        return Message(N_("IIN …%(last)s"), (("last", line.person.iin_last4),))
    if line.person.document_last4:
        return Message(N_("passport …%(last)s"), (("last", line.person.document_last4),))
    return ""


def sheet_of_round(
    session: Session,
    round_: DistributionRound,
    head: FormHead,
    lines: Sequence[Line],
    *,
    tick_url: str = "",
) -> DistributionSheet:
    """Everything that stands on the sheet; `tick_url` is where it is ticked in."""
    version = inventory.describe_version(session, round_.version_id)
    return DistributionSheet(
        head=head,
        round_title=Texts(round_.title_kk, round_.title_ru, round_.title_en),
        package=Texts(version.name_kk, version.name_ru, version.name_en),
        place_or_route=round_.place,
        responsible=round_.responsible,
        basis=round_.basis,
        tick_url=tick_url,
        rows=[_row(line) for line in lines],
        totals=[
            VariantTotal(
                variant=count.variant,
                people=count.people,
                planned=count.planned,
                issued=count.issued or None,
                not_issued=count.not_issued or None,
            )
            for count in queries.count_by_variant(session, round_.id)
        ],
    )


def _row(line: Line) -> SheetRow:
    is_settled = line.status not in SERVED and line.status is not DeliveryStatus.PLANNED
    return SheetRow(
        number=line.line_number,
        recipient=line.person.full_name,
        category=line.person.category,
        document=short_document(line),
        address=line.person.address_text,
        household_size=line.person.household_size,
        variant=line.variant,
        quantity=line.package_count,
        received_on=line.handed_on,
        proxy=line.proxy_name or "",
        note=line.status if is_settled else STOPPED if line.person.is_restricted else "",
    )


def content_hash(lines: Sequence[Line]) -> str:
    """The same list gives the same hash: printed again it is a copy."""
    return hashlib.sha256(
        json.dumps([asdict(line) for line in lines], default=str, ensure_ascii=False).encode()
    ).hexdigest()
