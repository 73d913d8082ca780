"""Volunteers and their part in campaigns."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, byte_ordered, one_of
from campaign_app.extensions import Base
from campaign_app.volunteers.rules import ParticipationRole, VolunteerKind

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
    #: Indexed: before each message it is asked whose address it goes to.
    email: Mapped[str | None] = mapped_column(String(254), index=True, info=PERSONAL)
    search_text: Mapped[str] = mapped_column(String(400), info=PERSONAL)
    sort_key: Mapped[str] = mapped_column(byte_ordered(1000), index=True, info=PERSONAL)
    consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: Since when somebody helps no longer; what she did stays.
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

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
