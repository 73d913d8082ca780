"""The pages on which an organiser changes shifts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.volunteers import queries
from campaign_app.volunteers.models import Shift
from tests.factories import NOW, make_campaign, make_member
from tests.volunteers.test_planning import make_shift, make_volunteer, sign_up


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def organiser_in(session, client_for, campaign):
    account = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    return lambda locale="en": client_for(account, locale=locale)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_shift_is_cancelled_with_a_reason(session, campaign, organiser_in, locale):
    shift, client = make_shift(session, campaign), organiser_in(locale)
    base = f"/manage/campaigns/{campaign.slug}/shifts"
    address = f"{base}/{shift.id}/cancel"
    keep = {"kk": "Ауысымды қалдыру", "ru": "Не отменять", "en": "Keep the shift"}[locale]
    assert f"{keep}</a>" in client.get(address).text  # two cancels on one page say nothing
    assert client.post(address, data={"reason": " "}).status_code == 422
    assert queries.find_shift(session, shift.id).cancelled_at is None
    page = client.post(address, data={"reason": "Аяз −38 °C"}, follow_redirects=True)
    assert page.text.count("Аяз −38 °C") == 1
    assert queries.find_shift(session, shift.id).cancelled_at == NOW
    assert client.post(address, data={"reason": "Тағы"}).status_code == 422
    for page in (base, f"/shifts/{shift.id}"):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_list_is_filtered_and_exported_as_seen(session, campaign, organiser_in, locale):
    client = organiser_in(locale)
    base = f"/manage/campaigns/{campaign.slug}/shifts"
    assert client.get(base).status_code == 200
    full = make_shift(session, campaign, hours=30)
    short = make_shift(session, campaign, hours=54, places=2)
    past = make_shift(session, campaign, hours=-30)
    sign_up(session, full, make_volunteer(session))

    def shown(query):
        page = client.get(f"{base}?{query}").text
        return [s.id for s in (full, short, past) if f"shifts/{s.id}" in page]

    assert shown("") == [full.id, short.id]
    assert shown("span=past") == [past.id]
    assert shown("span=all") == [full.id, short.id, past.id]
    assert shown("short=1&span=all") == [short.id]
    assert shown("kind=packing") == []
    assert shown("span=all&to=2020-04-20") == [past.id]
    assert shown("from=2020-04-22&to=2020-04-22") == [full.id]
    file = client.get(f"{base}.csv?short=1")
    assert file.text.count("Жеткізу") == 1
    assert "2020-04-23 00:00:00" in file.text
    assert client.get(f"{base}.xlsx?span=all").data[:2] == b"PK"


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_week_from_monday_to_sunday(session, campaign, organiser_in, locale):
    client = organiser_in(locale)
    address = f"/manage/campaigns/{campaign.slug}/shifts/week"
    shift = make_shift(session, campaign, hours=24 * 9)
    page = client.get(address)  # this week is empty: the next one with a shift is shown
    assert f"shifts/{shift.id}" in page.text
    assert 'datetime="2020-04-27"' in page.text
    empty = client.get(f"{address}?of=2020-04-20")
    assert f"shifts/{shift.id}" not in empty.text
    assert empty.text.count("is-today") == 1
    assert 'datetime="2020-04-26"' in empty.text
    assert 'datetime="2020-04-27"' not in empty.text
    assert "of=2020-04-27" in empty.text
    assert client.get(f"{address}?of=garbage").status_code == 200


def hidden_value(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_shift_is_repeated_on_the_days_that_are_ticked_once(
    session, campaign, organiser_in, locale
):
    client, shift = organiser_in(locale), make_shift(session, campaign)
    address = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}/repeat"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}?rhythm=daily").status_code == 422
    asked = f"{address}?rhythm=daily&until=2020-05-02"
    page = client.get(asked)
    assert page.text.count('name="day"') == 11
    labour_day = page.text.split('value="2020-05-01"')[1].split("</div>")[0]
    assert "pill" in labour_day
    values = {
        "submission_id": hidden_value(page, "submission_id"),
        "day": ["2020-04-23", "2020-04-25"],
    }
    assert client.post(asked, data={"submission_id": "x"}).status_code == 422
    for _ in range(2):
        assert client.post(asked, data=values).status_code == 302
    rows = queries.list_shifts(session, campaign.id, page=1).items
    assert [row.starts_at.day for row in rows] == [25, 23, 21]
    again = client.get(asked).text
    assert again.count(" checked") == 10  # nine days that are free, and the rhythm


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_last_years_plan_is_taken_over_once(session, client_for, locale):
    source, campaign = make_campaign(session), make_campaign(session)
    foreign = make_campaign(session)
    make_shift(session, foreign)
    account = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(account, locale=locale)
    address = f"/manage/campaigns/{campaign.slug}/shifts/clone"
    assert client.get(address).status_code == 200  # nothing to take over yet
    make_member(session, campaign=source, role=CampaignRole.ORGANISER, account=account)
    one, two = make_shift(session, source), make_shift(session, source, hours=48)
    assert client.get(f"{address}?source={foreign.slug}").status_code == 404
    asked = f"{address}?source={source.slug}&begins_on=2021-04-20"
    page = client.get(asked)
    assert page.text.count('name="shift"') == 2
    values = {"submission_id": hidden_value(page, "submission_id"), "shift": [str(one.id)]}
    for _ in range(2):
        assert client.post(asked, data=values).status_code == 302
    (row,) = queries.list_shifts(session, campaign.id, page=1).items
    assert row.starts_at == one.starts_at + timedelta(weeks=52)
    again = client.get(asked)
    assert again.text.count(" disabled") == 1
    values["submission_id"] = "another"
    assert client.post(asked, data=values).status_code == 422
    assert client.post(f"{address}?source={foreign.slug}", data=values).status_code == 404
    for never in ("0001-01-01", "9999-12-31"):
        far = f"{address}?source={source.slug}&begins_on={never}"
        assert client.get(far).status_code == 422
        assert client.post(far, data={**values, "shift": [str(two.id)]}).status_code == 422
    assert queries.find_shift(session, two.id).campaign_id == source.id


def test_a_copy_begins_with_what_the_original_says(session, campaign, organiser_in):
    shift = make_shift(session, campaign, places=7, note="Су алыңыз")
    client = organiser_in()
    base = f"/manage/campaigns/{campaign.slug}/shifts"
    page = client.get(f"{base}/new?from={shift.id}").text
    assert 'value="2020-04-28T18:00"' in page
    assert 'value="7"' in page
    assert "Су алыңыз" in page
    elsewhere = make_shift(session, make_campaign(session), note="Бөтен")
    assert "Бөтен" not in client.get(f"{base}/new?from={elsewhere.id}").text
    assert client.get(f"{base}/new?from=x").status_code == 200


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_year_that_cannot_be_is_refused(session, client_for, year):
    campaign = make_campaign(session)
    client = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    values = {"title": "Қар", "kind": "snow_clearing", "places": "3"}
    values |= {"starts_at": f"{year}-01-01T00:00", "ends_at": f"{year}-12-31T23:59"}
    answer = client.submit(f"/manage/campaigns/{campaign.slug}/shifts/new", values)
    assert answer.status_code == 422
    assert session.query(Shift).count() == 0
