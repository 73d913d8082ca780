"""Synthetic registers: pairs that may be one person, who looked at whom, what people wrote."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.models import Disclosure
from campaign_app.beneficiaries.rules import Language
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.models import Campaign
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules.kinds import AppealKind, AppealStatus, Topic
from campaign_app.demo.scale.bulk import FIRST_DAY, START, Profile, write_rows

LOOKS_PER_PERSON = 5


def add_suggestions(session: Session, first_id: int) -> None:
    """Found by the program itself among the synthetic people, whose names are few."""
    last: int | None = first_id - 1
    while last is not None:
        last = beneficiaries.refresh_block(session, now=START, after_id=last)


def add_disclosures(
    session: Session, campaign: Campaign, profile: Profile, first_id: int, accounts: list[int]
) -> None:
    """Every record was opened now and then, in turn by those who may."""
    write_rows(
        session,
        Disclosure,
        (
            {
                "at": START + timedelta(minutes=10 * number),
                "account_id": accounts[number % len(accounts)],
                "kind": DisclosureKind.PERSON_PAGE,
                "beneficiary_id": first_id + number % profile.beneficiaries,
                "campaign_id": campaign.id,
                "row_count": 1,
                "reason": "",
            }
            for number in range(LOOKS_PER_PERSON * profile.beneficiaries)
        ),
    )


def add_appeals(session: Session, campaign: Campaign, profile: Profile) -> None:
    """Complaints that wait, one for each fourth person; nobody knows the codes."""
    write_rows(
        session,
        Appeal,
        (
            {
                "kind": AppealKind.COMPLAINT,
                "year": START.year,
                "number": number,
                "code_hash": "0" * 64,
                "status": AppealStatus.NEW,
                "received_at": START + timedelta(hours=number),
                "due_on": FIRST_DAY + timedelta(days=15 + number // 24),
                "language": Language.KK,
                "campaign_id": campaign.id,
                "topic": Topic.GOODS,
                "text": f"№ {number}",
            }
            for number in range(1, 1 + profile.beneficiaries // 4)
        ),
    )
