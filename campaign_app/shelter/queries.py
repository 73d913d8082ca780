"""Reads of the shelter: free beds, who is in, bed-nights."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.core.names import fold
from campaign_app.core.pagination import Rows
from campaign_app.core.personal import Holding, plain_rows
from campaign_app.shelter.models import ShelterBed, ShelterBuilding, ShelterRoom, Stay
from campaign_app.shelter.rules import FreeRoom, nights

OPEN_STATUSES = (CampaignStatus.ACTIVE, CampaignStatus.CLOSING)
ALMATY = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True)
class RoomRow:
    """A room with how many of its beds are free."""

    building_id: int
    building_kk: str
    building_ru: str
    building_en: str
    room_id: int
    number: str
    floor: int | None
    beds: int
    free: int


@dataclass
class GroupRow:
    """A group that is in: how many, in which rooms, with the names that are known."""

    campaign_id: int
    campaign_title_kk: str
    campaign_title_ru: str
    campaign_title_en: str
    group_number: int
    arrived_at: datetime
    adults: int = 0
    children: int = 0
    rooms: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def list_rooms(session: Session) -> list[RoomRow]:
    """All rooms by building, with their beds."""
    taken = func.count(Stay.id)
    beds = func.count(ShelterBed.id)
    statement: Rows = (
        select(
            ShelterBuilding.id,
            ShelterBuilding.name_kk,
            ShelterBuilding.name_ru,
            ShelterBuilding.name_en,
            ShelterRoom.id,
            ShelterRoom.number,
            ShelterRoom.floor,
            beds,
            beds - taken,
        )
        .join(ShelterRoom, ShelterRoom.building_id == ShelterBuilding.id)
        .join(ShelterBed, ShelterBed.room_id == ShelterRoom.id)
        .outerjoin(Stay, (Stay.bed_id == ShelterBed.id) & Stay.left_at.is_(None))
        .group_by(ShelterBuilding.id, ShelterRoom.id)
        .order_by(ShelterBuilding.id, ShelterRoom.number)
    )
    return [RoomRow(*row) for row in session.execute(statement)]


def free_rooms(session: Session) -> list[FreeRoom]:
    """The rooms that have free beds, with these beds."""
    statement = (
        select(ShelterRoom.id, ShelterRoom.building_id, ShelterBed.id)
        .join(ShelterBed, ShelterBed.room_id == ShelterRoom.id)
        .outerjoin(Stay, (Stay.bed_id == ShelterBed.id) & Stay.left_at.is_(None))
        .where(Stay.id.is_(None))
        .order_by(ShelterRoom.id, ShelterBed.number)
    )
    found: dict[tuple[int, int], list[int]] = {}
    for room_id, building_id, bed_id in session.execute(statement):
        found.setdefault((room_id, building_id), []).append(bed_id)
    return [FreeRoom(room, building, tuple(beds)) for (room, building), beds in found.items()]


def free_beds(session: Session) -> int:
    """How many beds are free now."""
    return sum(len(room.bed_ids) for room in free_rooms(session))


def present_count(session: Session) -> tuple[int, int]:
    """How many adults and how many children are in now."""
    children = func.coalesce(func.sum(case((Stay.is_child.is_(True), 1), else_=0)), 0)
    row = session.execute(select(func.count(Stay.id), children).where(Stay.left_at.is_(None))).one()
    return row[0] - row[1], row[1]


def list_present(session: Session, *, visible_ids: Collection[int] | None = None) -> list[GroupRow]:
    """The groups that are in, the latest first; `visible_ids` None means of all campaigns."""
    statement: Rows = (
        select(
            Stay.campaign_id,
            Campaign.title_kk,
            Campaign.title_ru,
            Campaign.title_en,
            Stay.group_number,
            Stay.arrived_at,
            Stay.is_child,
            Stay.guest_name,
            ShelterRoom.number,
        )
        .join(Campaign, Campaign.id == Stay.campaign_id)
        .join(ShelterBed, ShelterBed.id == Stay.bed_id)
        .join(ShelterRoom, ShelterRoom.id == ShelterBed.room_id)
        .where(Stay.left_at.is_(None))
        .order_by(Stay.arrived_at.desc(), Stay.campaign_id, Stay.group_number, Stay.id)
    )
    if visible_ids is not None:
        statement = statement.where(Stay.campaign_id.in_(visible_ids))
    groups: dict[tuple[int, int], GroupRow] = {}
    for *about, is_child, name, room in session.execute(statement):
        group = groups.setdefault((about[0], about[4]), GroupRow(*about))
        group.adults += not is_child
        group.children += is_child
        if name:
            group.names.append(name)
        if room not in group.rooms:
            group.rooms.append(room)
    return list(groups.values())


def group_rooms(session: Session, campaign_id: int, group_number: int) -> list[str]:
    """The numbers of the rooms that a group was put into."""
    statement = (
        select(ShelterRoom.number)
        .join(ShelterBed, ShelterBed.room_id == ShelterRoom.id)
        .join(Stay, Stay.bed_id == ShelterBed.id)
        .where(Stay.campaign_id == campaign_id, Stay.group_number == group_number)
        .distinct()
        .order_by(ShelterRoom.number)
    )
    return list(session.scalars(statement))


def open_campaigns(session: Session) -> list[Campaign]:
    """The campaigns under way, the latest first: those that can take people in."""
    statement = (
        select(Campaign)
        .where(Campaign.status.in_(OPEN_STATUSES))
        .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    )
    return list(session.scalars(statement))


def guests_count(session: Session, campaign_ids: Collection[int]) -> int | None:
    """How many were taken in; None when nobody was ever written down: unknown."""
    statement = select(func.count(Stay.id)).where(Stay.campaign_id.in_(campaign_ids))
    return session.execute(statement).scalar_one() or None


def bed_nights(
    session: Session,
    campaign_ids: Collection[int],
    *,
    now: datetime | None = None,
    zone: tzinfo = ALMATY,
) -> int | None:
    """Nights slept, all guests together; None when nobody was ever written down: unknown.

    Who is still in counts up to `now`, without it with the one night that has begun.
    """
    statement = (
        select(Stay.arrived_at, Stay.left_at, func.count(Stay.id))
        .where(Stay.campaign_id.in_(campaign_ids))
        .group_by(Stay.arrived_at, Stay.left_at)
    )
    found = [
        count * nights(arrived_at, left_at or now or arrived_at, zone)
        for arrived_at, left_at, count in session.execute(statement)
    ]
    return sum(found) or None


def stays_named(session: Session, names: Collection[str]) -> list[int]:
    """Stays, over by now, of guests who gave exactly one of these names in whatever spelling.

    A stay is linked to nobody on the registry: the name is all there is.
    """
    wanted = {fold(name) for name in names if name}
    statement = (
        select(Stay.id, Stay.guest_name)
        .where(Stay.guest_name.is_not(None), Stay.left_at.is_not(None))
        .order_by(Stay.id)
    )
    return [id_ for id_, name in session.execute(statement) if name and fold(name) in wanted]


def names_left_before(session: Session, before: datetime) -> list[int]:
    """Stays that were over before that instant and still have a name."""
    statement = (
        select(Stay.id).where(Stay.guest_name.is_not(None), Stay.left_at < before).order_by(Stay.id)
    )
    return list(session.scalars(statement))


def personal_data_of(session: Session, names: Collection[str]) -> list[dict[str, Any]]:
    """The stays under these names."""
    holding = Holding("stay", Stay, lambda ids: Stay.id.in_(list(ids)))
    return plain_rows(session, [holding], stays_named(session, names))
