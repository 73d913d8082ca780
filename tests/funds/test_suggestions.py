"""Who gave before is suggested to whoever writes donations down, and to nobody else."""

from __future__ import annotations

import pytest

from campaign_app.accounts.rules import CampaignRole
from tests.factories import make_auditor, make_campaign, make_donation, make_member

URL = "/manage/campaigns/food/donations/donors.json"


@pytest.fixture
def campaign(session):
    campaign = make_campaign(session, slug="food")
    for name in ("Үмбетова Айгүл", "Үмбетов Серік", "Ким Валентина", "Үмбетова Айгүл"):
        make_donation(session, campaign=campaign, donor_name=name)
    make_donation(session, campaign=make_campaign(session), donor_name="Үмбетова Бөтен")
    return campaign


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("үмбет", ["Үмбетова Айгүл", "Үмбетов Серік"]),
        ("УМБЕТ сер", ["Үмбетов Серік"]),
        ("вал ким", ["Ким Валентина"]),
        ("жоқ", []),
        ("", []),
        ("%", []),
        ("\x00", []),
    ],
)
def test_names_are_suggested(session, campaign, client_for, typed, names):
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    assert organiser.get(URL, query_string={"q": typed}).json == names


def test_the_form_asks_for_them(session, campaign, client_for):
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    page = organiser.get("/manage/campaigns/food/donations/new").text
    assert f'data-suggest="{URL}"' in page
    assert client_for(make_auditor(session)).get(URL).status_code == 403
