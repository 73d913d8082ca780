"""The demo adds up to the totals that its documents name."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.core import clock
from campaign_app.core.audit import verify_chain
from campaign_app.core.variants import PackageVariant
from campaign_app.demo.cast import ALMATY
from campaign_app.demo.scale import PROFILES, add_volume
from campaign_app.demo.services import is_empty
from campaign_app.distribution import queries as distribution
from campaign_app.distribution.models import Proof, ProofPicture
from campaign_app.distribution.rules import (
    DecisionReason,
    DeliveryAction,
    DeliveryStatus,
    ProofKind,
    RouteStatus,
)
from campaign_app.extensions import Base
from campaign_app.funds import queries as funds
from campaign_app.funds.models import Posting
from campaign_app.funds.rules import DonationMethod
from campaign_app.inventory import queries as inventory
from campaign_app.inventory.models import Item, StockTake
from campaign_app.news.models import NewsItem
from campaign_app.shelter import queries as shelter
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers.rules import ShiftKind
from campaign_app.volunteers.services import find_other_shifts
from tests.factories import make_donation
from tests.support.client import settle


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_a_database_with_the_demo_is_not_empty(session, demo):
    assert is_empty(session)
    demo.bring(session)
    assert not is_empty(session)


def test_the_demo_that_is_brought_back_is_the_one_that_was_loaded(session, demo):
    first = demo.bring(session)
    counted = {table.name: count(session, table) for table in Base.metadata.sorted_tables}
    people = {key: (each.id, each.sort_key) for key, each in first.beneficiaries.items()}
    first.food.title_ru = "забыто"
    make_donation(session, campaign=first.food)
    settle(session)
    again = demo.bring(session)
    assert {table.name: count(session, table) for table in Base.metadata.sorted_tables} == counted
    assert {key: (each.id, each.sort_key) for key, each in again.beneficiaries.items()} == people
    assert again.food.title_ru != "забыто"
    assert sum(counted.values()) > 1_000
    # Ids and the chain of the audit log go on where they stood.
    make_donation(session, campaign=again.food)
    settle(session)
    assert verify_chain(session) is None


def check_the_money_of_the_demo(cast, session):
    ids = [cast.food.id]
    totals = {total.method: total for total in funds.totals_by_method(session, ids)}
    assert sum(total.count for total in totals.values()) == 32
    assert {method: total.amount_minor // 100 for method, total in totals.items()} == {
        DonationMethod.CASH: 63_350,
        DonationMethod.KASPI: 105_000,
        DonationMethod.BANK: 175_000,
        DonationMethod.PAYROLL: 65_000,
    }
    assert funds.collected_minor(session, ids) == 408_350_00
    assert funds.money_equation(session, ids).difference == 0
    assert session.execute(select(func.sum(Posting.amount_minor))).scalar_one() == 0


def check_the_people_of_the_demo(cast, session):
    assert volunteers.participants_count(session, [cast.food.id]) == 29
    assert beneficiaries.count_enrolled(session, cast.food.id) == 64
    assert beneficiaries.list_beneficiaries(session, page=1).total == 70


def check_the_campaigns_of_the_demo(cast, session):
    umbrella = cast.campaigns["biz-birgemiz"]
    parts = campaigns.list_parts(session, umbrella.id)
    assert {part.slug: part.status for part in parts} == {
        "snow-together-2020": CampaignStatus.CLOSED,
        "blizzard-shelter-2020": CampaignStatus.CLOSED,
        "food-packages-2020": CampaignStatus.ACTIVE,
        "childrens-day-2020": CampaignStatus.ACTIVE,
    }


def check_the_snow_was_cleared_by_24(cast, session):
    snow = cast.campaigns["snow-together-2020"]
    assert volunteers.participants_count(session, [snow.id]) == 24
    minor = cast.volunteers["P-029"]
    assert volunteers.shifts_of(session, minor.id) == []


def test_the_synthetic_volume_keeps_the_equation(cast, session):
    campaign = add_volume(session, PROFILES["M"])
    totals = funds.totals_by_method(session, [campaign.id])
    assert sum(total.count for total in totals) == 1_000
    assert funds.money_equation(session, [campaign.id]).difference == 0
    assert funds.spent_minor(session, [campaign.id]) > 0
    assert beneficiaries.count_enrolled(session, campaign.id) == 300


def check_the_packages_of_the_demo(cast, session):
    ids = [cast.food.id]
    assert funds.spent_minor(session, ids) == 307_308_00
    assert funds.balance(session, ids) == 101_042_00
    packages = inventory.package_equation(session, ids)
    assert packages.total == 64
    assert packages.difference == 0
    assert distribution.recipients_count(session, ids) == 61
    outcomes = distribution.outcome_counts(session, ids)
    assert outcomes == {
        DeliveryStatus.DELIVERED: 61,
        DeliveryStatus.NOT_AT_HOME: 1,
        DeliveryStatus.REFUSED: 1,
        DeliveryStatus.DECEASED: 1,
    }


def check_proofs_a_count_and_the_inbox_of_the_demo_can_be_seen(cast, session):
    kinds = session.execute(
        select(Proof.kind, func.count()).group_by(Proof.kind).order_by(Proof.kind)
    )
    found = {row[0]: row[1] for row in kinds}
    assert (found[ProofKind.CODE], found[ProofKind.SCREEN_SIGNATURE]) == (2, 1)
    assert session.scalar(select(func.count()).select_from(ProofPicture)) == 2
    (waiting,) = distribution.list_door_records(session, cast.food.id, waiting=True, page=1).items
    assert waiting.action is DeliveryAction.LEAVE_AT_DOOR
    (take,) = session.scalars(select(StockTake))
    assert take.counted_by_id != take.decided_by_id
    assert [line.difference_milli for line in take.lines] == [0]
    buckwheat = session.scalars(select(Item).where(Item.code == "buckwheat")).one()
    assert list(inventory.substitutes_for(session, [buckwheat.id], PackageVariant.DIABETIC)) == []


def check_the_decisions_of_the_demo_keep_their_version(cast, session):
    assert beneficiaries.criteria_in_force(session).number == 2
    homes, dormitories = distribution.list_rounds(session, cast.food.id, page=1).items
    # who died before the later round was planned is not asked about in it
    for round_, taken, died in ((homes, 24, 1), (dormitories, 40, 0)):
        reasons = distribution.count_by_reason(session, round_.id)
        assert reasons == {
            DecisionReason.BY_NEED: taken,
            DecisionReason.OTHER_CATEGORY: 64 - taken - died,
        }
        decided = distribution.list_decisions(session, round_.id)
        assert {row.criteria_version for row in decided} == {1}


def check_the_three_equations_of_every_campaign_hold(cast, session):
    for campaign in cast.campaigns.values():
        ids = campaigns.family_ids(session, campaign.id)
        assert funds.money_equation(session, ids).difference == 0
        assert inventory.package_equation(session, ids).difference == 0
        assert inventory.goods_equation(session, ids).difference == 0


def check_the_blizzard_and_the_news_of_the_demo(cast, session):
    ids = [cast.campaigns["blizzard-shelter-2020"].id]
    assert shelter.guests_count(session, ids) == 31
    assert shelter.present_count(session) == (0, 0)
    item = session.scalars(select(NewsItem)).one()
    assert item.view_count == 638
    assert item.published_at == datetime(2020, 4, 3, 12, 46, 37, tzinfo=UTC)


def check_the_coming_shifts_of_the_demo(cast, session):
    coming = volunteers.list_open_shifts(session, now=clock.now(), page=1).items
    assert len({shift.kind for shift in coming}) == 7
    assert all(shift.directions and shift.contact for shift in coming)
    full = next(shift for shift in coming if shift.kind is ShiftKind.HOME_VISIT)
    assert (full.confirmed, full.offered, full.waiting, full.places_left) == (3, 1, 2, 0)
    offers = volunteers.offers_of(session, cast.volunteers["P-018"].id, now=clock.now())
    assert [shift.id for shift, _until in offers] == [full.id]
    minor = volunteers.find_volunteer_of(session, cast.accounts["minor"].id)
    heavy = {shift.id for shift in coming if shift.is_heavy_work}
    free = find_other_shifts(session, volunteer=minor, now=clock.now(), zone=ALMATY)
    assert len(heavy) == 2
    assert len(free) == 3
    assert not heavy & {shift.id for shift in free}


def test_the_demo_adds_up(cast, session):
    """One loading for all checks: the demo is the heaviest thing that a test can make."""
    for check in (
        check_the_money_of_the_demo,
        check_the_people_of_the_demo,
        check_the_campaigns_of_the_demo,
        check_the_snow_was_cleared_by_24,
        check_the_packages_of_the_demo,
        check_proofs_a_count_and_the_inbox_of_the_demo_can_be_seen,
        check_the_decisions_of_the_demo_keep_their_version,
        check_the_three_equations_of_every_campaign_hold,
        check_the_blizzard_and_the_news_of_the_demo,
        check_the_coming_shifts_of_the_demo,
    ):
        check(cast, session)


def test_the_packages_went_by_two_routes_that_are_over(cast, session, client_for):
    rounds = distribution.list_rounds(session, cast.food.id, page=1).items
    homes = next(each for each in rounds if "Пенсионерам" in each.title_ru)
    routes = distribution.list_routes(session, homes.id, page=1).items
    assert [(route.status, route.volunteers) for route in routes] == [
        (RouteStatus.FINISHED, 2),
        (RouteStatus.FINISHED, 2),
    ]
    assert sum(route.stops for route in routes) == homes.people
    # The volunteer of the first one sees nothing of it any more.
    carriers = distribution.list_carriers(session, routes[0])
    assert cast.volunteers["P-018"].id in [carrier.volunteer_id for carrier in carriers]
    browser = client_for(cast.accounts["volunteer"])
    assert browser.get(f"/my/routes/{routes[0].id}").status_code == 404
    assert f"/my/routes/{routes[0].id}" not in browser.get("/my/routes").text
