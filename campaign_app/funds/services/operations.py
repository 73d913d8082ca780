"""What happens to money that is there: transfers, bank fees, count differences, refunds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.funds import queries, rules
from campaign_app.funds.models import Donation, Expense, JournalEntry, Refund
from campaign_app.funds.rules import AccountKind, EntryKind, Line, Place
from campaign_app.funds.services.journal import post_entry, record


def transfer_money(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    source: Place,
    target: Place,
    amount_minor: int,
    moved_on: date | None = None,
    reason: str = "",
) -> JournalEntry:
    """Move money between two accounts of a campaign, on `moved_on` or today.

    To ADVANCES it pays back what others advanced. Refuses more than the source holds or than
    is owed, a day in the future and one of a closed period.
    """
    lock_campaign(session, campaign.id)
    day = moved_on or today
    rules.check_not_in_future(day, today, "moved_on")
    if source == target:
        raise rules.SameAccount(field="target")
    _check_place(session, campaign, source, "source")
    if target.account is AccountKind.ADVANCES:
        rules.check_owed(amount_minor, queries.owed_minor(session, campaign.id))
    else:
        _check_place(session, campaign, target, "target")
    _check_held(session, campaign, source, amount_minor)
    lines = rules.transfer_lines(source, target, amount_minor)
    return _post(session, actor, now, campaign, EntryKind.TRANSFER, day, lines, reason, "moved_on")


def record_bank_fee(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    account: AccountKind,
    amount_minor: int,
    charged_on: date,
    reason: str = "",
) -> JournalEntry:
    """Write down what the bank kept. Refuses what `transfer_money` refuses."""
    lock_campaign(session, campaign.id)
    rules.check_not_in_future(charged_on, today, "charged_on")
    _check_place(session, campaign, Place(account), "account")
    _check_held(session, campaign, Place(account), amount_minor)
    lines = rules.fee_lines(account, amount_minor)
    return _post(
        session, actor, now, campaign, EntryKind.BANK_FEE, charged_on, lines, reason, "charged_on"
    )


def record_count(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    place: Place,
    counted_minor: int,
    counted_on: date,
    reason: str,
) -> JournalEntry:
    """Bring the books to what was counted, by an entry about the difference.

    Refuses no reason, no difference, less than nothing, and what `transfer_money` refuses.
    """
    lock_campaign(session, campaign.id)
    rules.check_not_in_future(counted_on, today, "counted_on")
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    _check_place(session, campaign, place, "account")
    booked = queries.account_balance(session, campaign.id, place.account, place.box_id)
    difference = rules.count_difference(counted_minor, booked)
    lines = rules.count_difference_lines(place, difference)
    return _post(
        session,
        actor,
        now,
        campaign,
        EntryKind.COUNT_DIFFERENCE,
        counted_on,
        lines,
        reason,
        "counted_on",
    )


def refund_donation(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    donation: Donation,
    amount_minor: int,
    refunded_on: date,
    reason: str,
) -> Refund:
    """Give a donor money back, from the account to which it came.

    Refuses more than was given or than the account holds, no reason, a voided donation,
    goods, a day in the future and one of a closed period.
    """
    lock_campaign(session, donation.campaign_id)
    session.refresh(donation, with_for_update=True)
    rules.check_not_in_future(refunded_on, today, "refunded_on")
    if donation.voided_at is not None:
        raise rules.AlreadyVoided()
    if donation.method is rules.DonationMethod.IN_KIND:
        raise rules.AccountUnknown(field="amount")
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    rules.check_refund(amount_minor, donation.kept_minor)
    account = rules.ACCOUNT_OF_METHOD[donation.method]
    held = queries.account_balance(session, donation.campaign_id, account, donation.box_id)
    rules.check_funds(amount_minor, held, account)
    entry = post_entry(
        session,
        actor,
        now,
        donation.campaign_id,
        EntryKind.DONATION_REFUND,
        refunded_on,
        rules.donation_lines(donation.method, -amount_minor, donation.box_id),
        reason=reason.strip(),
        field="refunded_on",
    )
    donation.refunded_minor += amount_minor
    refund = _keep_refund(session, entry, amount_minor, donation_id=donation.id)
    record(session, actor, now, "donation:refund", donation, refunded_minor=amount_minor)
    session.flush()
    return refund


def refund_expense(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    expense: Expense,
    amount_minor: int,
    refunded_on: date,
    reason: str,
) -> Refund:
    """Take money back from a supplier, to the account that paid.

    Refuses more than was paid, an expense that is not approved, no reason, a day in the
    future and one of a closed period.
    """
    lock_campaign(session, expense.campaign_id)
    session.refresh(expense, with_for_update=True)
    rules.check_not_in_future(refunded_on, today, "refunded_on")
    if expense.status is not rules.ExpenseStatus.APPROVED:
        raise rules.ExpenseDecided(status=expense.status)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    rules.check_refund(amount_minor, expense.amount_minor - expense.refunded_minor)
    entry = post_entry(
        session,
        actor,
        now,
        expense.campaign_id,
        EntryKind.EXPENSE_REFUND,
        refunded_on,
        rules.expense_lines(expense.account, -amount_minor),
        reason=reason.strip(),
        field="refunded_on",
    )
    expense.refunded_minor += amount_minor
    refund = _keep_refund(session, entry, amount_minor, expense_id=expense.id)
    record(session, actor, now, "expense:refund", expense, refunded_minor=amount_minor)
    session.flush()
    return refund


def _post(
    session: Session,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    kind: EntryKind,
    day: date,
    lines: Sequence[Line],
    reason: str,
    field: str,
) -> JournalEntry:
    """Append the entry and note it; `field` is that of the day. The first line tells the sum."""
    entry = post_entry(
        session, actor, now, campaign.id, kind, day, lines, reason=reason.strip(), field=field
    )
    amount_minor = lines[0].amount_minor
    record(session, actor, now, f"funds:{kind.value}", campaign, amount_minor=amount_minor)
    return entry


def _keep_refund(
    session: Session,
    entry: JournalEntry,
    amount_minor: int,
    *,
    donation_id: int | None = None,
    expense_id: int | None = None,
) -> Refund:
    refund = Refund(
        campaign_id=entry.campaign_id,
        donation_id=donation_id,
        expense_id=expense_id,
        amount_minor=amount_minor,
        refunded_on=entry.occurred_on,
        reason=entry.reason,
        entry_id=entry.id,
    )
    session.add(refund)
    return refund


def _check_place(session: Session, campaign: Campaign, place: Place, field: str) -> None:
    """Raise AccountUnknown for what holds no money and for another campaign's box."""
    box_known = place.box_id is None or (
        place.account is AccountKind.BOX
        and queries.find_box(session, campaign.id, place.box_id) is not None
    )
    if place.account not in rules.MONEY_ACCOUNTS or not box_known:
        raise rules.AccountUnknown(field=field)


def _check_held(session: Session, campaign: Campaign, place: Place, amount_minor: int) -> None:
    held = queries.account_balance(session, campaign.id, place.account, place.box_id)
    rules.check_funds(amount_minor, held, place.account)
