"""Stock, purchases, package types, packing and the catalogue of items."""

from campaign_app.inventory.views import (
    counts,
    items,
    package_types,
    packing,
    purchases,
    stock,
    substitutes,
    write_offs,
)
from campaign_app.inventory.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "counts",
    "items",
    "package_types",
    "packing",
    "purchases",
    "stock",
    "substitutes",
    "write_offs",
]
