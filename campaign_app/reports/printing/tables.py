"""The final report as one table, for spreadsheets: what the paper says, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from campaign_app.core.i18n import N_
from campaign_app.core.money import major_decimal
from campaign_app.core.numbers import MILLI
from campaign_app.core.printing import formats
from campaign_app.core.printing.labels import Message, Text, joined
from campaign_app.core.spreadsheets.writing import Value
from campaign_app.reports.printing import words as w
from campaign_app.reports.printing.content import Figure, FinalReport, Money, People

COLUMNS = tuple(
    Message(text)
    for text in (
        N_("Section"),
        N_("Line"),
        N_("Document"),
        N_("Date"),
        N_("Quantity"),
        N_("Unit"),
        N_("Amount"),
    )
)
Row = tuple[Text, Text, str, date | None, Figure | None, Text, Figure | None]


def report_table(
    report: FinalReport, locales: tuple[str, ...]
) -> tuple[list[str], Iterator[list[Value]]]:
    """Header and rows; what is not known says so in its cell."""

    def cell(figure: Figure | None) -> Value:
        if figure is None:
            return None
        if figure.value is None:
            return formats.unknown(locales)
        if figure.kind == "money":
            return major_decimal(figure.value)
        if figure.kind == "quantity":
            return _plain(Decimal(figure.value) / MILLI)
        return figure.value

    def written() -> Iterator[list[Value]]:
        for section, line, document, day, quantity, unit, amount in _rows(report):
            yield [
                joined(section, locales),
                joined(line, locales),
                document,
                day,
                cell(quantity),
                joined(unit, locales),
                cell(amount),
            ]

    return [joined(column, locales) for column in COLUMNS], written()


def _plain(value: Decimal) -> int | float:
    """A quantity is not an amount: spreadsheets show it without needless zeros."""
    return int(value) if value == int(value) else float(value)


def _count(section: Text, line: Text, value: int | None, unit: Text = "") -> Row:
    return (section, line, "", None, Figure(value), unit, None)


def _amount(section: Text, line: Text, minor: int | None) -> Row:
    return (section, line, "", None, None, "", Figure(minor, "money"))


def _rows(report: FinalReport) -> Iterator[Row]:
    for goal in report.goals or ():
        for name, figure in ((w.PLANNED, goal.planned), (w.REACHED, goal.reached)):
            line = Message("%(goal)s: %(name)s", (("goal", goal.goal), ("name", name)))
            is_money = figure.kind == "money"
            quantity, amount = (None, figure) if is_money else (figure, None)
            yield (w.GOALS, line, "", None, quantity, "", amount)
    if report.money is None:
        yield _amount(w.MONEY, w.TOTAL, None)
    else:
        yield from _money(report.money)
    yield from _goods(report)
    if report.people is None:
        yield _count(w.PEOPLE, w.RECIPIENTS, None)
    else:
        yield from _people(report.people)
    if report.volunteers is not None:
        yield _count(w.VOLUNTEERS, w.PARTICIPANTS, report.volunteers.participants)
        yield _count(w.VOLUNTEERS, w.MINUTES, report.volunteers.minutes)
        for unit in report.volunteers.by_unit:
            yield _count(w.UNIT_OF_PEOPLE, unit.unit, unit.people)
    for result, figure in report.results:
        yield (w.RESULTS, result, "", None, figure, figure.unit, None)
    for check in report.reconciliations:
        terms: list[tuple[Text, Figure]] = [(term.name, term.figure) for term in check.terms]
        for term_name, figure in [*terms, (w.DIFFERENCE, check.difference)]:
            line = Message("%(name)s: %(term)s", (("name", check.name), ("term", term_name)))
            is_money = figure.kind == "money"
            quantity, amount = (None, figure) if is_money else (figure, None)
            yield (w.RECONCILIATION, line, "", None, quantity, figure.unit, amount)


def _money(money: Money) -> Iterator[Row]:
    for title, lines in (
        (w.INCOME_BY_METHOD, money.income_by_method),
        (w.INCOME_BY_SOURCE, money.income_by_source),
    ):
        for income in lines:
            amount = Figure(income.amount_minor, "money")
            yield (title, income.name, "", None, Figure(income.count), w.DONATIONS, amount)
    yield _amount(w.MONEY, w.INCOME, money.income_minor)
    for expense in money.expenses:
        amount = Figure(expense.amount_minor, "money")
        yield (w.EXPENSES, expense.purpose, expense.document, expense.spent_on, None, "", amount)
        if expense.override_reason:
            advanced = Figure(expense.overdraft_minor, "money")
            yield (w.BEYOND, expense.override_reason, "", expense.spent_on, None, "", advanced)
    yield _amount(w.MONEY, w.EXPENSES, money.expenses_minor)
    yield _amount(w.MONEY, w.BALANCE, money.balance_minor)
    yield _amount(w.MONEY, w.IN_KIND, money.in_kind_minor)


def _goods(report: FinalReport) -> Iterator[Row]:
    if report.goods is None:
        yield _count(w.GOODS, w.TOTAL, None)
    for goods in report.goods or ():
        for title, milli in (
            (w.BOUGHT, goods.bought_milli),
            (w.DONATED, goods.donated_milli),
            (w.PACKED, goods.packed_milli),
            (w.WRITTEN_OFF, goods.written_off_milli),
            (w.LEFT, goods.left_milli),
        ):
            line = Message("%(item)s: %(name)s", (("item", goods.item), ("name", title)))
            yield (w.GOODS, line, "", None, Figure(milli, "quantity"), goods.unit, None)
    if report.packages is None:
        yield _count(w.PACKAGES, w.TOTAL, None)
    for packages in report.packages or ():
        for title, count in (
            (w.PACKED, packages.packed),
            (w.DELIVERED, packages.delivered),
            (w.WITH_COURIERS, packages.with_couriers),
            (w.WRITTEN_OFF, packages.written_off),
            (w.LEFT, packages.in_stock),
        ):
            line = Message("%(item)s: %(name)s", (("item", packages.variant), ("name", title)))
            yield _count(w.PACKAGES, line, count)


def _people(people: People) -> Iterator[Row]:
    for name, count in (
        (w.RECIPIENTS, people.recipients),
        (w.DELIVERIES, people.deliveries),
        (w.ELIGIBLE, people.eligible),
        (w.SERVED, people.served),
    ):
        yield _count(w.PEOPLE, name, count)
    for breakdown in people.breakdowns:
        for group, count in breakdown.lines:
            yield _count(breakdown.title, group, count)
    for reason, count in people.not_served:
        yield _count(w.NOT_SERVED, reason, count)
