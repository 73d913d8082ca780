"""The tables of goods and packages."""

from campaign_app.inventory.models.counts import StockTake, StockTakeLine
from campaign_app.inventory.models.goods import (
    Item,
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
)

__all__ = [
    "Item",
    "PackageContent",
    "PackageMovement",
    "PackageStock",
    "PackageType",
    "PackageTypeVersion",
    "Packing",
    "Purchase",
    "PurchaseLine",
    "StockLot",
    "StockMovement",
    "StockTake",
    "StockTakeLine",
]
