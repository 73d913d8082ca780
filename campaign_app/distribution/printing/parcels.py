"""Papers of packing and handing over: the packing list, the labels of parcels, the act.

Labels stick to what stands at a door: they carry the surname with initials and no address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign_app.core.i18n import N_
from campaign_app.core.numbers import format_quantity
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import FormHead, Signature, qr_svg
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, joined, label
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.rules import Unit

LIST_TITLE, LABELS_TITLE = N_("Packing list"), N_("Parcel labels")
ACT_TITLE = N_("Act of handing goods over")
WORDS: dict[str, str] = {
    "round": N_("Distribution round"),
    "package": N_("Package"),
    "variant": N_("Variant"),
    "packages": N_("Packages"),
    "item": N_("Item"),
    "each": N_("In one package"),
    "all": N_("In all"),
    "institution": N_("Institution"),
    "address": N_("Address"),
    "count": N_("Packages handed over"),
    "place": N_("Place"),
    "checked": N_("Checked"),
}
PACKED_BY, CHECKED_BY = Message(N_("Packed by")), Message(N_("Checked by"))
HANDED_BY, RECEIVED_BY = Message(N_("Handed over by")), Message(N_("Received by"))


@dataclass(frozen=True)
class ContentRow:
    """So much of an item in one package of a variant, thousandths of the unit."""

    item: Text
    unit: Unit
    quantity_milli: int


@dataclass(frozen=True)
class PackedVariant:
    """Packages of a variant and what is in one of them."""

    variant: PackageVariant
    count: int
    contents: Sequence[ContentRow]


@dataclass(frozen=True)
class ParcelLabel:
    """One parcel. `mark`: round and line; `where`: route and stop, if it is on one."""

    mark: str
    recipient: str
    variant: PackageVariant
    count: int
    where: str
    url: str


@dataclass(frozen=True, kw_only=True)
class HandoverAct:
    """Everything on an act: packages of one variant for an institution."""

    head: FormHead
    institution: str
    address: str
    packed: PackedVariant
    received_by: str = ""


def render_packing_list(
    head: FormHead,
    package: Text,
    variants: Sequence[PackedVariant],
    locales: tuple[str, ...],
    now: datetime,
) -> bytes:
    """What goes into how many packages: A4. Raises PrintingFailed."""
    data = document.document_data(LIST_TITLE, head, WORDS, locales, now)
    signers = [Signature(role=PACKED_BY), Signature(role=CHECKED_BY)]
    data |= {
        "package": joined(package, locales),
        "variants": [_variant(each, locales) for each in variants],
        "signatures": document.signatures_data(signers, locales),
    }
    return render_pdf("distribution/packing_list", data, locales=locales)


def render_labels(
    head: FormHead, labels: Sequence[ParcelLabel], locales: tuple[str, ...], now: datetime
) -> bytes:
    """Labels of 70 by 37 mm, 24 on a page of A4. Raises PrintingFailed."""
    data = document.document_data(LABELS_TITLE, head, WORDS, locales, now)
    data |= {
        "parcels": [
            [
                each.mark,
                each.recipient,
                label(each.variant, locales),
                "" if each.count == 1 else f"× {each.count}",
                each.where,
                qr_svg(each.url),
            ]
            for each in labels
        ]
    }
    return render_pdf("distribution/labels", data, locales=locales)


def render_handover_act(act: HandoverAct, locales: tuple[str, ...], now: datetime) -> bytes:
    """The act for an institution: A4 with both signatures. Raises PrintingFailed."""
    data = document.document_data(ACT_TITLE, act.head, WORDS, locales, now)
    signers = [
        Signature(role=HANDED_BY),
        Signature(role=RECEIVED_BY, name=act.received_by),
    ]
    facts = [
        ["institution", act.institution],
        ["address", act.address],
        ["count", formats.number(act.packed.count, locales)],
    ]
    data |= {
        "facts": [fact for fact in facts if fact[1]],
        "variants": [_variant(act.packed, locales)],
        "signatures": document.signatures_data(signers, locales),
    }
    return render_pdf("distribution/handover_act", data, locales=locales)


def _variant(packed: PackedVariant, locales: tuple[str, ...]) -> dict[str, object]:
    def said(milli: int, unit: Unit) -> str:
        return f"{format_quantity(milli, locales[0])} {label(unit, locales)[0]}"

    return {
        "name": joined(packed.variant, locales),
        "count": formats.number(packed.count, locales),
        "rows": [
            [
                joined(row.item, locales),
                said(row.quantity_milli, row.unit),
                said(row.quantity_milli * packed.count, row.unit),
            ]
            for row in packed.contents
        ],
    }
