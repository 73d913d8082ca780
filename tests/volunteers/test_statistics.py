"""Hours by unit and by person, as the organiser counts them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.spreadsheets.reading import read_table
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.queries import HoursFilter
from campaign_app.volunteers.rules import hours
from tests.architecture.test_list_costs import counted
from tests.factories import make_account, make_auditor, make_campaign, make_member
from tests.support.client import settle
from tests.support.hours import SPRING, ZONE, make_volunteer, make_worked_shift

YEAR = HoursFilter(between=hours.bounds(*rules.whole_year(2020), ZONE))
HOUR = 60


@pytest.fixture
def worked(session):
    """Two groups: 20 and 50 hours in one, 71 in the other, who also did not come once."""
    campaign, other = make_campaign(session, slug="food", title="Азық"), make_campaign(session)
    ana, boris = (make_volunteer(session, surname=name, unit="ИТ-19") for name in ("Ана", "Борис"))
    vera = make_volunteer(session, surname="Вера", unit="ЭЭ-18")
    idle = make_volunteer(session, surname="Гани", unit="ЭЭ-18")
    make_worked_shift(session, ana, campaign=campaign, minutes=20 * HOUR)
    make_worked_shift(session, boris, campaign=other, minutes=50 * HOUR)
    make_worked_shift(session, vera, campaign=campaign, minutes=71 * HOUR)
    later = SPRING + timedelta(days=10)
    make_worked_shift(session, vera, campaign=campaign, starts_at=later, came=False)
    make_worked_shift(session, ana, campaign=campaign, starts_at=SPRING - timedelta(days=365))
    settle(session)
    return campaign, idle


def rows(session, chosen=YEAR, **more):
    return [
        (row.unit, row.people, row.minutes // HOUR, row.shifts, row.no_shows, row.reached)
        for row in queries.hours_by_unit(session, chosen=chosen, **more).items
    ]


def test_units_are_counted_by_year(session, worked):
    it, ee = ("ИТ-19", 2, 70, 2, 0, (2, 1, 0)), ("ЭЭ-18", 1, 71, 1, 1, (1, 1, 1))
    assert rows(session) == [ee, it]
    assert rows(session, sort="unit") == [it, ee]
    assert rows(session, sort="-people") == [it, ee]
    assert rows(session, sort="no_shows") == [it, ee]
    assert rows(session, sort="-mark_3") == [ee, it]
    assert rows(session, sort="nonsense") == [it, ee]
    before = HoursFilter(between=hours.bounds(*rules.whole_year(2019), ZONE))
    assert rows(session, before) == [("ИТ-19", 1, 3, 1, 0, (0, 0, 0))]
    assert queries.years_with_hours(session, ZONE) == [2020, 2019]


def test_units_are_counted_by_campaign(session, worked):
    campaign, _idle = worked
    chosen = HoursFilter(between=YEAR.between, campaign_ids=[campaign.id])
    assert [row[:3] for row in rows(session, chosen)] == [("ЭЭ-18", 1, 71), ("ИТ-19", 1, 20)]


def test_people_who_reached_a_mark(session, worked):
    def names(**more):
        found = queries.list_people_by_hours(session, chosen=YEAR, **more)
        return [row.surname for row in found.items]

    assert names() == ["Вера", "Борис", "Ана"]
    assert names(least_minutes=50 * HOUR) == ["Вера", "Борис"]
    assert names(least_minutes=20 * HOUR, unit="ИТ-19") == ["Борис", "Ана"]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_speak_the_readers_language(session, client_for, worked, locale):
    campaign, _idle = worked
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    browser = client_for(organiser, locale=locale)
    here = "/manage/volunteers/statistics"
    page = browser.get(here).text
    assert "71:00" in page
    assert "70:00" in page
    assert f"{here}/people?unit=%D0%AD%D0%AD-18&amp;mark=70&amp;year=2020" in page
    narrowed = browser.get(f"{here}?campaign=food&year=all").text
    assert "23:00" in narrowed
    assert "mark=70" not in narrowed
    people = browser.get(f"{here}/people?mark=50&year=2020").text
    assert "Борис" in people
    assert "Ана" not in people.replace("Анықтама", "")
    assert browser.get(f"{here}/people?mark=x&year=1&campaign=nope&unit=%00").status_code == 200


def test_the_tables_are_taken_out_as_seen(session, client_for, worked):
    browser = client_for(make_auditor(session))
    here = "/manage/volunteers/statistics"
    table = browser.get(f"{here}.csv?sort=unit").text.splitlines()
    assert table[1:] == ["ИТ-19,2,70.0,2,0,2,1,0", "ЭЭ-18,1,71.0,1,1,1,1,1"]
    people = browser.get(f"{here}/people.csv?mark=50").text.splitlines()
    assert people[0].endswith("Hours that count,Credits")
    assert people[1].startswith("Вера Ғалымжан,student,ЭЭ-18,71.0,1,1,70.0,7")
    for address in (f"{here}.xlsx", f"{here}/people.xlsx"):
        assert len(read_table(browser.get(address).data, "x.xlsx").rows) >= 2


def test_who_is_not_staff_finds_nothing(session, client_for, worked):
    browser = client_for(make_account(session))
    for address in ("statistics", "statistics/people", "certificates", "register.xlsx"):
        assert browser.get(f"/manage/volunteers/{address}").status_code == 404


def test_more_people_ask_no_more_of_the_database(session, client_for):
    campaign = make_campaign(session)
    browser = client_for(make_auditor(session))
    here = f"/manage/campaigns/{campaign.slug}/papers"
    addresses = ("/manage/volunteers/statistics", "/manage/volunteers/statistics/people", here)

    def costs():
        settle(session)
        found = []
        for address in addresses:
            with counted() as statements:
                browser.get(address)
            found.append(len(statements))
        return found

    def grow(first, last):
        people = [
            make_volunteer(session, surname=f"Ким {number}", unit=f"Г-{number}")
            for number in range(first, last)
        ]
        make_worked_shift(
            session, *people, campaign=campaign, starts_at=SPRING + timedelta(days=first)
        )

    grow(0, 2)
    costs()
    few = costs()
    grow(2, 12)
    assert costs() == few
