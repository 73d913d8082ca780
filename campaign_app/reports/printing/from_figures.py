"""Writes the figures of a campaign down as its final report."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.rules import GoalKind
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import Message, Text, Texts
from campaign_app.distribution.rules import SERVED, DeliveryStatus
from campaign_app.reports.printing import words as w
from campaign_app.reports.printing.content import (
    Breakdown,
    ExpenseLine,
    Feedback,
    Figure,
    FinalReport,
    GoalLine,
    GoodsLine,
    IncomeLine,
    Money,
    PackageLine,
    People,
    Reconciliation,
    Term,
    UnitLine,
    Volunteers,
)
from campaign_app.reports.queries import Check, ReportFigures, gather_report
from campaign_app.reports.rules import PARTICIPANTS_DEFINITION, RECIPIENTS_DEFINITION

# Whatever is on the list and has no proof of receipt; who was taken off the list is not on it.
NOT_SERVED = frozenset(DeliveryStatus) - SERVED - {DeliveryStatus.CANCELLED}


def build_report(
    session: Session,
    campaign: Campaign,
    *,
    now: datetime,
    organisation_name: str,
    time_zone: str,
    record_url: str = "",
) -> FinalReport:
    """The final report of a campaign as of `now`."""
    head = form_head(
        session,
        campaign,
        number=campaign.code,
        on=now.astimezone(ZoneInfo(time_zone)).date(),
        organisation_name=organisation_name,
        time_zone=time_zone,
        record_url=record_url,
    )
    return report_of(gather_report(session, campaign, now=now), head)


def report_of(figures: ReportFigures, head: FormHead) -> FinalReport:
    """The final report, not frozen: its figures may still change."""
    campaign = figures.campaign
    return FinalReport(
        head=head,
        as_of=figures.open.as_of,
        kind=campaign.kind,
        level=campaign.level,
        umbrella=_title(campaign.parent) if campaign.parent else "",
        parties=[(party.role, _name(party.organisation)) for party in figures.parties],
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        order=campaign.order_number,
        goals=_goals(figures),
        money=_money(figures),
        goods=_goods(figures),
        packages=_packages(figures),
        people=_people(figures),
        volunteers=Volunteers(
            participants=figures.open.participants,
            participants_definition=Message(PARTICIPANTS_DEFINITION),
            minutes=figures.minutes,
            by_unit=[
                UnitLine(unit=line.unit or w.NOT_KNOWN, people=line.people, minutes=line.minutes)
                for line in figures.units
            ],
        ),
        results=[
            (w.GUESTS, Figure(figures.guests, "people")),
            (w.BED_NIGHTS, Figure(figures.bed_nights)),
            (w.VISITS, Figure(figures.visits)),
            (w.WORKSITES, Figure(figures.worksites)),
        ],
        feedback=_feedback(figures),
        reconciliations=[_reconciliation(check) for check in figures.checks],
    )


def _feedback(figures: ReportFigures) -> Feedback | None:
    found = figures.feedback
    if found is None:
        return None
    return Feedback(
        received=found.received,
        solved=found.solved,
        median_days_milli=found.median_days_milli,
    )


def _title(campaign: Campaign) -> Texts:
    return Texts(campaign.title_kk, campaign.title_ru, campaign.title_en)


def _name(record: object) -> Texts:
    """The name of a record in the languages in which it is stored."""
    return Texts(*(getattr(record, f"name_{code}") for code in ("kk", "ru", "en")))


def _goals(figures: ReportFigures) -> list[GoalLine]:
    kinds = {GoalKind.MONEY: "money", GoalKind.PACKAGES: "count", GoalKind.PEOPLE: "people"}
    return [
        GoalLine(
            goal=kind,
            planned=Figure(figures.open.goals[kind], unit_kind),  # type: ignore[arg-type]
            reached=Figure(figures.open.reached(kind), unit_kind),  # type: ignore[arg-type]
        )
        for kind, unit_kind in kinds.items()
        if kind in figures.open.goals
    ]


def _money(figures: ReportFigures) -> Money:
    money = figures.open.money
    return Money(
        income_by_method=[
            IncomeLine(name=line.method, count=line.count, amount_minor=line.amount_minor)
            for line in money.by_method_of_money
        ],
        income_by_source=[
            IncomeLine(name=line.source, count=line.count, amount_minor=line.amount_minor)
            for line in figures.sources
        ],
        income_minor=money.collected_minor,
        expenses=[
            ExpenseLine(
                purpose=f"{line.purpose} · {line.supplier}",
                document=line.document_number,
                spent_on=line.spent_on,
                amount_minor=line.amount_minor,
                override_reason=line.override_reason,
                overdraft_minor=line.overdraft_minor,
            )
            for line in figures.spending
        ],
        expenses_minor=money.spent_minor,
        balance_minor=money.balance_minor,
        in_kind_minor=money.in_kind_minor,
    )


def _people(figures: ReportFigures) -> People | None:
    people = figures.open.people
    if people is None:
        return None
    planned: list[tuple[Text, int | None]] = [
        (line.category, line.planned) for line in people.by_category
    ]
    served: list[tuple[Text, int | None]] = [
        (line.category, line.served) for line in people.by_category
    ]
    return People(
        recipients=people.recipients,
        recipients_definition=Message(RECIPIENTS_DEFINITION),
        deliveries=people.packages_delivered,
        eligible=figures.entitled,
        served=people.recipients,
        breakdowns=[
            Breakdown(title=w.PLANNED_BY_CATEGORY, lines=planned),
            Breakdown(title=w.SERVED_BY_CATEGORY, lines=served),
        ],
        not_served=[(status, count) for status, count in figures.outcomes if status in NOT_SERVED],
    )


def _goods(figures: ReportFigures) -> list[GoodsLine]:
    return [
        GoodsLine(
            item=_name(item),
            unit=item.unit,
            bought_milli=item.bought_milli,
            donated_milli=item.given_milli,
            packed_milli=item.packed_milli,
            written_off_milli=item.written_off_milli,
            left_milli=item.in_stock_milli,
        )
        for item in figures.goods.items
    ]


def _packages(figures: ReportFigures) -> list[PackageLine]:
    return [
        PackageLine(
            variant=line.variant,
            packed=line.packed,
            delivered=line.delivered,
            with_couriers=line.with_couriers,
            written_off=line.written_off,
            in_stock=line.in_stock,
        )
        for line in figures.packages.variants
    ]


def _reconciliation(check: Check) -> Reconciliation:
    found = check.equation

    def figure(amount: int) -> Figure:
        return Figure(amount, check.kind, check.unit or "")

    return Reconciliation(
        name=Message(found.name),
        terms=[
            *(Term(name=Message(name), figure=figure(n)) for name, n in found.incoming),
            *(Term(name=Message(name), figure=figure(-n)) for name, n in found.outgoing),
        ],
        difference=figure(found.difference),
    )
