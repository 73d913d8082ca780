"""Totals and balances, from the journal. Amounts are tiyn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.rules import Equation
from campaign_app.core.i18n import N_
from campaign_app.core.pagination import Rows
from campaign_app.funds.models import (
    ClosedPeriod,
    Donation,
    JournalEntry,
    LedgerAccount,
    Posting,
)
from campaign_app.funds.rules import (
    BALANCE_ACCOUNTS,
    MONEY_ACCOUNTS,
    AccountKind,
    DonationMethod,
    DonationSource,
)


@dataclass(frozen=True)
class AccountBalance:
    """What an account holds."""

    kind: AccountKind
    amount_minor: int
    is_personal: bool = False
    owner_note: str = ""


@dataclass(frozen=True)
class MethodTotal:
    """What came in by one method."""

    method: DonationMethod
    count: int
    amount_minor: int


@dataclass(frozen=True)
class SourceTotal:
    """What came in from one kind of donor."""

    source: DonationSource
    count: int
    amount_minor: int


def account_balances(
    session: Session,
    campaign_ids: list[int],
    *,
    recorded_until: datetime | None = None,
    occurred_until: date | None = None,
) -> list[AccountBalance]:
    """What each account holds, as the journal says; the accounts with the most first.

    `recorded_until`: what the books said at that instant. `occurred_until`: what was there
    at the end of that day, as the books say now.
    """
    # Summed before it is joined: the index on postings gives the sums without the table.
    held: Rows = select(
        Posting.ledger_account_id, func.sum(Posting.amount_minor).label("held")
    ).where(Posting.campaign_id.in_(campaign_ids))
    if recorded_until is not None or occurred_until is not None:
        held = held.join(JournalEntry, JournalEntry.id == Posting.entry_id)
    if recorded_until is not None:
        held = held.where(JournalEntry.recorded_at <= recorded_until)
    if occurred_until is not None:
        held = held.where(JournalEntry.occurred_on <= occurred_until)
    sums = held.group_by(Posting.ledger_account_id).subquery()
    total = func.coalesce(func.sum(sums.c.held), 0)
    statement = (
        select(
            LedgerAccount.kind,
            total,
            func.max(case((LedgerAccount.is_personal, 1), else_=0)),
            func.max(LedgerAccount.owner_note),
        )
        .outerjoin(sums, sums.c.ledger_account_id == LedgerAccount.id)
        .where(LedgerAccount.campaign_id.in_(campaign_ids))
        .group_by(LedgerAccount.kind)
        .order_by(total.desc(), LedgerAccount.kind)
    )
    return [
        AccountBalance(row[0], int(row[1]), bool(row[2]), row[3])
        for row in session.execute(statement)
    ]


def money_accounts(session: Session, campaign_ids: list[int]) -> list[AccountBalance]:
    """The accounts that hold money, the richest first; one that is not used yet holds 0."""
    known = {account.kind: account for account in account_balances(session, campaign_ids)}
    found = [known.get(kind) or AccountBalance(kind, 0) for kind in MONEY_ACCOUNTS]
    return sorted(found, key=lambda account: -account.amount_minor)


def _balance_of(session: Session, campaign_ids: list[int], *kinds: AccountKind) -> int:
    balances = account_balances(session, campaign_ids)
    return sum(account.amount_minor for account in balances if account.kind in kinds)


def account_balance(
    session: Session, campaign_id: int, kind: AccountKind, box_id: int | None = None
) -> int:
    """What one account holds; of boxes the one that is named, or money of no named box."""
    statement = (
        select(func.coalesce(func.sum(Posting.amount_minor), 0))
        .join(LedgerAccount, LedgerAccount.id == Posting.ledger_account_id)
        .where(
            Posting.campaign_id == campaign_id,
            LedgerAccount.campaign_id == campaign_id,
            LedgerAccount.kind == kind,
            LedgerAccount.box_id == box_id,
        )
    )
    return int(session.execute(statement).scalar_one())


def balance(session: Session, campaign_ids: list[int]) -> int:
    """Money that is there now, less what others advanced."""
    return _balance_of(session, campaign_ids, *BALANCE_ACCOUNTS)


def collected_minor(session: Session, campaign_ids: list[int]) -> int:
    """Money that came in, less what was voided or given back; gifts in kind are apart."""
    return -_balance_of(session, campaign_ids, AccountKind.INCOME_DONATIONS)


def spent_minor(session: Session, campaign_ids: list[int]) -> int:
    """Money that went out."""
    return _balance_of(session, campaign_ids, AccountKind.SPENT)


def in_kind_minor(session: Session, campaign_ids: list[int]) -> int:
    """The value of gifts in kind."""
    return -_balance_of(session, campaign_ids, AccountKind.INCOME_IN_KIND)


def totals_by_method(session: Session, campaign_ids: list[int]) -> list[MethodTotal]:
    """What came in by method, without voided donations."""
    statement = (
        select(Donation.method, func.count(), func.sum(Donation.kept_minor))
        .where(Donation.campaign_id.in_(campaign_ids), Donation.voided_at.is_(None))
        .group_by(Donation.method)
        .order_by(Donation.method)
    )
    return [MethodTotal(row[0], row[1], int(row[2])) for row in session.execute(statement)]


def totals_by_source(session: Session, campaign_ids: list[int]) -> list[SourceTotal]:
    """Money that came in by kind of donor, without voided donations and gifts in kind."""
    source = case(
        (Donation.method == DonationMethod.BOX, DonationSource.BOX.value),
        (Donation.is_anonymous, DonationSource.ANONYMOUS.value),
        else_=DonationSource.NAMED.value,
    )
    statement = (
        select(source, func.count(), func.sum(Donation.kept_minor))
        .where(
            Donation.campaign_id.in_(campaign_ids),
            Donation.voided_at.is_(None),
            Donation.method != DonationMethod.IN_KIND,
        )
        .group_by(source)
    )
    found = {row[0]: row for row in session.execute(statement)}
    return [
        SourceTotal(kind, found[kind.value][1], int(found[kind.value][2]))
        for kind in DonationSource
        if kind.value in found
    ]


def totals_by_day(session: Session, campaign_ids: list[int]) -> list[tuple[date, int]]:
    """Money that came in by day, without voided donations and gifts in kind."""
    statement = (
        select(Donation.received_on, func.sum(Donation.kept_minor))
        .where(
            Donation.campaign_id.in_(campaign_ids),
            Donation.voided_at.is_(None),
            Donation.method != DonationMethod.IN_KIND,
        )
        .group_by(Donation.received_on)
        .order_by(Donation.received_on)
    )
    return [(row[0], int(row[1])) for row in session.execute(statement)]


def money_equation(session: Session, campaign_ids: list[int]) -> Equation:
    """Money in = money out + balance.

    The left side counts the donations themselves, the right side the journal, so the
    difference would show a donation without postings and a posting without a donation.
    """
    totals = totals_by_method(session, campaign_ids)
    money_in = sum(t.amount_minor for t in totals if t.method is not DonationMethod.IN_KIND)
    return equation_of(money_in, account_balances(session, campaign_ids))


def equation_of(money_in: int, accounts: list[AccountBalance]) -> Equation:
    """Money in = money out + balance; fees and count differences where there are any."""
    held: defaultdict[AccountKind, int] = defaultdict(int)
    for account in accounts:
        held[account.kind] += account.amount_minor
    rare = (
        (N_("bank fees"), held[AccountKind.BANK_FEES]),
        (N_("count differences"), held[AccountKind.COUNT_DIFFERENCES]),
    )
    return Equation(
        N_("Money"),
        incoming=((N_("collected"), money_in),),
        outgoing=(
            (N_("spent"), held[AccountKind.SPENT]),
            *(line for line in rare if line[1]),
            (N_("balance"), sum(held[kind] for kind in BALANCE_ACCOUNTS)),
        ),
    )


def closed_until(session: Session, campaign_id: int) -> date | None:
    """The last day of the campaign's closed periods; None while nothing is closed."""
    statement = select(func.max(ClosedPeriod.ends_on)).where(
        ClosedPeriod.campaign_id == campaign_id
    )
    return session.execute(statement).scalar_one()
