"""The rules of money: what may come in, what may go out, and how it is written down.

Every amount is an integer in tiyn. A posting's amount is positive when an account
gets more and negative when it gets less, and the postings of an entry sum to zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.money import Money


class DonationMethod(LabelledEnum):
    """How a donation came."""

    CASH = "cash", N_("cash")
    KASPI = "kaspi", N_("Kaspi transfer")
    BANK = "bank", N_("bank transfer")
    PAYROLL = "payroll", N_("payroll deduction")
    BOX = "box", N_("donation box")
    IN_KIND = "in_kind", N_("in kind")


class AccountKind(LabelledEnum):
    """What a ledger account stands for."""

    CASH = "cash", N_("cash desk")
    KASPI = "kaspi", N_("Kaspi account")
    BANK = "bank", N_("bank account")
    BOX = "box", N_("donation boxes")
    GOODS_IN_KIND = "goods_in_kind", N_("goods given in kind")
    INCOME_DONATIONS = "income_donations", N_("donations received")
    INCOME_IN_KIND = "income_in_kind", N_("donations received in kind")
    SPENT = "spent", N_("spent")


class EntryKind(LabelledEnum):
    """Why something was posted."""

    DONATION = "donation", N_("donation")
    DONATION_VOID = "donation_void", N_("donation voided")
    EXPENSE = "expense", N_("expense")
    TRANSFER = "transfer", N_("transfer between accounts")


class ExpenseStatus(LabelledEnum):
    """Where an expense stands."""

    ENTERED = "entered", N_("waiting for approval")
    APPROVED = "approved", N_("approved")
    REJECTED = "rejected", N_("rejected")


class ExpenseAction(LabelledEnum):
    """What is decided about an expense."""

    APPROVE = "approve", N_("Approve")
    REJECT = "reject", N_("Reject")


class DonationState(LabelledEnum):
    """Whether a donation counts."""

    VALID = "valid", N_("valid")
    VOIDED = "voided", N_("voided")


class DonationSource(LabelledEnum):
    """From whom donations came, as far as a report may say."""

    NAMED = "named", N_("donors who gave their name")
    ANONYMOUS = "anonymous", N_("anonymous donors")
    BOX = "box", N_("collected in donation boxes")


MONEY_ACCOUNTS = (AccountKind.CASH, AccountKind.KASPI, AccountKind.BANK, AccountKind.BOX)
ACCOUNT_OF_METHOD: Mapping[DonationMethod, AccountKind] = {
    DonationMethod.CASH: AccountKind.CASH,
    DonationMethod.KASPI: AccountKind.KASPI,
    DonationMethod.BANK: AccountKind.BANK,
    DonationMethod.PAYROLL: AccountKind.BANK,  # the bookkeeping transfers it there
    DonationMethod.BOX: AccountKind.BOX,
    DonationMethod.IN_KIND: AccountKind.GOODS_IN_KIND,
}
ATTACHMENT_BYTES = 5 * 1024**2
ATTACHMENT_BEGINNINGS: Mapping[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
EXPENSE_TRANSITIONS: Mapping[tuple[ExpenseStatus, ExpenseAction], ExpenseStatus] = {
    (ExpenseStatus.ENTERED, ExpenseAction.APPROVE): ExpenseStatus.APPROVED,
    (ExpenseStatus.ENTERED, ExpenseAction.REJECT): ExpenseStatus.REJECTED,
}


class DonorMissing(DomainError):
    """A donation has a donor or is anonymous."""

    message = N_("Write the donor's name, or tick that the donation is anonymous.")


class DateInFuture(DomainError):
    """Nothing was received or spent tomorrow."""

    message = N_("The date (%(given)s) is in the future.")


class ReferenceTaken(DomainError):
    """A payment is entered once."""

    message = N_("A donation with this reference is entered already: receipt %(receipt)s.")


class AlreadyVoided(DomainError):
    """A donation is voided once."""

    message = N_("The donation was voided before.")


class ReasonMissing(DomainError):
    """What is taken back needs a reason."""

    message = N_("Give a reason.")


class InsufficientFunds(DomainError):
    """Nothing is spent that is not there."""

    message = N_("%(account)s: %(asked)s is asked for, %(left)s is there.")


class MoneySpentAlready(DomainError):
    """A donation whose money is spent cannot be taken back."""

    message = N_("The donation cannot be voided: %(asked)s would go, only %(left)s is there.")


class OwnExpense(DomainError):
    """Four eyes."""

    message = N_("An expense is approved by another person than the one who entered it.")


class ExpenseDecided(DomainError):
    """A decision is made once."""

    message = N_("The expense is decided already: %(status)s.")


class SameAccount(DomainError):
    """A transfer goes from one account to another."""

    message = N_("Choose two different accounts.")


class AccountUnknown(DomainError):
    """The account is not one of the campaign's."""

    message = N_("Choose an account of this campaign.")


class AttachmentTooLarge(DomainError):
    """A photographed invoice is smaller than this."""

    message = N_("The document is larger than %(limit)s MB.")


class AttachmentKindRefused(DomainError):
    """Only what everybody can open and nothing can run."""

    message = N_("Attach a PDF, a JPEG or a PNG.")


def check_not_in_future(day: date, today: date, field: str) -> None:
    """Raise DateInFuture."""
    if day > today:
        raise DateInFuture(field=field, given=day)


def check_donor(donor_name: str, is_anonymous: bool) -> None:
    """Raise DonorMissing."""
    if not donor_name.strip() and not is_anonymous:
        raise DonorMissing(field="donor_name")


def check_funds(asked_minor: int, left_minor: int, account: AccountKind) -> None:
    """Raise InsufficientFunds, naming both amounts."""
    if asked_minor > left_minor:
        raise InsufficientFunds(
            field="amount", account=account, asked=Money(asked_minor), left=Money(left_minor)
        )


def check_approver(entered_by_id: int | None, approver_id: int) -> None:
    """Raise OwnExpense."""
    if entered_by_id == approver_id:
        raise OwnExpense()


def next_expense_status(status: ExpenseStatus, action: ExpenseAction) -> ExpenseStatus:
    """The state after a decision. Raises ExpenseDecided."""
    try:
        return EXPENSE_TRANSITIONS[status, action]
    except KeyError:
        raise ExpenseDecided(status=status) from None


@dataclass(frozen=True)
class Line:
    """What one posting does to one account."""

    account: AccountKind
    amount_minor: int


def donation_lines(method: DonationMethod, amount_minor: int) -> Sequence[Line]:
    """A donation: the account gets it, the income account says where it came from."""
    in_kind = method is DonationMethod.IN_KIND
    income = AccountKind.INCOME_IN_KIND if in_kind else AccountKind.INCOME_DONATIONS
    return (Line(ACCOUNT_OF_METHOD[method], amount_minor), Line(income, -amount_minor))


def expense_lines(account: AccountKind, amount_minor: int) -> Sequence[Line]:
    """An expense: the account pays, it is spent."""
    return (Line(account, -amount_minor), Line(AccountKind.SPENT, amount_minor))


def number_in_year(year: int, number: int) -> str:
    """`2020-0032`: the year of what happened and the number in it."""
    return f"{year}-{number:04d}"


def media_type_of(content: bytes) -> str:
    """What a document is, told by its first bytes and never by its name.

    Raises AttachmentTooLarge and AttachmentKindRefused.
    """
    if len(content) > ATTACHMENT_BYTES:
        raise AttachmentTooLarge(field="attachment", limit=ATTACHMENT_BYTES // 1024**2)
    for beginning, media_type in ATTACHMENT_BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    raise AttachmentKindRefused(field="attachment")
