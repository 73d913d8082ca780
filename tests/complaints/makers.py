"""Complaints and requests for the tests; a test states what it asserts on."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from sqlalchemy.orm import Session

from campaign_app.beneficiaries.rules import BeneficiaryCategory, Language
from campaign_app.campaigns.models import Campaign
from campaign_app.complaints import services
from campaign_app.complaints.rules import ForWhom, Topic
from tests.factories import NOW, TODAY

_forms = count(1)


def make_complaint(
    session: Session,
    *,
    campaign: Campaign | None = None,
    topic: Topic = Topic.GOODS,
    text: str = "Шай жоқ / Нет чая",
    about_name: str = "",
    contact: str = "",
    is_urgent: bool = False,
    now: datetime = NOW,
    today: date = TODAY,
    place: str | None = None,
) -> services.Received:
    """A complaint; each from a place of its own, so that none is refused."""
    number = next(_forms)
    return services.receive_complaint(
        session,
        now=now,
        today=today,
        place=place or f"place {number}",
        form_id=f"form {number}",
        details=services.ComplaintDetails(
            text=text,
            topic=topic,
            language=Language.KK,
            campaign_id=campaign.id if campaign else None,
            about_name=about_name,
            contact=contact,
            is_urgent=is_urgent,
        ),
    )


def make_request(
    session: Session,
    *,
    person_name: str = "Қасымова Айша",
    contact: str = "8 701 123 45 67",
    dormitory: str = "",
    room: str = "",
    address: str = "",
    text: str = "Ұн мен май керек",
    for_whom: ForWhom = ForWhom.MYSELF,
    has_consented: bool = True,
    now: datetime = NOW,
    today: date = TODAY,
) -> services.Received:
    """A request for help."""
    number = next(_forms)
    return services.receive_help_request(
        session,
        now=now,
        today=today,
        place=f"place {number}",
        form_id=f"form {number}",
        details=services.HelpDetails(
            for_whom=for_whom,
            category=BeneficiaryCategory.LONELY_PENSIONER,
            text=text,
            person_name=person_name,
            language=Language.KK,
            contact=contact,
            dormitory=dormitory,
            room=room,
            address=address,
            has_consented=has_consented,
        ),
    )
