"""Consent: what its texts must say, how it is given, and what its withdrawal does."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import Beneficiary, Consent, ConsentText
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
from campaign_app.core.printing.labels import translate
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_auditor,
    make_beneficiary,
    make_campaign,
    make_enrolment,
    make_member,
)
from tests.support import rounds
from tests.support.client import find_form, settle

LOCALES = ("kk", "ru", "en")
TEXTS = "/manage/beneficiaries/consent-texts"
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


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


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


def test_nobody_else_is_on_the_list_for_the_press(session):
    make_beneficiary(session, surname="Aa")
    give(session, make_beneficiary(session, surname="Bb"))
    stopped = make_beneficiary(session, surname="Cc")
    give(session, stopped, PUBLICATION)
    withdraw(session, give(session, stopped))
    give(session, make_beneficiary(session, surname="Dd"), PHOTO)
    page = queries.page_of_press(session, page=1)
    assert [row.display_name for row in page.items] == ["Dd Ғалия"]
    assert page.total == 1


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


# On screen and on paper


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_read_in_three_languages(session, client_for, organiser, locale):
    person = make_beneficiary(session)
    consent = give(
        session, person, PHOTO, method=ConsentMethod.ORAL_WITNESSED, witness_name="Куәгер Бір"
    )
    withdraw(session, give(session, person, PUBLICATION))
    client, url = client_for(organiser, locale), f"/manage/beneficiaries/{person.id}"
    page = client.get(url).text
    assert "Куәгер Бір" in page
    assert f"{url}/consents/{consent.id}/withdraw" in page
    text_id = session.scalars(select(ConsentText.id).order_by(ConsentText.id)).first()
    for address in (
        TEXTS,
        f"{TEXTS}/{text_id}",
        "/manage/beneficiaries/press",
        "/manage/beneficiaries/press?q=nobody-of-this-name",
        "/manage/beneficiaries?consent=missing",
        f"{url}/consents/{consent.id}/withdraw",
        f"{url}/edit",
    ):
        assert client.get(address).status_code == 200, address
    client.submit(f"{url}/consents/{consent.id}/withdraw", {"method": "oral"})
    assert client.get("/manage/beneficiaries/press").status_code == 200
    assert session.get_one(Consent, consent.id).withdrawn_on is not None


def test_the_file_for_the_press_has_names_and_nothing_else(session, client_for, organiser):
    person = make_beneficiary(session, phone="+77010000001", street="Abay")
    give(session, person, PHOTO)
    content = client_for(organiser).get("/manage/beneficiaries/press.csv").get_data(as_text=True)
    assert content.lstrip("\ufeff").split("\r\n")[1] == "Қасымова Ғалия,no,yes"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"method": "oral_witnessed"}, "witness_name"),
        ({"given_on": "2999-01-01"}, "given_on"),
        ({"given_on": ""}, "given_on"),
    ],
)
def test_a_consent_is_refused_at_its_field(session, client_for, organiser, values, field):
    person = make_beneficiary(session)
    data = {"scope": "photo", "given_on": "2020-04-01", "method": "paper", **values}
    url = f"/manage/beneficiaries/{person.id}/consents"
    page = client_for(organiser, "kk").post(url, data=data)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert session.scalars(select(Consent)).all() == []


def test_a_consent_given_orally_by_the_page(session, client_for, organiser):
    person = make_beneficiary(session)
    client, url = client_for(organiser), f"/manage/beneficiaries/{person.id}"
    values = {"scope": "registration", "given_on": "2020-04-01", "method": "oral_witnessed"}
    client.submit(url, {**values, "witness_name": "Ли О. П."}, action="/consents")
    assert session.scalars(select(Consent.witness_name)).one() == "Ли О. П."
    consent = session.scalars(select(Consent)).one()
    answer = client.submit(f"{url}/consents/{consent.id}/withdraw", {"withdrawn_on": "2020-03-31"})
    assert answer.status_code == 422
    client.submit(f"{url}/consents/{consent.id}/withdraw", {"withdrawn_on": "2020-04-02"})
    assert session.get_one(Beneficiary, person.id).restricted_at is not None
    client.submit(url, values | {"method": "paper"}, action="/consents")
    assert session.get_one(Beneficiary, person.id).restricted_at is not None
    client.submit(url, values | {"method": "paper", "given_on": "2020-04-03"}, action="/consents")
    assert session.get_one(Beneficiary, person.id).restricted_at is None


def test_a_new_version_is_looked_at_and_published(session, client_for):
    admin = make_administrator(session)
    client, url = client_for(admin, "ru"), f"{TEXTS}/new?scope=photo"
    page = client.submit(url)
    assert page.status_code == 422  # the BIN of the operator is not set
    assert 'id="operator_bin-error"' in page.text
    values = {"operator_bin": "990140000007", "term_en": "Until New Year"}
    page = client.submit(url, values)
    assert page.status_code == 200
    assert "Until New Year" in page.text
    assert len(session.scalars(select(ConsentText)).all()) == 3
    fields = {"submission_id": "s-1", "step": "publish", **filled(client, url), **values}
    first, second = client.post(url, data=fields), client.post(url, data=fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    text = queries.find_text_in_force(session, PHOTO)
    assert (text.number, text.operator_bin) == (2, "990140000007")
    assert "Until New Year" in client.get(f"{TEXTS}/{text.id}").text
    wrong = client.post(url, data={**fields, "submission_id": "s-2", "operator_bin": "123"})
    assert wrong.status_code == 422


def filled(client, url):
    """The form as it comes."""
    form = client.get(url).text
    assert "submission_id" in form
    fields = find_form(form, "/consent-texts/new").fields
    return {name: value for name, value in fields.items() if name != "submission_id" and value}


def test_who_only_reads_changes_no_text(session, client_for, organiser):
    for account in (make_auditor(session), organiser):
        client = client_for(account)
        assert f"{TEXTS}/new" not in client.get(TEXTS).text
        assert client.get(f"{TEXTS}/new").status_code == 403


@pytest.mark.parametrize("scope", [scope.value for scope in ConsentScope])
@pytest.mark.parametrize("language", ["kk", "ru", "kk+ru", "en"])
def test_the_form_is_printed(session, client_for, organiser, scope, language):
    person = make_beneficiary(session)
    client = client_for(organiser)
    query = f"scope={scope}&language={language}"
    blank = client.get(f"/manage/beneficiaries/consent-form.pdf?{query}")
    assert (blank.status_code, blank.data[:5]) == (200, b"%PDF-")
    named = client.get(f"/manage/beneficiaries/{person.id}/consent-form.pdf?{query}")
    assert (named.status_code, named.data[:5]) == (200, b"%PDF-")
    assert "Қасымова" not in named.headers["Content-Disposition"]


def test_the_form_names_every_item_and_the_person(session, client_for, organiser):
    person = make_beneficiary(session, phone="+77010000001", street="Abay-Street")
    url = f"/manage/beneficiaries/{person.id}/consent-form.pdf?language=kk"
    reader = PdfReader(io.BytesIO(client_for(organiser).get(url).data))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) == 1
    assert words.count("Қасымова Ғалия") == 2
    for item in ConsentItem:
        assert translate(item.label, "kk") in words
    assert "Есімімнің жариялануына келісемін" in words
    assert "Куәгер" in words
    assert "Abay-Street" not in words
    assert "701" not in words
