"""Reads of briefings, of parents' consents, and of who curates which group."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.core.names import full_name
from campaign_app.core.pagination import Rows
from campaign_app.volunteers.models import (
    CuratedGroup,
    ParentalConsent,
    SafetyBriefing,
    SignUp,
    Volunteer,
)
from campaign_app.volunteers.rules import HOLDS_A_PLACE


@dataclass(frozen=True)
class GroupMember:
    """Somebody of a unit, or of a shift."""

    id: int
    surname: str
    given_name: str
    patronymic: str
    born_on: date | None
    is_briefed: bool

    @property
    def full_name(self) -> str:
        """Surname first, as documents have it."""
        return full_name(self.surname, self.given_name, self.patronymic)


def list_briefings(session: Session, volunteer_id: int) -> list[SafetyBriefing]:
    """Somebody's safety briefings, the latest first."""
    return list(
        session.scalars(
            select(SafetyBriefing)
            .where(SafetyBriefing.volunteer_id == volunteer_id)
            .order_by(SafetyBriefing.held_at.desc(), SafetyBriefing.id.desc())
        )
    )


def list_parental_consents(session: Session, volunteer_id: int) -> list[ParentalConsent]:
    """The consents of somebody's parents, withdrawn ones too, the latest first."""
    return list(
        session.scalars(
            select(ParentalConsent)
            .where(ParentalConsent.volunteer_id == volunteer_id)
            .order_by(ParentalConsent.id.desc())
        )
    )


def list_curated_groups(session: Session, volunteer_id: int) -> list[CuratedGroup]:
    """The groups that somebody may sign up."""
    return list(
        session.scalars(
            select(CuratedGroup)
            .where(CuratedGroup.volunteer_id == volunteer_id)
            .order_by(CuratedGroup.unit)
        )
    )


def list_unit(session: Session, unit: str, *, limit: int) -> list[GroupMember]:
    """Who helps of a department or group, in Kazakh order."""
    of_unit = _members().where(Volunteer.unit == unit, Volunteer.left_at.is_(None))
    statement = of_unit.limit(limit)
    return [GroupMember(*row) for row in session.execute(statement)]


def list_members(session: Session, volunteer_ids: Collection[int]) -> list[GroupMember]:
    """These volunteers in Kazakh order."""
    statement = _members().where(Volunteer.id.in_(volunteer_ids))
    return [GroupMember(*row) for row in session.execute(statement)]


def list_who_is_in(session: Session, shift_id: int) -> list[GroupMember]:
    """Who has a place in a shift, in Kazakh order, and whether she was ever briefed."""
    statement = _members().join(SignUp, SignUp.volunteer_id == Volunteer.id)
    statement = statement.where(SignUp.shift_id == shift_id, SignUp.status.in_(HOLDS_A_PLACE))
    return [GroupMember(*row) for row in session.execute(statement)]


def is_briefed(session: Session, volunteer_id: int, *, by: datetime) -> bool:
    """True when somebody had a safety briefing at that time or before."""
    found = select(SafetyBriefing.id).where(
        SafetyBriefing.volunteer_id == volunteer_id, SafetyBriefing.held_at <= by
    )
    return session.execute(found.limit(1)).first() is not None


def _members() -> Rows:
    briefings = select(SafetyBriefing.id).where(SafetyBriefing.volunteer_id == Volunteer.id)
    return select(
        Volunteer.id,
        Volunteer.surname,
        Volunteer.given_name,
        Volunteer.patronymic,
        Volunteer.born_on,
        briefings.exists(),
    ).order_by(Volunteer.sort_key, Volunteer.id)
