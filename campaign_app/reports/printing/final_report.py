"""The sections of the final report, in the order of the paper form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaign_app.core.i18n import N_
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, joined
from campaign_app.reports.printing import words as w
from campaign_app.reports.printing.blocks import Block, Writer
from campaign_app.reports.printing.content import (
    Figure,
    FinalReport,
    IncomeLine,
    Money,
    People,
    Reconciliation,
    Volunteers,
)

TITLE = N_("Final report")


def render_final_report(report: FinalReport, locales: tuple[str, ...], now: datetime) -> bytes:
    """The report as PDF: A4 portrait. Raises PrintingFailed."""
    writer = Writer(locales, report.is_public)
    data = document.document_data(TITLE, report.head, w.PAGE, locales, now)
    data |= {
        "facts": _facts(report, locales),
        "blocks": _numbered_sections(report, writer),
        "signatures": document.signatures_data(
            report.signatures or [Signature(role=role) for role in w.SIGNERS], locales
        ),
        "hash": report.content_hash,
        "address": report.head.record_url,
    }
    # What is frozen is kept: worth the time to make it small.
    return render_pdf(
        "reports/final_report", data, locales=locales, shrink=report.frozen_at is not None
    )


def _facts(report: FinalReport, locales: tuple[str, ...]) -> list[list[str]]:
    zone = ZoneInfo(report.head.time_zone)
    frozen_at = report.frozen_at
    not_frozen = joined(w.NOT_FROZEN, locales)
    facts = [
        ("kind", joined(report.kind, locales)),
        ("level", joined(report.level, locales)),
        ("umbrella", joined(report.umbrella, locales)),
        ("period", formats.period(report.starts_on, report.ends_on, locales)),
        ("order", joined(report.order, locales)),
        ("as_of", formats.instant(report.as_of, zone, locales)),
        ("frozen_at", formats.instant(frozen_at, zone, locales) if frozen_at else not_frozen),
        ("addendum_to", report.addendum_to),
    ]
    return [[name, value] for name, value in facts if value]


def _numbered_sections(report: FinalReport, writer: Writer) -> list[Block]:
    sections: list[tuple[Message, list[Block]]] = [
        (w.PARTIES, _parties(report, writer)),
        (w.GOALS, _goals(report, writer)),
        (w.MONEY, _money(report.money, writer)),
        (w.GOODS, _goods(report, writer)),
        (w.PEOPLE, _people(report.people, writer)),
        (w.VOLUNTEERS, _volunteers(report.volunteers, writer)),
        (w.RESULTS, _results(report, writer)),
        (w.FEEDBACK, _feedback(report, writer)),
        (w.LESSONS, _listed(report.lessons, writer)),
        (w.RECONCILIATION, _reconciliations(report.reconciliations, writer)),
        (w.ANNEXES, _listed(report.annexes, writer)),
    ]
    blocks = []
    for number, (title, content) in enumerate(sections, 1):
        blocks += [writer.heading(title, number), *content]
    return blocks


def _parties(report: FinalReport, writer: Writer) -> list[Block]:
    if not report.parties:
        return [writer.text(w.NONE)]
    return [writer.facts(report.parties)]


def _goals(report: FinalReport, writer: Writer) -> list[Block]:
    if not report.goals:
        return [_nothing(report.goals, writer)]
    rows = [
        (line.goal, writer.figure(line.planned), writer.figure(line.reached))
        for line in report.goals
    ]
    return [writer.table([(w.GOAL, False), (w.PLANNED, True), (w.REACHED, True)], rows)]


def _money(money: Money | None, writer: Writer) -> list[Block]:
    if money is None:
        return [_nothing(None, writer)]
    columns = [(w.DATE, False), (w.DOCUMENT, False), (w.AMOUNT, True)]
    expenses = [
        (
            line.purpose,
            formats.short_date(line.spent_on, writer.locales),
            line.document,
            writer.money(line.amount_minor),
        )
        for line in money.expenses
    ]
    blocks = _income(w.INCOME_BY_METHOD, w.METHOD, money.income_by_method, money, writer)
    if money.income_by_source:
        blocks += _income(w.INCOME_BY_SOURCE, w.SOURCE, money.income_by_source, money, writer)
    blocks.append(writer.heading(w.EXPENSES))
    if expenses:
        total = (w.TOTAL, "", "", writer.money(money.expenses_minor))
        blocks.append(writer.table([(w.PURPOSE, False), *columns], expenses, total))
    else:
        blocks.append(writer.text(w.NONE))
    beyond = [line for line in money.expenses if line.override_reason]
    if beyond:
        rows = [
            (line.purpose, line.override_reason, writer.money(line.overdraft_minor))
            for line in beyond
        ]
        blocks.append(writer.heading(w.BEYOND))
        head = [(w.PURPOSE, False), (w.REASON, False), (w.ADVANCED, True)]
        blocks.append(writer.table(head, rows))
    blocks.append(
        writer.facts(
            [
                (w.BALANCE, writer.money(money.balance_minor)),
                (w.BALANCE_DECISION, money.balance_decision or w.NOT_KNOWN),
                (w.IN_KIND, writer.money(money.in_kind_minor)),
            ]
        )
    )
    return blocks


def _income(
    title: Message, column: Message, lines: Sequence[IncomeLine], money: Money, writer: Writer
) -> list[Block]:
    if not lines:
        return [writer.heading(title), writer.text(w.NONE)]
    counts = [line.count for line in lines]
    known = None if None in counts else sum(count or 0 for count in counts)
    rows = [
        (line.name, writer.number(line.count), writer.money(line.amount_minor)) for line in lines
    ]
    total = (w.TOTAL, writer.number(known), writer.money(money.income_minor))
    table = writer.table([(column, False), (w.DONATIONS, True), (w.AMOUNT, True)], rows, total)
    return [writer.heading(title), table]


def _goods(report: FinalReport, writer: Writer) -> list[Block]:
    blocks = []
    if report.goods:
        rows = [
            (
                line.item,
                line.unit,
                writer.goods(line.bought_milli),
                writer.goods(line.donated_milli),
                writer.goods(line.packed_milli),
                writer.goods(line.written_off_milli),
                writer.goods(line.left_milli),
            )
            for line in report.goods
        ]
        titles = (w.BOUGHT, w.DONATED, w.PACKED, w.WRITTEN_OFF, w.LEFT)
        numbers = [(title, True) for title in titles]
        blocks.append(writer.table([(w.ITEM, False), (w.UNIT, False), *numbers], rows))
    else:
        blocks.append(_nothing(report.goods, writer))
    blocks.append(writer.heading(w.PACKAGES))
    if not report.packages:
        return [*blocks, _nothing(report.packages, writer)]
    columns = (w.PACKED, w.DELIVERED, w.WITH_COURIERS, w.WRITTEN_OFF, w.LEFT)
    counts = [
        (line.packed, line.delivered, line.with_couriers, line.written_off, line.in_stock)
        for line in report.packages
    ]
    rows_of_packages = [
        (line.variant, *map(writer.number, numbers))
        for line, numbers in zip(report.packages, counts, strict=True)
    ]
    sums = [
        None if None in column else sum(n or 0 for n in column)
        for column in zip(*counts, strict=True)
    ]
    table = writer.table(
        [(w.VARIANT, False), *((title, True) for title in columns)],
        rows_of_packages,
        (w.TOTAL, *map(writer.number, sums)),
    )
    return [*blocks, table]


def _people(people: People | None, writer: Writer) -> list[Block]:
    if people is None:
        return [_nothing(None, writer)]
    blocks = [
        writer.facts(
            [
                (w.RECIPIENTS, writer.people(people.recipients)),
                (w.DEFINITION, people.recipients_definition),
                (w.DELIVERIES, writer.number(people.deliveries)),
                (w.ELIGIBLE, writer.people(people.eligible)),
                (w.SERVED, writer.people(people.served)),
                (w.COVERAGE, _coverage(people, writer)),
            ]
        )
    ]
    for breakdown in people.breakdowns:
        rows = [(name, writer.people(count)) for name, count in breakdown.lines]
        blocks.append(writer.table([(breakdown.title, False), (w.PEOPLE_COUNT, True)], rows))
    blocks.append(writer.heading(w.NOT_SERVED))
    if people.not_served:
        rows = [(reason, writer.people(count)) for reason, count in people.not_served]
        blocks.append(writer.table([(w.REASON, False), (w.PEOPLE_COUNT, True)], rows))
    else:
        blocks.append(writer.text(w.NONE))
    return blocks


def _coverage(people: People, writer: Writer) -> str:
    """Served of those entitled, in per cent; hidden where it would give a small count away."""
    if people.served is None or not people.eligible:
        return formats.unknown(writer.locales)
    if writer.people(people.served).startswith("<"):
        return "—"
    tenths = round(people.served * 1000 / people.eligible)
    return f"{formats.quantity(tenths * 100, writer.locales)}{formats.NO_BREAK_SPACE}%"


def _volunteers(volunteers: Volunteers | None, writer: Writer) -> list[Block]:
    if volunteers is None:
        return [_nothing(None, writer)]
    blocks = [
        writer.facts(
            [
                (w.PARTICIPANTS, writer.number(volunteers.participants)),
                (w.DEFINITION, volunteers.participants_definition),
                (w.HOURS, writer.hours(volunteers.minutes)),
            ]
        )
    ]
    if volunteers.by_unit:
        rows = [
            (line.unit, writer.people(line.people), writer.hours(line.minutes))
            for line in volunteers.by_unit
        ]
        columns = [(w.UNIT_OF_PEOPLE, False), (w.PEOPLE_COUNT, True), (w.HOURS, True)]
        blocks.append(writer.table(columns, rows))
    return blocks


def _results(report: FinalReport, writer: Writer) -> list[Block]:
    if not report.results:
        return [writer.text(w.NONE)]
    return [writer.facts((name, writer.figure(figure)) for name, figure in report.results)]


def _feedback(report: FinalReport, writer: Writer) -> list[Block]:
    feedback = report.feedback
    if feedback is None:
        return [_nothing(None, writer)]
    pairs: list[tuple[Text, Text]] = [
        (w.RECEIVED, writer.people(feedback.received)),
        (w.SOLVED, writer.people(feedback.solved)),
    ]
    # The median of a few is the story of one of them.
    if not writer.is_hidden(feedback.solved):
        pairs.append((w.MEDIAN_DAYS, writer.goods(feedback.median_days_milli)))
    return [writer.facts(pairs)]


def _reconciliations(lines: Sequence[Reconciliation], writer: Writer) -> list[Block]:
    if not lines:
        return [_nothing(None, writer)]
    blocks: list[Block] = []
    for line in lines:
        rows = [(term.name, writer.figure(term.figure)) for term in line.terms]
        total = (w.DIFFERENCE, _difference(line.difference, writer))
        blocks.append(writer.table([(line.name, False), (" ", True)], rows, total))
    return blocks


def _difference(figure: Figure, writer: Writer) -> str:
    """The figure with a sign that is seen in black and white as well."""
    shown = writer.figure(figure)
    if figure.value is None:
        return shown
    return f"{shown}  ✓" if figure.value == 0 else f"{shown} ≠ 0"


def _listed(texts: Sequence[Text], writer: Writer) -> list[Block]:
    return [writer.listed(texts)] if texts else [writer.text(w.NONE)]


def _nothing(section: Any, writer: Writer) -> Block:
    """ "Not known" where nothing was counted, "none" where the count is empty."""
    return writer.text(w.NOT_KNOWN if section is None else w.NONE)
