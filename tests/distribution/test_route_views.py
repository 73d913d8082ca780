"""Routes on the screen: what the staff does, what a volunteer sees and when, the paper."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Disclosure
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.distribution import services
from campaign_app.distribution.models import Route
from campaign_app.distribution.rules import DeliveryStatus, RouteStatus
from tests.factories import NOW, TODAY, make_campaign, make_member
from tests.support.routes import NAMES, RouteScene

ROUNDS = "/manage/campaigns/food/distributions"


@pytest.fixture
def scene(session, frozen_clock):
    scene = RouteScene(session, campaign=make_campaign(session, slug="food"))
    person = scene.people[0]
    person.phone, person.entrance, person.floor, person.flat = "+77000000031", "4", "5", "12"
    person.note, person.iin_last4, person.born_on = "диабет", "0007", TODAY
    session.flush()
    return scene


@pytest.fixture
def organiser(session, scene):
    return make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_every_page_in_every_language(client_for, organiser, scene, session, locale):
    browser = client_for(organiser, locale=locale)
    routes = f"{ROUNDS}/{scene.round.id}/routes"
    scene.assign()
    pages = [routes, f"{routes}/new", f"{routes}/{scene.route.id}"]
    pages += [f"{routes}/{scene.route.id}/stops", f"{routes}/{scene.route.id}?q=ерікті"]
    pages += [f"/manage/campaigns/food/deliveries/{scene.lines[0].id}"]
    for address in pages:
        assert browser.get(address).status_code == 200, address
    scene.start()
    assert browser.get(pages[2]).status_code == 200
    mine = client_for(scene.account, locale=locale)
    own = f"/my/routes/{scene.route.id}"
    for address in ("/my/routes", own, f"{own}/deliveries/{scene.lines[0].id}", "/my"):
        assert mine.get(address).status_code == 200, address


def test_a_route_from_the_first_tick_to_the_last_door(client_for, organiser, session, frozen_clock):
    scene = RouteScene(session, stops=1, campaign=make_campaign(session, slug="snow"))
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    staff = client_for(organiser)
    routes = f"/manage/campaigns/snow/distributions/{scene.round.id}/routes"
    planned = staff.submit(
        f"{routes}/new",
        {"title": "ул. Абая", "runs_on": "2020-04-20", "places": ["ул. Абая"]},
    )
    assert planned.status_code == 302
    address = planned.location
    route = session.get_one(Route, int(address.rpartition("/")[2]))
    assert staff.get(address).text.count("Өтегенов Ұлан</a>") == 1
    started = staff.post(f"{address}/start", follow_redirects=True)
    assert "Nobody goes on this route yet" in started.text
    staff.post(f"{address}/volunteers/{scene.volunteer.id}")
    staff.post(f"{address}/take-out")
    staff.post(f"{address}/start")
    session.refresh(route)
    assert route.status is RouteStatus.RUNNING

    mine = client_for(scene.account)
    assert f"/my/routes/{route.id}" in mine.get("/my/routes").text
    door = f"/my/routes/{route.id}/deliveries/{scene.lines[1].id}"
    without = mine.post(door, data={"outcome": "delivered", "note": "қоңырау жоқ"})
    assert without.status_code == 422
    assert "Without proof nothing is delivered" in without.text
    assert "қоңырау жоқ" in without.text
    done = mine.post(door, data={"outcome": "delivered", "proof": "paper_signature"})
    assert done.location == f"/my/routes/{route.id}"
    assert "Recorded already" in mine.get(door).text
    twice = mine.post(door, data={"outcome": "delivered", "proof": "paper_signature"})
    assert twice.status_code == 422
    mine.post(
        f"/my/routes/{route.id}/deliveries/{scene.lines[2].id}", data={"outcome": "not_at_home"}
    )
    refused = staff.post(f"{address}/finish", follow_redirects=True)
    assert "packages still with the courier: 1" in refused.text
    staff.post(f"{address}/return")
    staff.post(f"{address}/finish")
    session.refresh(route)
    assert route.status is RouteStatus.FINISHED
    session.refresh(scene.lines[1])
    assert scene.lines[1].status is DeliveryStatus.DELIVERED


def test_a_click_that_comes_twice_plans_one_route(client_for, organiser, scene, session):
    services.remove_stop(
        session, actor=scene.actor, now=NOW, route=scene.route, delivery_id=scene.lines[2].id
    )
    values = {
        "title": "Орталық",
        "runs_on": "2020-04-20",
        "lines": [str(scene.lines[2].id)],
        "submission_id": "the-same",
    }
    browser = client_for(organiser)
    address = f"{ROUNDS}/{scene.round.id}/routes/new"
    answers = [browser.post(address, data=values) for _ in range(2)]
    assert answers[0].location == answers[1].location
    empty = browser.post(address, data={"title": "Орталық", "runs_on": "2020-04-20"})
    assert empty.status_code == 422


def addresses(scene):
    own = f"/my/routes/{scene.route.id}"
    return own, f"{own}/deliveries/{scene.lines[0].id}"


def as_read(answer):
    """The page without its tokens, which carry the second in which they were made."""
    return answer.status_code, re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)


def check_hidden(browser, scene, why):
    """What she may not see answers exactly as what does not exist."""
    missing = browser.get("/my/routes/999999")
    assert missing.status_code == 404
    for address in addresses(scene):
        answer = browser.get(address)
        assert as_read(answer) == as_read(missing), (why, address)
    posted = browser.post(addresses(scene)[1], data={"outcome": "refused"})
    assert posted.status_code == 404, why
    assert addresses(scene)[0] not in browser.get("/my/routes").text, why
    scene.session.refresh(scene.lines[0])
    assert scene.lines[0].status is DeliveryStatus.PLANNED, why


def test_a_volunteer_sees_her_own_route_only_on_its_day_and_only_while_it_runs(
    client_for, scene, session, frozen_clock
):
    mine = client_for(scene.account)
    other_account, _other = scene.make_carrier("Басқа")
    other = client_for(other_account)
    check_hidden(mine, scene, "not hers yet")
    scene.assign()
    check_hidden(mine, scene, "before the start")
    scene.start()
    assert mine.get(addresses(scene)[0]).status_code == 200
    check_hidden(other, scene, "another volunteer")
    check_hidden(client_for(scene.actor), scene, "staff who is no volunteer")
    frozen_clock.advance(days=1)
    check_hidden(mine, scene, "the day after")
    frozen_clock.advance(days=-1)
    services.remove_volunteer(
        session,
        actor=scene.actor,
        now=NOW,
        route=scene.route,
        volunteer_id=scene.volunteer.id,
    )
    check_hidden(mine, scene, "taken off")
    scene.assign()
    assert mine.get(addresses(scene)[1]).status_code == 200
    for line in scene.lines[1:]:
        line.status = DeliveryStatus.REFUSED
    scene.lines[0].route_id = scene.lines[0].stop_number = None
    scene.finish()
    check_hidden(mine, scene, "after the finish")


def test_a_stop_of_another_route_is_not_on_mine(client_for, session, frozen_clock):
    scene = RouteScene(session, stops=2)
    other = scene.plan([scene.lines[2]])
    scene.assign()
    scene.assign(route=other)
    scene.start()
    scene.start(other)
    mine = client_for(scene.account)
    crossed = f"/my/routes/{scene.route.id}/deliveries/{scene.lines[2].id}"
    assert mine.get(crossed).status_code == 404
    assert mine.post(crossed, data={"outcome": "refused"}).status_code == 404


def test_a_volunteer_reads_what_the_door_needs_and_nothing_else(client_for, scene, session):
    services.note_for_door(
        session, actor=scene.actor, now=NOW, delivery=scene.lines[0], note="Қатты қағыңыз"
    )
    scene.assign()
    scene.start()
    mine = client_for(scene.account)
    for address in addresses(scene):
        text = mine.get(address).text
        for wanted in ("Қасымова Ғалия", "315", "Entrance: 4", "Floor: 5", "Қатты қағыңыз"):
            assert wanted in text, wanted
        assert 'href="tel:+77000000031"' in text
        for hidden in ("диабет", "0007", "2020-04-20", "/manage"):
            assert hidden not in text.partition("<main")[2], hidden


def test_who_is_restricted_meanwhile_disappears(client_for, scene, session):
    scene.assign()
    scene.start()
    scene.people[0].restricted_at = NOW + timedelta(minutes=1)
    session.flush()
    own, door = addresses(scene)
    mine = client_for(scene.account)
    assert NAMES[0][0] not in mine.get(own).text
    assert mine.get(door).status_code == 404


def test_the_sheet_carries_no_more_than_the_door_needs(client_for, organiser, scene, session):
    scene.assign()
    address = f"{ROUNDS}/{scene.round.id}/routes/{scene.route.id}/sheet.pdf"
    texts = {}
    for language in ("kk", "ru", "en", "kk+ru"):
        answer = client_for(organiser).get(f"{address}?language={language}")
        assert answer.mimetype == "application/pdf"
        reader = pypdf.PdfReader(io.BytesIO(answer.data))
        texts[language] = " ".join("".join(p.extract_text() for p in reader.pages).split())
        for wanted in ("Қасымова Ғ.", "+7 700 000 00 31", "315"):
            assert wanted in texts[language], (language, wanted)
        for hidden in ("0007", "Ғалия", "диабет", "20.04.2020 г.р."):
            assert hidden not in texts[language], (language, hidden)
    assert "Маршруттық парақ" in texts["kk"]
    assert "Маршрутный лист" in texts["ru"]
    assert "Маршруттық парақ" in texts["kk+ru"]
    assert "Маршрутный лист" in texts["kk+ru"]
    assert "Route sheet" in texts["en"]


def test_lonely_pensioners_are_announced_before_the_start(client_for, session, frozen_clock):
    campaign = make_campaign(session, slug="two")
    scene = RouteScene(session, category=BeneficiaryCategory.LONELY_PENSIONER, campaign=campaign)
    scene.assign()
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    address = f"/manage/campaigns/two/distributions/{scene.round.id}/routes/{scene.route.id}"
    browser = client_for(organiser)
    assert "without a second one the route does not start" in browser.get(address).text
    answer = browser.post(f"{address}/start", follow_redirects=True)
    assert "homes of lonely pensioners on the route: 3, volunteers: 1" in answer.text


def test_who_sees_a_route_and_a_door_is_noted(client_for, organiser, scene, session):
    scene.assign()
    scene.start()
    mine, staff = client_for(scene.account), client_for(organiser)
    for _ in range(2):  # looking again within minutes is the same look
        for address in addresses(scene):
            mine.get(address)
    staff.get(f"{ROUNDS}/{scene.round.id}/routes/{scene.route.id}")
    noted = [
        (row.account_id, row.kind, row.beneficiary_id, row.round_id, row.row_count)
        for row in session.scalars(select(Disclosure).order_by(Disclosure.id))
    ]
    assert noted == [
        (scene.account.id, DisclosureKind.ROUND_LIST, None, scene.round.id, 3),
        (scene.account.id, DisclosureKind.PERSON_PAGE, scene.people[0].id, None, 1),
        (organiser.id, DisclosureKind.ROUND_LIST, None, scene.round.id, 3),
    ]
