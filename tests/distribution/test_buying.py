"""What to buy for those who wait: the plan, the page, the file, who sees names."""

from __future__ import annotations

import csv
import io

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries
from tests.factories import (
    NOW,
    TODAY,
    make_campaign,
    make_donation,
    make_item,
    make_member,
    make_purchase,
    make_version,
)
from tests.support.rounds import make_beneficiary, make_round

URL = "/manage/campaigns/food/what-to-buy"


@pytest.fixture
def campaign(session, frozen_clock):
    frozen_clock.set(NOW)
    return make_campaign(session, slug="food")


@pytest.fixture
def planned(session, campaign):
    """Three wait; rice is sold in sacks of 5 kg at 300 ₸ a kilogram, one kilogram is there."""
    rice = make_item(session, name="Күріш")
    rice.sold_milli = 5_000
    version = make_version(session, campaign=campaign, item=rice)
    make_purchase(session, campaign=campaign, item=rice, quantity_milli=1_000, price_minor=300_00)
    for surname in ("Асанов", "Бекова", "Ким"):
        make_beneficiary(session, surname=surname, enrolled_in=campaign)
    session.commit()
    return version


def test_the_plan_rounds_up_to_sacks(session, campaign, planned):
    plan = queries.plan_buying(session, campaign.id, planned.id, today=TODAY)
    (rice,) = plan.shopping.items
    assert (plan.count, rice.asked_milli, rice.on_hand_milli) == (3, 6_000, 1_000)
    assert (rice.buy_milli, rice.packs, plan.shopping.cost_minor) == (5_000, 1, 1_500_00)


@pytest.mark.parametrize(("balance", "enough"), [(0, 0), (1_500_00, 3), (1_499_99, 0)])
def test_the_money_decides_for_how_many(session, campaign, planned, balance, enough):
    if balance:
        make_donation(session, campaign=campaign, amount_minor=balance)
    plan = queries.plan_buying(session, campaign.id, planned.id, today=TODAY)
    assert (plan.enough, plan.is_short) == (enough, enough < 3)


def test_who_is_in_a_round_waits_for_nothing(session, campaign, planned):
    actor = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    make_round(session, campaign=campaign, actor=actor, version_id=planned.id)
    plan = queries.plan_buying(session, campaign.id, planned.id, today=TODAY)
    assert (plan.count, plan.shopping.items) == (0, ())
    again = queries.plan_buying(session, campaign.id, planned.id, today=TODAY, served_too=True)
    assert again.count == 3


def test_a_variant_that_the_type_has_not_is_told(session, campaign, planned):
    other = make_beneficiary(session, surname="Омаров", enrolled_in=campaign)
    other.package_variant = PackageVariant.DIABETIC
    session.flush()
    plan = queries.plan_buying(session, campaign.id, planned.id, today=TODAY)
    assert (plan.count, plan.left_out) == (3, {PackageVariant.DIABETIC: 1})


def test_the_page_names_people_only_to_who_may_read_them(session, campaign, planned, client_for):
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    keeper = client_for(make_member(session, campaign=campaign, role=CampaignRole.STOREKEEPER))
    shown, hidden = organiser.get(URL).text, keeper.get(URL).text
    assert "Бекова" in shown
    assert "Бекова" not in hidden
    for page in (shown, hidden):
        assert "The money is enough for 0 of 3 people" in page
        assert "1,500.00" in page.replace("\u00a0", " ")
    rows = list(csv.reader(io.StringIO(keeper.get(f"{URL}.csv").text.lstrip("\ufeff"))))
    assert rows[1][2:] == ["6.0", "1.0", "5.0", "1", "1500.00"]


def test_without_a_package_type_there_is_no_list(session, campaign, client_for):
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    assert "There is no package type yet" in organiser.get(URL).text
    assert organiser.get(f"{URL}.csv").status_code == 404
    assert organiser.get(f"{URL}?version_id=x&category=?&whom=!").status_code == 200


def test_how_a_shop_sells_an_item_is_kept(session, campaign, client_for):
    rice = make_item(session)
    session.commit()
    keeper = client_for(make_member(session, campaign=campaign, role=CampaignRole.STOREKEEPER))
    url = f"/manage/items/{rice.id}"
    values = {"name_kk": "К", "name_ru": "Р", "name_en": "R", "code": "rice", "unit": "kg"}
    assert keeper.post(url, data={**values, "sold": "x"}).status_code == 422
    assert keeper.post(url, data={**values, "sold": "2,5", "is_active": "y"}).status_code == 302
    session.refresh(rice)
    assert rice.sold_milli == 2_500
    assert 'value="2.5"' in keeper.get(url).text
