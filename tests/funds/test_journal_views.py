"""The journal through the browser's eyes: read, narrowed, exported, written."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.funds import queries
from campaign_app.funds.models import JournalEntry
from campaign_app.funds.rules import AccountKind, DonationMethod, EntryKind
from tests.factories import (
    NOW,
    make_approved_expense,
    make_auditor,
    make_campaign,
    make_donation,
    make_member,
)

BASE = "/manage/campaigns/food"
SECRET = "Құпиябеков Жасырын"


@pytest.fixture
def campaign(session, frozen_clock):
    """300 ₸ in cash from somebody who stays anonymous."""
    frozen_clock.set(NOW)
    campaign = make_campaign(session, slug="food")
    make_donation(
        session,
        campaign=campaign,
        amount_minor=300_00,
        method=DonationMethod.CASH,
        donor_name=SECRET,
        is_anonymous=True,
    )
    return campaign


@pytest.fixture
def treasurer(session, campaign, client_for):
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))


def held(session, campaign, kind):
    return queries.account_balance(session, campaign.id, kind)


TRANSFER = {"source": "cash", "target": "bank", "amount": "120,50", "moved_on": "2020-04-19"}


def test_money_is_moved_and_taken_back(session, campaign, treasurer):
    url = f"{BASE}/journal/new/transfer"
    page = treasurer.get(url).text
    assert "cash desk: 300.00" in page
    assert treasurer.submit(url, TRANSFER).location == f"{BASE}/journal"
    assert held(session, campaign, AccountKind.BANK) == 120_50
    entry = session.scalars(
        select(JournalEntry).where(JournalEntry.kind == EntryKind.TRANSFER)
    ).one()
    page = treasurer.get(f"{BASE}/journal").text
    assert "transfer between accounts" in page
    assert SECRET not in page
    back = f"{BASE}/journal/{entry.id}/reverse"
    assert treasurer.post(back, data={"reason": ""}).status_code == 422
    assert treasurer.post(back, data={"reason": "қате шот"}).status_code == 302
    answer = treasurer.post(back, data={"reason": "тағы"})
    assert (answer.status_code, "taken back already" in answer.text) == (422, True)
    assert held(session, campaign, AccountKind.CASH) == 300_00
    assert f"taken back by entry {entry.id + 1}" in treasurer.get(f"{BASE}/journal").text


def test_a_form_sent_twice_is_one_entry(session, campaign, treasurer):
    url = f"{BASE}/journal/new/transfer"
    for _ in range(2):
        answer = treasurer.post(url, data={**TRANSFER, "submission_id": "same"})
        assert answer.status_code == 302
    assert held(session, campaign, AccountKind.BANK) == 120_50


@pytest.mark.parametrize(
    ("operation", "values", "told"),
    [
        ("transfer", {**TRANSFER, "amount": "300.01"}, "is asked for"),
        ("transfer", {**TRANSFER, "target": "cash"}, ""),
        ("transfer", {**TRANSFER, "target": "box:7"}, ""),
        ("transfer", {**TRANSFER, "moved_on": "2020-13-01"}, ""),
        ("transfer", {**TRANSFER, "moved_on": "2090-01-01"}, ""),
        ("fee", {"account": "cash", "amount": "1", "charged_on": "2020-04-20"}, ""),
        ("count", {"account": "cash", "amount": "-1", "reason": "x"}, "less than zero"),
        ("count", {"account": "cash", "amount": "300", "reason": "x"}, "The books say the same"),
        ("count", {"account": "cash", "amount": "1", "reason": ""}, ""),
    ],
)
def test_what_is_wrong_is_told_at_its_field(session, campaign, treasurer, operation, values, told):
    before = session.scalar(select(func.count()).select_from(JournalEntry))
    values = {"counted_on": "2020-04-20", **values}
    answer = treasurer.post(f"{BASE}/journal/new/{operation}", data=values)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{values["amount"]}"' in answer.text
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == before


def test_fees_and_counts_are_written(session, campaign, treasurer):
    treasurer.submit(f"{BASE}/journal/new/transfer", TRANSFER)
    fee = {"account": "bank", "amount": "0.50", "charged_on": "2020-04-20"}
    assert treasurer.submit(f"{BASE}/journal/new/fee", fee).status_code == 302
    count = {"account": "cash", "amount": "179", "counted_on": "2020-04-20", "reason": "Санау"}
    assert treasurer.submit(f"{BASE}/journal/new/count", count).status_code == 302
    assert held(session, campaign, AccountKind.BANK) == 120_00
    assert held(session, campaign, AccountKind.CASH) == 179_00
    page = treasurer.get(f"{BASE}/journal?account=bank_fees").text
    assert "bank fee" in page
    assert "Санау" not in page
    assert "Санау" in treasurer.get(f"{BASE}/journal?kind=count_difference&q=сан").text
    assert "No entry fits" in treasurer.get(f"{BASE}/journal?q=жоқ").text
    assert "No entry fits" in treasurer.get(f"{BASE}/journal?from=2020-04-21").text


def test_money_goes_back_to_a_donor_and_from_a_supplier(session, campaign, treasurer):
    donation = make_donation(
        session, campaign=campaign, amount_minor=50_00, method=DonationMethod.CASH
    )
    expense = make_approved_expense(session, campaign=campaign, amount_minor=90_00)
    values = {"amount": "20", "refunded_on": "2020-04-20", "reason": "артық"}
    for subject in (f"donations/{donation.id}", f"expenses/{expense.id}"):
        url = f"{BASE}/{subject}/refund"
        assert "At most" in treasurer.get(url).text
        assert treasurer.submit(url, {**values, "amount": "90,01"}).status_code == 422
        assert treasurer.submit(url, values).location == f"{BASE}/{subject}"
        assert "Money back" in treasurer.get(f"{BASE}/{subject}").text
    session.refresh(donation)
    session.refresh(expense)
    assert (donation.kept_minor, expense.paid_minor) == (30_00, 70_00)
    assert "Void the donation" not in treasurer.get(f"{BASE}/donations/{donation.id}").text


def test_everybody_sees_what_went_back_and_it_adds_up(session, campaign, treasurer, client):
    donation = make_donation(
        session, campaign=campaign, amount_minor=50_00, method=DonationMethod.CASH
    )
    values = {"amount": "20", "refunded_on": "2020-04-20", "reason": "сұрады"}
    treasurer.submit(f"{BASE}/donations/{donation.id}/refund", values)
    page = client.get(f"/verify/{donation.verification_code}").text
    assert "given back to the donor" in page
    assert "20.00" in page
    answer = client.get("/open-data/campaigns/food/donations.csv").data.decode("utf-8-sig")
    amounts = [row["amount"] for row in csv.DictReader(io.StringIO(answer))]
    assert sorted(amounts) == ["30.00", "300.00"]
    assert queries.collected_minor(session, [campaign.id]) == 330_00


def test_the_journal_is_exported_without_donors(session, campaign, treasurer):
    treasurer.submit(f"{BASE}/journal/new/transfer", TRANSFER)
    answer = treasurer.get(f"{BASE}/journal.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[5] for row in rows] == ["Amount", "-120.50", "120.50", "300.00", "-300.00"]
    assert SECRET not in answer.text
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(treasurer.get(f"{BASE}/journal.xlsx?kind=transfer").data)
    )
    assert len(book.get_sheet_by_index(0).to_python()) == 3


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_speak_three_languages(session, campaign, client_for, locale):
    donation = make_donation(session, campaign=campaign, amount_minor=50_00)
    member = make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    reader = client_for(member, locale)
    for operation in ("transfer", "fee", "count"):
        assert reader.get(f"{BASE}/journal/new/{operation}").status_code == 200
    reader.submit(f"{BASE}/journal/new/transfer", TRANSFER)
    entry_id = session.scalar(select(func.max(JournalEntry.id)))
    for page in (
        "journal",
        f"journal/{entry_id}/reverse",
        f"donations/{donation.id}/refund",
        "accounts",
    ):
        assert reader.get(f"{BASE}/{page}").status_code == 200


def test_the_auditor_reads_and_writes_nothing(session, campaign, client_for):
    auditor = client_for(make_auditor(session))
    page = auditor.get(f"{BASE}/journal").text
    assert "Move money" not in page
    assert auditor.get(f"{BASE}/journal/new/transfer").status_code == 403
