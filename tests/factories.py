"""Makes what a test needs and does not assert on. Keyword-only; a test states what it asserts.

Each function goes through the feature's service, so that what it makes is what the program
makes: audited, folded, numbered. Numbers that must differ come from one counter.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts import services as accounts
from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary, Enrolment
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryDetails
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignAction, CampaignKind, CampaignLevel
from campaign_app.core.variants import PackageVariant
from campaign_app.funds import services as funds
from campaign_app.funds.models import Donation, Expense
from campaign_app.funds.rules import AccountKind, DonationMethod
from campaign_app.inventory import services as inventory
from campaign_app.inventory.models import Item, PackageTypeVersion, Packing, Purchase
from campaign_app.inventory.rules import Unit

NOW = datetime(2020, 4, 20, 12, 0, tzinfo=UTC)
TODAY = date(2020, 4, 20)
PASSWORD = "a long password for tests"
_numbers = count(1)


def make_account(
    session: Session,
    *,
    role: Role = Role.STAFF,
    email: str | None = None,
    full_name: str = "Айгүл Серікқызы",
    password: str = PASSWORD,
    locale: str | None = None,
    born_on: date | None = None,
) -> Account:
    """Somebody who can sign in."""
    return accounts.create_account(
        session,
        actor=None,
        now=NOW,
        email=email or f"person{next(_numbers)}@tests.example",
        full_name=full_name,
        role=role,
        password=password,
        born_on=born_on,
        locale=locale,
    )


def make_administrator(session: Session) -> Account:
    """Somebody who may do everything."""
    return make_account(session, role=Role.ADMINISTRATOR)


def make_auditor(session: Session) -> Account:
    """Somebody who may read everything and change nothing."""
    return make_account(session, role=Role.AUDITOR)


def make_campaign(
    session: Session,
    *,
    slug: str | None = None,
    code: str | None = None,
    title: str = "Азық-түлік",
    starts_on: date = date(2020, 4, 1),
    ends_on: date | None = None,
    parent: Campaign | None = None,
    is_active: bool = True,
) -> Campaign:
    """A campaign that is under way, or a draft."""
    number = next(_numbers)
    campaign = campaigns.create_campaign(
        session,
        actor=None,
        now=NOW,
        code=code or f"C-{number}",
        slug=slug or f"campaign-{number}",
        kind=CampaignKind.CAMPAIGN,
        level=CampaignLevel.ORGANISATION,
        title={"kk": title, "ru": title, "en": title},
        starts_on=starts_on,
        ends_on=ends_on,
        parent_id=parent.id if parent else None,
    )
    if is_active:
        campaigns.change_status(
            session, actor=None, now=NOW, campaign=campaign, action=CampaignAction.START
        )
    return campaign


def make_member(
    session: Session, *, campaign: Campaign, role: CampaignRole, account: Account | None = None
) -> Account:
    """Somebody with a role in `campaign`."""
    account = account or make_account(session)
    campaigns.add_member(
        session, actor=None, now=NOW, campaign=campaign, account_id=account.id, role=role
    )
    return account


def make_item(
    session: Session,
    *,
    code: str | None = None,
    name: str = "Күріш",
    unit: Unit = Unit.KG,
) -> Item:
    """A thing of the catalogue."""
    return inventory.add_item(
        session,
        actor=None,
        now=NOW,
        code=code or f"item-{next(_numbers)}",
        name={"kk": name, "ru": name, "en": name},
        unit=unit,
    )


def make_donation(
    session: Session,
    *,
    campaign: Campaign,
    amount_minor: int = 100_000_00,
    method: DonationMethod = DonationMethod.BANK,
    donor_name: str = "Демо",
    actor: Account | None = None,
    received_on: date = TODAY,
    is_anonymous: bool = False,
    reference: str = "",
    donor_email: str = "",
) -> Donation:
    """A gift with its receipt."""
    return funds.record_donation(
        session,
        actor=actor,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=funds.DonationDetails(
            donor_name=donor_name,
            amount_minor=amount_minor,
            method=method,
            received_on=received_on,
            is_anonymous=is_anonymous,
            reference=reference,
            donor_email=donor_email,
        ),
    )


def make_expense(
    session: Session,
    *,
    campaign: Campaign,
    amount_minor: int = 100_000_00,
    account: AccountKind = AccountKind.BANK,
    actor: Account | None = None,
    document: bytes | None = None,
) -> Expense:
    """An expense that waits for approval; its money must be there."""
    actor = actor or make_account(session)
    kept = None
    if document is not None:
        kept = funds.keep_attachment(
            session, actor=actor, now=NOW, campaign=campaign, content=document
        ).id
    return funds.enter_expense(
        session,
        actor=actor,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=funds.ExpenseDetails(
            supplier="«Демо» ЖШС",
            amount_minor=amount_minor,
            spent_on=TODAY,
            purpose="Азық-түлік",
            account=account,
            attachment_id=kept,
        ),
    )


def make_approved_expense(
    session: Session, *, campaign: Campaign, amount_minor: int = 100_000_00
) -> Expense:
    """An expense whose money came in before, entered by one person and approved by another."""
    make_donation(session, campaign=campaign, amount_minor=amount_minor)
    expense = make_expense(session, campaign=campaign, amount_minor=amount_minor)
    return funds.approve_expense(session, actor=make_account(session), now=NOW, expense=expense)


def make_purchase(
    session: Session,
    *,
    campaign: Campaign,
    item: Item,
    quantity_milli: int = 100_000,
    price_minor: int = 374_00,
    best_before: date | None = None,
    received_on: date = TODAY,
    expense: Expense | None = None,
) -> Purchase:
    """Goods of one item, bought with an approved expense."""
    line = inventory.LineDetails(
        item_id=item.id,
        quantity_milli=quantity_milli,
        price_minor=price_minor,
        best_before=best_before,
    )
    expense = expense or make_approved_expense(session, campaign=campaign)
    return inventory.record_purchase(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        expense_id=expense.id,
        received_on=received_on,
        lines=[line],
    )


def make_version(
    session: Session,
    *,
    campaign: Campaign,
    item: Item,
    quantity_milli: int = 2_000,
    variant: PackageVariant = PackageVariant.STANDARD,
) -> PackageTypeVersion:
    """The first version of a package type with one variant that holds one item."""
    return inventory.create_package_type(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        code=f"TYPE-{next(_numbers)}",
        name={"kk": "Жиынтық", "ru": "Жиынтық", "en": "Жиынтық"},
        contents={variant: {item.id: quantity_milli}},
    )


def make_packing(session: Session, *, campaign: Campaign, count: int = 10) -> Packing:
    """Packages in stock, of a version, an item and a purchase of their own."""
    item = make_item(session)
    make_purchase(session, campaign=campaign, item=item, quantity_milli=count * 2_000)
    version = make_version(session, campaign=campaign, item=item)
    return inventory.pack_packages(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        version_id=version.id,
        variant=PackageVariant.STANDARD,
        count=count,
    )


def make_beneficiary(
    session: Session,
    *,
    surname: str = "Қасымова",
    given_name: str = "Ғалия",
    category: BeneficiaryCategory = BeneficiaryCategory.LONELY_PENSIONER,
    **details: Any,
) -> Beneficiary:
    """Somebody on the registry."""
    return beneficiaries.register_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        details=BeneficiaryDetails(
            surname=surname, given_name=given_name, category=category, **details
        ),
    )


def make_enrolment(
    session: Session, *, campaign: Campaign, beneficiary: Beneficiary | None = None
) -> Enrolment:
    """Somebody on the list of `campaign`."""
    beneficiary = beneficiary or make_beneficiary(session)
    beneficiaries.enrol(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        beneficiary_ids=[beneficiary.id],
    )
    found = select(Enrolment).where(Enrolment.beneficiary_id == beneficiary.id)
    return session.scalars(found.where(Enrolment.campaign_id == campaign.id)).one()
