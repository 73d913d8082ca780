"""Donations through the browser's eyes: entry, list, export, receipt, void."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.funds import queries, services
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import AccountKind, DonationMethod
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_approved_expense,
    make_campaign,
    make_donation,
    make_member,
)

BASE = "/manage/campaigns/food"
VALUES = {"donor_name": "Үмбетова Айгүл", "amount": "5 000,50", "method": "kaspi"}


@pytest.fixture
def campaign(session, frozen_clock):
    frozen_clock.set(NOW)
    return make_campaign(session, slug="food")


@pytest.fixture
def organiser(session, campaign, client_for):
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))


@pytest.fixture
def treasurer(session, campaign, client_for):
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))


def only_donation(session):
    return session.scalars(select(Donation)).one()


def test_a_donation_is_written_down_as_people_type_it(session, campaign, organiser):
    answer = organiser.submit(f"{BASE}/donations/new", VALUES | {"reference": "K-1"})
    donation = only_donation(session)
    assert (answer.status_code, answer.location) == (302, f"{BASE}/donations/{donation.id}")
    assert (donation.amount_minor, donation.method) == (500_050, DonationMethod.KASPI)
    assert (donation.received_on, donation.receipt) == (TODAY, "2020-0001")
    page = organiser.get(answer.location).text
    assert "5,000.50" in page
    assert "Receipt 2020-0001 was issued" in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"amount": "5OOO"}, "is not an amount"),
        ({"amount": "-5"}, "more than zero"),
        ({"amount": ""}, "Fill in this field"),
        ({"donor_name": ""}, "Write the donor"),
        ({"received_on": (TODAY + timedelta(days=1)).isoformat()}, "is in the future"),
        ({"received_on": "31.02.2020"}, "31.02.2020"),
        ({"reference": "K-1"}, "receipt 2020-0001"),
        ({"donor_name": "Ү" * 201}, "200"),
    ],
)
def test_refusals_stand_at_their_field_and_lose_nothing(session, campaign, organiser, values, told):
    make_donation(session, campaign=campaign, method=DonationMethod.KASPI, reference="K-1")
    answer = organiser.submit(f"{BASE}/donations/new", VALUES | {"note": "қағаз"} | values)
    assert answer.status_code == 422
    assert told in answer.text
    for typed in (VALUES | {"note": "қағаз"} | values).values():
        assert typed in answer.text or typed == ""
    assert 'aria-invalid="true"' in answer.text
    assert queries.collected_minor(session, [campaign.id]) == 100_000_00


def test_the_same_form_twice_is_one_donation(session, campaign, organiser):
    values = VALUES | {"received_on": "2020-04-20", "submission_id": "one"}
    answers = [organiser.post(f"{BASE}/donations/new", data=values) for _ in range(2)]
    donation = only_donation(session)
    assert [answer.location for answer in answers] == [f"{BASE}/donations/{donation.id}"] * 2


def test_a_form_that_was_refused_may_be_sent_again(session, campaign, organiser):
    values = VALUES | {"received_on": "2020-04-20", "submission_id": "one"}
    refused = organiser.post(f"{BASE}/donations/new", data=values | {"donor_name": ""})
    assert refused.status_code == 422
    assert organiser.post(f"{BASE}/donations/new", data=values).status_code == 302
    assert only_donation(session).donor_name == "Үмбетова Айгүл"


def test_the_next_entry_remembers_method_and_date(session, campaign, organiser, frozen_clock):
    values = VALUES | {"received_on": "2020-04-18", "submission_id": "one", "next": "another"}
    answer = organiser.post(f"{BASE}/donations/new", data=values)
    assert answer.location == f"{BASE}/donations/new"
    page = organiser.get(answer.location).text
    assert 'value="2020-04-18"' in page
    assert '<option selected value="kaspi">' in page
    frozen_clock.advance(hours=24)
    assert 'value="2020-04-21"' in organiser.get(answer.location).text


def test_a_likely_twin_is_pointed_out_and_not_blocked(session, campaign, organiser):
    make_donation(session, campaign=campaign, amount_minor=500_050, donor_name="Умбетова Айгул")
    answer = organiser.submit(f"{BASE}/donations/new", VALUES, follow_redirects=True)
    assert "Perhaps it is entered twice" in answer.text
    assert queries.collected_minor(session, [campaign.id]) == 1_000_100


def test_money_to_a_personal_account_is_warned_about(session, campaign, organiser, treasurer):
    values = {"kind": "kaspi", "is_personal": "y", "owner_note": "Демо Айгүл"}
    assert treasurer.submit(f"{BASE}/accounts", values).status_code == 302
    page = organiser.get(f"{BASE}/donations/new").text
    assert "own account here: Kaspi account" in page
    assert "Демо Айгүл" in page
    assert organiser.get(f"{BASE}/accounts").status_code == 200
    assert organiser.post(f"{BASE}/accounts", data=values).status_code == 403


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_speak_three_languages(session, campaign, client_for, locale):
    donation = make_donation(session, campaign=campaign)
    treasurer = make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    client = client_for(treasurer, locale)
    assert client.get(f"{BASE}/donations?q=nobody").status_code == 200
    for _ in range(2):
        for path in ("donations", "donations/new", f"donations/{donation.id}", "accounts"):
            assert client.get(f"{BASE}/{path}").status_code == 200
        refused = client.post(f"{BASE}/donations/{donation.id}/void", data={"reason": ""})
        assert refused.status_code in (302, 422)
        if donation.voided_at is None:
            client.post(f"{BASE}/donations/{donation.id}/void", data={"reason": "қате"})
    assert session.get_one(Donation, donation.id).voided_at == NOW


def test_an_empty_list_says_what_to_do(campaign, organiser, session, client_for):
    assert f'href="{BASE}/donations/new"' in organiser.get(f"{BASE}/donations").text
    auditor = make_account(session)
    storekeeper = make_member(
        session, campaign=campaign, role=CampaignRole.STOREKEEPER, account=auditor
    )
    assert client_for(storekeeper).get(f"{BASE}/donations").status_code == 403


def test_the_list_and_its_exports_show_what_is_asked_for(session, campaign, organiser):
    make_donation(session, campaign=campaign, donor_name="Қасымов Ғани", amount_minor=150_050)
    make_donation(session, campaign=campaign, donor_name="=cmd()", method=DonationMethod.CASH)
    make_donation(session, campaign=campaign, donor_name="Жасырын", is_anonymous=True)
    page = organiser.get(f"{BASE}/donations?q=касымов&method=bank&page=1").text
    assert "Қасымов Ғани" in page
    assert "=cmd()" not in page
    assert "Жасырын" not in organiser.get(f"{BASE}/donations").text
    exported = organiser.get(f"{BASE}/donations.csv?q=касымов&method=bank")
    assert exported.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(exported.data.decode("utf-8-sig"))))
    assert [(r["Receipt"], r["Donor"], r["Amount"]) for r in rows] == [
        ("2020-0001", "Қасымов Ғани", "1500.50")
    ]
    everything = organiser.get(f"{BASE}/donations.csv").data.decode("utf-8-sig")
    assert "Жасырын" not in everything
    assert "'=cmd()" in everything
    assert organiser.get(f"{BASE}/donations.xlsx").data.startswith(b"PK")


def test_what_was_exported_comes_in_unchanged(session, campaign, organiser):
    make_donation(session, campaign=campaign, donor_name="Қасымов Ғани", reference="B-1")
    make_donation(session, campaign=campaign, donor_name="", is_anonymous=True)
    organiser.read_in("ru")
    table = services.Table(
        content=organiser.get(f"{BASE}/donations.csv").data, filename="donations.csv"
    )
    here = services.plan_import(session, campaign=campaign, today=TODAY, table=table)
    assert [row.outcome.value for row in here] == ["already_there"] * 2
    other = make_campaign(session)
    services.import_donations(
        session, actor=None, now=NOW, today=TODAY, campaign=other, table=table
    )
    assert queries.collected_minor(session, [other.id]) == 200_000_00


def test_a_void_says_who_when_and_why_for_ever(session, campaign, organiser, treasurer):
    donation = make_donation(session, campaign=campaign)
    url = f"{BASE}/donations/{donation.id}"
    assert organiser.post(f"{url}/void", data={"reason": "қате"}).status_code == 403
    assert f"{url}/void" not in organiser.get(url).text
    assert treasurer.submit(url, {"reason": ""}, action="/void").status_code == 422
    assert treasurer.submit(url, {"reason": "екі рет"}, action="/void").status_code == 302
    page = treasurer.get(url).text
    assert "екі рет" in page
    assert f"{url}/void" not in page
    assert treasurer.post(f"{url}/void", data={"reason": "again"}).status_code == 422
    assert "is-void" in organiser.get(f"{BASE}/donations").text
    assert queries.balance(session, [campaign.id]) == 0


def test_spent_money_cannot_be_taken_back(session, campaign, treasurer):
    make_approved_expense(session, campaign=campaign, amount_minor=700)
    donation = only_donation(session)
    answer = treasurer.submit(f"{BASE}/donations/{donation.id}", {"reason": "қате"}, action="/void")
    assert answer.status_code == 422
    assert "7.00" in answer.text
    assert only_donation(session).voided_at is None


@pytest.mark.parametrize("language", ["kk", "ru", "kk+ru", "en"])
def test_the_receipt_on_paper(session, campaign, organiser, language):
    donation = make_donation(
        session, campaign=campaign, donor_name="Қасымов Ғани", amount_minor=555_600
    )
    url = f"{BASE}/donations/{donation.id}/receipt.pdf"
    answer = organiser.get(f"{url}?language={language}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    text = " ".join(PdfReader(io.BytesIO(answer.data)).pages[0].extract_text().split())
    assert "2020-0001" in text
    assert "Қасымов Ғани" in text
    assert f"/verify/{donation.verification_code}" in text
    assert organiser.get(f"{url}?language=de").status_code == 404


def test_an_anonymous_donor_is_not_on_the_receipt(session, campaign, organiser):
    donation = make_donation(
        session, campaign=campaign, donor_name="Қасымов Ғани", is_anonymous=True
    )
    answer = organiser.get(f"{BASE}/donations/{donation.id}/receipt.pdf")
    text = " ".join(PdfReader(io.BytesIO(answer.data)).pages[0].extract_text().split())
    assert "Қасымов" not in text
    assert "Анонимный жертвователь" in text


def test_payroll_goes_to_the_bank_and_goods_stay_apart(session, campaign, organiser):
    for number, method in enumerate(("payroll", "in_kind")):
        values = VALUES | {"method": method, "submission_id": str(number)}
        assert organiser.submit(f"{BASE}/donations/new", values).status_code == 302
    assert queries.account_balance(session, campaign.id, AccountKind.BANK) == 500_050
    assert queries.balance(session, [campaign.id]) == 500_050
    assert queries.in_kind_minor(session, [campaign.id]) == 500_050
