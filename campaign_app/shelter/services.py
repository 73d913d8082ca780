"""What is done in the shelter: a building is entered, groups come and go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.core.names import normalise
from campaign_app.core.sequences import take_next_number
from campaign_app.shelter import queries, rules
from campaign_app.shelter.models import ShelterBed, ShelterBuilding, ShelterRoom, Stay


def add_building(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    name: dict[str, str],
    rooms: Sequence[rules.RoomPlan],
) -> ShelterBuilding:
    """Enter a building with its rooms and beds; `name` by language code.

    Refuses a building without rooms, a room twice, and rooms without beds.
    """
    rules.check_rooms(rooms)
    building = ShelterBuilding(name_kk=name["kk"], name_ru=name["ru"], name_en=name["en"])
    session.add(building)
    record_event(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action="shelter:add_building",
        subject=building,
        rooms=len(rooms),
        beds=sum(plan.beds for plan in rooms),
    )
    session.flush()
    for plan in rooms:
        room = ShelterRoom(building_id=building.id, number=plan.number, floor=plan.floor)
        session.add(room)
        session.flush()
        session.add_all(
            ShelterBed(room_id=room.id, number=number) for number in range(1, plan.beds + 1)
        )
    session.flush()
    return building


def take_in_group(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    adults: int,
    children: int = 0,
    names: Sequence[str] = (),
) -> list[Stay]:
    """Put a group into as few rooms as possible; names, adults' first, may be missing.

    The buildings are locked, so two who take groups in at once never give one bed twice.
    Refuses when beds are short, naming the numbers, and a closed campaign.
    """
    known = [normalise(name) for name in names if normalise(name)]
    rules.check_group(adults, children, known)
    lock_campaign(session, campaign.id)
    session.execute(select(ShelterBuilding.id).order_by(ShelterBuilding.id).with_for_update()).all()
    beds = rules.choose_beds(queries.free_rooms(session), adults + children)
    number = take_next_number(session, f"shelter:{campaign.id}")
    stays = [
        Stay(
            campaign_id=campaign.id,
            group_number=number,
            bed_id=bed_id,
            guest_name=known[place] if place < len(known) else None,
            is_child=place >= adults,
            arrived_at=now,
        )
        for place, bed_id in enumerate(beds)
    ]
    for stay in stays:
        session.add(stay)
        _record(session, actor, now, "shelter:take_in", stay)
    session.flush()
    return stays


def check_out_group(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    group_number: int,
) -> list[Stay]:
    """Note that all of a group who are still in leave; their beds are free again.

    Refuses a group of which nobody is in, and a time before it came.
    """
    stays = list(
        session.scalars(
            select(Stay)
            .where(
                Stay.campaign_id == campaign.id,
                Stay.group_number == group_number,
                Stay.left_at.is_(None),
            )
            .order_by(Stay.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
    if not stays:
        raise rules.GroupGone()
    if now < stays[0].arrived_at:
        raise rules.LeftBeforeArrival(arrived_at=stays[0].arrived_at)
    for stay in stays:
        stay.left_at = now
        _record(session, actor, now, "shelter:check_out", stay)
    session.flush()
    return stays


def _record(
    session: Session, actor: Account | None, now: datetime, action: str, stay: Stay
) -> None:
    record_event(
        session, actor_id=actor.id if actor else None, now=now, action=action, subject=stay
    )


def forget_names(session: Session, *, stay_ids: Collection[int]) -> int:
    """Empty the names of guests; beds, nights and head-counts stay. Gives how many."""
    statement = update(Stay).where(Stay.id.in_(list(stay_ids))).values(guest_name=None)
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
    return len(stay_ids)
