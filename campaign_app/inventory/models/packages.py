"""Package types, what was packed, and what happened to packages."""

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
from campaign_app.core.variants import PackageVariant
from campaign_app.extensions import Base
from campaign_app.inventory.models.goods import NAME_LENGTH, REASON_LENGTH
from campaign_app.inventory.rules import PackageMovementKind


class PackageType(Base):
    """A kind of package of a campaign; what is in it stands in its versions."""

    __tablename__ = "package_types"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    code: Mapped[str] = mapped_column(String(32))
    name_kk: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name_ru: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name_en: Mapped[str] = mapped_column(String(NAME_LENGTH))

    __table_args__ = (UniqueConstraint("campaign_id", "code"),)


class PackageTypeVersion(Base):
    """What a package type held from an instant on; append-only."""

    __tablename__ = "package_type_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    package_type_id: Mapped[int] = mapped_column(ForeignKey("package_types.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    package_type: Mapped[PackageType] = relationship()

    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        UniqueConstraint("package_type_id", "number"),
    )


class PackageContent(Base):
    """So much of an item in one package of a variant; append-only."""

    __tablename__ = "package_contents"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("package_type_versions.id"))
    variant: Mapped[PackageVariant] = mapped_column(EnumText(PackageVariant))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    quantity_milli: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        one_of("variant", PackageVariant),
        CheckConstraint("quantity_milli > 0", name="quantity_positive"),
        UniqueConstraint("version_id", "variant", "item_id"),
    )


class Packing(Base):
    """Packages that were packed at once, what their goods cost, how many are still in stock."""

    __tablename__ = "packings"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("package_type_versions.id"))
    variant: Mapped[PackageVariant] = mapped_column(EnumText(PackageVariant))
    count: Mapped[int]
    in_stock_count: Mapped[int]
    cost_minor: Mapped[int] = mapped_column(BigInteger)
    packed_on: Mapped[date] = mapped_column(Date)
    packed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    packed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undo_reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")

    __table_args__ = (
        one_of("variant", PackageVariant),
        CheckConstraint("count > 0", name="count_positive"),
        CheckConstraint("in_stock_count BETWEEN 0 AND count", name="in_stock_within_count"),
        CheckConstraint("cost_minor >= 0", name="cost_not_negative"),
        CheckConstraint("undone_at IS NULL OR undo_reason <> ''", name="undone_with_reason"),
        Index("ix_packings_list", "campaign_id", "packed_at", "id"),
        Index("ix_packings_first", "version_id", "variant", "in_stock_count"),
    )


class PackingSubstitution(Base):
    """In so many packages of a packing another item stands in for one that was short; append-only.

    `item_milli` is what was not put in, `substitute_milli` what was, thousandths of each unit.
    """

    __tablename__ = "packing_substitutions"

    id: Mapped[int] = mapped_column(primary_key=True)
    packing_id: Mapped[int] = mapped_column(ForeignKey("packings.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    package_count: Mapped[int]
    item_milli: Mapped[int] = mapped_column(BigInteger)
    substitute_milli: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint("item_id <> substitute_id", name="another_item"),
        CheckConstraint(
            "package_count > 0 AND item_milli > 0 AND substitute_milli > 0", name="all_positive"
        ),
        UniqueConstraint("packing_id", "item_id", "substitute_id"),
    )


class PackageStock(Base):
    """Packages of a version and variant: in stock, and with couriers."""

    __tablename__ = "package_stocks"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("package_type_versions.id"))
    variant: Mapped[PackageVariant] = mapped_column(EnumText(PackageVariant))
    on_hand_count: Mapped[int] = mapped_column(default=0)
    with_couriers_count: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        one_of("variant", PackageVariant),
        CheckConstraint("on_hand_count >= 0", name="on_hand_not_negative"),
        CheckConstraint("with_couriers_count >= 0", name="with_couriers_not_negative"),
        UniqueConstraint("version_id", "variant"),
    )


class PackageMovement(Base):
    """What happened to packages; append-only.

    `stock_change` and `courier_change` are signed: taken by a courier is -1 and +1,
    delivered by her 0 and -1. What both sum to is what left the house.
    """

    __tablename__ = "package_movements"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("package_type_versions.id"))
    variant: Mapped[PackageVariant] = mapped_column(EnumText(PackageVariant))
    kind: Mapped[PackageMovementKind] = mapped_column(EnumText(PackageMovementKind))
    stock_change: Mapped[int]
    courier_change: Mapped[int]
    # By the packing it can be said which lot went to whom.
    packing_id: Mapped[int] = mapped_column(ForeignKey("packings.id"), index=True)
    # A delivery of the distribution, which stands above: no key of the database points up.
    delivery_id: Mapped[int | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("variant", PackageVariant),
        one_of("kind", PackageMovementKind),
        CheckConstraint("stock_change <> 0 OR courier_change <> 0", name="changes_something"),
        CheckConstraint(
            "kind NOT IN ('written_off', 'lost_by_courier', 'unpacked') OR reason <> ''",
            name="loss_with_reason",
        ),
        Index(
            "ix_package_movements_sums",
            "campaign_id",
            "version_id",
            "variant",
            "kind",
            "stock_change",
            "courier_change",
        ),
    )
