"""What is kept of a decision, and how it is changed by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.rules import Criterion, ProcessingStopped
from campaign_app.core.audit import AuditEvent
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import RoundDecision
from campaign_app.distribution.rules import DecisionReason as R
from campaign_app.distribution.rules import DeliveryStatus
from tests.factories import NOW, make_administrator
from tests.support.client import settle
from tests.support.rounds import make_beneficiary, make_packages, make_round

STANDARD, HALAL = PackageVariant.STANDARD, PackageVariant.HALAL
EARLY, LATE = datetime(2020, 3, 1, tzinfo=UTC), datetime(2020, 4, 1, tzinfo=UTC)


def test_everybody_on_the_list_gets_a_decision_that_keeps_its_version(session, round_, people):
    first, second = people
    rows = queries.list_decisions(session, round_.id)
    assert [(r.beneficiary_id, r.rank, r.reason) for r in rows] == [
        (second.id, 1, R.BY_NEED),
        (first.id, 2, R.BEYOND_AVAILABLE),
    ]
    beneficiaries.publish_criteria(
        session,
        actor=None,
        now=NOW,
        lines=[Criterion("aged_80", 1)],
        note={"kk": "а", "ru": "а", "en": "a"},
        after_version=1,
    )
    (kept, _other) = queries.list_decisions(session, round_.id)
    assert kept.criteria_version == 1
    assert [(line.code, line.weight) for line in kept.need_lines] == [
        ("lives_alone", 3),
        ("aged_80", 2),
        ("not_helped", 2),
    ]
    end = queries.cut_off(session, round_.id)
    assert (end.rank, end.need_score) == (1, 7)


def test_what_open_rounds_promised_is_not_free(session, campaign, organiser, round_):
    found = queries.available_packages(session, campaign.id)[round_.version_id]
    assert (found.total, found.in_stock, found.promised) == (0, 1, 1)
    with pytest.raises(rules.NothingAvailable):
        make_round(
            session,
            campaign=campaign,
            actor=organiser,
            version_id=round_.version_id,
            choice=services.Choice(within_available=True),
        )


def test_a_reserve_is_promised_until_it_is_given(session, campaign, organiser, people):
    version_id = make_packages(session, campaign=campaign, count=10)
    round_ = make_round(
        session,
        campaign=campaign,
        actor=organiser,
        version_id=version_id,
        choice=services.Choice(reserve_percent=50),
    )
    assert round_.reserve_count == 1
    assert queries.available_packages(session, campaign.id)[version_id].total == 7
    late = make_beneficiary(session, surname="Дәуренова", enrolled_in=campaign, house="7")
    add(session, organiser, round_, late)
    assert queries.available_packages(session, campaign.id)[version_id].total == 7


def test_who_is_in_another_round_can_be_left_out(session, campaign, organiser, round_, people):
    other = make_round(
        session,
        campaign=campaign,
        actor=organiser,
        version_id=round_.version_id,
        choice=services.Choice(leaves_out_served=True),
    )
    found = {r.beneficiary_id: r.reason for r in queries.list_decisions(session, other.id)}
    assert found == {people[0].id: R.BY_NEED, people[1].id: R.IN_ANOTHER_ROUND}


def add(session, actor, round_, person, reason=""):
    return services.add_line(
        session,
        actor=actor,
        now=NOW,
        round_=round_,
        beneficiary_id=person.id,
        variant=STANDARD,
        reason=reason,
    )


def test_who_is_added_later_has_a_decision_too(session, campaign, organiser, round_):
    late = make_beneficiary(session, surname="Дәуренова", enrolled_in=campaign, house="7")
    add(session, organiser, round_, late)
    assert queries.find_decision(session, round_.id, late.id).reason is R.ADDED_LATER


def test_nobody_who_was_left_out_is_taken_in_by_one(session, organiser, round_, people):
    first = people[0]
    for reason in ("", "Үйі өртенді"):
        with pytest.raises(rules.SecondPersonNeeded):
            add(session, organiser, round_, first, reason)
    with pytest.raises(rules.ReasonMissing):
        by_hand(session, services.ask_to_take_in, organiser, round_, first, " ")
    with pytest.raises(rules.NothingAsked):
        agree(session, organiser, round_, first)
    by_hand(session, services.ask_to_take_in, organiser, round_, first, "Үйі өртенді")
    with pytest.raises(rules.AskedAlready):
        by_hand(session, services.ask_to_take_in, organiser, round_, first, "x")
    with pytest.raises(rules.OwnRequest):
        agree(session, organiser, round_, first)
    assert queries.find_line_of(session, round_.id, first.id) is None
    assert [row.beneficiary_id for row in queries.list_requests(session, round_.id)] == [first.id]


def test_the_database_knows_two_people(session, organiser, round_, people):
    by_hand(session, services.ask_to_take_in, organiser, round_, people[0], "Үйі өртенді")
    decided = queries.find_decision(session, round_.id, people[0].id)
    decided.reason, decided.is_in, decided.note = R.TAKEN_IN_BY_HAND, True, "x"
    decided.decided_by_id = organiser.id
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_a_request_is_refused_or_taken_back_and_holds_the_round_open(
    session, organiser, round_, people
):
    first, second = people
    by_hand(session, services.ask_to_take_in, organiser, round_, first, "Үйі өртенді")
    services.record_outcome(
        session,
        actor=organiser,
        now=NOW,
        delivery=queries.find_line_of(session, round_.id, second.id),
        action=rules.DeliveryAction.REFUSE,
        handed_on=NOW.date(),
    )
    with pytest.raises(rules.RequestsWaiting):
        services.close_round(session, actor=organiser, now=NOW, round_=round_)
    for actor in (organiser, make_administrator(session)):
        services.refuse_to_take_in(
            session, actor=actor, now=NOW, round_=round_, beneficiary_id=first.id
        )
        assert queries.count_requests(session, round_.id) == 0
        with pytest.raises(rules.NothingAsked):
            agree(session, make_administrator(session), round_, first)
        by_hand(session, services.ask_to_take_in, organiser, round_, first, "Тағы")
    services.refuse_to_take_in(
        session, actor=organiser, now=NOW, round_=round_, beneficiary_id=first.id
    )
    services.close_round(session, actor=organiser, now=NOW, round_=round_)
    with pytest.raises(rules.RoundClosed):
        by_hand(session, services.ask_to_take_in, organiser, round_, first, "x")


def agree(session, actor, round_, person):
    services.take_in(session, actor=actor, now=NOW, round_=round_, beneficiary_id=person.id)


def test_taken_in_by_hand(session, organiser, round_, people):
    first = people[0]
    by_hand(session, services.ask_to_take_in, organiser, round_, first, "Үйі өртенді")
    second_person = make_administrator(session)
    agree(session, second_person, round_, first)
    decided = queries.find_decision(session, round_.id, first.id)
    assert (decided.reason, decided.is_in) == (R.TAKEN_IN_BY_HAND, True)
    assert (decided.note, decided.rank) == ("Үйі өртенді", 2)
    assert (decided.asked_by_id, decided.decided_by_id) == (organiser.id, second_person.id)
    assert queries.count_requests(session, round_.id) == 0
    settle(session)
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "distribution:decide")
    ).one()
    assert "Үйі" not in (event.after or "")
    assert event.campaign_id == round_.campaign_id


def by_hand(session, command, actor, round_, person, reason):
    command(session, actor=actor, now=NOW, round_=round_, beneficiary_id=person.id, reason=reason)


def test_left_out_by_hand_and_taken_in_again(session, organiser, round_, people):
    second = people[1]
    with pytest.raises(rules.AlreadyDecided):
        by_hand(session, services.ask_to_take_in, organiser, round_, second, "x")
    with pytest.raises(rules.ReasonMissing):
        by_hand(session, services.leave_out, organiser, round_, second, " ")
    by_hand(session, services.leave_out, organiser, round_, second, "Көшіп кетті")
    decided = queries.find_decision(session, round_.id, second.id)
    line = queries.find_line_of(session, round_.id, second.id)
    assert (decided.reason, line.status) == (R.LEFT_OUT_BY_HAND, DeliveryStatus.CANCELLED)
    with pytest.raises(rules.AlreadyDecided):
        by_hand(session, services.leave_out, organiser, round_, second, "x")
    by_hand(session, services.ask_to_take_in, organiser, round_, second, "Қайтып келді")
    agree(session, make_administrator(session), round_, second)
    assert (decided.reason, line.status) == (R.TAKEN_IN_BY_HAND, DeliveryStatus.PLANNED)


def test_nobody_whose_data_are_stopped_is_taken_in(session, organiser, round_, people):
    people[0].restricted_at = NOW
    session.flush()
    with pytest.raises(ProcessingStopped):
        by_hand(session, services.ask_to_take_in, organiser, round_, people[0], "x")


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": R.LEFT_OUT_BY_HAND, "is_in": True, "note": "x"},
        {"reason": R.BY_NEED, "is_in": False},
        {"reason": R.TAKEN_IN_BY_HAND, "is_in": True, "note": ""},
        {"rank": 0},
    ],
)
def test_the_database_refuses_a_decision_that_makes_no_sense(session, round_, changes):
    decided = session.scalars(select(RoundDecision).where(RoundDecision.rank == 1)).one()
    for name, value in changes.items():
        setattr(decided, name, value)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("is_merged", [False, True])
def test_nobody_who_was_found_dead_is_on_the_next_list(
    session, campaign, organiser, round_, people, is_merged
):
    first, second = people
    line = queries.find_line_of(session, round_.id, second.id)
    delivery = queries.find_delivery(session, campaign.id, line.id)
    services.record_outcome(
        session,
        actor=organiser,
        now=NOW,
        delivery=delivery,
        action=rules.DeliveryAction.BURY,
        handed_on=NOW.date(),
    )
    if is_merged:
        kept = make_beneficiary(session, surname="Бекова", enrolled_in=campaign)
        second.merged_into_id = kept.id
        session.flush()
    version_id = make_packages(session, campaign=campaign, count=5)
    later = make_round(session, campaign=campaign, actor=organiser, version_id=version_id)
    assert queries.list_people(session, later.id) == [first.id]
    assert [row.beneficiary_id for row in queries.list_decisions(session, later.id)] == [first.id]
    with pytest.raises(rules.RecipientDeceased):
        add(session, organiser, later, second, "Тізімге қолмен")
