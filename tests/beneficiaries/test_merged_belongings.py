"""Consents, proxies, households and stops of a merged copy are the person's; an undo gives back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.models import DuplicateSuggestion
from campaign_app.beneficiaries.rules import (
    ConsentGiven,
    ConsentMethod,
    ConsentScope,
    NotLinked,
    ProxyDetails,
    ProxyDocument,
)
from campaign_app.privacy.rules.erasing import ErasureKind
from campaign_app.privacy.services import erase_person
from tests.factories import NOW, TODAY, make_administrator, make_beneficiary
from tests.support.merging import make_two, merge, undo

REGISTRATION, PHOTO = ConsentScope.REGISTRATION, ConsentScope.PHOTO


def give(session, person, scope=REGISTRATION, on=TODAY):
    consent = ConsentGiven(given_on=on, method=ConsentMethod.PAPER, scope=scope)
    return services.take_consent(session, actor=None, now=NOW, beneficiary=person, consent=consent)


def lack_consent(session):
    found = queries.list_beneficiaries(session, lacks_consent=True, page=1)
    return {row.id for row in found.items}


def link(session, person, other):
    services.link_household(
        session, actor=None, now=NOW, beneficiary_id=person.id, other_id=other.id
    )


def leave(session, person):
    services.unlink_household(session, actor=None, now=NOW, beneficiary=person)


def live_with(session, person):
    return {each.id for each in queries.list_household(session, person)}


@pytest.fixture
def two(session):
    return make_two(session)


# Consents


def test_a_consent_on_a_copy_is_the_persons(session, two):
    kept, copy = two
    give(session, copy)
    merged = merge(session, kept, copy)
    assert lack_consent(session) == set()
    (row,) = queries.export_rows(session)
    assert row[queries.EXPORT_HEADER.index("consent_given_on")] == TODAY
    assert queries.registration_consents(session, [kept.id]) == {kept.id: {TODAY}}
    undo(session, merged)
    assert lack_consent(session) == {kept.id}


def test_the_press_sees_what_was_agreed_on_a_copy(session, two):
    kept, copy = two
    give(session, copy, PHOTO)
    merged = merge(session, kept, copy)
    (row,) = queries.page_of_press(session, page=1).items
    assert (row.beneficiary_id, row.pictured_since) == (kept.id, TODAY)
    undo(session, merged)
    (row,) = queries.page_of_press(session, page=1).items
    assert row.beneficiary_id == copy.id


def test_a_withdrawal_ends_the_consents_of_all_records(session, two):
    kept, copy = two
    give(session, kept, PHOTO, TODAY - timedelta(3))
    latest = give(session, copy, PHOTO)
    merge(session, kept, copy)
    services.withdraw_consent(session, actor=None, now=NOW, consent=latest, on=TODAY)
    assert queries.page_of_press(session, page=1).total == 0


def test_a_copy_whose_consent_was_withdrawn_stays_stopped_on_its_own(session, two):
    kept, copy = two
    consent = give(session, copy)
    merged = merge(session, kept, copy)
    services.withdraw_consent(session, actor=None, now=NOW, consent=consent, on=TODAY)
    undo(session, merged)
    assert (kept.restricted_at, copy.restricted_at) == (NOW, NOW)


# Proxies


def test_the_proxies_of_all_records_receive(session, two):
    kept, copy = two
    details = ProxyDetails(
        full_name="Сенімді Адам",
        document_kind=ProxyDocument.IDENTITY_CARD,
        document_number="N 043211234",
    )
    proxies = [
        services.register_proxy(
            session, actor=None, now=NOW, today=TODAY, beneficiary=each, details=details
        )
        for each in two
    ]
    stranger = make_beneficiary(session, surname="Пак")
    merged = merge(session, kept, copy)
    for record in two:
        assert {each.id for each in queries.list_proxies(session, record.id)} == {
            each.id for each in proxies
        }
        assert all(queries.find_proxy(session, record.id, each.id) is each for each in proxies)
    assert queries.find_proxy(session, stranger.id, proxies[0].id) is None
    undo(session, merged)
    assert queries.find_proxy(session, kept.id, proxies[1].id) is None


# Households


def test_who_lives_with_a_copy_lives_with_the_person(session, two):
    kept, copy = two
    mother = make_beneficiary(session, surname="Пак")
    link(session, copy, mother)
    merged = merge(session, kept, copy)
    assert live_with(session, kept) == {mother.id}
    assert live_with(session, mother) == {kept.id}
    (household,) = queries.households_twice(session, [kept.id, mother.id])
    assert {each.id for each in household.members} == {kept.id, mother.id}
    undo(session, merged)
    assert (live_with(session, kept), live_with(session, mother)) == (set(), {copy.id})


def test_two_records_of_one_household_are_not_two_members(session, two):
    link(session, *two)
    merge(session, *two)
    assert live_with(session, two[0]) == set()
    assert queries.households_twice(session, [two[0].id]) == []


def test_a_merged_person_joins_and_leaves_with_all_records(session, two):
    kept, copy = two
    mother = make_beneficiary(session, surname="Пак")
    father = make_beneficiary(session, surname="Цой")
    link(session, copy, mother)
    merge(session, kept, copy)
    link(session, kept, father)
    assert live_with(session, father) == {kept.id, mother.id}
    leave(session, kept)
    assert live_with(session, kept) == set()
    assert live_with(session, father) == {mother.id}
    with pytest.raises(NotLinked):
        leave(session, kept)


# What is left of a stop and of an erased person


def test_a_copy_keeps_the_history_of_its_stops(session, two):
    kept, copy = two
    services.restrict_beneficiary(
        session, actor=None, now=NOW, beneficiary=copy, reason="asked by telephone"
    )
    services.lift_restriction(session, actor=None, now=NOW, beneficiary=copy, reason="agreed again")
    merge(session, kept, copy)
    (stop,) = queries.list_restrictions(session, kept.id)
    assert stop.reason == "asked by telephone"


def test_nobody_is_suggested_any_more_who_was_erased(session):
    one, _other = make_two(session)
    services.refresh_suggestions(session, now=NOW, ids=[one.id])
    assert session.scalars(select(DuplicateSuggestion)).all() != []
    erase_person(
        session,
        actor=make_administrator(session),
        now=NOW,
        beneficiary_id=one.id,
        kind=ErasureKind.ERASE,
        reason="on request No. 7",
        is_confirmed=True,
    )
    assert session.scalars(select(DuplicateSuggestion)).all() == []
