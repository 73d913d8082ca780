"""What a campaign and its parts amount to at an instant. None is "not known", never 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.models import Campaign, CampaignParty
from campaign_app.campaigns.rules import Equation, GoalKind
from campaign_app.complaints import queries as complaints
from campaign_app.complaints.queries import FeedbackFigures
from campaign_app.core.i18n import N_
from campaign_app.core.remembered import remembered
from campaign_app.distribution import queries as distribution
from campaign_app.distribution.queries import CategoryCount
from campaign_app.distribution.rules import DeliveryStatus
from campaign_app.funds import queries as funds
from campaign_app.funds.queries import MoneyFigures, SourceTotal, SpendingRow
from campaign_app.inventory import queries as inventory
from campaign_app.inventory.queries import GoodsBalance, PackageCost, PackageFigures
from campaign_app.inventory.rules import Unit
from campaign_app.shelter import queries as shelter
from campaign_app.visits import queries as visits
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers.queries import UnitRow
from campaign_app.volunteers.rules import ParticipationRole
from campaign_app.worksites import queries as worksites
from campaign_app.worksites.queries import KindCount


@dataclass(frozen=True)
class PeopleFigures:
    """Who was to be helped and who was."""

    by_category: list[CategoryCount]

    @property
    def planned(self) -> int:
        """People on the list of a round, each counted once: each has one category."""
        return sum(line.planned for line in self.by_category)

    @property
    def recipients(self) -> int:
        """People whose receipt is proven, each counted once."""
        return sum(line.served for line in self.by_category)

    @property
    def packages_delivered(self) -> int:
        """Packages whose receipt is proven."""
        return sum(line.packages for line in self.by_category)


@dataclass(frozen=True, kw_only=True)
class CampaignFigures:
    """The open figures: the same on the balance sheet, on paper, in files and in public.

    `campaigns` are the campaign itself and its parts; `people` is None while nothing was
    ever planned to be handed out.
    """

    campaigns: Sequence[Campaign]
    as_of: datetime
    goals: dict[GoalKind, int]
    money: MoneyFigures
    people: PeopleFigures | None
    participants: int | None
    places_done: Sequence[KindCount]
    package_costs: Sequence[PackageCost]

    @property
    def campaign_ids(self) -> list[int]:
        """The ids that the figures are of."""
        return [campaign.id for campaign in self.campaigns]

    @property
    def recipients(self) -> int | None:
        """People who were helped."""
        return None if self.people is None else self.people.recipients

    @property
    def packages_delivered(self) -> int | None:
        """Packages whose receipt is proven."""
        return None if self.people is None else self.people.packages_delivered

    def reached(self, kind: GoalKind) -> int | None:
        """How far a goal is reached."""
        if kind is GoalKind.MONEY:
            return self.money.collected_minor
        return self.packages_delivered if kind is GoalKind.PACKAGES else self.recipients


@dataclass(frozen=True)
class Check:
    """An equation whose difference must be zero. `unit` None: tiyn or a plain count."""

    equation: Equation
    kind: Literal["money", "count", "quantity"]
    unit: Unit | None = None


@dataclass(frozen=True, kw_only=True)
class ReportFigures:
    """Everything that the final report says beyond the open figures."""

    open: CampaignFigures
    campaign: Campaign
    parties: Sequence[CampaignParty]
    sources: list[SourceTotal]
    spending: list[SpendingRow]
    entitled: int | None
    outcomes: Sequence[tuple[DeliveryStatus, int]]
    guests: int | None
    bed_nights: int | None
    visits: int | None
    worksites: int | None
    participants_by_role: Sequence[tuple[ParticipationRole, int]]
    units: list[UnitRow]
    minutes: int | None
    goods: GoodsBalance
    packages: PackageFigures
    checks: Sequence[Check]
    feedback: FeedbackFigures | None

    @property
    def is_settled(self) -> bool:
        """True when nothing was lost anywhere."""
        return not any(check.equation.difference for check in self.checks)


def gather_figures(
    session: Session, family: Sequence[Campaign], *, goals_of: int, now: datetime
) -> CampaignFigures:
    """The open figures of these campaigns together, with the goals of one of them."""
    ids = [campaign.id for campaign in family]

    def work_out() -> tuple[Any, ...]:
        return (
            now,
            campaigns.current_goals(session, goals_of),
            funds.money_figures(session, ids),
            distribution.people_by_category(session, ids),
            volunteers.participants_count(session, ids),
            worksites.done_by_kind(session, ids),
            inventory.package_costs(session, ids),
        )

    key = ("open figures", goals_of, tuple(ids))
    found = remembered(session, key, work_out)
    as_of, goals, money, by_category, participants, done, costs = found
    return CampaignFigures(
        campaigns=family,
        as_of=as_of,
        goals={kind: goals[kind] for kind in GoalKind if kind in goals},
        money=money,
        people=PeopleFigures(by_category) if by_category else None,
        participants=participants,
        places_done=done,
        package_costs=costs,
    )


def gather_goods(session: Session, campaign_ids: list[int]) -> tuple[PackageFigures, GoodsBalance]:
    """Packages and goods of these campaigns, each with its equation."""
    return remembered(
        session,
        ("goods", tuple(campaign_ids)),
        lambda: (
            inventory.package_figures(session, campaign_ids),
            inventory.goods_balance(session, campaign_ids),
        ),
    )


def gather_report(session: Session, campaign: Campaign, *, now: datetime) -> ReportFigures:
    """The figures of a campaign and all its parts."""
    family = campaigns.list_family(session, campaign.id)
    found = gather_figures(session, family, goals_of=campaign.id, now=now)
    ids = found.campaign_ids
    packages, goods = gather_goods(session, ids)
    outcomes = distribution.outcome_counts(session, ids)
    return ReportFigures(
        open=found,
        campaign=campaign,
        parties=campaigns.list_parties(session, campaign.id),
        sources=funds.totals_by_source(session, ids),
        spending=funds.list_spending(session, ids),
        entitled=beneficiaries.count_enrolled_in(session, ids),
        outcomes=[(status, outcomes[status]) for status in DeliveryStatus if status in outcomes],
        guests=shelter.guests_count(session, ids),
        bed_nights=shelter.bed_nights(session, ids, now=now),
        visits=visits.visits_count(session, ids),
        worksites=worksites.worksites_done(session, ids),
        participants_by_role=volunteers.participants_by_role(session, ids),
        units=volunteers.participants_by_unit(session, ids),
        minutes=volunteers.worked_minutes_in(session, ids),
        goods=goods,
        packages=packages,
        checks=check_balances(found, packages, goods),
        feedback=complaints.feedback_figures(session, ids, today=now.date()),
    )


def check_balances(
    figures: CampaignFigures, packages: PackageFigures, goods: GoodsBalance
) -> list[Check]:
    """Everything whose difference must be zero, each side from records of its own."""
    left = sum(line.delivered for line in packages.variants)
    proven = figures.packages_delivered or 0
    return [
        Check(figures.money.equation, "money"),
        Check(packages.equation, "count"),
        Check(
            Equation(
                N_("Packages and proofs"),
                ((N_("left the stock for good"), left),),
                ((N_("receipt is proven"), proven),),
            ),
            "count",
        ),
        Check(goods.value, "money"),
        *(Check(found, "quantity", unit) for unit, found in goods.by_unit.items()),
    ]
