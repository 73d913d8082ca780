"""Stock-takes: counted by one, approved by another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.inventory.models.goods import REASON_LENGTH, StockLot
from campaign_app.inventory.rules import StockTakeStatus

IS_WAITING = text("status = 'waiting'")


class StockTake(Base):
    """What somebody counted; the stock follows when somebody else has approved it."""

    __tablename__ = "stock_takes"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    status: Mapped[StockTakeStatus] = mapped_column(EnumText(StockTakeStatus))
    note: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    counted_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reject_reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")

    lines: Mapped[list[StockTakeLine]] = relationship(order_by="StockTakeLine.id")

    __table_args__ = (
        one_of("status", StockTakeStatus),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> counted_by_id", name="decided_by_another"
        ),
        CheckConstraint("(status = 'waiting') = (decided_by_id IS NULL)", name="decided_whole"),
        CheckConstraint("status <> 'rejected' OR reject_reason <> ''", name="rejected_with_reason"),
        Index(
            "uq_stock_takes_waiting",
            "campaign_id",
            unique=True,
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
    )


class StockTakeLine(Base):
    """A lot as the books had it and as it was counted, in thousandths of its unit."""

    __tablename__ = "stock_take_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    stock_take_id: Mapped[int] = mapped_column(ForeignKey("stock_takes.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"), index=True)
    booked_milli: Mapped[int] = mapped_column(BigInteger)
    counted_milli: Mapped[int] = mapped_column(BigInteger)

    lot: Mapped[StockLot] = relationship()

    __table_args__ = (
        CheckConstraint("counted_milli >= 0", name="counted_not_negative"),
        UniqueConstraint("stock_take_id", "lot_id"),
    )

    @property
    def difference_milli(self) -> int:
        """Counted less booked."""
        return self.counted_milli - self.booked_milli
