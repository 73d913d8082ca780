"""Two records of one person become one and two again."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import (
    BeneficiaryMerge,
)
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryKind, duplicates
from campaign_app.beneficiaries.rules.duplicates import PairDecision
from campaign_app.core.audit import AuditEvent
from tests.factories import NOW, make_administrator, make_beneficiary
from tests.support.client import settle
from tests.support.merging import BORN, IIN, OTHER_IIN, edit, make_two, merge, pairs, undo


def test_a_merge_takes_what_was_chosen_and_moves_nothing(session):
    one, other = make_two(session, phone="+77010000001")
    edit(session, other, iin=IIN, note="Құлағы нашар естиді", street="пр. Мира", house="312")
    kept = merge(session, one, other, "iin", "address")
    session.expire_all()
    assert other.merged_into_id == one.id
    assert (one.iin, one.street, one.house, one.note) == (IIN, "пр. Мира", "312", "")
    assert (other.iin, other.street, other.phone) == (IIN, "пр. Мира", None)
    assert one.phone == "+77010000001"
    assert kept.undone_at is None
    assert IIN not in str(session.execute(select(func.max(BeneficiaryMerge.id))).all())
    assert pairs(session) == []
    assert queries.find_beneficiary(session, other.id) is not None
    assert [row.id for row in queries.list_beneficiaries(session, page=1).items] == [one.id]


def test_what_a_merge_keeps_of_the_past_is_unreadable_in_the_database(session):
    one, other = make_two(session)
    edit(session, other, iin=IIN)
    kept = merge(session, one, other, "iin")
    settle(session)
    stored = session.connection().exec_driver_sql("SELECT taken FROM beneficiary_merges").scalar()
    assert IIN not in stored
    assert json.loads(kept.taken) == {"iin": [None, IIN]}
    logged = session.scalars(select(AuditEvent.after)).all()
    assert not any(IIN in text for text in logged if text)


def test_an_undo_restores_exactly(session):
    one, other = make_two(session, phone="+77010000001", note="Көршісі")
    edit(session, other, phone="+77010000002", iin=IIN, needs=frozenset({"no_income"}))
    before = (services.details_of(one), services.details_of(other), one.search_text)
    merged = merge(session, one, other, "phone", "iin", "needs", "name")
    assert services.details_of(one) != before[0]
    undo(session, merged)
    session.expire_all()
    assert (services.details_of(one), services.details_of(other), one.search_text) == before
    assert other.merged_into_id is None
    assert (merged.undo_reason, merged.undone_at) == ("Басқа адам", NOW)
    assert pairs(session) == [(one.id, other.id)]


def test_what_was_edited_since_stays(session):
    one, other = make_two(session)
    edit(session, other, phone="+77010000002", note="Ескі")
    merged = merge(session, one, other, "phone", "note")
    edit(session, one, phone="+77010000003")
    undo(session, merged)
    assert (one.phone, one.note) == ("+77010000003", "")


def test_an_undo_remembers_that_they_are_different(session):
    one, other = make_two(session)
    merged = merge(session, one, other)
    undo(session, merged, are_different=True)
    assert pairs(session) == []
    standing = queries.list_open_decisions(session, one.id, other.id)
    assert [each.decision for each in standing] == [PairDecision.DIFFERENT]


def test_an_undo_without_that_takes_the_decision_back(session):
    one, other = make_two(session)
    undo(session, merge(session, one, other))
    assert queries.list_open_decisions(session, one.id, other.id) == []


def test_an_undo_needs_a_reason_and_happens_once(session):
    one, other = make_two(session)
    merged = merge(session, one, other)
    with pytest.raises(rules.ReasonMissing):
        undo(session, merged, reason=" ")
    undo(session, merged)
    with pytest.raises(duplicates.MergeUndone):
        undo(session, merged)


def test_an_undo_is_refused_while_somebody_else_has_the_iin(session):
    one, other = make_two(session)
    edit(session, other, iin=IIN)
    merged = merge(session, one, other)
    make_beneficiary(session, surname="Ермекова", iin=IIN)
    with pytest.raises(duplicates.UndoIinTaken):
        undo(session, merged)


def test_an_undo_is_refused_while_somebody_else_has_the_iin_that_comes_back(session):
    one, other = make_two(session, iin=OTHER_IIN)
    edit(session, other, iin=IIN)
    merged = merge(session, one, other, "iin")
    make_beneficiary(session, surname="Ермекова", iin=OTHER_IIN)
    with pytest.raises(duplicates.UndoIinTaken):
        undo(session, merged)


def test_an_emptied_record_is_not_brought_back(session):
    one, other = make_two(session)
    merged = merge(session, one, other)
    other.erased_at = NOW
    session.flush()
    with pytest.raises(duplicates.UndoImpossible):
        undo(session, merged)


@pytest.mark.parametrize("column", ["erased_at", "restricted_at"])
def test_what_was_emptied_or_stopped_is_not_merged(session, column):
    one, other = make_two(session)
    setattr(other, column, NOW)
    session.flush()
    with pytest.raises(duplicates.RecordUnusable):
        merge(session, one, other)


def test_merges_that_make_no_sense_are_refused(session):
    one, other = make_two(session)
    with pytest.raises(duplicates.MergedWithItself):
        merge(session, one, one)
    house = make_beneficiary(
        session,
        surname="Дом милосердия",
        given_name="",
        category=BeneficiaryCategory.INSTITUTION,
        kind=BeneficiaryKind.INSTITUTION,
        head_count=20,
    )
    with pytest.raises(duplicates.KindsDiffer):
        merge(session, one, house)
    merge(session, one, other)
    for kept, copy in ((one, other), (other, one)):
        with pytest.raises(duplicates.AlreadyMerged):
            merge(session, kept, copy)


def test_a_copy_is_not_edited(session):
    one, other = make_two(session)
    merge(session, one, other)
    with pytest.raises(duplicates.RecordMerged):
        edit(session, other, note="Жаңа")


def test_merge_undo_and_decisions_are_in_the_log(session):
    actor = make_administrator(session)
    one, other = make_two(session)
    undo(session, merge(session, one, other, actor=actor), are_different=True)
    settle(session)
    actions = set(session.scalars(select(AuditEvent.action)))
    assert {
        "beneficiary:merge",
        "beneficiary:undo_merge",
        "beneficiary:decide_same",
        "beneficiary:decide_different",
        "beneficiary:take_back_decision",
    } <= actions


def test_the_latest_help_is_the_persons(session):
    one, other = make_two(session)
    services.note_helped(session, beneficiary_id=one.id, on=date(2020, 4, 1))
    services.note_helped(session, beneficiary_id=other.id, on=date(2020, 4, 9))
    merged = merge(session, one, other)
    assert one.last_helped_on == date(2020, 4, 9)
    services.note_helped(session, beneficiary_id=other.id, on=date(2020, 4, 12))
    assert one.last_helped_on == date(2020, 4, 12)
    undo(session, merged)
    assert (one.last_helped_on, other.last_helped_on) == (date(2020, 4, 1), date(2020, 4, 12))


def test_in_a_chain_the_iin_goes_back_to_whom_it_came_from(session):
    a, b = make_two(session)
    c = make_beneficiary(session, surname="Касимова", given_name="Алия", born_on=BORN)
    edit(session, a, iin=IIN)
    first = merge(session, b, a, "iin")
    second = merge(session, c, b, "iin")
    assert (c.iin, a.merged_into_id, b.merged_into_id) == (IIN, c.id, c.id)
    undo(session, first)
    session.expire_all()
    assert (a.iin, b.iin, c.iin) == (IIN, None, None)
    assert (a.merged_into_id, b.merged_into_id) == (None, c.id)
    undo(session, second)
    assert (a.iin, b.iin, c.iin) == (IIN, None, None)
    assert b.merged_into_id is None
