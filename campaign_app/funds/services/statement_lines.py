"""A parked line of a statement is decided by a person, once."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.funds import queries, rules
from campaign_app.funds.models import StatementLine
from campaign_app.funds.queries import OpenEntry
from campaign_app.funds.rules import LineStatus
from campaign_app.funds.services.donations import DonationDetails, record_donation
from campaign_app.funds.services.journal import record
from campaign_app.funds.services.operations import record_bank_fee


def possible_entries(session: Session, line: StatementLine) -> list[OpenEntry]:
    """The entries that the line may be: this amount on its account, nobody's yet, nearest first."""
    account = rules.ACCOUNT_OF_METHOD[line.method]
    found = queries.list_open_entries(
        session, line.campaign_id, account, amount_minor=line.amount_minor
    )
    return sorted(found, key=lambda entry: abs(entry.occurred_on - line.booked_on))


def book_line_as_donation(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    line: StatementLine,
    donor_name: str,
    is_anonymous: bool,
    received_on: date,
) -> StatementLine:
    """Post a parked line as a gift. Refuses money out and what `record_donation` refuses."""
    _check_waits(session, campaign, line)
    if line.amount_minor < 0:
        raise rules.MoneyWentOut()
    donation = record_donation(
        session,
        actor=actor,
        now=now,
        today=today,
        campaign=campaign,
        details=DonationDetails(
            amount_minor=line.amount_minor,
            method=line.method,
            received_on=received_on,
            donor_name=donor_name,
            is_anonymous=is_anonymous,
            reference=line.reference,
            note="" if is_anonymous else line.note,
        ),
    )
    return _decide(session, actor, now, line, LineStatus.POSTED, donation.entry_id)


def tie_line_to_entry(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    line: StatementLine,
    entry_id: int | None,
) -> StatementLine:
    """Say which entry of the journal a parked line is. Refuses any that it cannot be."""
    _check_waits(session, campaign, line)
    if entry_id not in {entry.id for entry in possible_entries(session, line)}:
        raise rules.EntryUnknown(field="entry_id")
    return _decide(session, actor, now, line, LineStatus.MATCHED, entry_id)


def book_line_as_fee(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    campaign: Campaign,
    line: StatementLine,
    charged_on: date,
) -> StatementLine:
    """Post a parked line as a bank fee. Refuses money in and what `record_bank_fee` refuses."""
    _check_waits(session, campaign, line)
    entry = record_bank_fee(
        session,
        actor=actor,
        now=now,
        today=today,
        campaign=campaign,
        account=rules.ACCOUNT_OF_METHOD[line.method],
        amount_minor=rules.fee_of(line.amount_minor),
        charged_on=charged_on,
        reason=line.note,
    )
    return _decide(session, actor, now, line, LineStatus.POSTED, entry.id)


def set_line_aside(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    line: StatementLine,
    reason: str,
) -> StatementLine:
    """Leave a parked line out of the books, for a reason that stays visible."""
    _check_waits(session, campaign, line)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    line.reason = reason.strip()
    return _decide(session, actor, now, line, LineStatus.SET_ASIDE, None)


def _check_waits(session: Session, campaign: Campaign, line: StatementLine) -> None:
    lock_campaign(session, campaign.id)
    session.refresh(line, with_for_update=True)
    if line.status is not LineStatus.PARKED:
        raise rules.LineDecided(status=line.status)


def _decide(
    session: Session,
    actor: Account,
    now: datetime,
    line: StatementLine,
    status: LineStatus,
    entry_id: int | None,
) -> StatementLine:
    line.status, line.entry_id = status, entry_id
    line.decided_at, line.decided_by_id = now, actor.id
    record(session, actor, now, f"statement_line:{status.value}", line)
    session.flush()
    return line
