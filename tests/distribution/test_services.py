"""Rounds, outcomes, couriers: once each, with proof, and the stock always right."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import Delivery
from campaign_app.distribution.rules import DeliveryAction, DeliveryStatus, ProofKind
from campaign_app.inventory import queries as inventory
from tests.factories import NOW, TODAY, make_administrator, make_campaign
from tests.support.rounds import make_beneficiary, make_packages, make_round

PAPER = services.ProofGiven(kind=ProofKind.PAPER_SIGNATURE)


class Scene:
    """A campaign with two people on its list, two packages and a round."""

    def __init__(self, session, *, packages=2):
        self.session = session
        self.actor = make_administrator(session)
        self.campaign = make_campaign(session)
        self.people = [
            make_beneficiary(session, surname=name, enrolled_in=self.campaign)
            for name in ("Ахметова", "Пак")
        ]
        self.version_id = make_packages(session, campaign=self.campaign, count=packages)
        self.round = make_round(
            session, campaign=self.campaign, actor=self.actor, version_id=self.version_id
        )
        self.lines = [queries.find_line_of(session, self.round.id, p.id) for p in self.people]

    def record(self, line, action, proof=None, note=""):
        return services.record_outcome(
            self.session,
            actor=self.actor,
            now=NOW,
            delivery=line,
            action=action,
            handed_on=TODAY,
            proof=proof,
            note=note,
        )

    def act(self, service, line, **more):
        return service(self.session, actor=self.actor, now=NOW, delivery=line, **more)

    @property
    def in_stock(self):
        return inventory.packages_in_stock(self.session, self.version_id).get(
            PackageVariant.STANDARD, 0
        )

    @property
    def difference(self):
        return inventory.package_equation(self.session, [self.campaign.id]).difference


@pytest.fixture
def scene(session):
    return Scene(session)


def test_delivered_with_proof_takes_a_package_from_stock(scene):
    scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    assert scene.lines[0].status is DeliveryStatus.DELIVERED
    assert scene.lines[0].handed_on == TODAY
    assert (scene.in_stock, scene.difference) == (1, 0)


def test_nobody_gets_a_second_package_in_a_round(scene):
    scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    with pytest.raises(rules.AlreadyServed) as refusal:
        scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    assert refusal.value.params == {"recipient": "Ахметова Әлия", "when": TODAY}
    with pytest.raises(rules.AlreadyOnList):
        services.add_line(
            scene.session,
            actor=scene.actor,
            now=NOW,
            round_=scene.round,
            beneficiary_id=scene.people[0].id,
            variant=PackageVariant.STANDARD,
        )
    assert scene.in_stock == 1


def test_the_database_itself_refuses_a_second_line(scene):
    scene.session.add(
        Delivery(
            campaign_id=scene.campaign.id,
            round_id=scene.round.id,
            beneficiary_id=scene.people[0].id,
            line_number=9,
            variant=PackageVariant.STANDARD,
            status=DeliveryStatus.PLANNED,
        )
    )
    with pytest.raises(IntegrityError):
        scene.session.flush()


def test_the_database_itself_refuses_delivered_without_proof(scene):
    with pytest.raises(IntegrityError):
        scene.session.execute(
            update(Delivery)
            .where(Delivery.id == scene.lines[0].id)
            .values(status=DeliveryStatus.DELIVERED)
        )


def test_delivered_without_proof_changes_nothing(scene):
    with pytest.raises(rules.ProofMissing):
        scene.record(scene.lines[0], DeliveryAction.DELIVER)
    assert scene.lines[0].status is DeliveryStatus.PLANNED
    assert scene.in_stock == 2


def test_what_is_not_packed_is_not_handed_out(session):
    scene = Scene(session, packages=1)
    scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    with pytest.raises(DomainError):
        scene.record(scene.lines[1], DeliveryAction.DELIVER, PAPER)


def test_a_courier_takes_delivers_and_brings_back(scene):
    for line in scene.lines:
        scene.act(services.take_out, line)
    assert (scene.in_stock, scene.difference) == (0, 0)
    with pytest.raises(rules.AlreadyWithCourier):
        scene.act(services.take_out, scene.lines[0])
    scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    scene.record(scene.lines[1], DeliveryAction.REFUSE)
    assert queries.count_with_couriers(scene.session, scene.round.id) == 1
    with pytest.raises(rules.RoundNotSettled):
        services.close_round(scene.session, actor=scene.actor, now=NOW, round_=scene.round)
    scene.act(services.return_package, scene.lines[1])
    assert (scene.in_stock, scene.difference) == (1, 0)
    with pytest.raises(rules.NotWithCourier):
        scene.act(services.return_package, scene.lines[1])
    services.close_round(scene.session, actor=scene.actor, now=NOW, round_=scene.round)
    with pytest.raises(rules.RoundClosed):
        scene.act(services.undo_outcome, scene.lines[0], reason="late")


def test_an_outcome_is_undone_with_a_reason_and_the_package_comes_back(scene):
    scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    with pytest.raises(rules.ReasonMissing):
        scene.act(services.undo_outcome, scene.lines[0], reason=" ")
    scene.act(services.undo_outcome, scene.lines[0], reason="қате")
    assert scene.lines[0].status is DeliveryStatus.PLANNED
    assert (scene.in_stock, scene.difference) == (2, 0)
    attempts = queries.list_attempts(scene.session, scene.lines[0].id)
    assert [a.action for a in attempts] == [DeliveryAction.REOPEN, DeliveryAction.DELIVER]


def test_an_absent_person_is_visited_again(scene):
    scene.record(scene.lines[0], DeliveryAction.MISS)
    scene.record(scene.lines[0], DeliveryAction.MISS)
    scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    assert scene.lines[0].attempt_count == 3


def test_a_package_type_of_another_campaign_is_not_there(scene):
    other = make_packages(scene.session, campaign=make_campaign(scene.session), count=1)
    with pytest.raises(NotFound):
        make_round(scene.session, campaign=scene.campaign, actor=scene.actor, version_id=other)


def test_the_same_list_printed_again_is_a_copy(scene):
    def print_it(content):
        return services.record_print(
            scene.session, actor=scene.actor, now=NOW, round_id=scene.round.id, content_hash=content
        )

    assert [print_it("a"), print_it("a"), print_it("b")] == [False, True, False]


def test_recipients_are_counted_once(scene):
    assert queries.recipients_count(scene.session, [scene.campaign.id]) == 0
    scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    assert queries.recipients_count(scene.session, [scene.campaign.id]) == 1
    empty = make_campaign(scene.session)
    assert queries.recipients_count(scene.session, [empty.id]) is None


def test_the_registry_learns_who_was_helped_and_when(scene):
    person = scene.people[0]
    scene.record(scene.lines[0], DeliveryAction.DELIVER, PAPER)
    assert person.last_helped_on == TODAY
    scene.act(services.undo_outcome, scene.lines[0], reason="қате")
    assert person.last_helped_on is None
