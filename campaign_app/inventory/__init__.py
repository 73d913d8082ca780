"""Goods: items, purchases, stock movements, package types and their versions, packing."""
