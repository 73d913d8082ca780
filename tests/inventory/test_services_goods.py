"""Goods through the services: items, purchases, gifts, write-offs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from campaign_app.core.errors import NotFound
from campaign_app.funds import services as funds
from campaign_app.funds.rules import AccountKind, DonationMethod
from campaign_app.inventory import queries, rules, services
from campaign_app.inventory.models import StockLot, StockMovement
from campaign_app.inventory.rules import Unit
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_approved_expense,
    make_campaign,
    make_item,
    make_purchase,
    make_version,
)
from tests.inventory.steps import assert_balanced, on_hand, pack


def buy(session, campaign, expense, *lines, received_on=TODAY):
    return services.record_purchase(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        expense_id=expense.id,
        received_on=received_on,
        lines=[services.LineDetails(**line) for line in lines],
    )


def test_an_item_code_is_given_once(session):
    make_item(session, code="rice")
    with pytest.raises(rules.ItemCodeTaken):
        make_item(session, code="rice")


def test_the_unit_of_a_used_item_stays(session, campaign):
    item, unused = make_item(session), make_item(session)
    make_purchase(session, campaign=campaign, item=item)
    values = {"code": "new", "name": {"kk": "а", "ru": "а", "en": "а"}, "is_active": True}
    services.edit_item(session, actor=None, now=NOW, item=unused, unit=Unit.CAN, **values)
    assert unused.unit is Unit.CAN
    values["code"] = "other"
    with pytest.raises(rules.UnitInUse):
        services.edit_item(session, actor=None, now=NOW, item=item, unit=Unit.CAN, **values)
    services.edit_item(session, actor=None, now=NOW, item=item, unit=Unit.KG, **values)
    assert item.code == "other"


def test_a_purchase_makes_lots_that_cost_what_was_paid(session, campaign):
    rice, tea = make_item(session), make_item(session, unit=Unit.PACK)
    expense = make_approved_expense(session, campaign=campaign, amount_minor=1_248_00)
    purchase = buy(
        session,
        campaign,
        expense,
        {"item_id": rice.id, "quantity_milli": 2_000, "price_minor": 374_00},
        {"item_id": tea.id, "quantity_milli": 1_000, "price_minor": 500_00},
    )
    assert purchase.amount_minor == 1_248_00
    stock = queries.list_stock(session, campaign.id, TODAY)
    assert {row.item_id: (row.on_hand_milli, row.value_minor) for row in stock} == {
        rice.id: (2_000, 748_00),
        tea.id: (1_000, 500_00),
    }
    assert queries.list_expenses_left(session, campaign.id)[0].left_minor == 0
    row = queries.list_purchases(session, campaign.id, page=1).items[0]
    assert (row.expense_number, row.supplier, row.line_count) == ("2020-0001", "«Демо» ЖШС", 2)
    lines = queries.list_purchase_lines(session, purchase.id)
    assert [line.amount_minor for line in lines] == [748_00, 500_00]
    assert_balanced(session, campaign)


def test_several_purchases_share_an_expense_as_long_as_they_fit(session, campaign):
    rice = make_item(session)
    expense = make_approved_expense(session, campaign=campaign, amount_minor=1_000_00)
    line = {"item_id": rice.id, "quantity_milli": 1_000, "price_minor": 600_00}
    first = buy(session, campaign, expense, line)
    with pytest.raises(rules.ExpenseExceeded) as refusal:
        buy(session, campaign, expense, line)
    assert refusal.value.params["left"].minor == 400_00
    buy(session, campaign, expense, {**line, "price_minor": 400_00})
    services.void_purchase(session, actor=None, now=NOW, purchase=first, reason="екі рет")
    buy(session, campaign, expense, line)
    assert on_hand(session, rice) == 2_000
    assert_balanced(session, campaign)


def test_an_expense_that_nobody_approved_buys_nothing(session, campaign):
    rice = make_item(session)
    make_donation(session, campaign)
    waiting = funds.enter_expense(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=funds.ExpenseDetails(
            supplier="Демо",
            amount_minor=100,
            spent_on=TODAY,
            purpose="Күріш",
            account=AccountKind.BANK,
        ),
    )
    line = {"item_id": rice.id, "quantity_milli": 1_000, "price_minor": 1}
    with pytest.raises(rules.ExpenseNotApproved):
        buy(session, campaign, waiting, line)
    assert session.scalar(select(func.count()).select_from(StockMovement)) == 0


def test_what_a_purchase_may_not_be(session, campaign):
    rice = make_item(session)
    expense = make_approved_expense(session, campaign=campaign)
    foreign = make_approved_expense(session, campaign=make_campaign(session))
    line = {"item_id": rice.id, "quantity_milli": 1_000, "price_minor": 1}
    with pytest.raises(NotFound):
        buy(session, campaign, foreign, line)
    with pytest.raises(NotFound):
        buy(session, campaign, expense, {**line, "item_id": rice.id + 1})
    with pytest.raises(rules.LinesMissing):
        buy(session, campaign, expense)
    with pytest.raises(rules.QuantityNotPositive):
        buy(session, campaign, expense, {**line, "quantity_milli": 0})
    with pytest.raises(rules.PriceNegative):
        buy(session, campaign, expense, {**line, "price_minor": -1})
    with pytest.raises(rules.BestBeforePassed):
        buy(session, campaign, expense, {**line, "best_before": TODAY - timedelta(days=1)})
    with pytest.raises(rules.ReceivedInFuture):
        buy(session, campaign, expense, line, received_on=TODAY + timedelta(days=1))
    assert session.scalar(select(func.count()).select_from(StockMovement)) == 0


def make_donation(session, campaign, method=DonationMethod.BANK):
    details = funds.DonationDetails(
        donor_name="Демо", amount_minor=100, method=method, received_on=TODAY
    )
    return funds.record_donation(
        session, actor=None, now=NOW, today=TODAY, campaign=campaign, details=details
    )


def test_a_purchase_whose_goods_were_used_is_not_taken_back(session, campaign):
    rice = make_item(session)
    purchase = make_purchase(session, campaign=campaign, item=rice, quantity_milli=4_000)
    packing = pack(session, campaign, make_version(session, campaign=campaign, item=rice), 1)
    with pytest.raises(rules.GoodsUsedAlready):
        services.void_purchase(session, actor=None, now=NOW, purchase=purchase, reason="қате")
    services.undo_packing(session, actor=None, now=NOW, packing=packing, reason="қате")
    with pytest.raises(rules.ReasonMissing):
        services.void_purchase(session, actor=None, now=NOW, purchase=purchase, reason=" ")
    services.void_purchase(session, actor=None, now=NOW, purchase=purchase, reason="қате")
    assert on_hand(session, rice) == 0
    assert queries.last_prices(session, campaign.id) == {}
    with pytest.raises(rules.PurchaseVoidedAlready):
        services.void_purchase(session, actor=None, now=NOW, purchase=purchase, reason="қате")
    assert_balanced(session, campaign)


def give(session, campaign, item, **more):
    values = {
        "quantity_milli": 3_000,
        "received_on": TODAY,
        "donor_note": "Демо дүкені",
        "donation_id": None,
    }
    return services.record_gift(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        item_id=item.id,
        **{**values, **more},
    )


def test_a_gift_is_counted_and_costs_nothing(session, campaign):
    rice = make_item(session)
    give(session, campaign, rice)
    balance = queries.goods_balance(session, [campaign.id])
    assert (balance.items[0].given_milli, balance.items[0].in_stock_milli) == (3_000, 3_000)
    assert dict(balance.by_unit[Unit.KG].incoming) == {"bought": 0, "given in kind": 3_000}
    assert balance.value.total == 0
    with pytest.raises(rules.DonorNoteMissing):
        give(session, campaign, rice, donor_note=" ")


@pytest.mark.parametrize(
    ("method", "is_refused"), [(DonationMethod.IN_KIND, False), (DonationMethod.CASH, True)]
)
def test_a_gift_belongs_to_a_donation_in_kind(session, campaign, method, is_refused):
    rice = make_item(session)
    donation = make_donation(session, campaign, method)
    if is_refused:
        with pytest.raises(rules.DonationNotInKind):
            give(session, campaign, rice, donation_id=donation.id)
        return
    assert give(session, campaign, rice, donation_id=donation.id).donation_id == donation.id


def test_goods_are_written_off_with_a_reason_and_never_below_zero(session, campaign):
    rice = make_item(session)
    make_purchase(session, campaign=campaign, item=rice, quantity_milli=3_000, price_minor=100_00)
    lot = session.scalars(select(StockLot)).one()
    options = {"actor": None, "now": NOW, "lot": lot}
    with pytest.raises(rules.NotEnoughInLot) as refusal:
        services.write_off_goods(session, **options, quantity_milli=3_001, reason="су тиді")
    assert refusal.value.params["left"].milli == 3_000
    with pytest.raises(rules.ReasonMissing):
        services.write_off_goods(session, **options, quantity_milli=1, reason="")
    services.write_off_goods(session, **options, quantity_milli=1_000, reason="су тиді")
    assert (lot.on_hand_milli, lot.value_minor) == (2_000, 200_00)
    assert dict(queries.goods_equation(session, [campaign.id]).outgoing) == {
        "packed": 0,
        "written off": 100_00,
        "in stock": 200_00,
    }
    assert_balanced(session, campaign)
