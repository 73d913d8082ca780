"""Goods: items, purchases, lots and movements, package types and versions, packings, packages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign_app.core.append_only import drop_append_only, make_append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "purchase_lines",
    "stock_movements",
    "package_type_versions",
    "package_contents",
    "package_movements",
)


def upgrade() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_kk", sa.String(length=200), nullable=False),
        sa.Column("name_ru", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "unit IN ('kg', 'l', 'piece', 'pack', 'can')", name=op.f("ck_items_unit_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("code", name=op.f("uq_items_code")),
    )
    op.create_table(
        "package_types",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name_kk", sa.String(length=200), nullable=False),
        sa.Column("name_ru", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_package_types_campaign_id_campaigns")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_types")),
        sa.UniqueConstraint("campaign_id", "code", name=op.f("uq_package_types_campaign_id_code")),
    )
    op.create_table(
        "package_type_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_type_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_package_type_versions_number_positive")),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name=op.f("fk_package_type_versions_created_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["package_type_id"],
            ["package_types.id"],
            name=op.f("fk_package_type_versions_package_type_id_package_types"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_type_versions")),
        sa.UniqueConstraint(
            "package_type_id",
            "number",
            name=op.f("uq_package_type_versions_package_type_id_number"),
        ),
    )
    op.create_table(
        "package_contents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "variant IN ('standard', 'halal', 'diabetic', 'vegetarian', 'no_kitchen', 'infant')",
            name=op.f("ck_package_contents_variant_known"),
        ),
        sa.CheckConstraint(
            "quantity_milli > 0", name=op.f("ck_package_contents_quantity_positive")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_package_contents_item_id_items")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["package_type_versions.id"],
            name=op.f("fk_package_contents_version_id_package_type_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_contents")),
        sa.UniqueConstraint(
            "version_id",
            "variant",
            "item_id",
            name=op.f("uq_package_contents_version_id_variant_item_id"),
        ),
    )
    with op.batch_alter_table("package_contents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_package_contents_item_id"), ["item_id"], unique=False)

    op.create_table(
        "package_stocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("on_hand_count", sa.Integer(), nullable=False),
        sa.Column("with_couriers_count", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "variant IN ('standard', 'halal', 'diabetic', 'vegetarian', 'no_kitchen', 'infant')",
            name=op.f("ck_package_stocks_variant_known"),
        ),
        sa.CheckConstraint(
            "on_hand_count >= 0", name=op.f("ck_package_stocks_on_hand_not_negative")
        ),
        sa.CheckConstraint(
            "with_couriers_count >= 0", name=op.f("ck_package_stocks_with_couriers_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_package_stocks_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["package_type_versions.id"],
            name=op.f("fk_package_stocks_version_id_package_type_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_stocks")),
        sa.UniqueConstraint(
            "version_id", "variant", name=op.f("uq_package_stocks_version_id_variant")
        ),
    )
    with op.batch_alter_table("package_stocks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_package_stocks_campaign_id"), ["campaign_id"], unique=False
        )

    op.create_table(
        "packings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("in_stock_count", sa.Integer(), nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("packed_on", sa.Date(), nullable=False),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("packed_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undo_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "undone_at IS NULL OR undo_reason <> ''", name=op.f("ck_packings_undone_with_reason")
        ),
        sa.CheckConstraint(
            "variant IN ('standard', 'halal', 'diabetic', 'vegetarian', 'no_kitchen', 'infant')",
            name=op.f("ck_packings_variant_known"),
        ),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_packings_cost_not_negative")),
        sa.CheckConstraint("count > 0", name=op.f("ck_packings_count_positive")),
        sa.CheckConstraint(
            "in_stock_count BETWEEN 0 AND count", name=op.f("ck_packings_in_stock_within_count")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_packings_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["packed_by_id"], ["accounts.id"], name=op.f("fk_packings_packed_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["accounts.id"], name=op.f("fk_packings_undone_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["package_type_versions.id"],
            name=op.f("fk_packings_version_id_package_type_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packings")),
    )
    with op.batch_alter_table("packings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_packings_first", ["version_id", "variant", "in_stock_count"], unique=False
        )
        batch_op.create_index("ix_packings_list", ["campaign_id", "packed_at", "id"], unique=False)

    op.create_table(
        "purchases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("expense_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "voided_at IS NULL OR void_reason <> ''", name=op.f("ck_purchases_voided_with_reason")
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_purchases_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_purchases_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["expense_id"], ["expenses.id"], name=op.f("fk_purchases_expense_id_expenses")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["accounts.id"], name=op.f("fk_purchases_recorded_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["accounts.id"], name=op.f("fk_purchases_voided_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
    )
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_purchases_expense_id"), ["expense_id"], unique=False)
        batch_op.create_index(
            "ix_purchases_list", ["campaign_id", "received_on", "id"], unique=False
        )

    op.create_table(
        "package_movements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("stock_change", sa.Integer(), nullable=False),
        sa.Column("courier_change", sa.Integer(), nullable=False),
        sa.Column("packing_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('packed', 'unpacked', 'handed_out', 'taken_by_courier', 'delivered_by_courier', 'returned', 'taken_back', 'written_off', 'lost_by_courier')",
            name=op.f("ck_package_movements_kind_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('written_off', 'lost_by_courier', 'unpacked') OR reason <> ''",
            name=op.f("ck_package_movements_loss_with_reason"),
        ),
        sa.CheckConstraint(
            "variant IN ('standard', 'halal', 'diabetic', 'vegetarian', 'no_kitchen', 'infant')",
            name=op.f("ck_package_movements_variant_known"),
        ),
        sa.CheckConstraint(
            "stock_change <> 0 OR courier_change <> 0",
            name=op.f("ck_package_movements_changes_something"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_package_movements_campaign_id_campaigns"),
        ),
        sa.ForeignKeyConstraint(
            ["packing_id"], ["packings.id"], name=op.f("fk_package_movements_packing_id_packings")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_package_movements_recorded_by_id_accounts"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["package_type_versions.id"],
            name=op.f("fk_package_movements_version_id_package_type_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_movements")),
    )
    with op.batch_alter_table("package_movements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_package_movements_delivery_id"), ["delivery_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_package_movements_packing_id"), ["packing_id"], unique=False
        )
        batch_op.create_index(
            "ix_package_movements_sums",
            ["campaign_id", "version_id", "variant", "kind", "stock_change", "courier_change"],
            unique=False,
        )

    op.create_table(
        "purchase_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purchase_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_purchase_lines_amount_not_negative")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_purchase_lines_price_not_negative")),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_purchase_lines_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_purchase_lines_item_id_items")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchases.id"], name=op.f("fk_purchase_lines_purchase_id_purchases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_lines")),
    )
    with op.batch_alter_table("purchase_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_purchase_lines_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_purchase_lines_purchase_id"), ["purchase_id"], unique=False
        )

    op.create_table(
        "stock_lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("purchase_line_id", sa.Integer(), nullable=True),
        sa.Column("donation_id", sa.Integer(), nullable=True),
        sa.Column("donor_note", sa.String(length=200), nullable=False),
        sa.Column("best_before", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_milli", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost_minor", sa.BigInteger(), nullable=False),
        sa.Column("on_hand_milli", sa.BigInteger(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(source = 'purchase') = (purchase_line_id IS NOT NULL)",
            name=op.f("ck_stock_lots_purchase_named"),
        ),
        sa.CheckConstraint(
            "source <> 'gift' OR donor_note <> ''", name=op.f("ck_stock_lots_donor_named")
        ),
        sa.CheckConstraint(
            "source IN ('purchase', 'gift')", name=op.f("ck_stock_lots_source_known")
        ),
        sa.CheckConstraint(
            "on_hand_milli > 0 OR value_minor = 0", name=op.f("ck_stock_lots_empty_without_value")
        ),
        sa.CheckConstraint("on_hand_milli >= 0", name=op.f("ck_stock_lots_on_hand_not_negative")),
        sa.CheckConstraint("received_milli > 0", name=op.f("ck_stock_lots_received_positive")),
        sa.CheckConstraint(
            "unit_cost_minor >= 0", name=op.f("ck_stock_lots_unit_cost_not_negative")
        ),
        sa.CheckConstraint("value_minor >= 0", name=op.f("ck_stock_lots_value_not_negative")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_stock_lots_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_stock_lots_donation_id_donations")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_stock_lots_item_id_items")
        ),
        sa.ForeignKeyConstraint(
            ["purchase_line_id"],
            ["purchase_lines.id"],
            name=op.f("fk_stock_lots_purchase_line_id_purchase_lines"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_lots")),
        sa.UniqueConstraint("purchase_line_id", name=op.f("uq_stock_lots_purchase_line_id")),
    )
    with op.batch_alter_table("stock_lots", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_lots_donation_id"), ["donation_id"], unique=False
        )
        batch_op.create_index(
            "ix_stock_lots_item", ["campaign_id", "item_id", "best_before"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_stock_lots_item_id"), ["item_id"], unique=False)

    op.create_table(
        "stock_movements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.Column("packing_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('packed', 'unpacked')) = (packing_id IS NOT NULL)",
            name=op.f("ck_stock_movements_packing_named"),
        ),
        sa.CheckConstraint(
            "kind <> 'written_off' OR reason <> ''",
            name=op.f("ck_stock_movements_write_off_with_reason"),
        ),
        sa.CheckConstraint(
            "kind IN ('received', 'receipt_undone', 'packed', 'unpacked', 'written_off', 'returned', 'counted')",
            name=op.f("ck_stock_movements_kind_known"),
        ),
        sa.CheckConstraint(
            "quantity_milli <> 0", name=op.f("ck_stock_movements_quantity_not_zero")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_stock_movements_campaign_id_campaigns")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_stock_movements_item_id_items")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["stock_lots.id"], name=op.f("fk_stock_movements_lot_id_stock_lots")
        ),
        sa.ForeignKeyConstraint(
            ["packing_id"], ["packings.id"], name=op.f("fk_stock_movements_packing_id_packings")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["accounts.id"],
            name=op.f("fk_stock_movements_recorded_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
    )
    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stock_movements_list", ["campaign_id", "recorded_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_stock_movements_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_stock_movements_packing_id"), ["packing_id"], unique=False
        )
        batch_op.create_index(
            "ix_stock_movements_sums",
            ["campaign_id", "item_id", "kind", "quantity_milli", "value_minor"],
            unique=False,
        )

    for table in APPEND_ONLY:
        make_append_only(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        drop_append_only(table)

    with op.batch_alter_table("stock_movements", schema=None) as batch_op:
        batch_op.drop_index("ix_stock_movements_sums")
        batch_op.drop_index(batch_op.f("ix_stock_movements_packing_id"))
        batch_op.drop_index(batch_op.f("ix_stock_movements_lot_id"))
        batch_op.drop_index("ix_stock_movements_list")

    op.drop_table("stock_movements")
    with op.batch_alter_table("stock_lots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stock_lots_item_id"))
        batch_op.drop_index("ix_stock_lots_item")
        batch_op.drop_index(batch_op.f("ix_stock_lots_donation_id"))

    op.drop_table("stock_lots")
    with op.batch_alter_table("purchase_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_purchase_lines_purchase_id"))
        batch_op.drop_index(batch_op.f("ix_purchase_lines_item_id"))

    op.drop_table("purchase_lines")
    with op.batch_alter_table("package_movements", schema=None) as batch_op:
        batch_op.drop_index("ix_package_movements_sums")
        batch_op.drop_index(batch_op.f("ix_package_movements_packing_id"))
        batch_op.drop_index(batch_op.f("ix_package_movements_delivery_id"))

    op.drop_table("package_movements")
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.drop_index("ix_purchases_list")
        batch_op.drop_index(batch_op.f("ix_purchases_expense_id"))

    op.drop_table("purchases")
    with op.batch_alter_table("packings", schema=None) as batch_op:
        batch_op.drop_index("ix_packings_list")
        batch_op.drop_index("ix_packings_first")

    op.drop_table("packings")
    with op.batch_alter_table("package_stocks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_package_stocks_campaign_id"))

    op.drop_table("package_stocks")
    with op.batch_alter_table("package_contents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_package_contents_item_id"))

    op.drop_table("package_contents")
    op.drop_table("package_type_versions")
    op.drop_table("package_types")
    op.drop_table("items")
