"""The figures for other programs: JSON. Amounts are strings with two decimals, instants UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import GoalKind
from campaign_app.core.money import major_text
from campaign_app.core.numbers import MILLI
from campaign_app.reports.queries import CampaignFigures, Check, ReportFigures
from campaign_app.reports.rules import (
    PARTICIPANTS_DEFINITION,
    RECIPIENTS_DEFINITION,
    public_count,
    public_counts,
)

LANGUAGES = ("kk", "ru", "en")


def instant(value: datetime) -> str:
    """`2020-04-03T12:46:37Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_figures(
    figures: CampaignFigures, campaign: Campaign, *, currency: str, is_public: bool
) -> dict[str, Any]:
    """The open figures. In public, counts of one to four people are "<5"."""
    money = figures.money
    parts = [part for part in figures.campaigns if part.id != campaign.id]
    return {
        "campaign": campaign_facts(campaign),
        "parts": [campaign_facts(part) for part in parts],
        "as_of": instant(figures.as_of),
        "currency": currency,
        "goals": {
            kind.value: major_text(target) if kind is GoalKind.MONEY else target
            for kind, target in figures.goals.items()
        },
        "money": {
            "collected": major_text(money.collected_minor),
            "spent": major_text(money.spent_minor),
            "balance": major_text(money.balance_minor),
            "in_kind": major_text(money.in_kind_minor),
            "by_method": [
                {
                    "method": line.method.value,
                    "donations": line.count,
                    "amount": major_text(line.amount_minor),
                }
                for line in money.by_method
            ],
            "by_day": [
                {"received_on": day.isoformat(), "amount": major_text(minor)}
                for day, minor in money.by_day
            ],
        },
        "people": _people(figures, is_public),
        "packages": _packages(figures, is_public),
    }


def _packages(figures: CampaignFigures, is_public: bool) -> list[dict[str, Any]]:
    """What a package of each type and variant cost on average, from the lots that went into it."""
    counts: dict[int, Any] = {at: line.count for at, line in enumerate(figures.package_costs)}
    shown = public_counts(counts) if is_public else counts
    return [
        {
            "type": line.code,
            "variant": line.variant.value,
            "packed": shown[at],
            "cost_of_one": major_text(line.one_minor),
            "has_goods_given_in_kind": line.has_gifts,
        }
        for at, line in enumerate(figures.package_costs)
    ]


def report_figures(figures: ReportFigures, *, currency: str) -> dict[str, Any]:
    """All figures of the report, for the staff: nothing is hidden."""
    return {
        **open_figures(figures.open, figures.campaign, currency=currency, is_public=False),
        "income_by_source": [
            {
                "source": line.source.value,
                "donations": line.count,
                "amount": major_text(line.amount_minor),
            }
            for line in figures.sources
        ],
        "spending": [
            {
                "number": line.number,
                "spent_on": line.spent_on.isoformat(),
                "supplier": line.supplier,
                "purpose": line.purpose,
                "document_number": line.document_number,
                "amount": major_text(line.amount_minor),
                "beyond_what_was_there": major_text(line.overdraft_minor),
                "override_reason": line.override_reason,
            }
            for line in figures.spending
        ],
        "entitled": figures.entitled,
        "outcomes": {status.value: count for status, count in figures.outcomes},
        "shelter_guests": figures.guests,
        "shelter_bed_nights": figures.bed_nights,
        "visits": figures.visits,
        "worksites_done": figures.worksites,
        "volunteer_minutes": figures.minutes,
        "participants_by_unit": [
            {"unit": line.unit, "people": line.people, "minutes": line.minutes}
            for line in figures.units
        ],
        **_goods(figures),
        "equations": [_check(check) for check in figures.checks],
    }


def _goods(figures: ReportFigures) -> dict[str, Any]:
    return {
        "goods": [
            {
                "item": {code: getattr(item, f"name_{code}") for code in LANGUAGES},
                "unit": item.unit.value,
                "bought": _quantity(item.bought_milli),
                "given_in_kind": _quantity(item.given_milli),
                "packed": _quantity(item.packed_milli),
                "written_off": _quantity(item.written_off_milli),
                "in_stock": _quantity(item.in_stock_milli),
            }
            for item in figures.goods.items
        ],
        "packages": [
            {
                "variant": line.variant.value,
                "packed": line.packed,
                "delivered": line.delivered,
                "with_couriers": line.with_couriers,
                "in_stock": line.in_stock,
                "written_off": line.written_off,
            }
            for line in figures.packages.variants
        ],
    }


def campaign_facts(campaign: Campaign) -> dict[str, Any]:
    """What a campaign is."""
    return {
        "code": campaign.code,
        "slug": campaign.slug,
        "kind": campaign.kind.value,
        "level": campaign.level.value,
        "status": campaign.status.value,
        "starts_on": campaign.starts_on.isoformat(),
        "ends_on": campaign.ends_on.isoformat() if campaign.ends_on else None,
        "title": {code: getattr(campaign, f"title_{code}") for code in LANGUAGES},
    }


def _people(figures: CampaignFigures, is_public: bool) -> dict[str, Any]:
    people = figures.people
    served = {line.category.value: line.served for line in people.by_category} if people else {}
    return {
        "participants": public_count(figures.participants) if is_public else figures.participants,
        "participants_definition": PARTICIPANTS_DEFINITION,
        "recipients": public_count(figures.recipients) if is_public else figures.recipients,
        "recipients_definition": RECIPIENTS_DEFINITION,
        "packages_delivered": (
            public_count(figures.packages_delivered) if is_public else figures.packages_delivered
        ),
        "served_by_category": public_counts(served) if is_public else served,
    }


def _quantity(milli: int) -> str:
    """`2.5`: an exact decimal, as amounts are."""
    return format((Decimal(milli) / MILLI).normalize(), "f")


def _check(check: Check) -> dict[str, Any]:
    def value(amount: int) -> str | int:
        if check.kind == "money":
            return major_text(amount)
        return _quantity(amount) if check.kind == "quantity" else amount

    found = check.equation
    return {
        "name": found.name,
        "unit": check.unit.value if check.unit else check.kind,
        "incoming": {name: value(amount) for name, amount in found.incoming},
        "outgoing": {name: value(amount) for name, amount in found.outgoing},
        "difference": value(found.difference),
    }
