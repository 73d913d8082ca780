"""Synthetic rounds: everybody on the list by need, planned; no package is moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Enrolment
from campaign_app.campaigns.models import Campaign
from campaign_app.core.variants import PackageVariant
from campaign_app.demo.scale.bulk import FIRST_DAY, START, Profile, write_rows
from campaign_app.distribution.models import Delivery, DistributionRound, RoundDecision
from campaign_app.distribution.rules import DecisionReason, DeliveryStatus, RoundStatus
from campaign_app.inventory import services as inventory
from campaign_app.inventory.rules import Unit


def add_rounds(session: Session, campaign: Campaign, profile: Profile) -> None:
    """A package type and `profile.rounds` rounds for everybody."""
    rice = inventory.add_item(
        session,
        actor=None,
        now=START,
        code=f"rice-{profile.slug}",
        name={"kk": "Күріш", "ru": "Рис", "en": "Rice"},
        unit=Unit.KG,
    )
    version = inventory.create_package_type(
        session,
        actor=None,
        now=START,
        campaign=campaign,
        code="FOOD",
        name={"kk": "Азық-түлік жиынтығы", "ru": "Продуктовый набор", "en": "Food package"},
        contents={PackageVariant.STANDARD: {rice.id: 2_000}},
    )
    statement = select(Enrolment.beneficiary_id).where(Enrolment.campaign_id == campaign.id)
    people = list(session.scalars(statement.order_by(Enrolment.beneficiary_id)))
    criteria = beneficiaries.criteria_in_force(session).number
    for number in range(1, profile.rounds + 1):
        round_ = DistributionRound(
            campaign_id=campaign.id,
            number=number,
            title_kk=f"№ {number}",
            version_id=version.id,
            starts_on=FIRST_DAY,
            status=RoundStatus.OPEN,
            created_at=START,
        )
        session.add(round_)
        session.flush()
        write_rows(
            session,
            Delivery,
            (
                {
                    "campaign_id": campaign.id,
                    "round_id": round_.id,
                    "beneficiary_id": beneficiary_id,
                    "line_number": line,
                    "variant": PackageVariant.STANDARD,
                    "status": DeliveryStatus.PLANNED,
                }
                for line, beneficiary_id in enumerate(people, start=1)
            ),
        )
        write_rows(session, RoundDecision, _decisions(round_, people, criteria))


def _decisions(
    round_: DistributionRound, people: list[int], criteria: int
) -> Iterator[dict[str, Any]]:
    """Why everybody is on the list, in the order of need."""
    for rank, beneficiary_id in enumerate(people, start=1):
        yield {
            "round_id": round_.id,
            "beneficiary_id": beneficiary_id,
            "rank": rank,
            "need_score": 8 - 8 * rank // (len(people) + 1),
            "need_codes": "lives_alone",
            "criteria_version": criteria,
            "variant": PackageVariant.STANDARD,
            "is_in": True,
            "reason": DecisionReason.BY_NEED,
            "note": "",
            "decided_at": START,
        }
