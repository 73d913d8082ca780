"""People, packages and rounds for tests of handing out."""

from __future__ import annotations

from datetime import date
from itertools import count as counter

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.campaigns.models import Campaign
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import services as distribution
from campaign_app.distribution.models import DistributionRound
from campaign_app.inventory import services as inventory
from campaign_app.inventory.rules import Unit
from tests.factories import NOW, TODAY

_numbers = counter(1)


def make_beneficiary(
    session: Session,
    *,
    surname: str = "Қасымова",
    given_name: str = "Әлия",
    variant: PackageVariant = PackageVariant.STANDARD,
    category: BeneficiaryCategory = BeneficiaryCategory.LONELY_PENSIONER,
    born_on: date | None = None,
    enrolled_in: Campaign | None = None,
    house: str = "315",
) -> Beneficiary:
    """Somebody on the registry, and on the list of `enrolled_in`."""
    person = beneficiaries.register_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        details=beneficiaries.BeneficiaryDetails(
            category=category,
            surname=surname,
            given_name=given_name,
            package_variant=variant,
            born_on=born_on,
            street="ул. Абая",
            house=house,
        ),
    )
    if enrolled_in is not None:
        beneficiaries.enrol(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            campaign=enrolled_in,
            beneficiary_ids=[person.id],
        )
    return person


def make_packages(session: Session, *, campaign: Campaign, count: int) -> int:
    """A package type of one item, `count` packages of it packed; gives the version's id."""
    number = next(_numbers)
    item = inventory.add_item(
        session,
        actor=None,
        now=NOW,
        code=f"rice-{number}",
        name={"kk": "Күріш", "ru": "Рис", "en": "Rice"},
        unit=Unit.KG,
    )
    version = inventory.create_package_type(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        code=f"FOOD-{number}",
        name={"kk": "Жиынтық", "ru": "Набор", "en": "Package"},
        contents={PackageVariant.STANDARD: {item.id: 1000}},
    )
    if count:
        inventory.record_gift(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            campaign=campaign,
            item_id=item.id,
            quantity_milli=count * 1000,
            received_on=TODAY,
            donor_note="«Демо» ЖШС",
        )
        inventory.pack_packages(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            campaign=campaign,
            version_id=version.id,
            variant=PackageVariant.STANDARD,
            count=count,
        )
    return version.id


def make_round(
    session: Session,
    *,
    campaign: Campaign,
    actor: Account,
    version_id: int,
    choice: distribution.Choice | None = None,
) -> DistributionRound:
    """A round for everybody on the campaign's list, unless `choice` says whom."""
    return distribution.plan_round(
        session,
        actor=actor,
        now=NOW,
        campaign=campaign,
        plan=distribution.RoundPlan(
            title={"kk": "Үйлерге", "ru": "На дом", "en": "At home"},
            version_id=version_id,
            starts_on=TODAY,
        ),
        choice=choice or distribution.Choice(),
    )
