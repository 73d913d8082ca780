"""Donations: written down, numbered, taken back by a reversal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.money import Money
from campaign_app.core.names import fold, normalise
from campaign_app.core.sequences import take_next_number
from campaign_app.funds import queries, rules
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import EntryKind
from campaign_app.funds.services.donors import find_or_add_donor, thank_donor
from campaign_app.funds.services.journal import actor_id, post_entry, record
from campaign_app.funds.services.pledges import check_pledge

# Read aloud and typed from paper: no letter that is taken for a digit or another letter.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12


@dataclass(frozen=True, kw_only=True)
class DonationDetails:
    """What is written down about a gift; at `donor_email` the donor is thanked."""

    amount_minor: int
    method: rules.DonationMethod
    received_on: date
    donor_name: str = ""
    is_anonymous: bool = False
    reference: str = ""
    note: str = ""
    box_id: int | None = None
    donor_email: str = ""
    pledge_id: int | None = None


def record_donation(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    details: DonationDetails,
) -> Donation:
    """Write down a gift and give it the next receipt number of its year.

    Refuses a closed campaign, a day in the future or of a closed period, a donor without a
    name who is not anonymous, an address of nobody, a payment reference that is entered
    already, and a pledge that is over.
    """
    lock_campaign(session, campaign.id)
    details = _normalised(details)
    rules.check_not_in_future(details.received_on, today, "received_on")
    rules.check_donor(details.donor_name, details.is_anonymous)
    rules.check_donor_email(details.donor_name, details.donor_email)
    if details.pledge_id is not None:
        check_pledge(session, campaign.id, details.pledge_id, today)
    if details.reference:
        same = queries.find_same_reference(session, campaign.id, details.method, details.reference)
        if same is not None:
            raise rules.ReferenceTaken(field="reference", receipt=same.receipt)
    entry = post_entry(
        session,
        actor,
        now,
        campaign.id,
        EntryKind.DONATION,
        details.received_on,
        rules.donation_lines(details.method, details.amount_minor, details.box_id),
        field="received_on",
    )
    donor = find_or_add_donor(
        session,
        now=now,
        campaign_id=campaign.id,
        name=details.donor_name,
        email=details.donor_email,
    )
    year = details.received_on.year
    written = {name: value for name, value in vars(details).items() if name != "donor_email"}
    donation = Donation(
        campaign_id=campaign.id,
        receipt_year=year,
        receipt_sequence=take_next_number(session, f"receipt:{year}"),
        donor_search=fold(details.donor_name),
        verification_code=_new_code(),
        entry_id=entry.id,
        recorded_at=now,
        recorded_by_id=actor_id(actor),
        donor_id=donor.id if donor else None,
        **written,
    )
    session.add(donation)
    record(session, actor, now, "donation:record", donation)
    session.flush()
    if donor is not None:
        thank_donor(session, now=now, donor=donor, donation=donation)
    return donation


def _normalised(details: DonationDetails) -> DonationDetails:
    return replace(
        details,
        donor_name=normalise(details.donor_name),
        reference=normalise(details.reference),
        note=details.note.strip(),
        donor_email=details.donor_email.strip().lower(),
    )


def void_donation(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    donation: Donation,
    reason: str,
) -> Donation:
    """Take a donation back by a reversal that stays visible, on the day of `today`.

    Refuses to do so without a reason, twice, when the money is spent, when part of it was
    given back, and while `today` is in a closed period.
    """
    lock_campaign(session, donation.campaign_id)
    session.refresh(donation, with_for_update=True)
    if donation.voided_at is not None:
        raise rules.AlreadyVoided()
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    if donation.refunded_minor:
        raise rules.AlreadyRefunded(field="reason", refunded=Money(donation.refunded_minor))
    account = rules.ACCOUNT_OF_METHOD[donation.method]
    left = queries.account_balance(session, donation.campaign_id, account, donation.box_id)
    if left < donation.amount_minor:
        raise rules.MoneySpentAlready(
            field="reason", asked=Money(donation.amount_minor), left=Money(left)
        )
    entry = post_entry(
        session,
        actor,
        now,
        donation.campaign_id,
        EntryKind.DONATION_VOID,
        today,
        rules.donation_lines(donation.method, -donation.amount_minor, donation.box_id),
        reason=reason.strip(),
        reverses_id=donation.entry_id,
        field="reason",
    )
    donation.voided_at, donation.voided_by_id = now, actor.id
    donation.void_reason, donation.reversal_entry_id = reason.strip(), entry.id
    record(session, actor, now, "donation:void", donation)
    session.flush()
    return donation


def _new_code() -> str:
    """What verifies a receipt: 58 bits, so that nobody guesses one."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
