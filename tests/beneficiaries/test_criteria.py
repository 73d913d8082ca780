"""The criteria as published versions: rules, publishing, scoring again, the pages."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import CriteriaVersion, Enrolment
from campaign_app.beneficiaries.rules import Criteria, Criterion
from campaign_app.beneficiaries.rules.need import FIRST, NeedFacts
from campaign_app.core.audit import AuditEvent
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_beneficiary,
    make_campaign,
    make_enrolment,
    make_member,
)
from tests.support.client import settle

NOTE = {"kk": "Себебі", "ru": "Причина", "en": "The reason"}
DEBT = Criterion("own_", 4, "жылуға қарызы бар", "имеет долг за отопление", "owes for heating")


def publish(session, lines, *, note=NOTE, after_version=1):
    return services.publish_criteria(
        session, actor=None, now=NOW, lines=lines, note=note, after_version=after_version
    )


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], rules.NoCriterion),
        ([Criterion("aged_80", 0)], rules.WeightTooLarge),
        ([Criterion("aged_80", 21)], rules.WeightTooLarge),
        ([Criterion("own_1", 1, "қарызы бар", "", "has a debt")], rules.OwnTextMissing),
        ([Criterion(f"own_{n}", 1, "а", "а", "a") for n in range(1, 12)], rules.TooManyOwn),
        (FIRST.lines, rules.NothingChanged),
    ],
)
def test_what_cannot_be_published(lines, refusal):
    with pytest.raises(refusal):
        rules.check_criteria(lines, FIRST)


def test_codes_of_own_criteria_are_never_used_again():
    first = Criterion("own_", 1, "а", "а", "a")
    second = Criterion("own_", 1, "б", "б", "b")
    numbered = rules.number_own([first, Criterion("aged_80", 2), second], {"own_1", "own_7"})
    assert [line.code for line in numbered] == ["own_8", "aged_80", "own_9"]
    with pytest.raises(rules.TooManyOwn):
        rules.number_own([first], {"own_30"})


def test_what_changed_between_two_versions():
    newer = Criteria(
        2, (Criterion("lives_alone", 5), Criterion("aged_80", 2), Criterion("own_1", 1, "а"))
    )
    older = Criteria(1, (Criterion("lives_alone", 3), Criterion("aged_80", 2)))
    changes = rules.compare_versions(older, newer)
    assert [(c.criterion.code, c.before, c.after) for c in changes] == [
        ("lives_alone", 3, 5),
        ("own_1", 0, 1),
    ]
    (dropped,) = [c for c in rules.compare_versions(newer, older) if not c.after]
    assert (dropped.criterion.code, dropped.before) == ("own_1", 1)


def test_an_own_criterion_counts_for_who_declared_it():
    criteria = Criteria(2, (Criterion("own_1", 4, "а", "а", "a"),))
    facts = NeedFacts(rules.BeneficiaryCategory.OTHER, None, 1, None, declared=frozenset({"own_1"}))
    assert rules.need_score(rules.need_lines(facts, TODAY, criteria)) == 4


def test_the_first_version_is_the_one_the_program_held_in_its_code(session):
    assert queries.criteria_in_force(session) == FIRST


def test_a_published_version_is_in_force_and_nothing_changes_it(session):
    version = publish(session, [Criterion("aged_80", 3), DEBT])
    session.flush()
    assert version.number == 2
    in_force = queries.criteria_in_force(session)
    assert [(line.code, line.weight) for line in in_force.lines] == [("aged_80", 3), ("own_1", 4)]
    assert [line.code for line in in_force.declarable()] == ["own_1"]
    settle(session)
    for statement in (
        "UPDATE criteria SET weight = 9 WHERE version = 2",
        "DELETE FROM criteria WHERE version = 1",
        "UPDATE criteria_versions SET note_ru = 'x'",
        "DELETE FROM criteria_versions WHERE number = 2",
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            session.execute(text(statement))
        session.rollback()


@pytest.mark.parametrize("missing", ["kk", "ru", "en"])
def test_a_new_version_says_why_in_three_languages(session, missing):
    with pytest.raises(rules.ChangeReasonMissing):
        publish(session, [Criterion("aged_80", 3)], note={**NOTE, missing: " "})


def test_two_who_write_a_version_do_not_overwrite_each_other(session):
    publish(session, [Criterion("aged_80", 3)])
    with pytest.raises(rules.CriteriaMovedOn) as refusal:
        publish(session, [Criterion("aged_80", 4)], after_version=1)
    assert refusal.value.params == {"number": 2}


def test_a_code_that_was_made_up_becomes_a_new_criterion(session):
    publish(session, [Criterion("own_9", 4, "а", "а", "a")])
    assert [line.code for line in queries.criteria_in_force(session).lines] == ["own_1"]


def test_an_enrolment_keeps_its_version_until_it_is_scored_again(session):
    campaign = make_campaign(session)
    enrolment = make_enrolment(session, campaign=campaign)
    assert (enrolment.need_score, enrolment.criteria_version) == (5, 1)
    publish(session, [Criterion("lives_alone", 7), Criterion("not_helped", 2)])
    (row,) = queries.list_enrolled(session, campaign.id)
    assert [(line.code, line.weight) for line in row.need_lines] == [
        ("lives_alone", 3),
        ("not_helped", 2),
    ]
    actor = make_administrator(session)
    again = {"actor": actor, "now": NOW, "today": TODAY, "campaign": campaign}
    assert services.score_again(session, **again) == 1
    assert (enrolment.need_score, enrolment.criteria_version) == (9, 2)
    assert services.score_again(session, **again) == 0
    settle(session)
    actions = session.scalars(
        select(AuditEvent.action).where(AuditEvent.action == "enrolment:score")
    ).all()
    assert len(actions) == 1


def test_stopped_data_are_not_scored_again(session):
    campaign = make_campaign(session)
    person = make_beneficiary(session)
    enrolment = make_enrolment(session, campaign=campaign, beneficiary=person)
    person.restricted_at = NOW
    publish(session, [Criterion("lives_alone", 7)])
    actor = make_administrator(session)
    services.score_again(session, actor=actor, now=NOW, today=TODAY, campaign=campaign)
    assert (enrolment.need_score, enrolment.criteria_version) == (5, 1)


def test_the_effect_is_counted_on_lists_that_are_open(session):
    campaign = make_campaign(session)
    make_enrolment(session, campaign=campaign)
    student = make_beneficiary(session, category=rules.BeneficiaryCategory.FOREIGN_STUDENT)
    make_enrolment(session, campaign=campaign, beneficiary=student)
    make_beneficiary(session)
    lines = [
        Criterion("lives_alone", 4),
        Criterion("stranded_student", 1),
        Criterion("not_helped", 2),
    ]
    effect = queries.effect_of(session, lines, TODAY)
    assert (effect.people, effect.rises, effect.falls, effect.stays) == (2, 1, 1, 0)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_in_every_language(client, client_for, session, locale):
    publish(session, [*FIRST.lines[1:], DEBT])
    browser = client_for(make_administrator(session), locale=locale)
    for address in (
        "/manage/beneficiaries/criteria",
        "/manage/beneficiaries/criteria/new",
    ):
        assert browser.get(address).status_code == 200
    everybody = client.read_in(locale)
    page = everybody.get("/criteria")
    assert {"kk": DEBT.label_kk, "ru": DEBT.label_ru, "en": DEBT.label_en}[locale] in page.text
    older = everybody.get("/criteria/1")
    assert older.status_code == 200
    assert DEBT.label_ru not in older.text
    assert everybody.get("/criteria/3").status_code == 404


def typed(**changes):
    values = {"after_version": "1", "submission_id": "one"}
    for position, line in enumerate(FIRST.lines):
        values[f"weights-{position}-code"] = line.code
        values[f"weights-{position}-weight"] = str(line.weight)
    return {**values, **changes}


def test_a_version_is_previewed_then_published_once(client_for, session):
    make_enrolment(session, campaign=make_campaign(session))
    browser = client_for(make_administrator(session))
    address = "/manage/beneficiaries/criteria/new"
    own = {
        "own-0-label_kk": DEBT.label_kk,
        "own-0-label_ru": DEBT.label_ru,
        "own-0-label_en": DEBT.label_en,
        "own-0-weight": "4",
        "weights-0-weight": "9",
    }
    notes = {f"note_{code}": text for code, text in NOTE.items()}
    page = browser.post(address, data=typed(**own))
    assert page.status_code == 200
    assert "the score rises: 1" in page.text
    assert len(session.scalars(select(CriteriaVersion)).all()) == 1
    answers = [browser.post(address, data=typed(**own, **notes, publish="1")) for _each in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert queries.criteria_in_force(session).number == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"publish": "1"}, "nothing was changed"),
        ({"weights-0-weight": "21"}, "A whole number from 0 to 20."),
        ({"own-0-label_en": "owes for heating"}, "A weight is a whole number"),
        (
            {"own-0-label_en": "owes for heating", "own-0-weight": "1"},
            "Kazakh, Russian and English",
        ),
        ({"weights-0-weight": "9", "publish": "1"}, "Write why the criteria change"),
    ],
)
def test_a_refusal_loses_nothing_that_was_typed(client_for, session, changes, told):
    browser = client_for(make_administrator(session))
    page = browser.post("/manage/beneficiaries/criteria/new", data=typed(**changes))
    assert page.status_code == 422
    assert told in page.text
    if "own-0-label_en" in changes:
        assert "owes for heating" in page.text


def test_organisers_read_and_do_not_change(client_for, session):
    campaign = make_campaign(session)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    browser = client_for(organiser)
    assert "criteria/new" not in browser.get("/manage/beneficiaries/criteria").text
    assert browser.get("/manage/beneficiaries/criteria/new").status_code in (403, 404)


def test_a_list_is_scored_again_on_the_screen(client_for, session):
    campaign = make_campaign(session, slug="food")
    make_enrolment(session, campaign=campaign)
    publish(session, [Criterion("lives_alone", 7)])
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    browser = client_for(organiser)
    assert "by version 1" in browser.get("/manage/campaigns/food/enrolments").text
    answer = browser.post("/manage/campaigns/food/enrolments/score", follow_redirects=True)
    assert "Scores that changed: 1." in answer.text
    assert session.scalars(select(Enrolment.criteria_version)).all() == [2]


def test_an_own_criterion_is_asked_on_the_form_and_what_is_not_asked_stays(client_for, session):
    publish(session, [Criterion("aged_80", 3), DEBT])
    person = make_beneficiary(session, needs=frozenset({"no_income"}), born_on=date(1950, 1, 1))
    browser = client_for(make_administrator(session))
    address = f"/manage/beneficiaries/{person.id}/edit"
    assert DEBT.label_en in browser.get(address).text
    answer = browser.post(
        address,
        data={
            "surname": "Қасымова",
            "category": "lonely_pensioner",
            "package_variant": "standard",
            "consent_method": "paper",
            "needs": ["own_1"],
        },
    )
    assert answer.status_code == 302
    session.refresh(person)
    assert person.needs == "no_income own_1"
    shown = browser.get(f"/manage/beneficiaries/{person.id}").text
    assert DEBT.label_en in shown
