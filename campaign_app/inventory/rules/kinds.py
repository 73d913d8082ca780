"""The closed lists of goods and packages, and what each kind of movement changes."""

from __future__ import annotations

from collections.abc import Mapping

from campaign_app.core.i18n import N_, LabelledEnum


class Unit(LabelledEnum):
    """How an item is measured."""

    KG = "kg", N_("kg")
    LITRE = "l", N_("l")
    PIECE = "piece", N_("pc")
    PACK = "pack", N_("pack")
    CAN = "can", N_("can")


# About what one unit weighs in grams, to share out what is carried; nothing is booked by it.
GRAMS = {Unit.KG: 1000, Unit.LITRE: 1000, Unit.PIECE: 500, Unit.PACK: 500, Unit.CAN: 400}


class LotSource(LabelledEnum):
    """Where goods came from."""

    PURCHASE = "purchase", N_("bought")
    GIFT = "gift", N_("given in kind")


class StockMovementKind(LabelledEnum):
    """Why goods came or went."""

    RECEIVED = "received", N_("received")
    RECEIPT_UNDONE = "receipt_undone", N_("purchase taken back")
    PACKED = "packed", N_("packed")
    UNPACKED = "unpacked", N_("unpacked")
    WRITTEN_OFF = "written_off", N_("written off")
    RETURNED = "returned", N_("returned to stock")
    COUNTED = "counted", N_("stock-take")


class StockTakeStatus(LabelledEnum):
    """Where a stock-take stands."""

    WAITING = "waiting", N_("waiting for approval")
    APPROVED = "approved", N_("approved")
    REJECTED = "rejected", N_("rejected")


class PackageMovementKind(LabelledEnum):
    """What happened to packages."""

    PACKED = "packed", N_("packed")
    UNPACKED = "unpacked", N_("unpacked")
    HANDED_OUT = "handed_out", N_("handed out")
    TAKEN_BY_COURIER = "taken_by_courier", N_("taken by a courier")
    DELIVERED_BY_COURIER = "delivered_by_courier", N_("delivered by a courier")
    RETURNED = "returned", N_("returned to stock")
    TAKEN_BACK = "taken_back", N_("delivery undone, in stock again")
    WRITTEN_OFF = "written_off", N_("written off")
    LOST_BY_COURIER = "lost_by_courier", N_("written off on the way")


# What one package of a movement changes: (packages in stock, packages with couriers).
EFFECTS: Mapping[PackageMovementKind, tuple[int, int]] = {
    PackageMovementKind.PACKED: (1, 0),
    PackageMovementKind.UNPACKED: (-1, 0),
    PackageMovementKind.HANDED_OUT: (-1, 0),
    PackageMovementKind.TAKEN_BY_COURIER: (-1, 1),
    PackageMovementKind.DELIVERED_BY_COURIER: (0, -1),
    PackageMovementKind.RETURNED: (1, -1),
    PackageMovementKind.TAKEN_BACK: (1, 0),
    PackageMovementKind.WRITTEN_OFF: (-1, 0),
    PackageMovementKind.LOST_BY_COURIER: (0, -1),
}
TAKING = (PackageMovementKind.HANDED_OUT, PackageMovementKind.TAKEN_BY_COURIER)
SETTLING = (
    PackageMovementKind.DELIVERED_BY_COURIER,
    PackageMovementKind.RETURNED,
    PackageMovementKind.LOST_BY_COURIER,
)
DELIVERED = (
    PackageMovementKind.HANDED_OUT,
    PackageMovementKind.DELIVERED_BY_COURIER,
    PackageMovementKind.TAKEN_BACK,
)
