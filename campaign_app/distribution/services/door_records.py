"""What phones record at doors and send when they can: each once, nothing lost."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.rules import CampaignClosed
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.kept_refusals import dump_refusal
from campaign_app.distribution import rules
from campaign_app.distribution.models import Delivery, DoorRecord, Route, RouteVolunteer
from campaign_app.distribution.rules import DeliveryAction, DoorState, ProofKind
from campaign_app.distribution.services.carrying import record_at_door
from campaign_app.distribution.services.deliveries import ProofGiven, record_outcome
from campaign_app.distribution.services.proof_pictures import hand_picture_on, keep_picture


@dataclass(frozen=True, kw_only=True)
class DoorEntry:
    """What a phone sends: its own id, which door, what happened there and when."""

    id: str
    route_id: int
    delivery_id: int
    action: DeliveryAction
    happened_at: datetime
    proof: ProofGiven | None = None
    note: str = ""
    #: Why the picture that came could not be read.
    unreadable: DomainError | None = None


def receive_door_record(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    zone: ZoneInfo,
    volunteer_id: int,
    entry: DoorEntry,
) -> DoorRecord:
    """Accept what a phone recorded, or keep it for the organiser with the reason; once.

    The same id again gives what became of it. For a route on which this volunteer never was,
    and a door of another round, there is nothing: NotFound.
    """
    route = session.get(Route, entry.route_id)
    if route is None or not _was_on(session, route.id, volunteer_id):
        raise NotFound()
    _lock_also_closed(session, route.campaign_id)
    known = session.get(DoorRecord, entry.id)
    if known is not None:
        if known.volunteer_id != volunteer_id:
            raise NotFound()
        return known
    delivery = session.get(Delivery, entry.delivery_id)
    if delivery is None or delivery.round_id != route.round_id:
        raise NotFound()
    record = _new_record(entry, route, volunteer_id, now)
    try:
        with session.begin_nested():
            if entry.unreadable is not None:
                raise entry.unreadable
            record_at_door(
                session,
                actor=actor,
                now=now,
                today=today,
                volunteer_id=volunteer_id,
                route_id=route.id,
                delivery_id=delivery.id,
                action=entry.action,
                proof=entry.proof,
                note=entry.note,
            )
        session.add(record)
    except DomainError as error:
        _keep_for_organiser(session, now, record, entry, error)
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action=f"door:{record.state.value}",
        subject=delivery,
        door_record=record.id,
        happened_on=record.happened_at.astimezone(zone).date().isoformat(),
    )
    session.flush()
    return record


def _keep_for_organiser(
    session: Session, now: datetime, record: DoorRecord, entry: DoorEntry, error: DomainError
) -> None:
    """What could not be accepted waits with its proof, its picture and the reason."""
    told = rules.RouteOver() if isinstance(error, NotFound) else error
    record.state, record.details = DoorState.CONFLICT, _dump(entry)
    record.refusal = dump_refusal(told)
    session.add(record)
    session.flush()
    if entry.proof is not None and entry.proof.picture is not None:
        keep_picture(
            session,
            now=now,
            campaign_id=record.campaign_id,
            picture=entry.proof.picture,
            door_record_id=record.id,
        )


def _new_record(entry: DoorEntry, route: Route, volunteer_id: int, now: datetime) -> DoorRecord:
    return DoorRecord(
        id=entry.id,
        campaign_id=route.campaign_id,
        route_id=route.id,
        delivery_id=entry.delivery_id,
        volunteer_id=volunteer_id,
        action=entry.action,
        details="",
        happened_at=min(entry.happened_at, now),  # a phone's clock may be ahead
        received_at=now,
        state=DoorState.ACCEPTED,
        refusal="",
        reason="",
    )


def _lock_also_closed(session: Session, campaign_id: int) -> None:
    """Lock the campaign; what a phone recorded is kept also when it was closed meanwhile."""
    with suppress(CampaignClosed):
        lock_campaign(session, campaign_id)  # refuses after it has locked


def _was_on(session: Session, route_id: int, volunteer_id: int) -> bool:
    """Whether she goes or went on the route; taken off it, what she did there still counts."""
    found = select(RouteVolunteer.id).where(
        RouteVolunteer.route_id == route_id, RouteVolunteer.volunteer_id == volunteer_id
    )
    return session.scalars(found.limit(1)).first() is not None


def _dump(entry: DoorEntry) -> str:
    proof = entry.proof
    return json.dumps(
        {
            "note": entry.note,
            "proof": proof.kind.value if proof else "",
            "reference": proof.reference if proof else "",
            "proxy_name": proof.proxy_name if proof else "",
            "proxy_document": proof.proxy_document if proof else "",
        },
        ensure_ascii=False,
    )


def proof_of(record: DoorRecord) -> ProofGiven | None:
    """The proof that the phone gave, while it waits."""
    details = json.loads(record.details) if record.details else {}
    if not details.get("proof"):
        return None
    return ProofGiven(
        kind=ProofKind(details["proof"]),
        reference=details["reference"],
        proxy_name=details["proxy_name"],
        proxy_document=details["proxy_document"],
    )


def note_of(record: DoorRecord) -> str:
    """The note that the phone gave, while it waits."""
    return str(json.loads(record.details)["note"]) if record.details else ""


def take_door_record(
    session: Session, *, actor: Account, now: datetime, zone: ZoneInfo, record: DoorRecord
) -> None:
    """Record what the phone says, as the organiser. Refuses what `record_outcome` refuses."""
    record = _waiting(session, record)
    delivery = record_outcome(
        session,
        actor=actor,
        now=now,
        delivery=session.get_one(Delivery, record.delivery_id),
        action=record.action,
        handed_on=record.happened_at.astimezone(zone).date(),
        proof=proof_of(record),
        note=note_of(record),
    )
    hand_picture_on(session, door_record_id=record.id, proof_id=delivery.proof_id)
    _decide(session, actor, now, record, DoorState.TAKEN)


def leave_door_record(
    session: Session, *, actor: Account, now: datetime, record: DoorRecord, reason: str
) -> None:
    """Leave the delivery as it is, for a reason that stays."""
    record = _waiting(session, record)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    record.reason = reason.strip()
    hand_picture_on(session, door_record_id=record.id, proof_id=None)
    _decide(session, actor, now, record, DoorState.LEFT)


def _waiting(session: Session, record: DoorRecord) -> DoorRecord:
    _lock_also_closed(session, record.campaign_id)
    session.refresh(record, with_for_update=True)
    if record.state is not DoorState.CONFLICT:
        raise rules.DoorRecordDecided(state=record.state)
    return record


def _decide(
    session: Session, actor: Account, now: datetime, record: DoorRecord, state: DoorState
) -> None:
    record.state, record.details, record.refusal = state, "", ""
    record.decided_at, record.decided_by_id = now, actor.id
    record_event(
        session,
        actor_id=actor.id,
        now=now,
        action=f"door:{state.value}",
        subject=session.get_one(Delivery, record.delivery_id),
        door_record=record.id,
    )
    session.flush()
