"""May this happen, and what follows: decisions on plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaign_app.core.money import Money
from campaign_app.core.names import fold
from campaign_app.funds.rules.kinds import (
    ACCOUNT_OF_METHOD,
    ATTACHMENT_BEGINNINGS,
    ATTACHMENT_BYTES,
    EXPENSE_TRANSITIONS,
    REVERSIBLE,
    AccountKind,
    DonationMethod,
    EntryKind,
    ExpenseAction,
    ExpenseStatus,
    PledgeState,
)
from campaign_app.funds.rules.refusals import (
    AttachmentKindRefused,
    AttachmentTooLarge,
    BoxHoldsMoney,
    ControlCountDiffers,
    ControlTotalDiffers,
    CountedBelowZero,
    DateInFuture,
    DonorMissing,
    DonorUnnamed,
    ExpenseDecided,
    HasItsOwnReversal,
    InsufficientFunds,
    NoDifference,
    NotOwed,
    NotReconciled,
    OwnExpense,
    PeriodClosed,
    PeriodNotOver,
    PledgeClosed,
    RefundTooLarge,
    SameApprover,
    SameCounter,
    SealDiffers,
)


def check_not_in_future(day: date, today: date, field: str) -> None:
    """Raise DateInFuture."""
    if day > today:
        raise DateInFuture(field=field, given=day)


def check_donor(donor_name: str, is_anonymous: bool) -> None:
    """Raise DonorMissing."""
    if not donor_name.strip() and not is_anonymous:
        raise DonorMissing(field="donor_name")


def check_donor_email(donor_name: str, email: str) -> None:
    """Raise DonorUnnamed for an address without a name that one can be found by."""
    if email and not fold(donor_name):
        raise DonorUnnamed(field="donor_email")


def pledge_state(
    amount_minor: int, came_minor: int, is_withdrawn: bool, due_on: date | None, today: date
) -> PledgeState:
    """What became of a promise of `amount_minor` of which `came_minor` came, in tiyn."""
    if is_withdrawn:
        return PledgeState.WITHDRAWN
    if came_minor >= amount_minor:
        return PledgeState.KEPT
    return PledgeState.OVERDUE if due_on is not None and due_on < today else PledgeState.OPEN


def check_pledge_open(state: PledgeState) -> None:
    """Raise PledgeClosed for one that was kept or withdrawn."""
    if state in (PledgeState.KEPT, PledgeState.WITHDRAWN):
        raise PledgeClosed(state=state)


def check_funds(
    asked_minor: int, left_minor: int, account: AccountKind, field: str = "amount"
) -> None:
    """Raise InsufficientFunds, naming both amounts."""
    if asked_minor > left_minor:
        raise InsufficientFunds(
            field=field, account=account, asked=Money(asked_minor), left=Money(left_minor)
        )


def check_period_open(closed_until: date | None, day: date, field: str | None) -> None:
    """Raise PeriodClosed: what is corrected later is an entry of the next period."""
    if closed_until is not None and day <= closed_until:
        raise PeriodClosed(field=field, until=closed_until)


def check_refund(amount_minor: int, kept_minor: int) -> None:
    """Raise RefundTooLarge: no more goes back than was given or paid."""
    if amount_minor > kept_minor:
        raise RefundTooLarge(field="amount", asked=Money(amount_minor), left=Money(kept_minor))


def check_owed(amount_minor: int, owed_minor: int) -> None:
    """Raise NotOwed: no more is paid back than others advanced."""
    if amount_minor > owed_minor:
        raise NotOwed(field="amount", asked=Money(amount_minor), owed=Money(max(0, owed_minor)))


def count_difference(counted_minor: int, booked_minor: int) -> int:
    """Counted less booked. Raises CountedBelowZero and NoDifference."""
    if counted_minor < 0:
        raise CountedBelowZero(field="amount")
    if counted_minor == booked_minor:
        raise NoDifference(field="amount", booked=Money(booked_minor))
    return counted_minor - booked_minor


def check_seal(expected: str, found: str, note: str) -> None:
    """Raise SealDiffers: a seal that is broken or another one is explained."""
    if found != expected and not note.strip():
        raise SealDiffers(field="seal_note", expected=expected)


def check_second_counter(first_id: int, second_id: int) -> None:
    """Raise SameCounter."""
    if first_id == second_id:
        raise SameCounter()


def check_box_empty(held_minor: int) -> None:
    """Raise BoxHoldsMoney."""
    if held_minor:
        raise BoxHoldsMoney(held=Money(held_minor))


def check_can_close(ends_on: date, today: date, closed_until: date | None) -> None:
    """Raise PeriodNotOver and PeriodClosed."""
    if ends_on >= today:
        raise PeriodNotOver(field="ends_on")
    check_period_open(closed_until, ends_on, "ends_on")


def check_reconciled(field: str, found_minor: int, booked_minor: int) -> None:
    """Raise NotReconciled, naming all three amounts."""
    if found_minor != booked_minor:
        raise NotReconciled(
            field=field,
            found=Money(found_minor),
            booked=Money(booked_minor),
            difference=Money(found_minor - booked_minor),
        )


def check_control(count: int, control_count: int, total_minor: int, control_minor: int) -> None:
    """Raise ControlCountDiffers and ControlTotalDiffers."""
    if count != control_count:
        raise ControlCountDiffers(field="control_count", control=control_count, typed=count)
    if total_minor != control_minor:
        raise ControlTotalDiffers(
            field="control_total",
            control=Money(control_minor),
            typed=Money(total_minor),
            difference=Money(total_minor - control_minor),
        )


def check_reversible(kind: EntryKind) -> None:
    """Raise HasItsOwnReversal: a donation is voided, an expense is given back by the supplier."""
    if kind not in REVERSIBLE:
        raise HasItsOwnReversal(field="reason")


def check_approver(
    approver_id: int, entered_by_id: int | None, first_approved_by_id: int | None = None
) -> None:
    """Raise OwnExpense and SameApprover: everybody who has a say is another person."""
    if entered_by_id == approver_id:
        raise OwnExpense()
    if first_approved_by_id == approver_id:
        raise SameApprover()


def next_expense_status(
    status: ExpenseStatus, action: ExpenseAction, needs_two: bool
) -> ExpenseStatus:
    """The state after a decision. Raises ExpenseDecided."""
    try:
        return EXPENSE_TRANSITIONS[status, action, needs_two]
    except KeyError:
        raise ExpenseDecided(status=status) from None


def overdraft(
    amount_minor: int, held_minor: int, balance_minor: int, account: AccountKind, reason: str
) -> int:
    """What an expense takes beyond what is there, in tiyn; 0 for nearly all.

    There is what the account holds, and no more than the campaign has: what others advanced
    is owed first. Raises InsufficientFunds without a `reason` that overrides it.
    """
    there = max(0, min(held_minor, balance_minor))
    if not reason:
        check_funds(amount_minor, there, account)
    return max(0, amount_minor - there)


@dataclass(frozen=True)
class Place:
    """Where money lies: an account of the campaign, or one box of it."""

    account: AccountKind
    box_id: int | None = None


@dataclass(frozen=True)
class Line:
    """What one posting does to one account; `box_id` says whose account a box's is."""

    account: AccountKind
    amount_minor: int
    box_id: int | None = None


def donation_lines(
    method: DonationMethod, amount_minor: int, box_id: int | None = None
) -> Sequence[Line]:
    """A donation: the account gets it, the income account says where it came from."""
    in_kind = method is DonationMethod.IN_KIND
    income = AccountKind.INCOME_IN_KIND if in_kind else AccountKind.INCOME_DONATIONS
    return (Line(ACCOUNT_OF_METHOD[method], amount_minor, box_id), Line(income, -amount_minor))


def transfer_lines(source: Place, target: Place, amount_minor: int) -> Sequence[Line]:
    """A transfer: one account gets what the other gives."""
    return (
        Line(source.account, -amount_minor, source.box_id),
        Line(target.account, amount_minor, target.box_id),
    )


def fee_lines(account: AccountKind, amount_minor: int) -> Sequence[Line]:
    """What the bank keeps for its service."""
    return (Line(account, -amount_minor), Line(AccountKind.BANK_FEES, amount_minor))


def count_difference_lines(place: Place, difference_minor: int) -> Sequence[Line]:
    """Counted less booked: above zero there was more than the books said, below zero less."""
    return (
        Line(place.account, difference_minor, place.box_id),
        Line(AccountKind.COUNT_DIFFERENCES, -difference_minor),
    )


def expense_lines(
    account: AccountKind, amount_minor: int, advanced_minor: int = 0
) -> Sequence[Line]:
    """An expense: the account pays, others advance what it lacks, it is spent."""
    lines = (
        Line(account, advanced_minor - amount_minor),
        Line(AccountKind.ADVANCES, -advanced_minor),
        Line(AccountKind.SPENT, amount_minor),
    )
    return tuple(line for line in lines if line.amount_minor)


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
