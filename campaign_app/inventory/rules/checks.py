"""Checks that a service asks before it changes anything."""

from __future__ import annotations

from datetime import date

from campaign_app.core.money import Money
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory.rules.kinds import EFFECTS, PackageMovementKind
from campaign_app.inventory.rules.refusals import (
    CountNotPositive,
    ExpenseExceeded,
    PackagesMissing,
    PackagesNotWithCourier,
    QuantityNotPositive,
    ReasonMissing,
    ReceivedInFuture,
)

MAXIMUM_PACKAGES = 100_000


def check_not_in_future(day: date, today: date, field: str = "received_on") -> None:
    """Raise ReceivedInFuture."""
    if day > today:
        raise ReceivedInFuture(field=field, given=day)


def check_quantity(quantity_milli: int, field: str = "quantity") -> None:
    """Raise QuantityNotPositive."""
    if quantity_milli <= 0:
        raise QuantityNotPositive(field=field)


def check_count(count: int, field: str = "count") -> None:
    """Raise CountNotPositive."""
    if not 0 < count <= MAXIMUM_PACKAGES:
        raise CountNotPositive(field=field, maximum=MAXIMUM_PACKAGES)


def check_reason(reason: str) -> str:
    """Give the reason without spaces around it. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return reason.strip()


def check_expense_covers(asked_minor: int, amount_minor: int, bought_minor: int) -> None:
    """Raise ExpenseExceeded when purchases of one expense would cost more than it paid."""
    left = amount_minor - bought_minor
    if asked_minor > left:
        raise ExpenseExceeded(field="expense_id", asked=Money(asked_minor), left=Money(left))


def check_packages(
    kind: PackageMovementKind, variant: PackageVariant, count: int, in_stock: int, out: int
) -> None:
    """Raise PackagesMissing or PackagesNotWithCourier when a movement asks for what is not there.

    `in_stock` packages lie in the stock, `out` are with couriers.
    """
    check_count(count)
    stock_change, courier_change = EFFECTS[kind]
    if stock_change < 0 and count > in_stock:
        raise PackagesMissing(field="count", variant=variant, asked=count, left=in_stock)
    if courier_change < 0 and count > out:
        raise PackagesNotWithCourier(field="count", variant=variant, asked=count, left=out)
