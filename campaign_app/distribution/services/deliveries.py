"""What people do with one line: give it to a courier, record, undo, take it off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.rules import check_may_receive
from campaign_app.beneficiaries.services import lock_kept, note_helped
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.pictures import Picture
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import (
    Delivery,
    DeliveryAttempt,
    DistributionRound,
    Proof,
)
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from campaign_app.distribution.services.decisions import note_line_moved
from campaign_app.distribution.services.proof_pictures import keep_picture
from campaign_app.inventory import services as stock
from campaign_app.inventory.rules import PackageMovementKind


@dataclass(frozen=True, kw_only=True)
class ProofGiven:
    """How a receipt was confirmed."""

    kind: ProofKind
    reference: str = ""
    proxy_name: str = ""
    proxy_document: str = ""
    proxy_id: int | None = None
    picture: Picture | None = None


def _lock_delivery(session: Session, delivery: Delivery) -> Delivery:
    """Lock the line; its round must be open. The campaign is locked first, as everywhere."""
    lock_campaign(session, delivery.campaign_id)
    rules.check_round_open(session.get_one(DistributionRound, delivery.round_id).status)
    return session.scalars(
        select(Delivery)
        .where(Delivery.id == delivery.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _check_not_served_elsewhere(session: Session, delivery: Delivery) -> None:
    """Raise ServedOnOtherRecord. Whoever hands something to a person waits for her turn here."""
    kept = lock_kept(session, delivery.beneficiary_id)
    lines = queries.lines_of_person(session, delivery.round_id, kept.id)
    for line in lines:
        if line.id != delivery.id and line.status in rules.SERVED:
            raise rules.ServedOnOtherRecord(
                recipient=beneficiaries.display_name(session, kept.id),
                round=session.get_one(DistributionRound, delivery.round_id).number,
                when=line.handed_on,
            )


def take_out(session: Session, *, actor: Account, now: datetime, delivery: Delivery) -> None:
    """Give the package to a courier.

    Refuses what is not in stock, what a courier has, what is fetched at the desk, and a second
    package of one person.
    """
    delivery = _lock_delivery(session, delivery)
    if delivery.is_with_courier:
        raise rules.AlreadyWithCourier()
    if delivery.status not in rules.WAITING:
        raise rules.OutcomeRefused(action=DeliveryAction.DELIVER, status=delivery.status)
    if delivery.pickup_code is not None:
        name = beneficiaries.display_name(session, delivery.beneficiary_id)
        raise rules.FetchedAtDesk(recipient=name)
    _check_not_served_elsewhere(session, delivery)
    _move_from_stock(session, actor, now, delivery, PackageMovementKind.TAKEN_BY_COURIER)
    delivery.is_with_courier = True
    record_event(session, actor_id=actor.id, now=now, action="delivery:take_out", subject=delivery)
    session.flush()


def return_package(session: Session, *, actor: Account, now: datetime, delivery: Delivery) -> None:
    """Take a package back into stock from a courier. Refuses what no courier has."""
    delivery = _lock_delivery(session, delivery)
    if not delivery.is_with_courier:
        raise rules.NotWithCourier()
    _settle_with_courier(session, actor, now, delivery, PackageMovementKind.RETURNED)
    delivery.is_with_courier = False
    record_event(session, actor_id=actor.id, now=now, action="delivery:return", subject=delivery)
    session.flush()


def record_outcome(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    delivery: Delivery,
    action: DeliveryAction,
    handed_on: date,
    proof: ProofGiven | None = None,
    note: str = "",
) -> Delivery:
    """Record what became of a line.

    Refuses a second package (naming when the first was received, also on another record
    of the same person), "delivered" without a proof that suits, a proxy who was revoked or
    whose document had run out on that day, a package that is not in stock, and whatever the
    table of states does not allow.
    """
    delivery = _lock_delivery(session, delivery)
    if delivery.status in rules.SERVED and action in rules.OUTCOMES:
        raise rules.AlreadyServed(
            recipient=beneficiaries.display_name(session, delivery.beneficiary_id),
            when=delivery.handed_on,
        )
    status = rules.next_status(delivery.status, action)
    if status in rules.SERVED:
        _check_not_served_elsewhere(session, delivery)
    proof = _with_proxy(session, delivery, proof, handed_on)
    rules.check_proof(
        status,
        proof.kind if proof else None,
        proxy_name=proof.proxy_name if proof else "",
        proxy_document=proof.proxy_document if proof else "",
    )
    kept = None
    if status in rules.SERVED and proof is not None:
        kept = _keep_proof(session, actor, now, proof, delivery.campaign_id)
        if delivery.is_with_courier:
            _settle_with_courier(
                session, actor, now, delivery, PackageMovementKind.DELIVERED_BY_COURIER
            )
            delivery.is_with_courier = False
        else:
            _move_from_stock(session, actor, now, delivery, PackageMovementKind.HANDED_OUT)
        delivery.proof_id = kept.id
        delivery.handed_on = handed_on
    delivery.status = status
    delivery.note = note
    delivery.attempt_count += 1
    delivery.settled_at = None if status in rules.WAITING else now
    _log_attempt(session, actor, now, delivery, action, kept, note)
    record_event(session, actor_id=actor.id, now=now, action="delivery:record", subject=delivery)
    session.flush()
    _tell_the_registry(session, delivery)
    return delivery


def take_off_list(
    session: Session, *, actor: Account, now: datetime, delivery: Delivery, reason: str
) -> None:
    """Take somebody off a round's list. Needs a reason; the package must not be under way."""
    delivery = _lock_delivery(session, delivery)
    if not reason.strip():
        raise rules.ReasonMissing(field="note")
    if delivery.is_with_courier:
        raise rules.AlreadyWithCourier()
    delivery.status = rules.next_status(delivery.status, DeliveryAction.CANCEL)
    delivery.note, delivery.settled_at = reason, now
    _log_attempt(session, actor, now, delivery, DeliveryAction.CANCEL, None, reason)
    record_event(session, actor_id=actor.id, now=now, action="delivery:cancel", subject=delivery)
    session.flush()
    note_line_moved(session, actor=actor, now=now, delivery=delivery, reason=reason)


def note_for_door(
    session: Session, *, actor: Account, now: datetime, delivery: Delivery, note: str
) -> None:
    """Write what the volunteer must know at the door. Refuses a closed round."""
    delivery = _lock_delivery(session, delivery)
    delivery.door_note = note.strip()
    record_event(session, actor_id=actor.id, now=now, action="delivery:note", subject=delivery)
    session.flush()


def undo_outcome(
    session: Session, *, actor: Account, now: datetime, delivery: Delivery, reason: str
) -> None:
    """Put a line back to "planned". Needs a reason; a package that was booked out comes back."""
    delivery = _lock_delivery(session, delivery)
    if not reason.strip():
        raise rules.ReasonMissing(field="note")
    was_served = delivery.status in rules.SERVED
    delivery.status = rules.next_status(delivery.status, DeliveryAction.REOPEN)
    if was_served:
        stock.take_back_delivered(
            session,
            actor=actor,
            now=now,
            campaign_id=delivery.campaign_id,
            version_id=session.get_one(DistributionRound, delivery.round_id).version_id,
            variant=delivery.variant,
            count=delivery.package_count,
            delivery_id=delivery.id,
            reason=reason,
        )
    delivery.proof_id = delivery.handed_on = delivery.settled_at = None
    delivery.note = reason
    _log_attempt(session, actor, now, delivery, DeliveryAction.REOPEN, None, reason)
    record_event(session, actor_id=actor.id, now=now, action="delivery:undo", subject=delivery)
    session.flush()
    note_line_moved(session, actor=actor, now=now, delivery=delivery, reason=reason)
    _tell_the_registry(session, delivery)


def _move_from_stock(
    session: Session,
    actor: Account,
    now: datetime,
    delivery: Delivery,
    kind: PackageMovementKind,
) -> None:
    stock.take_packages(
        session,
        actor=actor,
        now=now,
        campaign_id=delivery.campaign_id,
        version_id=session.get_one(DistributionRound, delivery.round_id).version_id,
        variant=delivery.variant,
        count=delivery.package_count,
        kind=kind,
        delivery_id=delivery.id,
    )


def _settle_with_courier(
    session: Session,
    actor: Account,
    now: datetime,
    delivery: Delivery,
    kind: PackageMovementKind,
) -> None:
    stock.settle_with_courier(
        session,
        actor=actor,
        now=now,
        campaign_id=delivery.campaign_id,
        version_id=session.get_one(DistributionRound, delivery.round_id).version_id,
        variant=delivery.variant,
        count=delivery.package_count,
        kind=kind,
        delivery_id=delivery.id,
    )


def _with_proxy(
    session: Session, delivery: Delivery, proof: ProofGiven | None, on: date
) -> ProofGiven | None:
    """A registered proxy is named as she is on file; what she may do is decided by the day."""
    if proof is None or proof.kind is not ProofKind.PROXY or proof.proxy_id is None:
        return None if proof is None else replace(proof, proxy_id=None)
    proxy = beneficiaries.find_proxy(session, delivery.beneficiary_id, proof.proxy_id)
    if proxy is None:
        raise NotFound(field="proxy_id")
    check_may_receive(valid_until=proxy.valid_until, revoked_on=proxy.revoked_on, on=on)
    number = proxy.document_number or ""
    return replace(proof, proxy_name=proxy.full_name, proxy_document=number)


def _keep_proof(
    session: Session, actor: Account, now: datetime, proof: ProofGiven, campaign_id: int
) -> Proof:
    kept = Proof(
        kind=proof.kind,
        reference=proof.reference,
        proxy_id=proof.proxy_id,
        proxy_name=proof.proxy_name,
        proxy_document=proof.proxy_document or None,
        recorded_at=now,
        recorded_by_id=actor.id,
    )
    session.add(kept)
    session.flush()
    if proof.picture is not None and proof.kind in rules.PICTURED:
        keep_picture(
            session, now=now, campaign_id=campaign_id, picture=proof.picture, proof_id=kept.id
        )
    return kept


def _log_attempt(
    session: Session,
    actor: Account,
    now: datetime,
    delivery: Delivery,
    action: DeliveryAction,
    proof: Proof | None,
    note: str,
) -> None:
    session.add(
        DeliveryAttempt(
            delivery_id=delivery.id,
            action=action,
            recorded_at=now,
            recorded_by_id=actor.id,
            proof_id=proof.id if proof else None,
            note=note,
        )
    )


def _tell_the_registry(session: Session, delivery: Delivery) -> None:
    """The need of those who were helped lately is less: keep the latest day on the person."""
    lock_kept(session, delivery.beneficiary_id)
    on = queries.last_handed_on(session, delivery.beneficiary_id)
    note_helped(session, beneficiary_id=delivery.beneficiary_id, on=on)
