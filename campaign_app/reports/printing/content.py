"""What a final report says. None is "not known" and never a zero; an empty list is "none"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.labels import Text


@dataclass(frozen=True)
class Figure:
    """A number and how it is written: tiyn, people, a plain count, thousandths of a unit."""

    value: int | None
    kind: Literal["money", "people", "count", "quantity"] = "count"
    unit: Text = ""


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A goal, with what was planned last and what was reached."""

    goal: Text
    planned: Figure
    reached: Figure


@dataclass(frozen=True, kw_only=True)
class IncomeLine:
    """Donations of one method, or of one kind of donor."""

    name: Text
    count: int | None
    amount_minor: int | None


@dataclass(frozen=True, kw_only=True)
class ExpenseLine:
    """One expense, or all of one purpose."""

    purpose: Text
    document: str = ""
    spent_on: date | None = None
    amount_minor: int | None
    override_reason: str = ""
    overdraft_minor: int = 0


@dataclass(frozen=True, kw_only=True)
class Money:
    """Where the money came from and what it became."""

    income_by_method: Sequence[IncomeLine]
    income_by_source: Sequence[IncomeLine] = ()
    income_minor: int | None
    expenses: Sequence[ExpenseLine]
    expenses_minor: int | None
    balance_minor: int | None
    balance_decision: Text = ""
    in_kind_minor: int | None = None


@dataclass(frozen=True, kw_only=True)
class GoodsLine:
    """One item, in thousandths of its unit."""

    item: Text
    unit: Text
    bought_milli: int | None
    donated_milli: int | None
    packed_milli: int | None
    written_off_milli: int | None
    left_milli: int | None


@dataclass(frozen=True, kw_only=True)
class PackageLine:
    """Packages of one variant."""

    variant: Text
    packed: int | None
    delivered: int | None
    with_couriers: int | None
    written_off: int | None
    in_stock: int | None


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """People by category, sex, age group, language or area."""

    title: Text
    lines: Sequence[tuple[Text, int | None]]


@dataclass(frozen=True, kw_only=True)
class People:
    """Who was helped. `recipients` counts a person once, `deliveries` each hand-over."""

    recipients: int | None
    recipients_definition: Text
    deliveries: int | None
    eligible: int | None
    served: int | None
    breakdowns: Sequence[Breakdown] = ()
    not_served: Sequence[tuple[Text, int | None]] = ()


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """The volunteers of one unit and their confirmed minutes."""

    unit: Text
    people: int | None
    minutes: int | None


@dataclass(frozen=True, kw_only=True)
class Volunteers:
    """Who took part; only confirmed minutes count."""

    participants: int | None
    participants_definition: Text
    minutes: int | None
    by_unit: Sequence[UnitLine] = ()


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """Complaints and requests; `median_days_milli` in thousandths of a day."""

    received: int | None
    solved: int | None
    median_days_milli: int | None = None


@dataclass(frozen=True, kw_only=True)
class Term:
    """A part of an equation, already with its sign."""

    name: Text
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """An equation whose difference must be zero."""

    name: Text
    terms: Sequence[Term]
    difference: Figure


@dataclass(frozen=True, kw_only=True)
class FinalReport:
    """Everything in a final report.

    `as_of`: the instant of the figures. `frozen_at` and `content_hash` belong to a frozen
    report, whose `head.record_url` is its address under /verify. `addendum_to`: the number
    of the report that this one corrects. `is_public`: counts of people under five print
    as "<5". A section that is None is not known; `signatures` may be left out.
    """

    head: FormHead
    as_of: datetime
    frozen_at: datetime | None = None
    content_hash: str = ""
    addendum_to: str = ""
    is_public: bool = False
    kind: Text = ""
    level: Text = ""
    umbrella: Text = ""
    parties: Sequence[tuple[Text, Text]] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    order: Text = ""
    goals: Sequence[GoalLine] | None = None
    money: Money | None = None
    goods: Sequence[GoodsLine] | None = None
    packages: Sequence[PackageLine] | None = None
    people: People | None = None
    volunteers: Volunteers | None = None
    results: Sequence[tuple[Text, Figure]] = ()
    feedback: Feedback | None = None
    lessons: Sequence[Text] = ()
    annexes: Sequence[Text] = ()
    reconciliations: Sequence[Reconciliation] = ()
    signatures: Sequence[Signature] = ()
