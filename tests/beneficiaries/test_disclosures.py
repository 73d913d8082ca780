"""Who looked at personal data: noted once a look, never changed, numbers only with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DatabaseError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.models import Disclosure
from campaign_app.beneficiaries.rules import disclosures as rules
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.core.clock import now
from campaign_app.core.identifiers import mask_phone
from tests.factories import (
    NOW,
    make_administrator,
    make_auditor,
    make_beneficiary,
    make_campaign,
    make_enrolment,
    make_member,
)
from tests.support.rounds import make_packages, make_round

IIN = "480315400007"
PHONE = "+77000000034"


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food", title="Азық-түлік")


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.fixture
def person(session):
    return make_beneficiary(
        session,
        surname="Қасымова",
        iin=IIN,
        document_number="DEMO003299",
        phone=PHONE,
        city="Теміртау",
        street="ул. Абая",
        house="371",
        flat="12",
    )


def noted(session):
    rows = session.execute(
        select(Disclosure.kind, Disclosure.beneficiary_id, Disclosure.row_count, Disclosure.reason)
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("kind", "minutes", "count"),
    [
        (DisclosureKind.PERSON_PAGE, 9, 1),
        (DisclosureKind.PERSON_PAGE, 11, 2),
        (DisclosureKind.ROUND_LIST, 1, 1),
        (DisclosureKind.FILE_EXPORTED, 1, 2),
        (DisclosureKind.SHEET_PRINTED, 1, 2),
        (DisclosureKind.ALL_DATA_OF_PERSON, 1, 2),
    ],
)
def test_a_page_opened_again_soon_is_the_same_look(session, person, kind, minutes, count):
    account = make_administrator(session)
    for instant in (NOW, NOW + timedelta(minutes=minutes)):
        services.note_disclosure(
            session, account_id=account.id, now=instant, kind=kind, beneficiary_id=person.id
        )
    assert session.execute(select(func.count(Disclosure.id))).scalar_one() == count


def test_another_account_and_another_person_are_another_look(session, person):
    other = make_beneficiary(session, surname="Смағұлова")
    for account in (make_administrator(session), make_auditor(session)):
        for each in (person, other):
            services.note_disclosure(
                session,
                account_id=account.id,
                now=NOW,
                kind=DisclosureKind.PERSON_PAGE,
                beneficiary_id=each.id,
            )
    assert len(noted(session)) == 4


@pytest.mark.parametrize("reason", ["", "   ", "why"])
def test_a_full_number_needs_a_reason(session, person, reason):
    with pytest.raises(rules.RevealReasonMissing):
        services.note_disclosure(
            session,
            account_id=make_administrator(session).id,
            now=NOW,
            kind=DisclosureKind.NUMBER_IN_FULL,
            beneficiary_id=person.id,
            reason=reason,
        )


def note(session, person, at):
    return services.note_disclosure(
        session,
        account_id=make_administrator(session).id,
        now=at,
        kind=DisclosureKind.PERSON_PAGE,
        beneficiary_id=person.id,
    )


def test_the_database_refuses_to_change_the_log(session, person):
    note(session, person, now())
    for statement in (update(Disclosure).values(row_count=7), delete(Disclosure)):
        with pytest.raises(DatabaseError, match="disclosures"), session.begin_nested():
            session.execute(statement)
    assert len(noted(session)) == 1


def test_what_is_older_than_three_years_may_go(session, person):
    note(session, person, now() - timedelta(days=3 * 366))
    session.execute(delete(Disclosure))
    assert noted(session) == []


def test_the_log_is_narrowed(session, person):
    other = make_beneficiary(session, surname="Лебедева")
    note(session, person, NOW)
    services.note_disclosure(
        session,
        account_id=make_auditor(session).id,
        now=NOW + timedelta(days=2),
        kind=DisclosureKind.FILE_EXPORTED,
        beneficiary_id=other.id,
        row_count=64,
    )

    def found(**asked):
        page = queries.list_disclosures(session, queries.DisclosureFilter(**asked), page=1)
        return [row.person.split()[0] for row in page.items]

    assert found() == ["Лебедева", "Қасымова"]
    assert found(q="касымова") == ["Қасымова"]
    assert found(kind=DisclosureKind.FILE_EXPORTED) == ["Лебедева"]
    assert found(since=NOW + timedelta(days=1)) == ["Лебедева"]
    assert found(before=NOW + timedelta(days=1)) == ["Қасымова"]
    assert found(beneficiary_ids=[person.id]) == ["Қасымова"]


def test_opening_a_person_is_noted_once(session, client_for, organiser, person):
    client = client_for(organiser)
    for _ in range(3):
        assert client.get(f"/manage/beneficiaries/{person.id}").status_code == 200
    client.get(f"/manage/beneficiaries/{person.id}/edit")
    assert noted(session) == [(DisclosureKind.PERSON_PAGE, person.id, 1, "")]
    assert client.get("/manage/beneficiaries/999999").status_code == 404
    assert len(noted(session)) == 1


def test_lists_show_neither_door_nor_phone(session, client_for, organiser, campaign, person):
    make_enrolment(session, campaign=campaign, beneficiary=person)
    other = make_beneficiary(session, surname="Ершова", street="ул. Абая", house="385", flat="9")
    client = client_for(organiser)
    for url in (
        "/manage/beneficiaries",
        "/manage/campaigns/food/enrolments",
        "/manage/campaigns/food/enrolments/new",
    ):
        page = client.get(url).text
        assert "ул. Абая" in page
        assert "371" not in page
        assert "385" not in page
        assert "000 00 34" not in page
    assert "••••34" in client.get("/manage/beneficiaries").text
    assert other.id
    assert noted(session) == []


@pytest.mark.parametrize(("number", "shown"), [(PHONE, "••••34"), (None, ""), ("", "")])
def test_a_masked_phone_keeps_two_digits(number, shown):
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("url", "kind", "count"),
    [
        ("/manage/beneficiaries.csv", DisclosureKind.FILE_EXPORTED, 1),
        ("/manage/beneficiaries.xlsx", DisclosureKind.FILE_EXPORTED, 1),
        ("/manage/campaigns/food/enrolments.csv", DisclosureKind.FILE_EXPORTED, 1),
        ("/manage/campaigns/food/distributions/{round}", DisclosureKind.ROUND_LIST, 1),
        ("/manage/campaigns/food/distributions/{round}/sheet.csv", "file_exported", 1),
        ("/manage/campaigns/food/distributions/{round}/sheet.xlsx", "file_exported", 1),
        ("/manage/campaigns/food/distributions/{round}/sheet.pdf", "sheet_printed", 1),
        ("/manage/visits/{person}", DisclosureKind.PERSON_PAGE, 1),
    ],
)
def test_lists_that_leave_are_noted(
    session, client_for, organiser, campaign, person, url, kind, count
):
    make_enrolment(session, campaign=campaign, beneficiary=person)
    version_id = make_packages(session, campaign=campaign, count=1)
    round_ = make_round(session, campaign=campaign, actor=organiser, version_id=version_id)
    answer = client_for(organiser).get(url.format(round=round_.id, person=person.id))
    assert answer.status_code == 200
    assert [(row[0], row[2]) for row in noted(session)] == [(DisclosureKind(kind), count)]


def test_the_numbers_are_shown_once_with_a_reason(session, client_for, organiser, person):
    client, url = client_for(organiser), f"/manage/beneficiaries/{person.id}"
    page = client.get(url)
    assert "reveal-reason" in page.text
    assert IIN not in page.text
    refused = client.post(f"{url}/reveal", data={"reason": "x"})
    assert refused.status_code == 422
    assert IIN not in refused.text
    shown = client.post(f"{url}/reveal", data={"reason": "сверка с банком"})
    assert shown.status_code == 200
    assert IIN in shown.text
    assert "DEMO003299" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert (DisclosureKind.NUMBER_IN_FULL, person.id, 1, "сверка с банком") in noted(session)
    assert IIN not in client.get(url).text


def test_who_may_not_reveal_sees_no_way(session, client_for, person):
    client = client_for(make_auditor(session))
    assert "reveal-reason" not in client.get(f"/manage/beneficiaries/{person.id}").text
    answer = client.post(
        f"/manage/beneficiaries/{person.id}/reveal", data={"reason": "сверка с банком"}
    )
    assert answer.status_code == 403
    assert DisclosureKind.NUMBER_IN_FULL not in {row[0] for row in noted(session)}


def test_copies_belong_to_one_person(session, person):
    copy, copy_of_copy = (
        make_beneficiary(session),
        make_beneficiary(session, born_on=date(1940, 1, 1)),
    )
    copy.merged_into_id = person.id
    copy_of_copy.merged_into_id = copy.id
    session.flush()
    wanted = [person.id, copy.id, copy_of_copy.id]
    for each in wanted:
        assert queries.ids_of_person(session, each) == wanted


def test_the_columns_hold_no_number_in_the_clear(session, person):
    row = session.execute(text("SELECT * FROM beneficiaries")).one()
    assert IIN not in str(tuple(row))
    assert "DEMO003299" not in str(tuple(row))
