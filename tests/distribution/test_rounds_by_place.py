"""A round for some streets and dormitories: who is on its list, and who is told why not."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.distribution import queries
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.rules import DecisionReason as R
from tests.factories import make_campaign, make_member
from tests.support.rounds import make_beneficiary, make_packages

PLACES = {
    "Абай": {"street": "ул. Абая", "house": "1"},
    "Абай2": {"street": "Абай көшесі", "house": "2"},
    "Мектеп": {"street": "Мектеп көшесі", "house": "3"},
    "Жатақхана": {"street": "", "dormitory": "Общ. 1", "room": "5"},
    "Белгісіз": {"street": ""},
}
NEW = "/manage/campaigns/food/distributions/new"


@pytest.fixture
def scene(session):
    campaign = make_campaign(session, slug="food")
    people = {}
    for name, address in PLACES.items():
        people[name] = make_beneficiary(session, enrolled_in=campaign, surname=name)
        for field, value in address.items():
            setattr(people[name], field, value)
    version_id = make_packages(session, campaign=campaign, count=0)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    session.commit()
    return campaign, people, version_id, organiser


def boxes(page: str) -> dict[str, str]:
    """The value of each box that can be ticked, by what stands beside it."""
    found = re.findall(
        r'<input[^>]*name="places"[^>]*value="([^"]*)"[^>]*><label[^>]*>([^<]*)', page
    )
    return {label: value for value, label in found}


def test_only_those_of_the_chosen_places_and_the_others_are_told(session, client_for, scene):
    _campaign, people, version_id, organiser = scene
    browser = client_for(organiser)
    offered = boxes(browser.get(NEW).text)
    assert sorted(name.rsplit(" · ", 1)[1] for name in offered) == ["1", "1", "1", "2"]
    street = next(value for name, value in offered.items() if name.endswith("2"))
    unknown = next(value for name, value in offered.items() if "not known" in name)
    values = {"title_en": "Abay", "version_id": str(version_id), "starts_on": "2020-04-20"}
    answer = browser.post(NEW, data={**values, "submission_id": "one", "places": [street, unknown]})
    assert answer.status_code == 302
    round_ = session.scalars(select(DistributionRound)).one()
    reasons = {row.beneficiary_id: row.reason for row in queries.list_decisions(session, round_.id)}
    assert reasons == {
        people[name].id: R.BY_NEED if name in ("Абай", "Абай2", "Белгісіз") else R.OTHER_PLACE
        for name in people
    }
    paper = f"/manage/campaigns/food/distributions/{round_.id}/decision/{people['Мектеп'].id}"
    assert "other streets or dormitories" in browser.get(paper).text


def test_a_place_that_is_not_on_the_list_is_refused_at_its_field(client_for, scene):
    browser = client_for(scene[3], locale="ru")
    answer = browser.post(
        NEW,
        data={
            "title_en": "Nowhere",
            "version_id": str(scene[2]),
            "starts_on": "2020-04-20",
            "places": ["луна"],
        },
    )
    assert answer.status_code == 422
    assert "Nowhere" in answer.text
