"""Who came to a shift and when, what was corrected afterwards, and wrong codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaign_app.core.column_types import EnumText, UtcDateTime, one_of
from campaign_app.extensions import Base
from campaign_app.volunteers.rules.attendance import ArrivalWay


class Attendance(Base):
    """What is known of somebody's time at a shift.

    The confirmed hours stand at the sign-up. `break_minutes` None: nobody said. `counts_outside`:
    who confirms says that the time before or after the shift was work too. `over_places_reason`:
    why a walk-in was let in although all places were taken. `volunteer_account_id` is a copy, by
    which the database sees that nobody confirms her own hours.
    """

    __tablename__ = "attendances"

    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id"), primary_key=True)
    way: Mapped[ArrivalWay] = mapped_column(EnumText(ArrivalWay), default=ArrivalWay.LIST)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    break_minutes: Mapped[int | None]
    counts_outside: Mapped[bool] = mapped_column(default=False)
    is_walk_in: Mapped[bool] = mapped_column(default=False)
    over_places_reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    volunteer_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (
        one_of("way", ArrivalWay),
        CheckConstraint(
            "left_at IS NULL OR (arrived_at IS NOT NULL AND left_at >= arrived_at)",
            name="left_after_arrival",
        ),
        CheckConstraint("break_minutes BETWEEN 0 AND 1440", name="break_possible"),
        CheckConstraint("confirmed_by_id <> volunteer_account_id", name="confirmed_by_another"),
        CheckConstraint("over_places_reason = '' OR is_walk_in", name="only_walk_ins_over_places"),
    )


class AttendanceCorrection(Base):
    """What was confirmed and became something else: by whom, when and why. Append-only.

    Minutes None: none counted.
    """

    __tablename__ = "attendance_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_up_id: Mapped[int] = mapped_column(ForeignKey("sign_ups.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    volunteer_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(500))
    had_attended: Mapped[bool]
    had_arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    had_left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    had_break_minutes: Mapped[int | None]
    had_minutes: Mapped[int | None]
    has_attended: Mapped[bool]
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    break_minutes: Mapped[int | None]
    minutes: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("reason <> ''", name="with_reason"),
        CheckConstraint("by_id <> volunteer_account_id", name="by_another"),
        CheckConstraint("had_minutes >= 0", name="had_minutes_not_negative"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
    )


class CodeAttempt(Base):
    """A wrong code that somebody typed; counted in the database, so that all workers agree."""

    __tablename__ = "code_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_code_attempts_account_id", "account_id", "at"),
        Index("ix_code_attempts_shift_id", "shift_id", "at"),
    )
