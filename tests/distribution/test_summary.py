"""After a round: planned against received, and where every package went."""

from __future__ import annotations

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, services
from campaign_app.distribution.models import Delivery
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from campaign_app.distribution.services import ProofGiven
from tests.factories import NOW, TODAY, make_campaign, make_member
from tests.support.rounds import make_round
from tests.support.routes import RouteScene

NAMES = tuple((f"Көрші{number}", "Ғалия") for number in range(6))


@pytest.fixture
def scene(session, frozen_clock):
    """Six people: two served, one refused, one taken off, one with the courier, one planned."""
    scene = RouteScene(
        session, stops=1, names=NAMES, campaign=make_campaign(session, slug="summed")
    )
    record(scene, scene.lines[0], DeliveryAction.DELIVER)
    record(scene, scene.lines[1], DeliveryAction.DELIVER)
    record(scene, scene.lines[2], DeliveryAction.REFUSE)
    who = {"actor": scene.actor, "now": NOW}
    services.take_off_list(session, **who, delivery=scene.lines[3], reason="Көшіп кетті")
    services.take_out(session, **who, delivery=scene.lines[4])
    return scene


def record(scene, line, action):
    proof = ProofGiven(kind=ProofKind.PAPER_SIGNATURE)
    services.record_outcome(
        scene.session,
        actor=scene.actor,
        now=NOW,
        delivery=line,
        action=action,
        handed_on=TODAY,
        proof=proof if action is DeliveryAction.DELIVER else None,
    )


def test_planned_is_what_became_of_it(scene, session):
    summary = queries.summarise_round(session, scene.round)
    (variant,), (category,) = summary.variants, summary.categories
    assert variant.group is PackageVariant.STANDARD
    assert category.group is BeneficiaryCategory.LARGE_FAMILY
    for row in (variant, category):
        assert (row.planned, row.received, row.not_received, row.waiting) == (5, 2, 1, 2)
    assert summary.received.difference == 0
    assert summary.packages.difference == 0
    assert [amount for _, amount in summary.packages.outgoing] == [2, 0, 1, 3, 0]


def test_what_another_round_got_of_the_same_packages_is_told_apart(scene, session):
    other = make_round(
        session, campaign=scene.campaign, actor=scene.actor, version_id=scene.round.version_id
    )
    line = session.query(Delivery).filter_by(round_id=other.id, line_number=1).one()
    record(scene, line, DeliveryAction.DELIVER)
    before, after = (queries.summarise_round(session, each) for each in (scene.round, other))
    assert [amount for _, amount in before.packages.outgoing] == [2, 1, 1, 2, 0]
    assert [amount for _, amount in after.packages.outgoing] == [1, 2, 1, 2, 0]
    assert before.packages.difference == after.packages.difference == 0
    assert after.received.difference == 0


def test_an_undone_outcome_leaves_no_difference(scene, session):
    services.undo_outcome(
        session, actor=scene.actor, now=NOW, delivery=scene.lines[0], reason="Қате"
    )
    summary = queries.summarise_round(session, scene.round)
    assert summary.received.total == 1
    assert summary.received.difference == summary.packages.difference == 0


@pytest.mark.parametrize(
    ("days", "expected"), [([0, 0], (0, 0)), ([-2, 1], (0, 1)), ([3, 9], (3, 9))]
)
def test_days_until_people_had_it(scene, session, days, expected):
    for line, after in zip(scene.lines[:2], days, strict=True):
        line.handed_on = scene.round.starts_on.fromordinal(
            scene.round.starts_on.toordinal() + after
        )
    session.flush()
    found = queries.summarise_round(session, scene.round).days
    assert (found.median, found.longest) == expected


def test_a_difference_is_seen(scene, session):
    scene.lines[0].package_count = 2
    session.flush()
    assert queries.summarise_round(session, scene.round).received.difference == -1


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_page_and_its_files_name_nobody(client_for, scene, session, locale):
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    browser = client_for(organiser, locale=locale)
    address = f"/manage/campaigns/summed/distributions/{scene.round.id}"
    assert f'href="{address}/summary"' in browser.get(address).text
    page = browser.get(f"{address}/summary")
    assert page.status_code == 200
    assert "difference-zero" in page.text
    assert "difference-not-zero" not in page.text
    assert '<span class="figure-value">6</span>' in page.text  # packed: counted, not weighed
    table = browser.get(f"{address}/summary.csv").get_data(as_text=True)
    assert len(table.strip().splitlines()) == 3
    assert browser.get(f"{address}/summary.xlsx").status_code == 200
    assert "Көрші" not in page.text + table
