"""Buildings, rooms and beds, and who sleeps in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import UtcDateTime
from campaign_app.extensions import Base

IS_PRESENT = text("left_at IS NULL")


class ShelterBuilding(Base):
    """A dormitory, or whatever has a roof and beds."""

    __tablename__ = "shelter_buildings"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_kk: Mapped[str] = mapped_column(String(200))
    name_ru: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))


class ShelterRoom(Base):
    """A room; its number is text: 304А."""

    __tablename__ = "shelter_rooms"

    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("shelter_buildings.id"))
    number: Mapped[str] = mapped_column(String(20))
    floor: Mapped[int | None]

    __table_args__ = (Index("uq_shelter_rooms_number", "building_id", "number", unique=True),)


class ShelterBed(Base):
    """A bed in a room, counted from 1."""

    __tablename__ = "shelter_beds"

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("shelter_rooms.id"))
    number: Mapped[int]

    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        Index("uq_shelter_beds_number", "room_id", "number", unique=True),
    )


class Stay(Base):
    """Somebody in a bed; without a name if none was given. A bed is never given twice."""

    __tablename__ = "stays"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    group_number: Mapped[int]
    bed_id: Mapped[int] = mapped_column(ForeignKey("shelter_beds.id"))
    guest_name: Mapped[str | None] = mapped_column(String(200), info={"personal": True})
    is_child: Mapped[bool] = mapped_column(default=False)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("group_number > 0", name="group_number_positive"),
        CheckConstraint("left_at IS NULL OR left_at >= arrived_at", name="left_after_arrival"),
        Index(
            "uq_stays_bed_taken",
            "bed_id",
            unique=True,
            sqlite_where=IS_PRESENT,
            postgresql_where=IS_PRESENT,
        ),
        Index("ix_stays_group", "campaign_id", "group_number"),
    )
