"""Many gifts at once: all of them when the paper says the same, or none."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.funds import rules
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod
from tests.factories import NOW, make_campaign, make_donation, make_member

BASE = "/manage/campaigns/food"
URL = f"{BASE}/donations/batch"


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ((3, 3, 500, 500), None),
        ((3, 4, 500, 500), rules.ControlCountDiffers),
        ((3, 3, 500, 501), rules.ControlTotalDiffers),
    ],
)
def test_the_paper_decides(asked, refusal):
    if refusal is None:
        return rules.check_control(*asked)
    with pytest.raises(refusal):
        rules.check_control(*asked)


@pytest.fixture
def organiser(session, frozen_clock, client_for):
    frozen_clock.set(NOW)
    campaign = make_campaign(session, slug="food")
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))


def rows(*lines):
    typed = {}
    for index, (donor, amount, *more) in enumerate(lines):
        typed |= {f"rows-{index}-donor_name": donor, f"rows-{index}-amount": amount}
        for name, text in zip(("received_on", "reference"), more, strict=False):
            typed[f"rows-{index}-{name}"] = text
    return typed


HEAD = {"method": "payroll", "received_on": "2020-04-20"}
THREE = rows(("Асанова А.", "2000"), ("Сейтов Б.", "3 000,50"), ("Ким В.", "5000 ₸"))
PAPER = {**HEAD, "control_total": "10000.50", "control_count": "3"}


def count(session):
    return session.scalar(select(func.count()).select_from(Donation))


def test_thirty_gifts_are_thirty_receipts_in_their_order(session, organiser):
    thirty = rows(*((f"Демо {n}", "1000", "19.04.2020", f"PR-{n}") for n in range(30)))
    paper = {**HEAD, "control_total": "30 000", "control_count": "30"}
    answer = organiser.post(URL, data={**paper, **thirty})
    assert answer.location == f"{BASE}/donations"
    made = session.scalars(select(Donation).order_by(Donation.receipt_sequence)).all()
    assert [each.reference for each in made] == [f"PR-{n}" for n in range(30)]
    assert {each.method for each in made} == {DonationMethod.PAYROLL}
    assert {each.received_on.day for each in made} == {19}
    assert "30 receipts were issued: 2020-0001 to 2020-0030" in organiser.get(answer.location).text


def test_amounts_are_read_as_typed(session, organiser):
    assert organiser.submit(URL, {**PAPER, **THREE}).status_code == 302
    assert session.scalar(select(func.sum(Donation.amount_minor))) == 10_000_50


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"control_total": "10000"}, "the difference is"),
        ({"control_count": "4"}, "The paper has 4 lines, 3 are typed."),
        ({"control_count": "x"}, "not a number of pieces"),
        ({"control_total": ""}, "Fill in this field."),
        ({"method": "in_kind"}, ""),
        ({"method": "x"}, ""),
        ({"method": ""}, ""),
        ({"rows-1-amount": "1e999"}, ""),
        ({"received_on": "2020-13-01"}, ""),
        ({"rows-1-amount": "x"}, "is not an amount"),
        ({"rows-1-amount": ""}, "Enter the amount."),
        ({"rows-1-amount": "-5"}, ""),
        ({"rows-1-received_on": "yesterday"}, ""),
        ({"rows-1-received_on": "2020-05-20"}, ""),
        ({"rows-1-donor_name": ""}, ""),
        ({"rows-1-reference": "PR-1", "rows-2-reference": "PR-1"}, "2020-0002"),
    ],
)
def test_one_wrong_thing_posts_nothing_and_loses_nothing(session, organiser, wrong, told):
    answer = organiser.post(URL, data={**PAPER, **THREE, **wrong})
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Асанова А."' in answer.text
    assert 'value="5000 ₸"' in answer.text
    assert count(session) == 0


def test_an_empty_grid_posts_nothing(session, organiser):
    answer = organiser.submit(URL, {**HEAD, "control_total": "1", "control_count": "1"})
    assert (answer.status_code, "Nothing is typed" in answer.text) == (422, True)


def test_a_block_of_a_spreadsheet_fills_the_rows(session, organiser):
    lines = "\n".join(f"Демо {n}\t1\u00a0000,00\t19.04.2020\tPR-{n}" for n in range(14))
    answer = organiser.submit(URL, {**HEAD, "control_total": "1", "pasted": lines})
    assert answer.status_code == 200
    assert 'name="rows-13-reference" type="text" value="PR-13"' in answer.text
    assert count(session) == 0
    more = organiser.post(URL, data={**HEAD, **THREE, "more": "yes"}).text
    assert 'name="rows-19-amount"' in more
    assert 'value="3 000,50"' in more
    most = "\n".join("Демо\t1" for _ in range(250))
    page = organiser.submit(URL, {**HEAD, "pasted": most}).text
    assert ('name="rows-199-amount"' in page, 'name="rows-200-amount"' in page) == (True, False)
    assert "Демо\t1" in page


def test_the_same_batch_sent_twice_is_one(session, organiser):
    for _ in range(2):
        answer = organiser.post(URL, data={**PAPER, **THREE, "submission_id": "same"})
        assert answer.status_code == 302
    assert count(session) == 3


def test_likely_twins_are_told_not_blocked(session, organiser):
    campaign = make_campaign(session)
    del campaign
    organiser.submit(URL, {**PAPER, **THREE})
    answer = organiser.submit(URL, {**PAPER, **THREE})
    assert count(session) == 6
    page = organiser.get(answer.location).text
    assert "Perhaps these are entered twice" in page
    assert "2020-0004, 2020-0005, 2020-0006" in page


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_the_grid_speaks_the_readers_language(session, organiser, client_for, locale):
    campaign = make_campaign(session, slug="other")
    make_donation(session, campaign=campaign)
    member = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    reader = client_for(member, locale)
    assert reader.get("/manage/campaigns/other/donations/batch").status_code == 200
