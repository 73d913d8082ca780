"""Volunteers, their part in campaigns, shifts and sign-ups."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, byte_ordered, one_of
from campaign_app.extensions import Base
from campaign_app.volunteers.rules import ParticipationRole, ShiftKind, SignUpStatus, VolunteerKind

PERSONAL = {"personal": True}


class Volunteer(Base):
    """Somebody who helps."""

    __tablename__ = "volunteers"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), unique=True)
    surname: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    given_name: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    patronymic: Mapped[str] = mapped_column(String(100), default="", info=PERSONAL)
    kind: Mapped[VolunteerKind] = mapped_column(EnumText(VolunteerKind))
    unit: Mapped[str] = mapped_column(String(100), default="")
    born_on: Mapped[date | None] = mapped_column(Date, info=PERSONAL)
    phone: Mapped[str | None] = mapped_column(String(20), info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    search_text: Mapped[str] = mapped_column(String(400), info=PERSONAL)
    sort_key: Mapped[str] = mapped_column(byte_ordered(1000), index=True, info=PERSONAL)
    consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("kind", VolunteerKind),
        CheckConstraint("surname <> '' OR given_name <> '' OR patronymic <> ''", name="has_a_name"),
    )


class Participation(Base):
    """Somebody took part in a campaign: what makes the number of participants."""

    __tablename__ = "participations"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"), index=True)
    role: Mapped[ParticipationRole] = mapped_column(EnumText(ParticipationRole))

    __table_args__ = (
        one_of("role", ParticipationRole),
        Index("uq_participations_once", "campaign_id", "volunteer_id", unique=True),
    )


class Shift(Base):
    """Work at a place and time with a number of places."""

    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ShiftKind] = mapped_column(EnumText(ShiftKind))
    place: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    places: Mapped[int]
    minimum_age: Mapped[int] = mapped_column(default=0)
    is_heavy_work: Mapped[bool] = mapped_column(default=False)
    is_emergency_work: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        one_of("kind", ShiftKind),
        CheckConstraint("places > 0", name="places_positive"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("minimum_age >= 0", name="minimum_age_not_negative"),
        Index("ix_shifts_campaign_id", "campaign_id", "starts_at"),
        Index("ix_shifts_starts_at", "starts_at"),
    )


class SignUp(Base):
    """Somebody's place in a shift, or in its waiting list: `position` is the order of arrival."""

    __tablename__ = "sign_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"), index=True)
    status: Mapped[SignUpStatus] = mapped_column(EnumText(SignUpStatus))
    position: Mapped[int]
    signed_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    has_attended: Mapped[bool | None]
    worked_minutes: Mapped[int | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("status", SignUpStatus),
        CheckConstraint("worked_minutes >= 0", name="worked_minutes_not_negative"),
        CheckConstraint(
            "worked_minutes IS NULL OR confirmed_by_id IS NOT NULL", name="hours_confirmed"
        ),
        Index("uq_sign_ups_once", "shift_id", "volunteer_id", unique=True),
        Index("uq_sign_ups_position", "shift_id", "position", unique=True),
        Index("ix_sign_ups_status", "shift_id", "status"),
    )
