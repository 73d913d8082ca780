"""What people do with goods and packages, by subject. Each locks the campaign first."""

from campaign_app.inventory.services.counts import (
    approve_stock_take,
    record_stock_take,
    reject_stock_take,
)
from campaign_app.inventory.services.goods import (
    LineDetails,
    record_gift,
    record_purchase,
    void_purchase,
    write_off_goods,
)
from campaign_app.inventory.services.items import add_item, edit_item
from campaign_app.inventory.services.package_types import (
    Contents,
    add_version,
    contents_of_newest,
    create_package_type,
)
from campaign_app.inventory.services.packages import (
    settle_with_courier,
    take_back_delivered,
    take_packages,
    write_off_packages,
)
from campaign_app.inventory.services.packing import pack_packages, undo_packing
from campaign_app.inventory.services.substitutes import (
    add_substitute,
    put_substitute_first,
    remove_substitute,
)

__all__ = [
    "Contents",
    "LineDetails",
    "add_item",
    "add_substitute",
    "add_version",
    "approve_stock_take",
    "contents_of_newest",
    "create_package_type",
    "edit_item",
    "pack_packages",
    "put_substitute_first",
    "record_gift",
    "record_purchase",
    "record_stock_take",
    "reject_stock_take",
    "remove_substitute",
    "settle_with_courier",
    "take_back_delivered",
    "take_packages",
    "undo_packing",
    "void_purchase",
    "write_off_goods",
    "write_off_packages",
]
