"""Whom the typed person may be, on the form and on the page of a person."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_administrator, make_beneficiary
from tests.support.client import settle

URL = "/manage/beneficiaries/look-alikes"
BORN = date(1949, 8, 16)
TYPED = {"surname": "Касымов", "given_name": "Галымжан", "born_on": "1949-08-16"}


@pytest.fixture
def organiser(session):
    return make_administrator(session)


@pytest.fixture
def known(session):
    person = make_beneficiary(
        session,
        surname="Қасымов",
        given_name="Ғалымжан",
        born_on=BORN,
        phone="+77010000042",
        street="ул. Абая",
        house="371",
        flat="45",
    )
    settle(session)
    return person.id


def test_whoever_is_typed_is_suggested_with_reasons_and_masked_facts(client_for, organiser, known):
    text = client_for(organiser).post(URL, data=TYPED).text
    assert f"/manage/beneficiaries/{known}" in text
    assert "another spelling of the name, the same date of birth" in text
    assert "likely" in text
    assert "phone ends in 42" in text
    assert "ул. Абая" in text
    assert "371" not in text
    assert "0000042" not in text
    assert "16.08" not in text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"surname": "Касымов", "given_name": "Галымжан"},
        {"born_on": "1949-08-16"},
        {**TYPED, "born_on": "1949-08-"},
        {**TYPED, "surname": "Пак", "given_name": "Анна"},
    ],
)
def test_too_little_suggests_nobody(client_for, organiser, known, typed):
    answer = client_for(organiser).post(URL, data=typed)
    assert f"/manage/beneficiaries/{known}" not in answer.text


def test_nobody_is_suggested_to_be_herself(client_for, organiser, known):
    answer = client_for(organiser).post(URL, data={**TYPED, "beneficiary_id": known})
    assert f"/manage/beneficiaries/{known}" not in answer.text


def test_what_is_shown_already_is_not_said_again(client_for, organiser, known):
    client = client_for(organiser)
    first = client.post(URL, data=TYPED).text
    shown = first.split('name="look_alikes_shown" value="')[1].split('"')[0]
    assert client.post(URL, data={**TYPED, "look_alikes_shown": shown}).status_code == 204


def test_letters_of_two_alphabets_are_pointed_out(client_for, organiser, session):
    typed = {"surname": "Кacымов", "given_name": "Ғалымжан"}
    text = client_for(organiser).post(URL, data=typed).text
    assert "Latin and Cyrillic letters are mixed" in text
    assert "Кacымов" in text


@pytest.mark.parametrize("page", ["/manage/beneficiaries/new", "/manage/beneficiaries/{id}/edit"])
def test_the_forms_ask_while_one_types_and_no_address_tells(client_for, organiser, known, page):
    text = client_for(organiser).get(page.format(id=known)).text
    assert f'hx-post="{URL}"' in text
    assert "hx-get" not in text
    assert 'aria-live="polite"' in text


def test_the_page_of_a_person_says_whom_she_may_be(client_for, organiser, session, known):
    copy = make_beneficiary(session, surname="Kacымов", given_name="Ғалымжан", born_on=BORN)
    settle(session)
    text = client_for(organiser).get(f"/manage/beneficiaries/{copy.id}").text
    assert "May be the same person" in text
    assert f"/manage/beneficiaries/{known}" in text
    assert "Latin and Cyrillic letters are mixed" in text
