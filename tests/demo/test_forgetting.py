"""A person of the demo who was served is erased: the campaign's report stays as it was."""

from __future__ import annotations

import json
import re

import pytest
from flask import current_app
from sqlalchemy import select

from campaign_app.accounts.queries import find_account_by_email
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.core.audit import verify_chain
from campaign_app.distribution.models import Delivery
from campaign_app.distribution.rules import DeliveryStatus
from campaign_app.privacy import services
from campaign_app.privacy.rules.erasing import ErasureKind
from campaign_app.reports.printing.files import report_file
from tests.factories import NOW
from tests.support.client import settle
from tests.support.papers import texts_of_pages

TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
PUBLIC = (
    "/campaigns/food-packages-2020",
    "/campaigns/biz-birgemiz",
    "/open-data/campaigns/food-packages-2020.json",
    "/open-data/campaigns/food-packages-2020/distribution.csv",
    "/open-data/campaigns/food-packages-2020/donations.csv",
)


def reports(session, campaign):
    found = {}
    for kind in ("csv", "json", "pdf"):
        content = report_file(
            session,
            campaign,
            kind=kind,
            locales=("kk", "ru"),
            now=NOW,
            settings=current_app.config["SETTINGS"],
        )
        found[kind] = texts_of_pages(content) if kind == "pdf" else content.decode()
    return found


def public_pages(client):
    """Without the instant as of which they were made and the token against forgery."""
    pages = {}
    for url in PUBLIC:
        text = client.get(url).text
        if url.endswith(".json"):
            data = json.loads(text)
            pages[url] = {key: value for key, value in data.items() if "as_of" not in key}
        else:
            pages[url] = TOKEN.sub("", text)
    return pages


@pytest.mark.parametrize("kind", [ErasureKind.ERASE, ErasureKind.ANONYMISE])
def test_the_report_is_unchanged_to_the_tenge_and_to_the_person(
    session, cast, client, frozen_clock, kind
):
    frozen_clock.set(NOW)
    served = session.scalars(
        select(Beneficiary)
        .join(Delivery, Delivery.beneficiary_id == Beneficiary.id)
        .where(Delivery.campaign_id == cast.food.id, Delivery.status == DeliveryStatus.DELIVERED)
        .order_by(Beneficiary.id)
    ).first()
    surname = served.surname
    before = reports(session, cast.food), public_pages(client)
    services.erase_person(
        session,
        actor=find_account_by_email(session, "admin@demo.example"),
        now=NOW,
        beneficiary_id=served.id,
        kind=kind,
        reason="запрос № 1",
        is_confirmed=True,
    )
    settle(session)
    assert surname
    assert session.get(Beneficiary, served.id).surname == ""
    assert (reports(session, cast.food), public_pages(client)) == before
    assert verify_chain(session) is None
