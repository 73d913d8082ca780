"""Consent: what its texts must say, how it is given, and what its withdrawal does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import Consent
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    ConsentBody,
    ConsentContent,
    ConsentGiven,
    ConsentItem,
    ConsentMethod,
    ConsentScope,
    LegalBasis,
    MissingItem,
    WithdrawalMethod,
)
from campaign_app.beneficiaries.rules.cells import parse_row
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_beneficiary,
    make_campaign,
    make_enrolment,
)
from tests.support import rounds
from tests.support.client import settle

LOCALES = ("kk", "ru", "en")
REGISTRATION, PHOTO, PUBLICATION = (
    ConsentScope.REGISTRATION,
    ConsentScope.PHOTO,
    ConsentScope.PUBLICATION,
)


def whole(scope=REGISTRATION, **values) -> ConsentContent:
    """A text that says everything."""
    body = ConsentBody(**{item.value: f"says {item.value}" for item in ConsentItem})
    known = {
        "scope": scope,
        "operator_bin": "990140000007",
        "passes_on": False,
        "crosses_border": False,
        "is_public": scope is not REGISTRATION,
        "bodies": dict.fromkeys(LOCALES, body),
    }
    return ConsentContent(**{**known, **values})


def without(content, code, item):
    bodies = {**content.bodies, code: replace(content.bodies[code], **{item.value: " "})}
    return replace(content, bodies=bodies)


def give(session, person, scope=REGISTRATION, on=TODAY, **values):
    values.setdefault("method", ConsentMethod.PAPER)
    consent = ConsentGiven(given_on=on, scope=scope, **values)
    return services.take_consent(
        session, actor=None, now=NOW, beneficiary=person, consent=consent, today=TODAY
    )


def withdraw(session, consent, on=TODAY):
    services.withdraw_consent(
        session,
        actor=None,
        now=NOW,
        consent=consent,
        on=on,
        method=WithdrawalMethod.ORAL,
        today=TODAY,
    )


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food")


# What a text must say


@pytest.mark.parametrize("code", LOCALES)
@pytest.mark.parametrize("item", list(ConsentItem))
def test_every_item_of_the_law_is_asked_for_in_every_language(item, code):
    answers = {answer.value: True for answer in rules.ConsentAnswer}
    content = without(whole(**answers), code, item)
    assert rules.missing_items(content) == [MissingItem(item, code)]


@pytest.mark.parametrize(("item", "answer"), list(rules.NAMED_BY.items()))
def test_a_no_needs_no_words(item, answer):
    content = without(whole(**{answer.value: False}), "kk", item)
    assert rules.missing_items(content) == []


def test_a_language_that_is_not_there_and_a_bin_are_missed():
    bodies = {code: whole().bodies[code] for code in ("kk", "ru")}
    missing = rules.missing_items(whole(bodies=bodies, operator_bin=" "))
    assert missing[0] == MissingItem(None)
    assert {each.language for each in missing[1:]} == {"en"}
    assert len(missing) == 1 + 5


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (whole(), None),
        (whole(PHOTO), None),
        (whole(is_public=True), rules.PublicityMixed),
        (whole(PUBLICATION, is_public=False), rules.PublicityMissing),
        (without(whole(), "kk", ConsentItem.TERM), rules.ConsentTextIncomplete),
    ],
)
def test_what_is_published(content, error):
    if error is None:
        rules.check_text(content, None)
        with pytest.raises(rules.ConsentTextUnchanged):
            rules.check_text(content, content)
    else:
        with pytest.raises(error):
            rules.check_text(content, None)


@pytest.mark.parametrize("scope", list(ConsentScope))
def test_the_first_versions_say_everything_but_the_operator(session, scope):
    content = queries.content_of(session, queries.find_text_in_force(session, scope))
    missing = rules.missing_items(content)
    assert {each.item for each in missing} == {None, ConsentItem.OPERATOR}
    assert content.is_public is (scope is not REGISTRATION)
    kazakh = content.bodies["kk"]
    assert set("қғңәөүұі") & set(kazakh.term + kazakh.other)


# How it is given


@pytest.mark.parametrize(
    ("method", "witness", "given_on", "error"),
    [
        (ConsentMethod.PAPER, "", TODAY, None),
        (ConsentMethod.ELECTRONIC, "", TODAY - timedelta(1), None),
        (ConsentMethod.ORAL_WITNESSED, "Ким А.", TODAY, None),
        (ConsentMethod.ORAL_WITNESSED, "  ", TODAY, rules.WitnessMissing),
        (ConsentMethod.PAPER, "", TODAY + timedelta(1), rules.ConsentInFuture),
    ],
)
def test_how_consent_is_given(method, witness, given_on, error):
    values = {"method": method, "witness_name": witness, "given_on": given_on, "today": TODAY}
    if error is None:
        rules.check_consent(**values)
    else:
        with pytest.raises(error):
            rules.check_consent(**values)


@pytest.mark.parametrize(
    ("days", "error"),
    [(0, None), (-1, rules.WithdrawnBeforeGiven), (1, rules.ConsentInFuture)],
)
def test_the_day_of_a_withdrawal(days, error):
    values = {"given_on": TODAY, "on": TODAY + timedelta(days), "today": TODAY}
    if error is None:
        rules.check_withdrawal(**values)
    else:
        with pytest.raises(error):
            rules.check_withdrawal(**values)


def test_a_consent_refers_to_the_text_that_was_in_force_on_its_day(session):
    admin = make_administrator(session)
    text = services.publish_consent_text(session, actor=admin, now=NOW, content=whole())
    assert text.number == 2
    day = NOW.date()
    assert give(session, make_beneficiary(session), on=day).text_version == 2
    other = make_beneficiary(session, surname="Пак")
    assert give(session, other, on=day - timedelta(2)).text_version == 1
    assert give(session, other, PHOTO, on=day).text_version == 1
    with pytest.raises(rules.ConsentTextUnchanged):
        services.publish_consent_text(session, actor=admin, now=NOW, content=whole())


def test_the_database_keeps_a_published_text_as_it_is(session):
    settle(session)
    for statement in (
        "UPDATE consent_text_bodies SET term = 'x'",
        "DELETE FROM consent_text_bodies",
        "UPDATE consent_texts SET is_public = true",
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(statement))
        session.rollback()


def test_the_database_wants_a_witness_and_a_known_text(session):
    person = make_beneficiary(session)
    settle(session)
    for values in (
        {"method": ConsentMethod.ORAL_WITNESSED},
        {"method": ConsentMethod.PAPER, "text_version": 9},
    ):
        session.add(Consent(beneficiary_id=person.id, scope=PHOTO, given_on=TODAY, **values))
        with pytest.raises(DatabaseError):
            session.flush()
        session.rollback()


def test_an_oral_consent_on_a_list_names_its_witness():
    cells = {"surname": "Пак", "consent_given_on": TODAY, "consent_method": "устно"}
    bad = parse_row(cells, category=BeneficiaryCategory.OTHER, today=TODAY)
    assert [(each.column, type(each.error)) for each in bad.problems] == [
        ("consent_method", rules.WitnessMissing)
    ]
    good = parse_row(
        {**cells, "consent_witness": "Ким А."}, category=BeneficiaryCategory.OTHER, today=TODAY
    )
    assert not good.problems
    assert good.consent is not None
    assert good.consent.witness_name == "Ким А."


# What a withdrawal does


def test_a_withdrawn_registration_stops_the_processing_and_a_new_one_lifts_it(session):
    person = make_beneficiary(session)
    first = give(session, person, on=TODAY - timedelta(9))
    second = give(session, person, on=TODAY - timedelta(5))
    withdraw(session, second, on=TODAY - timedelta(3))
    assert first.withdrawn_on == second.withdrawn_on == TODAY - timedelta(3)
    assert second.withdrawal_method is WithdrawalMethod.ORAL
    assert person.restricted_at is not None
    (stop,) = queries.list_restrictions(session, person.id)
    assert stop.cause is rules.RestrictionCause.CONSENT_WITHDRAWN
    assert give(session, person, on=second.given_on) is second  # an old list imported again
    old = give(session, person, on=TODAY - timedelta(7))
    assert old.withdrawn_on == TODAY - timedelta(3)
    assert person.restricted_at is not None
    give(session, person)
    assert person.restricted_at is None
    assert queries.list_restrictions(session, person.id)[0].lifted_at is not None


def test_a_withdrawn_consent_of_a_copy_stops_the_record_that_is_kept(session):
    kept, copy = make_beneficiary(session), make_beneficiary(session, surname="Касымова")
    consent = give(session, copy)
    copy.merged_into_id = kept.id
    withdraw(session, consent)
    assert (kept.restricted_at is not None, copy.restricted_at) == (True, None)


def test_an_optional_consent_withdrawn_stops_nothing_but_the_press(session):
    person = make_beneficiary(session)
    give(session, person)
    named = give(session, person, PUBLICATION)
    pictured = give(session, person, PHOTO)
    (row,) = queries.page_of_press(session, page=1).items
    assert (row.display_name, row.named_since, row.pictured_since) == (
        "Қасымова Ғалия",
        TODAY,
        TODAY,
    )
    withdraw(session, pictured)
    assert [row.pictured_since for row in queries.press_rows(session)] == [None]
    withdraw(session, named)
    assert list(queries.press_rows(session)) == []
    assert queries.page_of_press(session, page=1).total == 0
    assert person.restricted_at is None


def test_help_is_never_refused_for_lack_of_an_optional_consent(session, client_for, campaign):
    admin = make_administrator(session)
    person = rounds.make_beneficiary(session, enrolled_in=campaign)
    give(session, person)
    for scope in (PUBLICATION, PHOTO):
        withdraw(session, give(session, person, scope))
    version_id = rounds.make_packages(session, campaign=campaign, count=1)
    round_ = rounds.make_round(session, campaign=campaign, actor=admin, version_id=version_id)
    client, url = client_for(admin), f"/manage/campaigns/food/distributions/{round_.id}"
    line = client.get(url).text.split("/deliveries/")[1].split('"')[0]
    answer = client.post(
        f"/manage/campaigns/food/deliveries/{line}/outcome",
        data={"outcome": "delivered", "proof": "paper_signature", "handed_on": "2020-04-01"},
    )
    assert answer.status_code == 302
    assert "delivered" in client.get(f"/manage/campaigns/food/deliveries/{line}").text
    assert person.id not in {row.beneficiary_id for row in queries.press_rows(session)}


def test_without_consent_somebody_is_registered_on_a_stated_ground_and_found(session, campaign):
    person = make_beneficiary(session, legal_basis=LegalBasis.VITAL_INTEREST)
    make_enrolment(session, campaign=campaign, beneficiary=person)
    give(session, make_beneficiary(session, surname="Пак"))
    make_beneficiary(
        session,
        surname="Үй",
        given_name="",
        category=BeneficiaryCategory.INSTITUTION,
        kind=rules.BeneficiaryKind.INSTITUTION,
        head_count=5,
    )
    found = queries.list_beneficiaries(session, lacks_consent=True, page=1)
    assert [row.id for row in found.items] == [person.id]
    assert found.total == 1
    assert len(list(queries.export_rows(session, lacks_consent=True))) == 1
