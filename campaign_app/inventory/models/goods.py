"""Items, purchases, lots and what happened to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign_app.core.audit import BigId
from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.core.i18n import LocalName
from campaign_app.extensions import Base
from campaign_app.funds.models import Donation, Expense
from campaign_app.inventory.rules import LotSource, StockMovementKind, Unit

NAME_LENGTH = 200
REASON_LENGTH = 500


class Item(Base):
    """A thing that is bought, given and packed; one catalogue for the organisation."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name_kk: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name_ru: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name_en: Mapped[str] = mapped_column(String(NAME_LENGTH))
    unit: Mapped[Unit] = mapped_column(EnumText(Unit))
    is_active: Mapped[bool] = mapped_column(default=True)
    # What one pack of a shop holds, in thousandths of the unit; 0 for what is sold loose.
    sold_milli: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")

    __table_args__ = (
        one_of("unit", Unit),
        CheckConstraint("sold_milli >= 0", name="sold_not_negative"),
    )

    @property
    def name(self) -> LocalName:
        """The name for a refusal."""
        return LocalName(self.name_kk, self.name_ru, self.name_en)


class ItemSubstitute(Base):
    """What may stand in for an item when it is short, and in which order it is tried.

    `per_milli`: so much of it for one unit of the item, thousandths of its own unit.
    `not_in`: codes of the variants in which it may not, with blanks between them.
    """

    __tablename__ = "item_substitutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    substitute_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    position: Mapped[int]
    per_milli: Mapped[int] = mapped_column(BigInteger)
    not_in: Mapped[str] = mapped_column(String(100), default="")

    __table_args__ = (
        CheckConstraint("item_id <> substitute_id", name="another_item"),
        CheckConstraint("per_milli > 0", name="per_positive"),
        UniqueConstraint("item_id", "substitute_id"),
    )


class Purchase(Base):
    """Goods bought with the money of an approved expense."""

    __tablename__ = "purchases"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    expense_id: Mapped[int] = mapped_column(ForeignKey("expenses.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    received_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    void_reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")

    expense: Mapped[Expense] = relationship()

    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        CheckConstraint("voided_at IS NULL OR void_reason <> ''", name="voided_with_reason"),
        Index("ix_purchases_list", "campaign_id", "received_on", "id"),
    )


class PurchaseLine(Base):
    """So much of an item at a price; it becomes one lot."""

    __tablename__ = "purchase_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    quantity_milli: Mapped[int] = mapped_column(BigInteger)
    price_minor: Mapped[int] = mapped_column(BigInteger)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    best_before: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
    )


class StockLot(Base):
    """Goods that came at once: one item, one price, one best-before date."""

    __tablename__ = "stock_lots"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    source: Mapped[LotSource] = mapped_column(EnumText(LotSource))
    purchase_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("purchase_lines.id"), unique=True
    )
    donation_id: Mapped[int | None] = mapped_column(ForeignKey("donations.id"), index=True)
    donor_note: Mapped[str] = mapped_column(String(200), default="", info={"personal": True})
    best_before: Mapped[date | None] = mapped_column(Date)
    received_on: Mapped[date] = mapped_column(Date)
    received_milli: Mapped[int] = mapped_column(BigInteger)
    unit_cost_minor: Mapped[int] = mapped_column(BigInteger)
    on_hand_milli: Mapped[int] = mapped_column(BigInteger)
    value_minor: Mapped[int] = mapped_column(BigInteger)

    item: Mapped[Item] = relationship()
    donation: Mapped[Donation | None] = relationship()

    __table_args__ = (
        one_of("source", LotSource),
        CheckConstraint("received_milli > 0", name="received_positive"),
        CheckConstraint("on_hand_milli >= 0", name="on_hand_not_negative"),
        CheckConstraint("value_minor >= 0", name="value_not_negative"),
        CheckConstraint("on_hand_milli > 0 OR value_minor = 0", name="empty_without_value"),
        CheckConstraint("unit_cost_minor >= 0", name="unit_cost_not_negative"),
        CheckConstraint(
            "(source = 'purchase') = (purchase_line_id IS NOT NULL)", name="purchase_named"
        ),
        CheckConstraint("source <> 'gift' OR donor_note <> ''", name="donor_named"),
        Index("ix_stock_lots_item", "campaign_id", "item_id", "best_before"),
    )


class StockMovement(Base):
    """Goods that came (plus) or went (minus); append-only."""

    __tablename__ = "stock_movements"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    kind: Mapped[StockMovementKind] = mapped_column(EnumText(StockMovementKind))
    quantity_milli: Mapped[int] = mapped_column(BigInteger)
    value_minor: Mapped[int] = mapped_column(BigInteger)
    packing_id: Mapped[int | None] = mapped_column(ForeignKey("packings.id"), index=True)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("kind", StockMovementKind),
        CheckConstraint("quantity_milli <> 0", name="quantity_not_zero"),
        CheckConstraint(
            "(kind IN ('packed', 'unpacked')) = (packing_id IS NOT NULL)", name="packing_named"
        ),
        CheckConstraint("kind <> 'written_off' OR reason <> ''", name="write_off_with_reason"),
        Index(
            "ix_stock_movements_sums",
            "campaign_id",
            "item_id",
            "kind",
            "quantity_milli",
            "value_minor",
        ),
        Index("ix_stock_movements_list", "campaign_id", "recorded_at", "id"),
    )
