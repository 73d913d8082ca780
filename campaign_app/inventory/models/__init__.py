"""The tables of goods and packages."""

from campaign_app.inventory.models.counts import StockTake, StockTakeLine
from campaign_app.inventory.models.goods import (
    Item,
    ItemSubstitute,
    Purchase,
    PurchaseLine,
    StockLot,
    StockMovement,
)
from campaign_app.inventory.models.packages import (
    PackageContent,
    PackageMovement,
    PackageStock,
    PackageType,
    PackageTypeVersion,
    Packing,
    PackingSubstitution,
)

__all__ = [
    "Item",
    "ItemSubstitute",
    "PackageContent",
    "PackageMovement",
    "PackageStock",
    "PackageType",
    "PackageTypeVersion",
    "Packing",
    "PackingSubstitution",
    "Purchase",
    "PurchaseLine",
    "StockLot",
    "StockMovement",
    "StockTake",
    "StockTakeLine",
]
