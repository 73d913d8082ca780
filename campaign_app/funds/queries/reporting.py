"""Money as reports and open pages show it: of several campaigns at once, no donor's name.

Amounts are tiyn. Whoever is named in `latest_donations` is named to the staff only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.rules import Equation
from campaign_app.core.pagination import Rows
from campaign_app.funds.models import Donation, Expense
from campaign_app.funds.queries.balances import (
    AccountBalance,
    MethodTotal,
    account_balances,
    equation_of,
)
from campaign_app.funds.rules import (
    BALANCE_ACCOUNTS,
    WAITING_STATUSES,
    AccountKind,
    DonationMethod,
    ExpenseStatus,
    number_in_year,
)


@dataclass(frozen=True)
class IncomeRow:
    """What came to a campaign on one day by one method, without voided donations."""

    campaign_id: int
    received_on: date
    method: DonationMethod
    count: int
    amount_minor: int

    @property
    def is_money(self) -> bool:
        """False for gifts in kind."""
        return self.method is not DonationMethod.IN_KIND


@dataclass(frozen=True)
class MoneyFigures:
    """Money of campaigns: what came in from the donations, where it is from the journal."""

    income: list[IncomeRow]
    accounts: list[AccountBalance]

    @property
    def collected_minor(self) -> int:
        """Money that came in; gifts in kind are apart."""
        return sum(row.amount_minor for row in self.income if row.is_money)

    @property
    def in_kind_minor(self) -> int:
        """The value of gifts in kind."""
        return sum(row.amount_minor for row in self.income if not row.is_money)

    @property
    def spent_minor(self) -> int:
        """Money that went out."""
        return self._held_by(AccountKind.SPENT)

    @property
    def balance_minor(self) -> int:
        """Money that is there, less what others advanced."""
        return self._held_by(*BALANCE_ACCOUNTS)

    @property
    def donations_count(self) -> int:
        """How many donations of money came."""
        return sum(row.count for row in self.income if row.is_money)

    @property
    def by_method(self) -> list[MethodTotal]:
        """What came in by method, in the order in which methods are named."""
        totals = []
        for method in DonationMethod:
            rows = [row for row in self.income if row.method is method]
            if rows:
                amount = sum(row.amount_minor for row in rows)
                totals.append(MethodTotal(method, sum(row.count for row in rows), amount))
        return totals

    @property
    def by_method_of_money(self) -> list[MethodTotal]:
        """The same without gifts in kind."""
        return [line for line in self.by_method if line.method is not DonationMethod.IN_KIND]

    @property
    def by_day(self) -> list[tuple[date, int]]:
        """Money that came in by day."""
        days: defaultdict[date, int] = defaultdict(int)
        for row in self.income:
            if row.is_money:
                days[row.received_on] += row.amount_minor
        return sorted(days.items())

    @property
    def equation(self) -> Equation:
        """Money in = money out + balance; the two sides come from different tables."""
        return equation_of(self.collected_minor, self.accounts)

    def _held_by(self, *kinds: AccountKind) -> int:
        return sum(account.amount_minor for account in self.accounts if account.kind in kinds)


@dataclass(frozen=True)
class SpendingRow:
    """An approved expense; the amount is less what the supplier gave back."""

    campaign_id: int
    number_year: int
    number_sequence: int
    spent_on: date
    supplier: str
    purpose: str
    document_number: str
    amount_minor: int
    overdraft_minor: int
    override_reason: str

    @property
    def number(self) -> str:
        """The number on the papers."""
        return number_in_year(self.number_year, self.number_sequence)


@dataclass(frozen=True)
class WaitingExpense:
    """An expense that nobody decided yet."""

    id: int
    campaign_id: int
    number_year: int
    number_sequence: int
    supplier: str
    amount_minor: int
    entered_by_id: int

    @property
    def number(self) -> str:
        """The number on the papers."""
        return number_in_year(self.number_year, self.number_sequence)


@dataclass(frozen=True)
class LatestDonation:
    """A donation as the staff sees it."""

    id: int
    campaign_id: int
    receipt_year: int
    receipt_sequence: int
    received_on: date
    donor_name: str
    is_anonymous: bool
    method: DonationMethod
    amount_minor: int
    voided_at: datetime | None

    @property
    def receipt(self) -> str:
        """The number on the receipt."""
        return number_in_year(self.receipt_year, self.receipt_sequence)


@dataclass(frozen=True)
class OpenDonation:
    """A donation as everybody may see it: no name, no reference, no note.

    The amount is less what went back to the donor, so that all of them add up to the page.
    """

    campaign_id: int
    receipt_year: int
    receipt_sequence: int
    received_on: date
    method: DonationMethod
    amount_minor: int
    is_anonymous: bool
    is_voided: bool

    @property
    def receipt(self) -> str:
        """The number on the receipt, by which a donor finds her own gift."""
        return number_in_year(self.receipt_year, self.receipt_sequence)


def money_figures(session: Session, campaign_ids: list[int]) -> MoneyFigures:
    """All that the open figures of money are made of, in two queries."""
    day = (Donation.campaign_id, Donation.received_on, Donation.method)
    statement = (
        select(*day, func.count(), func.sum(Donation.kept_minor))
        .where(Donation.campaign_id.in_(campaign_ids), Donation.voided_at.is_(None))
        .group_by(*day)
        .order_by(*day)
    )
    income = [IncomeRow(*row[:4], int(row[4])) for row in session.execute(statement)]
    return MoneyFigures(income, account_balances(session, campaign_ids))


def collected_by_campaign(session: Session, campaign_ids: Collection[int]) -> dict[int, int]:
    """Money that came in, by campaign; one without donations is absent."""
    statement = (
        select(Donation.campaign_id, func.sum(Donation.kept_minor))
        .where(
            Donation.campaign_id.in_(campaign_ids),
            Donation.voided_at.is_(None),
            Donation.method != DonationMethod.IN_KIND,
        )
        .group_by(Donation.campaign_id)
    )
    return {row[0]: int(row[1]) for row in session.execute(statement)}


def list_spending(session: Session, campaign_ids: list[int]) -> list[SpendingRow]:
    """What money went out for, in the order of time."""
    statement: Rows = (
        select(
            Expense.campaign_id,
            Expense.number_year,
            Expense.number_sequence,
            Expense.spent_on,
            Expense.supplier,
            Expense.purpose,
            Expense.document_number,
            Expense.paid_minor,
            Expense.overdraft_minor,
            Expense.override_reason,
        )
        .where(Expense.campaign_id.in_(campaign_ids), Expense.status == ExpenseStatus.APPROVED)
        .order_by(Expense.spent_on, Expense.id)
    )
    return [SpendingRow(*row) for row in session.execute(statement)]


def list_waiting_expenses(
    session: Session, campaign_ids: Collection[int], *, limit: int
) -> list[WaitingExpense]:
    """Expenses that nobody decided yet, the oldest first."""
    statement = (
        select(
            Expense.id,
            Expense.campaign_id,
            Expense.number_year,
            Expense.number_sequence,
            Expense.supplier,
            Expense.amount_minor,
            Expense.entered_by_id,
        )
        .where(Expense.campaign_id.in_(campaign_ids), Expense.status.in_(WAITING_STATUSES))
        .order_by(Expense.entered_at, Expense.id)
        .limit(limit)
    )
    return [WaitingExpense(*row) for row in session.execute(statement)]


def latest_donations(
    session: Session, campaign_ids: Collection[int], *, limit: int
) -> list[LatestDonation]:
    """The donations that came last; voided ones stay visible."""
    statement: Rows = (
        select(
            Donation.id,
            Donation.campaign_id,
            Donation.receipt_year,
            Donation.receipt_sequence,
            Donation.received_on,
            Donation.donor_name,
            Donation.is_anonymous,
            Donation.method,
            Donation.amount_minor,
            Donation.voided_at,
        )
        .where(Donation.campaign_id.in_(campaign_ids))
        .order_by(Donation.received_on.desc(), Donation.id.desc())
        .limit(limit)
    )
    return [LatestDonation(*row) for row in session.execute(statement)]


def stream_open_donations(session: Session, campaign_ids: list[int]) -> Iterator[OpenDonation]:
    """Every donation without whoever gave it, in the order of its receipt."""
    statement = (
        select(
            Donation.campaign_id,
            Donation.receipt_year,
            Donation.receipt_sequence,
            Donation.received_on,
            Donation.method,
            Donation.kept_minor,
            Donation.is_anonymous,
            Donation.voided_at,
        )
        .where(Donation.campaign_id.in_(campaign_ids))
        .order_by(Donation.receipt_year, Donation.receipt_sequence)
    )
    for row in session.execute(statement):
        yield OpenDonation(*row[:7], row[7] is not None)


def find_donation_by_code(session: Session, code: str) -> Donation | None:
    """The donation whose receipt carries this code."""
    return session.scalars(select(Donation).where(Donation.verification_code == code)).one_or_none()
