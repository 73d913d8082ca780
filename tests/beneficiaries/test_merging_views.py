"""The work list, the merge page and the way back, as an organiser meets them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.models import BeneficiaryMerge
from tests.factories import (
    NOW,
    TODAY,
    make_auditor,
    make_beneficiary,
    make_campaign,
    make_enrolment,
    make_member,
)

LOCALES = ("kk", "ru", "en")
DUPLICATES = "/manage/beneficiaries/duplicates"
BORN = date(1948, 3, 15)
IIN = "480315400007"


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food", title="Азық-түлік")


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.fixture
def two(session):
    one = make_beneficiary(
        session,
        given_name="Әлия",
        born_on=BORN,
        phone="+77010000001",
        street="пр. Мира",
        house="312",
    )
    other = make_beneficiary(
        session,
        surname="Касымова",
        given_name="Алия",
        born_on=BORN,
        iin=IIN,
        phone="+77010000002",
        needs=frozenset({"no_income"}),
        entrance="2",
        floor="4",
    )
    return one, other


def merge(session, one, other, *take):
    return services.merge_beneficiaries(
        session, actor=None, now=NOW, today=TODAY, kept_id=one.id, copy_id=other.id, take=take
    )


def merge_url(one, other):
    return f"/manage/beneficiaries/{one.id}/merge?with={other.id}"


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_read_in_three_languages(session, client_for, campaign, organiser, two, locale):
    one, other = two
    make_enrolment(session, campaign=campaign, beneficiary=other)
    third = make_beneficiary(session, surname="Касимова", given_name="Алия", born_on=BORN)
    fourth = make_beneficiary(session, surname="Каcымова", given_name="Алия", born_on=BORN)
    client = client_for(organiser, locale)
    pair = f"{DUPLICATES}/{third.id}/{fourth.id}/different"
    decided = client.post(pair, follow_redirects=True)
    assert decided.status_code == 200
    merged = merge(session, one, other)
    for url in (
        DUPLICATES,
        f"{DUPLICATES}?show=different",
        "/manage/beneficiaries",
        merge_url(one, third),
        f"/manage/beneficiaries/{one.id}/merge",
        f"/manage/beneficiaries/{one.id}/merge?q=касымова",
        f"/manage/beneficiaries/{one.id}/merge?q=nobody-of-this-name",
        f"/manage/beneficiaries/{one.id}",
        f"/manage/beneficiaries/{one.id}/merges/{merged.id}/undo",
    ):
        page = client.get(url)
        assert page.status_code == 200, url
        assert IIN not in page.text


@pytest.mark.parametrize("locale", LOCALES)
def test_an_empty_work_list_says_so(client_for, organiser, locale):
    client = client_for(organiser, locale)
    assert client.get(DUPLICATES).status_code == 200
    assert client.get(f"{DUPLICATES}?show=different").status_code == 200


def test_the_list_tells_how_many_pairs_wait(client_for, organiser, two):
    page = client_for(organiser).get("/manage/beneficiaries")
    assert "1 pair of records may be of one person." in page.text
    assert two[0].id != two[1].id


def test_different_people_is_one_click_and_can_be_undone(session, client_for, organiser, two):
    client = client_for(organiser)
    page = client.submit(DUPLICATES, action="/different", follow_redirects=True)
    assert queries.count_suggested_pairs(session) == 0
    assert "Take the decision back" in page.text
    client.submit(f"{DUPLICATES}?show=different", action="/take-back")
    assert queries.count_suggested_pairs(session) == 1


def test_a_merge_by_form_takes_the_chosen_values(session, client_for, organiser, two):
    one, other = two
    client = client_for(organiser)
    page = client.get(merge_url(one, other))
    assert 'id="take-iin-copy" name="take-iin" value="copy" checked' in page.text
    assert 'id="take-phone-kept" name="take-phone" value="kept" checked' in page.text
    answer = client.submit(merge_url(one, other), {"take-phone": "copy"}, action="/merge")
    assert answer.location.endswith(f"/manage/beneficiaries/{one.id}")
    assert (one.iin, one.phone, one.needs) == (IIN, "+77010000002", "no_income")
    assert other.merged_into_id == one.id


def test_the_same_click_twice_merges_once(session, client_for, organiser, two):
    one, other = two
    client = client_for(organiser)
    data = {"submission_id": "m-1"}
    first = client.post(merge_url(one, other), data=data)
    second = client.post(merge_url(one, other), data=data)
    assert first.location == second.location
    assert len(session.scalars(select(BeneficiaryMerge)).all()) == 1
    late = client.post(merge_url(one, other), data={"submission_id": "m-2"})
    assert late.status_code == 422
    assert "was merged in the meantime" in late.text


def test_a_copy_leads_to_the_record_that_is_kept(session, client_for, organiser, two):
    one, other = two
    merge(session, one, other)
    client = client_for(organiser)
    for url in (f"/manage/beneficiaries/{other.id}", f"/manage/beneficiaries/{other.id}/edit"):
        answer = client.get(url)
        assert answer.location.endswith(f"/manage/beneficiaries/{one.id}")
    assert "was merged into the one" in client.get(f"/manage/beneficiaries/{one.id}").text
    refused = client.post(f"/manage/beneficiaries/{other.id}/edit", data={"surname": "Х"})
    assert refused.status_code == 302
    assert other.surname == "Касымова"


def test_what_is_on_the_copy_is_shown_with_the_person(
    session, client_for, campaign, organiser, two
):
    one, other = two
    make_enrolment(session, campaign=campaign, beneficiary=other)
    merge(session, one, other)
    page = client_for(organiser).get(f"/manage/beneficiaries/{one.id}")
    assert f"on the merged record No. {other.id}" in page.text
    assert "Азық-түлік" in page.text


def test_an_undo_by_form(session, client_for, organiser, two):
    one, other = two
    merged = merge(session, one, other)
    client = client_for(organiser)
    url = f"/manage/beneficiaries/{one.id}/merges/{merged.id}/undo"
    assert client.submit(url, {"reason": ""}).status_code == 422
    answer = client.submit(url, {"reason": "Екі апалы-сіңлі"})
    assert answer.location.endswith(f"/manage/beneficiaries/{one.id}")
    assert other.merged_into_id is None
    assert queries.count_suggested_pairs(session) == 0
    assert len(queries.list_different_pairs(session, page=1).items) == 1


def test_an_undo_is_found_under_its_person_only(session, client_for, organiser, two):
    one, other = two
    merged = merge(session, one, other)
    client = client_for(organiser)
    assert (
        client.get(f"/manage/beneficiaries/{other.id}/merges/{merged.id}/undo").status_code == 404
    )
    assert client.get(f"/manage/beneficiaries/{one.id}/merges/99999/undo").status_code == 404


def test_who_may_only_read_gets_no_buttons(session, client_for, two):
    client = client_for(make_auditor(session))
    assert "/different" not in client.get(DUPLICATES).text
    one, other = two
    assert client.get(merge_url(one, other)).status_code in (403, 404)
    assert client.post(f"{DUPLICATES}/{one.id}/{other.id}/different").status_code in (403, 404)
