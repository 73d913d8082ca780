"""Stock-takes: counted by one, approved by another, the books follow and add up."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import NotFound
from campaign_app.inventory import queries, rules, services
from campaign_app.inventory.models import StockLot, StockMovement, StockTake
from campaign_app.inventory.rules import StockMovementKind, StockTakeStatus
from tests.factories import NOW, make_account, make_campaign, make_item, make_member, make_purchase

URL = "/manage/campaigns/food/stock/counts"


@pytest.fixture
def campaign(session, frozen_clock):
    frozen_clock.set(NOW)
    return make_campaign(session, slug="food")


@pytest.fixture
def lot(session, campaign):
    """Ten kilograms at 300 ₸."""
    rice = make_item(session, name="Күріш")
    make_purchase(session, campaign=campaign, item=rice, quantity_milli=10_000, price_minor=300_00)
    return session.scalars(select(StockLot)).one()


def count(session, campaign, counted, actor=None):
    return services.record_stock_take(
        session,
        actor=actor or make_account(session),
        now=NOW,
        campaign=campaign,
        counted=counted,
        note="Сөре",
    )


@pytest.mark.parametrize(
    ("counted", "on_hand", "value"),
    [(10_000, 10_000, 3_000_00), (9_000, 9_000, 2_700_00), (11_000, 11_000, 3_300_00), (0, 0, 0)],
)
def test_the_stock_follows_when_somebody_else_approves(
    session, campaign, lot, counted, on_hand, value
):
    take = count(session, campaign, {lot.id: counted})
    assert lot.on_hand_milli == 10_000
    services.approve_stock_take(session, actor=make_account(session), now=NOW, take=take)
    assert (lot.on_hand_milli, lot.value_minor) == (on_hand, value)
    assert take.status is StockTakeStatus.APPROVED
    assert queries.goods_equation(session, [campaign.id]).difference == 0
    assert not queries.lots_out_of_balance(session, [campaign.id])
    moved = select(func.count()).where(StockMovement.kind == StockMovementKind.COUNTED)
    assert session.scalar(moved) == (counted != 10_000)


def test_nobody_approves_what_she_counted_herself(session, campaign, lot):
    actor = make_account(session)
    take = count(session, campaign, {lot.id: 1}, actor)
    with pytest.raises(rules.OwnStockTake):
        services.approve_stock_take(session, actor=actor, now=NOW, take=take)
    with pytest.raises(rules.OwnStockTake):
        services.reject_stock_take(session, actor=actor, now=NOW, take=take, reason="x")


def test_one_is_decided_before_the_next_and_once(session, campaign, lot):
    take, other = count(session, campaign, {lot.id: 1_000}), make_account(session)
    with pytest.raises(rules.StockTakeWaits):
        count(session, campaign, {lot.id: 2_000})
    with pytest.raises(rules.ReasonMissing):
        services.reject_stock_take(session, actor=other, now=NOW, take=take, reason=" ")
    services.reject_stock_take(session, actor=other, now=NOW, take=take, reason="Қайта санау")
    assert lot.on_hand_milli == 10_000
    with pytest.raises(rules.StockTakeDecided):
        services.approve_stock_take(session, actor=other, now=NOW, take=take)
    assert count(session, campaign, {lot.id: 2_000}).status is StockTakeStatus.WAITING


def test_what_left_since_the_count_stays_gone(session, campaign, lot):
    take = count(session, campaign, {lot.id: 9_000})
    services.write_off_goods(
        session, actor=make_account(session), now=NOW, lot=lot, quantity_milli=4_000, reason="су"
    )
    services.approve_stock_take(session, actor=make_account(session), now=NOW, take=take)
    assert lot.on_hand_milli == 5_000


def test_less_is_left_by_now_than_was_missing(session, campaign, lot):
    take = count(session, campaign, {lot.id: 1_000})
    services.write_off_goods(
        session, actor=make_account(session), now=NOW, lot=lot, quantity_milli=4_000, reason="су"
    )
    with pytest.raises(rules.StockMovedOn):
        services.approve_stock_take(session, actor=make_account(session), now=NOW, take=take)
    assert lot.on_hand_milli == 6_000


def test_nothing_and_another_campaigns_lot_are_no_count(session, campaign, lot):
    with pytest.raises(rules.NothingCounted):
        count(session, campaign, {})
    with pytest.raises(NotFound):
        count(session, make_campaign(session), {lot.id: 1})


def test_it_is_counted_and_approved_on_the_screen(session, campaign, lot, client_for):
    keeper = client_for(make_member(session, campaign=campaign, role=CampaignRole.STOREKEEPER))
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    session.commit()
    assert "10" not in keeper.get(f"{URL}/new").text.split("<table")[1]
    wrong = keeper.post(f"{URL}/new", data={f"lot-{lot.id}": "ten", "note": "Сөре 3"})
    assert wrong.status_code == 422
    assert 'value="ten"' in wrong.text
    assert "Сөре 3" in wrong.text
    assert keeper.post(f"{URL}/new", data={}).status_code == 422
    for _click in range(2):
        made = keeper.post(f"{URL}/new", data={f"lot-{lot.id}": "9,5", "submission_id": "the-same"})
    take = session.scalars(select(StockTake)).one()
    assert made.location == f"{URL}/{take.id}"
    assert "Approve: the stock" not in keeper.get(made.location).text
    assert keeper.post(f"{made.location}/approve").status_code == 403
    nothing = organiser.post(f"{made.location}/reject", follow_redirects=True).text
    assert "Give a reason" in nothing
    organiser.post(f"{made.location}/approve")
    session.refresh(lot)
    assert lot.on_hand_milli == 9_500
    again = organiser.post(f"{made.location}/approve", follow_redirects=True).text
    assert "The stock-take is decided already" in again
    assert "approved" in organiser.get(URL).text
