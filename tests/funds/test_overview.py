"""The money page: what came in by day, method and donor, and what it became."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.funds import services
from campaign_app.funds.rules import DonationMethod
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_approved_expense,
    make_auditor,
    make_campaign,
    make_donation,
    make_member,
)

URL = "/manage/campaigns/food/money"
SECRET = "Құпиябеков Жасырын"


@pytest.fixture
def campaign(session, frozen_clock):
    frozen_clock.set(NOW)
    campaign = make_campaign(session, slug="food")
    for amount, method, more in (
        (100_00, DonationMethod.CASH, {"donor_name": SECRET, "is_anonymous": True}),
        (250_50, DonationMethod.KASPI, {"received_on": TODAY - timedelta(days=40)}),
        (70_00, DonationMethod.IN_KIND, {}),
    ):
        make_donation(session, campaign=campaign, amount_minor=amount, method=method, **more)
    make_approved_expense(session, campaign=campaign, amount_minor=90_00)
    voided = make_donation(session, campaign=campaign, amount_minor=999_00)
    services.void_donation(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        donation=voided,
        reason="екі рет",
    )
    return campaign


def test_what_came_in_and_went_out_is_seen(session, campaign, client_for):
    page = client_for(make_auditor(session)).get(URL).text
    for told in ("440.50", "250.50", "70.00", "90.00", "Came in by day", "11\u00a0Mar\u00a02020"):
        assert told in page, told
    assert "999" not in page
    assert SECRET not in page
    assert 'aria-current="true">Money<' in page


def test_many_days_become_months(session, campaign, client_for):
    for days in range(50):
        day = TODAY - timedelta(days=days)
        make_donation(session, campaign=campaign, amount_minor=1_00, received_on=day)
    page = client_for(make_auditor(session)).get(URL).text
    assert "Came in by month" in page
    assert "03.2020" in page


def test_it_is_exported(session, campaign, client_for):
    reader = client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))
    rows = list(csv.reader(io.StringIO(reader.get(f"{URL}.csv").data.decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["250.50", "90.00", "100.00", "70.00"]
    assert reader.get(f"{URL}.xlsx").status_code == 200


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_it_speaks_three_languages_also_when_empty(session, campaign, client_for, locale):
    make_campaign(session, slug="empty")
    reader = client_for(make_auditor(session), locale)
    for slug in ("food", "empty"):
        assert reader.get(f"/manage/campaigns/{slug}/money").status_code == 200
    journal = reader.get("/manage/campaigns/food/journal").text
    assert 'href="/manage/campaigns/food/money" aria-current="true"' in journal
