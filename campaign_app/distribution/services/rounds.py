"""What people do with a round: plan it, add to its list, print it, close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.services import lock_kept
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import (
    Delivery,
    DistributionRound,
    SheetPrint,
)
from campaign_app.distribution.rules import DeliveryStatus
from campaign_app.distribution.services.decisions import (
    keep_decisions,
    note_added,
)
from campaign_app.inventory import queries as inventory


@dataclass(frozen=True, kw_only=True)
class RoundPlan:
    """What an organiser decides about a round; titles by language code."""

    title: dict[str, str]
    version_id: int
    starts_on: date
    ends_on: date | None = None
    place: str = ""
    responsible: str = ""
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Whom an organiser chooses for a round.

    `places`: only these streets and dormitories (keys of `rules.place_key`); empty means all.
    `within_available`: only as many people as free packages are there, by variant.
    `leaves_out_served`: nobody who is on the list of another round of the campaign.
    """

    category: str | None = None
    places: frozenset[str] = frozenset()
    maximum: int | None = None
    within_available: bool = False
    reserve_percent: int = 0
    leaves_out_served: bool = False
    gives_standard_instead: bool = False


def plan_round(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    plan: RoundPlan,
    choice: Choice = Choice(),
) -> DistributionRound:
    """Plan a round for the people on the campaign's list, by need, and keep who is in and why.

    Passes over whoever was found to have died. Refuses a package type of another campaign, a
    variant that it does not have, an empty list, and nothing available where that was the limit.
    """
    lock_campaign(session, campaign.id)
    versions = inventory.list_package_type_versions(session, campaign.id)
    if plan.version_id not in {version.id for version in versions}:
        raise NotFound(field="version_id")
    # Nobody is sent to mourners: not even the place in the order of who died is worked out.
    deceased = queries.deceased_ids(session)
    candidates = [
        each
        for each in beneficiaries.list_candidates(session, campaign.id)
        if each.beneficiary_id not in deceased
    ]
    chosen = rules.decide(
        candidates,
        inventory.variants_of_version(session, plan.version_id),
        _limits(session, campaign.id, plan.version_id, choice),
    )
    lines = [decision for decision in chosen if decision.is_in]
    round_ = _new_round(session, actor, now, campaign, plan)
    round_.reserve_count = rules.reserve_for(len(lines), choice.reserve_percent)
    session.add(round_)
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action="distribution:plan",
        subject=round_,
        people=len(lines),
        left_out=len(chosen) - len(lines),
    )
    session.flush()
    _add_lines(session, round_, lines)
    keep_decisions(
        session, actor=actor, now=now, round_=round_, candidates=candidates, decisions=chosen
    )
    return round_


def _new_round(
    session: Session, actor: Account, now: datetime, campaign: Campaign, plan: RoundPlan
) -> DistributionRound:
    return DistributionRound(
        campaign_id=campaign.id,
        number=_next_number(session, campaign.id),
        version_id=plan.version_id,
        place=plan.place,
        responsible=plan.responsible,
        basis=plan.basis,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        status=rules.RoundStatus.OPEN,
        created_at=now,
        created_by_id=actor.id,
        **{f"title_{code}": text for code, text in plan.title.items()},
    )


def _limits(session: Session, campaign_id: int, version_id: int, choice: Choice) -> rules.Limits:
    """What the choice means today."""
    available = None
    if choice.within_available:
        found = queries.available_packages(session, campaign_id).get(version_id)
        if found is None or not found.total:
            raise rules.NothingAvailable(
                field="within_available",
                in_stock=found.in_stock if found else 0,
                promised=found.promised if found else 0,
            )
        available = found.free
    others = queries.ids_in_rounds(session, campaign_id) if choice.leaves_out_served else set()
    return rules.Limits(
        category=choice.category,
        places=choice.places,
        maximum=choice.maximum,
        available=available,
        reserve_percent=choice.reserve_percent,
        gives_standard_instead=choice.gives_standard_instead,
        in_other_rounds=others,
    )


def add_line(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    beneficiary_id: int,
    variant: PackageVariant,
    package_count: int = 1,
    reason: str = "",
    is_agreed: bool = False,
) -> Delivery:
    """Put somebody on the list of a round.

    Refuses a closed round, somebody who is not on the campaign's list, somebody who is
    on the round's list already (with whichever of her records), a variant that the package
    type does not have, somebody recorded as deceased, several packages for one person,
    and unless two people agreed (`is_agreed`) somebody whom the decision left out, or who
    shares a telephone, an address or a household with somebody on the list.
    """
    rules.check_round_open(lock_round(session, round_.id).status)
    lock_campaign(session, round_.campaign_id)
    beneficiary_id = lock_kept(session, beneficiary_id).id
    name = beneficiaries.display_name(session, beneficiary_id)
    if not beneficiaries.is_enrolled(session, round_.campaign_id, beneficiary_id):
        raise NotFound(field="beneficiary_id")
    if beneficiary_id in queries.deceased_ids(session):
        raise rules.RecipientDeceased(field="beneficiary_id", recipient=name)
    facts = beneficiaries.recipient_facts(session, {beneficiary_id})[beneficiary_id]
    rules.check_package_count(package_count, is_institution=facts.is_institution)
    if variant not in inventory.variants_of_version(session, round_.version_id):
        raise rules.VariantMissing(field="variant", variant=variant, count=1)
    if queries.lines_of_person(session, round_.id, beneficiary_id):
        raise rules.AlreadyOnList(field="beneficiary_id", recipient=name)
    if not is_agreed and queries.find_decision(session, round_.id, beneficiary_id) is not None:
        raise rules.SecondPersonNeeded(field="beneficiary_id", recipient=name)
    sharers = queries.sharers_of(session, round_.id, beneficiary_id)
    if sharers and not (is_agreed or facts.is_institution):
        raise rules.SharesDoor(field="note", recipient=name, others=", ".join(sharers))
    last = session.execute(
        select(func.max(Delivery.line_number)).where(Delivery.round_id == round_.id)
    ).scalar_one()
    delivery = Delivery(
        campaign_id=round_.campaign_id,
        round_id=round_.id,
        beneficiary_id=beneficiary_id,
        line_number=(last or 0) + 1,
        variant=variant,
        package_count=package_count,
        status=DeliveryStatus.PLANNED,
    )
    session.add(delivery)
    record_event(session, actor_id=actor.id, now=now, action="delivery:add", subject=delivery)
    session.flush()
    note_added(session, actor=actor, now=now, round_=round_, delivery=delivery, reason=reason)
    return delivery


def lock_round(session: Session, round_id: int) -> DistributionRound:
    """Lock a round until the transaction ends and give it as it is now."""
    return session.scalars(
        select(DistributionRound)
        .where(DistributionRound.id == round_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def close_round(
    session: Session, *, actor: Account, now: datetime, round_: DistributionRound
) -> None:
    """Close a round.

    Refuses while a line has no outcome, a package is with a courier, a route is under way, or
    a request to take somebody in waits.
    """
    lock_campaign(session, round_.campaign_id)
    round_ = lock_round(session, round_.id)
    rules.check_round_open(round_.status)
    counts = queries.count_by_status(session, round_.id)
    waiting = sum(counts.get(status, 0) for status in rules.WAITING)
    rules.check_can_close(waiting, queries.count_with_couriers(session, round_.id))
    rules.check_no_request_waits(queries.count_requests(session, round_.id))
    rules.check_no_route_under_way(queries.count_routes_under_way(session, round_.id))
    round_.status, round_.closed_at = rules.RoundStatus.CLOSED, now
    record_event(session, actor_id=actor.id, now=now, action="distribution:close", subject=round_)
    session.flush()


def record_print(
    session: Session, *, actor: Account, now: datetime, round_id: int, content_hash: str
) -> bool:
    """Note that a sheet was printed; True when the same list was printed before."""
    is_copy = queries.was_printed(session, round_id, content_hash)
    session.add(
        SheetPrint(
            round_id=round_id,
            content_hash=content_hash,
            printed_at=now,
            printed_by_id=actor.id,
        )
    )
    session.flush()
    return is_copy


def _next_number(session: Session, campaign_id: int) -> int:
    last = session.execute(
        select(func.max(DistributionRound.number)).where(
            DistributionRound.campaign_id == campaign_id
        )
    ).scalar_one()
    return (last or 0) + 1


def _add_lines(session: Session, round_: DistributionRound, lines: list[rules.Decision]) -> None:
    session.add_all(
        Delivery(
            campaign_id=round_.campaign_id,
            round_id=round_.id,
            beneficiary_id=line.beneficiary_id,
            line_number=number,
            variant=line.variant,
            package_count=1,
            status=DeliveryStatus.PLANNED,
        )
        for number, line in enumerate(lines, start=1)
    )
    session.flush()
