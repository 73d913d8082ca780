"""How to make what an id in a campaign's address names, so that its 404 elsewhere is tested.

A feature that adds an address with an id below `/manage/campaigns/<slug>/` adds a line here:
the parameter's name, and a function that makes one in a campaign and gives its id.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns.models import Campaign, Membership
from campaign_app.distribution import services as distribution
from campaign_app.distribution.models import Delivery, DistributionRound, FollowUpCall
from campaign_app.distribution.queries import pictures_of_records
from campaign_app.distribution.rules import DeliveryAction, DeliveryStatus, ProofKind
from campaign_app.inventory import queries as inventory_queries
from campaign_app.inventory import services as inventory
from campaign_app.inventory.models import PackageStock, StockLot
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.models import Shift, Volunteer
from campaign_app.volunteers.rules import ShiftKind
from campaign_app.worksites import services as worksites
from campaign_app.worksites.rules import PhotoMoment
from tests.architecture.money_children import MONEY_CHILDREN
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_enrolment,
    make_item,
    make_member,
    make_packing,
    make_purchase,
    make_version,
)
from tests.support.rounds import make_beneficiary, make_packages, make_round
from tests.support.routes import RouteScene
from tests.worksites.makers import make_picture, make_site, make_worker, take
from tests.worksites.makers import make_shift as make_shift_under_way

Maker = Callable[[Session, Campaign], int | str]
NUMBERS = count(1)


def make_membership(session: Session, campaign: Campaign) -> int:
    """Somebody's role in the campaign."""
    account = make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    found = select(Membership.id).where(Membership.account_id == account.id)
    return session.execute(found).scalar_one()


def make_shift(session: Session, campaign: Campaign) -> int:
    """A shift of the campaign."""
    details = volunteers.ShiftDetails(
        title="Қар тазалау",
        kind=ShiftKind.SNOW_CLEARING,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=3),
        places=5,
    )
    return volunteers.create_shift(
        session, actor=None, now=NOW, campaign=campaign, details=details
    ).id


def make_sign_up_id(session: Session, campaign: Campaign) -> int:
    """Somebody's place in a shift of the campaign that has not begun."""
    shift = session.get_one(Shift, make_shift(session, campaign))
    shift.starts_at, shift.ends_at = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
    volunteer = session.get_one(Volunteer, make_volunteer_id(session, campaign))
    return volunteers.sign_up(
        session,
        actor=make_administrator(session),
        now=NOW,
        shift_id=shift.id,
        volunteer=volunteer,
        zone=ZoneInfo("Asia/Almaty"),
    ).id


def make_enrolment_child(session: Session, campaign: Campaign) -> int:
    """Somebody on the campaign's list."""
    return make_enrolment(session, campaign=campaign).id


def make_round_of(session: Session, campaign: Campaign) -> int:
    """A round of the campaign, for everybody on its list: one person more each time."""
    make_beneficiary(session, enrolled_in=campaign)
    version_id = make_packages(session, campaign=campaign, count=1)
    actor = make_administrator(session)
    return make_round(session, campaign=campaign, actor=actor, version_id=version_id).id


def make_delivery(session: Session, campaign: Campaign) -> int:
    """The line of that round."""
    round_id = make_round_of(session, campaign)
    found = select(Delivery.id).where(Delivery.round_id == round_id).limit(1)
    return session.execute(found).scalar_one()


def make_route_of(session: Session, campaign: Campaign) -> int:
    """A route of that round, to its one door."""
    round_ = session.get_one(DistributionRound, make_round_of(session, campaign))
    lines = select(Delivery.id).where(Delivery.round_id == round_.id)
    return distribution.plan_route(
        session,
        actor=make_administrator(session),
        now=NOW,
        round_=round_,
        plan=distribution.RoutePlan(title="Абай көшесі", runs_on=NOW.date()),
        delivery_ids=list(session.scalars(lines)),
    ).id


def make_volunteer_id(session: Session, campaign: Campaign) -> int:
    """Somebody on the register of volunteers, who belongs to no campaign alone."""
    del campaign
    details = volunteers.VolunteerDetails(surname="Ерікті", given_name="Тест")
    return volunteers.register_volunteer(session, actor=None, now=NOW, details=details).id


def make_decided_person(session: Session, campaign: Campaign) -> int:
    """Somebody about whom a round of the campaign decided."""
    round_id = make_round_of(session, campaign)
    found = select(Delivery.beneficiary_id).where(Delivery.round_id == round_id).limit(1)
    return session.execute(found).scalar_one()


def make_lot_id(session: Session, campaign: Campaign) -> int:
    """A lot in the campaign's stock."""
    item = make_item(session)
    make_purchase(session, campaign=campaign, item=item)
    return session.execute(select(StockLot.id).where(StockLot.item_id == item.id)).scalar_one()


def make_purchase_id(session: Session, campaign: Campaign) -> int:
    """A purchase of the campaign."""
    return make_purchase(session, campaign=campaign, item=make_item(session)).id


def make_package_type_id(session: Session, campaign: Campaign) -> int:
    """A package type of the campaign."""
    return make_version(session, campaign=campaign, item=make_item(session)).package_type_id


def make_packing_id(session: Session, campaign: Campaign) -> int:
    """A packing of the campaign."""
    return make_packing(session, campaign=campaign).id


def make_package_stock_id(session: Session, campaign: Campaign) -> int:
    """Packages in the campaign's stock."""
    version_id = make_packing(session, campaign=campaign).version_id
    found = select(PackageStock.id).where(PackageStock.version_id == version_id)
    return session.execute(found).scalar_one()


def make_worksite_id(session: Session, campaign: Campaign) -> int:
    """A place of work of the campaign."""
    return make_site(session, campaign, name=f"Аялдама {next(NUMBERS)}").id


def make_photo_id(session: Session, campaign: Campaign) -> int:
    """A photo of a place where a crew of the campaign is at work."""
    site = make_site(session, campaign, name=f"Аялдама {next(NUMBERS)}")
    shift = make_shift_under_way(session, campaign)
    task = take(session, shift, site, make_worker(session, shift))
    return worksites.add_photo(
        session,
        actor=None,
        now=NOW,
        task=task,
        moment=PhotoMoment.BEFORE,
        picture=make_picture(),
    ).id


def make_tool_id(session: Session, campaign: Campaign) -> int:
    """A kind of tool of the campaign."""
    return worksites.add_tool(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        name=f"Күрек {next(NUMBERS)}",
        count=5,
    ).id


def make_loan_id(session: Session, campaign: Campaign) -> int:
    """Tools that a volunteer of the campaign has."""
    shift = make_shift_under_way(session, campaign)
    return worksites.lend_tool(
        session,
        actor=None,
        now=NOW,
        tool_id=make_tool_id(session, campaign),
        shift_id=shift.id,
        count=2,
        volunteer_id=make_worker(session, shift).id,
    ).id


def make_door_record_id(session: Session, campaign: Campaign) -> str:
    """What a phone recorded and the organiser has to look at."""
    scene = RouteScene(session, campaign=campaign)
    scene.assign()
    entry = distribution.DoorEntry(
        id=f"{next(NUMBERS):032}",
        route_id=scene.route.id,
        delivery_id=scene.lines[0].id,
        action=DeliveryAction.MISS,
        happened_at=NOW,
        proof=distribution.ProofGiven(kind=ProofKind.PHOTO, picture=make_picture()),
    )
    return distribution.receive_door_record(
        session,
        actor=scene.account,
        now=NOW,
        today=TODAY,
        zone=ZoneInfo("Asia/Almaty"),
        volunteer_id=scene.volunteer.id,
        entry=entry,
    ).id


def make_stock_take_id(session: Session, campaign: Campaign) -> int:
    """What somebody counted, waiting."""
    waiting = inventory_queries.find_waiting_stock_take(session, campaign.id)
    if waiting is not None:
        return waiting.id
    counted = {make_lot_id(session, campaign): 0}
    return inventory.record_stock_take(
        session, actor=make_administrator(session), now=NOW, campaign=campaign, counted=counted
    ).id


def make_call_id(session: Session, campaign: Campaign) -> int:
    """Somebody who was drawn for a call, in the campaign's latest round that has one."""
    scene = RouteScene(session, campaign=campaign)
    scene.people[0].phone = "+77000000001"
    line = next(each for each in scene.lines if each.beneficiary_id == scene.people[0].id)
    line.status = DeliveryStatus.REFUSED
    session.flush()
    call = FollowUpCall(
        campaign_id=campaign.id,
        round_id=scene.round.id,
        delivery_id=line.id,
        drawn_at=NOW,
        drawn_by_id=scene.actor.id,
        note="",
    )
    session.add(call)
    session.flush()
    return call.id


def make_proof_picture_id(session: Session, campaign: Campaign) -> int:
    """The photo of what a phone recorded."""
    record_id = make_door_record_id(session, campaign)
    return pictures_of_records(session, [str(record_id)])[str(record_id)]


CHILDREN: dict[str, Maker] = {
    "call_id": make_call_id,
    "take_id": make_stock_take_id,
    "record_id": make_door_record_id,
    "picture_id": make_proof_picture_id,
    **MONEY_CHILDREN,
    "enrolment_id": make_enrolment_child,
    "membership_id": make_membership,
    "shift_id": make_shift,
    "sign_up_id": make_sign_up_id,
    "round_id": make_round_of,
    "beneficiary_id": make_decided_person,
    "delivery_id": make_delivery,
    "route_id": make_route_of,
    "volunteer_id": make_volunteer_id,
    "lot_id": make_lot_id,
    "package_stock_id": make_package_stock_id,
    "package_type_id": make_package_type_id,
    "packing_id": make_packing_id,
    "purchase_id": make_purchase_id,
    "worksite_id": make_worksite_id,
    "photo_id": make_photo_id,
    "tool_id": make_tool_id,
    "loan_id": make_loan_id,
}
