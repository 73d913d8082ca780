"""Fairness: who waits how long, group by group, and the list of those who wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.fairness import GroupFigures, Waiting, measure, waiting_days
from tests.factories import NOW, TODAY, make_administrator, make_beneficiary


def days_ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("since", "days"), [(TODAY, 0), (days_ago(3), 3), (TODAY + timedelta(days=2), 0)]
)
def test_days_of_waiting(since, days):
    assert waiting_days(since, TODAY) == days


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        ([], (0, 0, None, None)),
        ([Waiting(days_ago(5), False, 1)], (1, 0, 5, 5)),
        ([Waiting(days_ago(1), True, 1), Waiting(days_ago(9), False, 1)], (2, 1, 9, 9)),
        ([Waiting(days_ago(1), True, 3), Waiting(days_ago(9), False, 2)], (5, 3, 1, 9)),
    ],
)
def test_the_figures_of_a_group(waiting, expected):
    found = measure(waiting, TODAY)
    assert (found.people, found.helped, found.median_days, found.longest_days) == expected


@pytest.mark.parametrize(
    ("people", "helped", "is_behind"), [(5, 2, True), (5, 3, False), (4, 0, False)]
)
def test_a_group_that_is_helped_less_often_is_pointed_out(people, helped, is_behind):
    everybody = GroupFigures(100, 60, 1, 1)
    assert GroupFigures(people, helped, 1, 1).is_behind(everybody) is is_behind


def arrange(session):
    helped = make_beneficiary(session, surname="Ахметова", street="ул. Абая", house="1")
    services.note_helped(session, beneficiary_id=helped.id, on=days_ago(40))
    lately = make_beneficiary(session, surname="Бекова", street="Абай көшесі", house="2")
    services.note_helped(session, beneficiary_id=lately.id, on=days_ago(2))
    student = BeneficiaryCategory.FOREIGN_STUDENT
    for room, home in (("1", "Общежитие №1"), ("2", "ОБЩ. 1"), ("3", "Общежитие №1")):
        make_beneficiary(session, surname="Пак", category=student, dormitory=home, room=room)
    stopped = make_beneficiary(session, surname="Цой")
    stopped.restricted_at = NOW
    session.flush()
    return helped, lately


def test_groups_are_put_together_however_they_are_written(session):
    arrange(session)
    found = queries.show_fairness(session, TODAY)
    assert (found.everybody.people, found.everybody.helped) == (5, 2)
    assert [(g.name, g.figures.people, g.figures.helped) for g in found.by_category] == [
        (BeneficiaryCategory.FOREIGN_STUDENT, 3, 0),
        (BeneficiaryCategory.LONELY_PENSIONER, 2, 2),
    ]
    assert [(g.name, g.figures.people) for g in found.by_dormitory] == [("Общежитие №1", 3)]
    (street,) = found.by_street
    assert (street.figures.people, street.figures.median_days) == (2, 40)


def test_the_never_helped_come_first_then_the_longest_wait(session):
    arrange(session)
    found = queries.list_waiting(session, page=1, per_page=50)
    assert [person.surname for person in found.items] == ["Пак", "Пак", "Пак", "Ахметова", "Бекова"]
    never = queries.list_waiting(session, is_never_helped=True, page=1, per_page=2)
    assert (never.total, len(never.items)) == (3, 2)
    home = queries.list_waiting(session, dormitory="№1 жатақхана", page=1, per_page=50)
    assert home.total == 3


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_page_in_every_language(client_for, session, frozen_clock, locale):
    browser = client_for(make_administrator(session), locale=locale)
    assert browser.get("/manage/beneficiaries/fairness").status_code == 200
    arrange(session)
    address = "/manage/beneficiaries/fairness?helped=never&dormitory=Общежитие №1&q=пак"
    assert "Пак" in browser.get(address).text
    assert "Ахметова" not in browser.get(address).text


def test_the_files_hold_what_is_filtered(client_for, session):
    arrange(session)
    browser = client_for(make_administrator(session))
    file = browser.get("/manage/beneficiaries/fairness.csv?helped=never").text
    assert file.count("Пак") == 3
    assert "Ахметова" not in file
    assert browser.get("/manage/beneficiaries/fairness.xlsx").status_code == 200
