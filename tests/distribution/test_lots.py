"""Where the goods of a lot went: packings for the store, people for who may read them."""

from __future__ import annotations

from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.distribution import queries, services
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from campaign_app.inventory.models import StockLot
from tests.factories import NOW, TODAY, make_campaign, make_member
from tests.support.routes import RouteScene


def test_who_got_a_lot(session, client_for, frozen_clock):
    frozen_clock.set(NOW)
    scene = RouteScene(session, campaign=make_campaign(session, slug="food"))
    services.record_outcome(
        session,
        actor=scene.actor,
        now=NOW,
        delivery=scene.lines[0],
        action=DeliveryAction.DELIVER,
        handed_on=TODAY,
        proof=services.ProofGiven(kind=ProofKind.PAPER_SIGNATURE),
    )
    lot = session.scalars(select(StockLot)).one()
    (use,) = queries.uses_of_lot(session, lot.id)
    assert (use.count, use.quantity_milli) == (3, 3_000)
    (got,) = queries.page_of_lot_recipients(session, lot.id, page=1).items
    assert (got.beneficiary_id, got.handed_on) == (scene.lines[0].beneficiary_id, TODAY)
    session.commit()
    organiser = client_for(
        make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    )
    keeper = client_for(
        make_member(session, campaign=scene.campaign, role=CampaignRole.STOREKEEPER)
    )
    url = f"/manage/campaigns/food/stock/lots/{lot.id}"
    name = scene.people[0].surname
    assert name in organiser.get(url).text
    assert name not in keeper.get(url).text
    assert "Who got it is shown to those" in keeper.get(url).text
