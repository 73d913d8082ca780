"""Donation boxes: placed, opened by two, counted twice, sealed again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.sequences import take_next_number
from campaign_app.funds import queries, rules
from campaign_app.funds.models import BoxOpening, Donation, DonationBox
from campaign_app.funds.rules import AccountKind, DonationMethod, Place
from campaign_app.funds.services.donations import DonationDetails, record_donation
from campaign_app.funds.services.journal import record
from campaign_app.funds.services.operations import transfer_money


def place_box(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    number: str,
    place: str,
    seal_number: str,
    placed_on: date,
) -> DonationBox:
    """Put a sealed box up. Refuses a number that the campaign has, and a day in the future."""
    lock_campaign(session, campaign.id)
    rules.check_not_in_future(placed_on, today, "placed_on")
    same = select(DonationBox.id).where(
        DonationBox.campaign_id == campaign.id, DonationBox.number == number
    )
    if session.scalar(same) is not None:
        raise rules.BoxNumberTaken(field="number", number=number)
    box = DonationBox(
        campaign_id=campaign.id,
        number=number,
        place=place,
        seal_number=seal_number,
        placed_on=placed_on,
    )
    session.add(box)
    session.flush()
    record(session, actor, now, "box:place", box)
    return box


def move_box(
    session: Session, *, actor: Account, now: datetime, box: DonationBox, place: str
) -> DonationBox:
    """Say where the box stands now; its openings keep where it stood then."""
    lock_campaign(session, box.campaign_id)
    box.place = place
    record(session, actor, now, "box:move", box)
    session.flush()
    return box


def withdraw_box(
    session: Session, *, actor: Account, now: datetime, today: date, box: DonationBox
) -> DonationBox:
    """Take a box away. Refuses while it is open or money of it is not carried to the desk."""
    lock_campaign(session, box.campaign_id)
    session.refresh(box, with_for_update=True)
    if queries.find_open_opening(session, box.id) is not None:
        raise rules.BoxIsOpen()
    held = queries.account_balance(session, box.campaign_id, AccountKind.BOX, box.id)
    rules.check_box_empty(held)
    box.withdrawn_on = max(today, box.placed_on)
    record(session, actor, now, "box:withdraw", box)
    session.flush()
    return box


def open_box(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    box: DonationBox,
    opened_on: date,
    seal_found: str,
    seal_note: str,
    pieces: Mapping[int, int],
) -> BoxOpening:
    """Open a box and write the first count down; somebody else counts again.

    Refuses a box that is open or gone, another seal than the recorded one without a word
    about it, a day in the future and one of a closed period.
    """
    lock_campaign(session, box.campaign_id)
    session.refresh(box, with_for_update=True)
    rules.check_not_in_future(opened_on, today, "opened_on")
    closed_until = queries.closed_until(session, box.campaign_id)
    rules.check_period_open(closed_until, opened_on, "opened_on")
    if box.withdrawn_on is not None:
        raise rules.BoxWithdrawn()
    if queries.find_open_opening(session, box.id) is not None:
        raise rules.BoxIsOpen()
    rules.check_seal(box.seal_number, seal_found, seal_note)
    year = opened_on.year
    opening = BoxOpening(
        campaign_id=box.campaign_id,
        box_id=box.id,
        number_year=year,
        number_sequence=take_next_number(session, f"box_opening:{year}"),
        opened_on=opened_on,
        place=box.place,
        seal_expected=box.seal_number,
        seal_found=seal_found,
        seal_note=seal_note.strip(),
        first_count=_stored(pieces),
        first_total_minor=rules.total_of(pieces),
        first_counted_at=now,
        first_counted_by_id=actor.id,
    )
    session.add(opening)
    session.flush()
    record(session, actor, now, "box:open", opening)
    return opening


def recount_box(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    opening: BoxOpening,
    pieces: Mapping[int, int],
    difference_reason: str,
    new_seal: str,
    to_cash: bool,
) -> BoxOpening:
    """Write the second count down: what it says becomes a donation of the box.

    `to_cash` carries the money to the cash desk at once. Refuses whoever counted first, a
    difference without a reason, and a second time.
    """
    lock_campaign(session, opening.campaign_id)
    session.refresh(opening, with_for_update=True)
    if opening.second_counted_at is not None:
        raise rules.AlreadyRecounted()
    rules.check_second_counter(opening.first_counted_by_id, actor.id)
    total = rules.total_of(pieces)
    if total != opening.first_total_minor and not difference_reason.strip():
        raise rules.CountsDiffer(field="difference_reason")
    opening.second_count, opening.second_total_minor = _stored(pieces), total
    opening.second_counted_at, opening.second_counted_by_id = now, actor.id
    opening.difference_reason = difference_reason.strip()
    opening.new_seal = new_seal
    box = session.get_one(DonationBox, opening.box_id)
    box.seal_number = new_seal
    if total:
        donation = _donate(session, actor, now, today, campaign, opening, box)
        opening.donation_id = donation.id
        if to_cash:
            transfer_money(
                session,
                actor=actor,
                now=now,
                today=today,
                campaign=campaign,
                source=Place(AccountKind.BOX, box.id),
                target=Place(AccountKind.CASH),
                amount_minor=total,
                moved_on=opening.opened_on,
                reason=f"№ {opening.number}",
            )
    record(session, actor, now, "box:recount", opening)
    session.flush()
    return opening


def _donate(
    session: Session,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    opening: BoxOpening,
    box: DonationBox,
) -> Donation:
    details = DonationDetails(
        amount_minor=opening.second_total_minor or 0,
        method=DonationMethod.BOX,
        received_on=opening.opened_on,
        is_anonymous=True,
        note=f"{box.number}, {opening.place}"[:500],
        box_id=box.id,
    )
    return record_donation(
        session, actor=actor, now=now, today=today, campaign=campaign, details=details
    )


def _stored(pieces: Mapping[int, int]) -> dict[str, int]:
    """JSON has texts for keys."""
    return {str(tenge): count for tenge, count in pieces.items() if count}
