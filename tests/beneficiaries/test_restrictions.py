"""Stopping the processing of somebody's data: what is refused, what is hidden, what stays."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import Beneficiary, Restriction
from campaign_app.beneficiaries.rules import BeneficiaryCategory, ImportOutcome, SkipReason
from campaign_app.beneficiaries.rules import RestrictionCause as Cause
from campaign_app.beneficiaries.services.imports.planning import dump_plan, load_plan
from campaign_app.core.audit import AuditEvent
from campaign_app.distribution.models import Delivery
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_beneficiary,
    make_campaign,
    make_enrolment,
    make_member,
)
from tests.support import rounds
from tests.support.client import settle
from tests.support.merging import IIN

LOCALES = ("kk", "ru", "en")


def stop(session, person, reason="asked by telephone", **values):
    return services.restrict_beneficiary(
        session, actor=None, now=NOW, beneficiary=person, reason=reason, **values
    )


def lift(session, person, reason="agreed again"):
    services.lift_restriction(session, actor=None, now=NOW, beneficiary=person, reason=reason)


@pytest.mark.parametrize(
    ("causes", "error"),
    [
        (frozenset(), rules.NotRestricted),
        (frozenset({Cause.CONSENT_WITHDRAWN}), rules.ConsentStillWithdrawn),
        (frozenset({Cause.REQUESTED}), None),
        (frozenset(Cause), None),
    ],
)
def test_what_can_be_lifted(causes, error):
    if error is None:
        rules.check_can_lift(causes)
    else:
        with pytest.raises(error):
            rules.check_can_lift(causes)


@pytest.mark.parametrize(("is_merged", "is_erased"), [(True, False), (False, True), (True, True)])
def test_copies_and_emptied_records_are_refused(is_merged, is_erased):
    rules.check_kept(is_merged=False, is_erased=False)
    with pytest.raises(rules.RecordNotKept):
        rules.check_kept(is_merged=is_merged, is_erased=is_erased)


@pytest.mark.parametrize("column", ["merged_into_id", "erased_at"])
def test_a_record_that_is_not_kept_is_not_stopped(session, column):
    person, other = make_beneficiary(session), make_beneficiary(session, surname="Пак")
    setattr(person, column, other.id if column == "merged_into_id" else NOW)
    with pytest.raises(rules.RecordNotKept):
        stop(session, person)


def test_a_stop_keeps_its_reason_and_its_history(session):
    person, admin = make_beneficiary(session), make_administrator(session)
    services.restrict_beneficiary(
        session, actor=admin, now=NOW, beneficiary=person, reason=" asked "
    )
    assert person.restricted_at == NOW
    with pytest.raises(rules.AlreadyRestricted):
        stop(session, person)
    with pytest.raises(rules.ReasonMissing):
        lift(session, person, " ")
    lift(session, person)
    assert person.restricted_at is None
    with pytest.raises(rules.NotRestricted):
        lift(session, person)
    stop(session, person, "again")
    settle(session)
    found = queries.list_restrictions(session, person.id)
    assert [(each.reason, each.lift_reason) for each in found] == [
        ("again", ""),
        ("asked", "agreed again"),
    ]
    assert found[1].restricted_by_id == admin.id
    actions = session.scalars(select(AuditEvent.action)).all()
    assert actions.count("beneficiary:restrict") == 2
    assert actions.count("beneficiary:lift_restriction") == 1


def test_a_stop_needs_a_reason_unless_a_consent_was_withdrawn(session):
    person = make_beneficiary(session)
    with pytest.raises(rules.ReasonMissing):
        stop(session, person, " ")
    stop(session, person, "", cause=Cause.CONSENT_WITHDRAWN)
    with pytest.raises(rules.ConsentStillWithdrawn):
        lift(session, person)


def test_two_causes_are_lifted_one_by_one(session):
    person = make_beneficiary(session)
    stop(session, person)
    stop(session, person, "", cause=Cause.CONSENT_WITHDRAWN)
    lift(session, person)
    assert person.restricted_at is not None
    services.lift_by_new_consent(session, actor=None, now=NOW, beneficiary=person)
    assert person.restricted_at is None


def test_a_stopped_person_is_not_offered_and_her_address_is_hidden(session):
    campaign = make_campaign(session, slug="food")
    person = make_beneficiary(
        session, street="ул. Абая", house="371", phone="+77010000001", iin="480315400007"
    )
    make_enrolment(session, campaign=campaign, beneficiary=person)
    stop(session, person)
    assert queries.list_enrolled(session, campaign.id) == []
    (row,) = queries.list_beneficiaries(session, page=1).items
    assert (row.display_name, row.address_text, row.phone, row.iin_last4) == (
        "Қасымова Ғалия",
        "",
        None,
        "",
    )
    facts = queries.recipient_facts(session, {person.id})[person.id]
    assert facts.is_restricted
    assert (facts.full_name, facts.address_text, facts.phone) == ("Қасымова Ғалия", "", None)
    assert list(queries.export_rows(session)) == []
    lift(session, person)
    assert queries.list_beneficiaries(session, page=1).items[0].address_text == "ул. Абая, 371"
    assert len(list(queries.export_rows(session))) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_that_processing_is_stopped(session, client_for, locale):
    campaign = make_campaign(session, slug="food")
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    admin = make_administrator(session)
    person = make_beneficiary(session, street="Abay-Street", phone="+77010000001")
    stop(session, person, "Reason-Given")
    url = f"/manage/beneficiaries/{person.id}"
    seen = client_for(organiser, locale).get(url).text
    assert "Reason-Given" in seen
    assert "Abay-Street" not in seen
    assert "701 000" not in seen
    assert f"{url}/lift-restriction" not in seen
    assert "Abay-Street" not in client_for(organiser, locale).get("/manage/beneficiaries").text
    assert client_for(organiser, locale).get(f"{url}/edit").status_code == 302
    seen = client_for(admin, locale).get(url).text
    assert "Abay-Street" in seen
    assert f"{url}/lift-restriction" in seen


def test_stopping_and_lifting_by_the_page(session, client_for):
    person, admin = make_beneficiary(session), make_administrator(session)
    client, url = client_for(admin, "ru"), f"/manage/beneficiaries/{person.id}"
    client.submit(url, {"reason": ""}, action="/restrict")
    assert session.scalars(select(Restriction)).all() == []
    client.submit(url, {"reason": "просьба"}, action="/restrict")
    assert session.get_one(Beneficiary, person.id).restricted_at is not None
    client.submit(url, {"reason": "новая просьба"}, action="/lift-restriction")
    assert session.get_one(Beneficiary, person.id).restricted_at is None
    assert "новая просьба" in client.get(url).text


@pytest.mark.parametrize("locale", LOCALES)
def test_an_open_line_of_a_round_warns(session, client_for, locale):
    campaign = make_campaign(session, slug="food")
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    person = rounds.make_beneficiary(session, enrolled_in=campaign)
    version_id = rounds.make_packages(session, campaign=campaign, count=1)
    round_ = rounds.make_round(session, campaign=campaign, actor=organiser, version_id=version_id)
    stop(session, person)
    delivery_id = session.scalars(select(Delivery.id)).one()
    words = {"kk": "тоқтатылған", "ru": "приостановлена", "en": "stopped"}
    client = client_for(organiser, locale)
    for url in (f"distributions/{round_.id}", f"deliveries/{delivery_id}"):
        page = client.get(f"/manage/campaigns/food/{url}").text
        assert words[locale] in page
        assert "Абая" not in page
    for kind in ("csv", "xlsx", "pdf"):
        url = f"/manage/campaigns/food/distributions/{round_.id}/sheet.{kind}"
        assert client.get(url).status_code == 200


# Lists


def test_a_list_changes_nobody_whose_processing_is_stopped(session):
    """Nor does its preview say where she lives."""
    person = make_beneficiary(session, surname="Пак", given_name="Вера", street="Абай", house="7")
    text = f"Фамилия;Имя;Дата рождения;ИИН;Улица;Согласие\nПак;Вера;15.03.1948;{IIN};Ленин;"
    person.iin_hash, person.born_on = queries.iin_hash(IIN), date(1948, 3, 15)
    session.flush()
    assert outcome(session, text) == (ImportOutcome.CHANGED, None)
    stop(session, person)
    assert outcome(session, text) == (ImportOutcome.ERROR, SkipReason.STOPPED)
    with pytest.raises(rules.NothingToImport):
        rules.check_confirmation(plan(session, text), all_or_nothing=False)
    services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=plan(session, text))
    assert person.street == "Абай"
    lift(session, person)
    assert outcome(session, text) == (ImportOutcome.CHANGED, None)


def plan(session, text):
    table = services.read_list(text.encode(), "list.csv")
    return services.plan_import(
        session, table, category=BeneficiaryCategory.LONELY_PENSIONER, today=TODAY
    )


def outcome(session, text):
    planned = plan(session, text)
    (row,) = load_plan(dump_plan(planned), ())
    if row.outcome is ImportOutcome.ERROR:
        assert planned[0].changes == []
    return row.outcome, row.skipped
