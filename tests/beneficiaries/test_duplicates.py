"""Pairs that may be one person: suggested with reasons, decided, remembered."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import (
    DuplicateDecision,
    DuplicateSuggestion,
)
from campaign_app.beneficiaries.rules import duplicates
from campaign_app.beneficiaries.rules.duplicates import PairDecision
from tests.factories import NOW
from tests.support.merging import edit, make_two, pairs


def test_who_is_registered_twice_is_suggested_with_reasons(session):
    one, other = make_two(session)
    (found,) = queries.list_suggested_pairs(session, page=1).items
    assert (found.low.id, found.high.id) == (one.id, other.id)
    assert rules.MatchReason.SAME_BIRTH_DATE in found.reasons
    assert queries.count_suggested_pairs(session) == 1


def test_a_suggestion_goes_when_an_edit_makes_them_unlike(session):
    _one, other = make_two(session)
    edit(session, other, surname="Иванова", given_name="Мария")
    assert pairs(session) == []
    edit(session, other, surname="Касымова", given_name="Алия")
    assert len(pairs(session)) == 1


def test_different_people_are_not_suggested_again(session):
    one, other = make_two(session)
    decision = services.decide_pair(
        session,
        actor=None,
        now=NOW,
        ids=(other.id, one.id),
        decision=PairDecision.DIFFERENT,
    )
    assert pairs(session) == []
    edit(session, one, phone="+77010000001", note="Көршісі")
    assert pairs(session) == []
    edit(session, one, patronymic="Серікқызы")
    assert pairs(session) == [(one.id, other.id)]
    assert queries.list_suggested_pairs(session, page=1).items[0].was_different
    assert decision.low_id == one.id


def test_a_decision_is_taken_back_once(session):
    one, other = make_two(session)
    decision = services.decide_pair(
        session, actor=None, now=NOW, ids=(one.id, other.id), decision=PairDecision.DIFFERENT
    )
    assert [p.decision_id for p in queries.list_different_pairs(session, page=1).items] == [
        decision.id
    ]
    services.take_back_decision(session, actor=None, now=NOW, decision_id=decision.id)
    assert pairs(session) == [(one.id, other.id)]
    assert queries.list_different_pairs(session, page=1).items == []
    with pytest.raises(duplicates.DecisionMissing):
        services.take_back_decision(session, actor=None, now=NOW, decision_id=decision.id)


def test_the_same_decision_said_twice_is_one(session):
    one, other = make_two(session)
    for _ in range(2):
        services.decide_pair(
            session, actor=None, now=NOW, ids=(one.id, other.id), decision=PairDecision.DIFFERENT
        )
    assert session.scalar(select(func.count()).select_from(DuplicateDecision)) == 1


def test_the_command_finds_what_nobody_has_looked_for(session, run_command):
    one, other = make_two(session)
    session.query(DuplicateSuggestion).delete()
    answer = run_command("beneficiaries", "find-duplicates")
    assert answer.exit_code == 0, answer.output
    assert pairs(session) == [(one.id, other.id)]
    assert run_command("beneficiaries", "find-duplicates").output.strip().endswith("1")
