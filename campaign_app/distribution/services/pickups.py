"""People who fetch their package: chosen, put back, and served at the desk by their code."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from campaign_app.distribution.services.deliveries import ProofGiven, record_outcome


def _lock_lines(
    session: Session, round_: DistributionRound, delivery_ids: Collection[int]
) -> list[Delivery]:
    """Those lines of an open round, locked. The campaign is locked first, as everywhere."""
    if not delivery_ids:
        raise rules.NobodyFetches()
    lock_campaign(session, round_.campaign_id)
    session.refresh(round_)
    rules.check_round_open(round_.status)
    statement = (
        select(Delivery)
        .where(Delivery.round_id == round_.id, Delivery.id.in_(list(delivery_ids)))
        .order_by(Delivery.line_number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = list(session.scalars(statement))
    if len(found) != len(set(delivery_ids)):
        raise NotFound()
    return found


def choose_pickups(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    delivery_ids: Collection[int],
) -> int:
    """Give everybody of these a code to fetch the package with; tells how many are new.

    Who has one keeps it. All or none: refuses a closed round, and naming whom, somebody to
    whom an open route leads, whose package is out, or whose line is settled.
    """
    lines = _lock_lines(session, round_, delivery_ids)
    free = set(queries.free_line_ids(session, round_.id))
    new = [line for line in lines if line.pickup_code is None]
    for line in new:
        if line.id not in free:
            name = beneficiaries.display_name(session, line.beneficiary_id)
            raise rules.PickupNotFree(recipient=name)
    taken = set(
        session.scalars(
            select(Delivery.pickup_code).where(
                Delivery.round_id == round_.id, Delivery.pickup_code.is_not(None)
            )
        )
    )
    codes = rules.new_pickup_codes(len(new), {code for code in taken if code})
    for line, code in zip(new, codes, strict=True):
        # A route that led there is over: the stop was missed.
        line.pickup_code, line.route_id, line.stop_number = code, None, None
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action="distribution:choose_pickups",
        subject=round_,
        people=len(new),
    )
    session.flush()
    return len(new)


def remove_pickups(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    delivery_ids: Collection[int],
) -> int:
    """Put these back among those to whom a route may lead: their codes are void; how many.

    Whoever fetched the package already stays: the code is her proof.
    """
    lines = [
        line
        for line in _lock_lines(session, round_, delivery_ids)
        if line.pickup_code is not None and line.status in rules.WAITING
    ]
    for line in lines:
        line.pickup_code = None
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action="distribution:remove_pickups",
        subject=round_,
        people=len(lines),
    )
    session.flush()
    return len(lines)


def describe_desk(
    session: Session, *, actor: Account, now: datetime, round_: DistributionRound, notice: str
) -> None:
    """Say where and when packages are fetched: the slips tell it. Refuses a closed round."""
    lock_campaign(session, round_.campaign_id)
    session.refresh(round_)
    rules.check_round_open(round_.status)
    round_.pickup_notice = notice.strip()
    record_event(
        session, actor_id=actor.id, now=now, action="distribution:describe_desk", subject=round_
    )
    session.flush()


def hand_over_at_desk(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    round_: DistributionRound,
    code: str,
    proxy_name: str = "",
    proxy_document: str = "",
    proxy_id: int | None = None,
) -> Delivery:
    """Hand the package to whoever brings its code; for another person, to a proxy.

    `proxy_id`: one who is registered; without it, name and document of the one who came.

    Refuses a code that nobody in the round has, and what `record_outcome` refuses: a second
    package first of all.
    """
    # From here on nobody can make the code void, or give it to a courier.
    lock_campaign(session, round_.campaign_id)
    read = rules.read_pickup_code(code)
    delivery = queries.find_by_pickup_code(session, round_.id, read)
    if delivery is None:
        raise rules.PickupCodeUnknown(field="code", code=code.strip())
    is_proxy = bool(proxy_id or proxy_name.strip() or proxy_document.strip())
    return record_outcome(
        session,
        actor=actor,
        now=now,
        delivery=delivery,
        action=DeliveryAction.DELIVER,
        handed_on=today,
        proof=ProofGiven(
            kind=ProofKind.PROXY if is_proxy else ProofKind.CODE,
            reference=read,
            proxy_name=proxy_name,
            proxy_document=proxy_document,
            proxy_id=proxy_id,
        ),
    )
