"""What a gift became: every tenge once, packages by what went into them, nobody named."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.variants import PackageVariant
from campaign_app.funds import queries
from campaign_app.funds import services as funds
from campaign_app.funds.rules import AccountKind, DonationMethod, Place, shares_of_uses
from campaign_app.inventory import queries as inventory_queries
from campaign_app.inventory import services as inventory
from campaign_app.reports.queries import trace_gift
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_campaign,
    make_donation,
    make_expense,
    make_item,
    make_member,
    make_purchase,
    make_version,
)

YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "amount", "uses", "shares"),
    [
        (0, 100, [], []),
        (0, 100, [60, 60], [60, 40]),
        (100, 100, [60, 60], [0, 20]),
        (100, 100, [60, 60, 500], [0, 20, 80]),
        (500, 100, [60, 60], [0, 0]),
        (0, 100, [100], [100]),
        (100, 100, [100], [0]),
    ],
)
def test_what_lies_beside_a_gift_on_the_line(before, amount, uses, shares):
    assert shares_of_uses(before, amount, uses) == shares


@given(
    gifts=st.lists(st.integers(1, 10_000), max_size=12),
    uses=st.lists(st.integers(1, 10_000), max_size=12),
)
def test_every_tenge_is_somewhere_once(gifts, uses):
    before, paid = 0, [0] * len(uses)
    for gift in gifts:
        shares = shares_of_uses(before, gift, uses)
        assert 0 <= sum(shares) <= gift
        paid = [one + share for one, share in zip(paid, shares, strict=True)]
        before += gift
    assert sum(paid) == min(sum(gifts), sum(uses))
    assert all(one <= use for one, use in zip(paid, uses, strict=True))


def spend(session, campaign, amount_minor):
    """An expense of money that is there, approved."""
    account = queries.money_accounts(session, [campaign.id])[0].kind
    expense = make_expense(session, campaign=campaign, account=account, amount_minor=amount_minor)
    return funds.approve_expense(session, actor=make_account(session), now=NOW, expense=expense)


def pack(session, campaign, version, count):
    return inventory.pack_packages(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        version_id=version.id,
        variant=PackageVariant.STANDARD,
        count=count,
    )


@pytest.fixture
def traced(session):
    """1 000 and 3 000 ₸ came; rice for 2 000 ₸ was bought, half of it is in five packages."""
    campaign = make_campaign(session, slug="food")
    first = make_donation(session, campaign=campaign, amount_minor=1_000_00, received_on=YESTERDAY)
    second = make_donation(session, campaign=campaign, amount_minor=3_000_00)
    expense = spend(session, campaign, 2_000_00)
    rice = make_item(session)
    make_purchase(
        session,
        campaign=campaign,
        item=rice,
        quantity_milli=20_000,
        price_minor=100_00,
        expense=expense,
    )
    pack(session, campaign, make_version(session, campaign=campaign, item=rice), 5)
    return campaign, first, second, expense


def test_a_gift_is_traced_to_the_packages_that_it_became(session, traced):
    _campaign, first, second, expense = traced
    one, other = trace_gift(session, first), trace_gift(session, second)
    assert [(use.use.expense_id, use.share_minor, use.goods_minor) for use in one.uses] == [
        (expense.id, 1_000_00, 1_000_00)
    ]
    assert (one.unspent_minor, other.unspent_minor) == (0, 2_000_00)
    assert [use.share_minor for use in other.uses] == [1_000_00]
    for trace in (one, other):
        # Ten kilograms for 1 000 ₸ are in five packages: half of them by each gift.
        (packages,) = trace.packages
        assert (packages.packages, packages.value_minor) == (Fraction(5, 2), 500_00)
        assert trace.in_stock_minor == 500_00
        assert sum(use.share_minor for use in trace.uses) + trace.unspent_minor == trace.kept_minor


def test_what_came_back_and_what_was_kept_by_the_bank_is_on_the_line(session, traced):
    campaign, first, second, expense = traced
    actor = make_account(session)
    common = {"actor": actor, "now": NOW, "today": TODAY}
    funds.refund_expense(
        session, expense=expense, amount_minor=500_00, refunded_on=TODAY, reason="артық", **common
    )
    funds.record_bank_fee(
        session,
        campaign=campaign,
        account=AccountKind.BANK,
        amount_minor=100_00,
        charged_on=TODAY,
        **common,
    )
    funds.refund_donation(
        session,
        donation=second,
        amount_minor=1_000_00,
        refunded_on=TODAY,
        reason="сұрады",
        **common,
    )
    one, other = trace_gift(session, first), trace_gift(session, second)
    assert sum(use.share_minor for use in one.uses) == 1_000_00
    assert sum(use.share_minor for use in other.uses) == 1_500_00 + 100_00 - 1_000_00
    assert other.unspent_minor == 2_000_00 - 600_00


def test_a_count_that_found_money_lies_before_later_gifts(session):
    campaign = make_campaign(session)
    funds.record_count(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        place=Place(AccountKind.CASH),
        counted_minor=300_00,
        counted_on=YESTERDAY,
        reason="табылды",
    )
    gift = make_donation(session, campaign=campaign, amount_minor=1_000_00)
    spend(session, campaign, 500_00)
    trace = trace_gift(session, gift)
    assert [use.share_minor for use in trace.uses] == [200_00]


def test_a_voided_gift_became_nothing(session, traced):
    campaign, *_rest = traced
    gift = make_donation(session, campaign=campaign, amount_minor=1_00)
    funds.void_donation(
        session, actor=make_account(session), now=NOW, today=TODAY, donation=gift, reason="қате"
    )
    assert trace_gift(session, gift) is None


def test_a_gift_in_kind_is_traced_by_its_lots(session):
    campaign = make_campaign(session)
    rice = make_item(session)
    gift = make_donation(
        session, campaign=campaign, method=DonationMethod.IN_KIND, amount_minor=1_000_00
    )
    inventory.record_gift(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        item_id=rice.id,
        quantity_milli=6_000,
        received_on=TODAY,
        donor_note="Дүкен",
        donation_id=gift.id,
    )
    make_purchase(session, campaign=campaign, item=rice, quantity_milli=10_000, price_minor=100_00)
    pack(session, campaign, make_version(session, campaign=campaign, item=rice), 5)
    trace = trace_gift(session, gift)
    assert (trace.uses, trace.unspent_minor) == ([], 0)
    # Two kilograms a package: the six that were given are in three of the five.
    assert [(line.packages, line.value_minor) for line in trace.packages] == [(3, 0)]
    assert not trace.has_goods_left
    (cost,) = inventory_queries.package_costs(session, [campaign.id])
    assert (cost.cost_minor, cost.one_minor, cost.has_gifts) == (400_00, 80_00, True)


def test_an_undone_packing_is_no_package(session, traced):
    campaign, first, *_rest = traced
    packing = inventory_queries.list_packings(session, campaign.id, page=1).items[0]
    found = inventory_queries.find_packing(session, campaign.id, packing.id)
    inventory.undo_packing(session, actor=None, now=NOW, packing=found, reason="қате")
    assert trace_gift(session, first).packages == []
    assert inventory_queries.package_costs(session, [campaign.id]) == []


def test_the_pages_show_it_to_the_staff_and_to_everybody(
    session, traced, client_for, client, frozen_clock
):
    frozen_clock.set(NOW)
    campaign, first, _second, _expense = traced
    session.commit()
    treasurer = client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))
    page = treasurer.get(f"/manage/campaigns/food/donations/{first.id}/trace").text
    for text in (page, client.get(f"/verify/{first.verification_code}").text):
        row = text[text.index("Packages, about") :]
        assert row.index(">2.5<") < row.index(">500.00")
    file = treasurer.get(f"/manage/campaigns/food/donations/{first.id}/trace.csv").text
    assert "1000.00,1000.00" in file
    assert file.rstrip().endswith("500.00,2.5")
    assert "What one package cost" in client.get("/campaigns/food").text
    (line,) = client.get("/open-data/campaigns/food.json").json["packages"]
    assert (line["packed"], line["cost_of_one"]) == (5, "200.00")


def test_a_share_too_small_for_a_tenth_of_a_package_is_not_none(
    session, traced, client_for, frozen_clock
):
    frozen_clock.set(NOW)
    campaign, *_rest = traced
    small = make_donation(
        session, campaign=campaign, amount_minor=10_00, received_on=YESTERDAY - timedelta(days=9)
    )
    session.commit()
    treasurer = client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))
    page = treasurer.get(f"/manage/campaigns/food/donations/{small.id}/trace").text
    assert ">&lt; 0.1<" in page


def test_days_before_and_after_keep_their_order(session):
    campaign = make_campaign(session)
    later = make_donation(session, campaign=campaign, amount_minor=100_00)
    earlier = make_donation(
        session, campaign=campaign, amount_minor=100_00, received_on=date(2020, 4, 1)
    )
    spend(session, campaign, 100_00)
    assert trace_gift(session, earlier).unspent_minor == 0
    assert trace_gift(session, later).unspent_minor == 100_00
