"""The page of a person as it opens: where she is in the menus, and what is folded away."""

from __future__ import annotations

import re

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Beneficiary
from tests.factories import make_administrator, make_beneficiary, make_campaign, make_member


@pytest.fixture
def organiser(session):
    return make_member(
        session, campaign=make_campaign(session, slug="food"), role=CampaignRole.ORGANISER
    )


def current_parts(page) -> list[str]:
    menu = re.search(r'<nav aria-label="Parts of the registry">.*?</nav>', page.text, re.S)
    assert menu
    return re.findall(r'aria-current="true">([^<]+)<', menu[0])


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("beneficiaries", "People and institutions"),
        ("beneficiaries/{id}", "People and institutions"),
        ("beneficiaries/{id}/edit", "People and institutions"),
        ("beneficiaries/{id}/export", "People and institutions"),
        ("beneficiaries/import", "People and institutions"),
        ("beneficiaries/duplicates", "Duplicates"),
        ("beneficiaries/criteria/new", "Eligibility criteria"),
        ("beneficiaries/consent-texts/new", "Consent texts"),
        ("privacy", "Personal data"),
        ("privacy/incidents/new", "Personal data"),
    ],
)
def test_the_menu_says_in_which_part_of_the_registry_a_page_is(session, client_for, path, part):
    person = make_beneficiary(session)
    page = client_for(make_administrator(session)).get(f"/manage/{path}".format(id=person.id))
    assert page.status_code == 200
    assert current_parts(page) == [part]


def folds(page) -> dict[str, bool]:
    """What is folded away on the page, and whether it is open."""
    found = re.findall(r'<details class="fold"( open)?>\s*<summary>([^<]+)</summary>', page.text)
    return {summary: bool(is_open) for is_open, summary in found}


def test_rare_forms_are_folded_away_until_they_are_refused(session, client_for, organiser):
    person: Beneficiary = make_beneficiary(session)
    client, url = client_for(organiser), f"/manage/beneficiaries/{person.id}"
    rare = {"Add a consent", "Add a member of the family", "Add a proxy"}
    assert folds(client.get(url)) == dict.fromkeys(rare, False)
    for page, opened in (
        (client.post(f"{url}/proxies", data={"proxy-submission_id": "s-1"}), "Add a proxy"),
        (client.post(f"{url}/consents", data={"scope": "photo"}), "Add a consent"),
        (client.get(f"{url}?household=nobody"), "Add a member of the family"),
    ):
        assert {summary for summary, is_open in folds(page).items() if is_open} == {opened}
