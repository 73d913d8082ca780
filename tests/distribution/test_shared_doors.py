"""Who shares a telephone or an address with somebody else of the round is pointed out."""

from __future__ import annotations

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Household
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.queries import PersonAtDoor, group_shared
from campaign_app.distribution.rules import DecisionReason as R
from tests.factories import NOW, make_administrator, make_campaign, make_member
from tests.support.rounds import make_beneficiary
from tests.support.routes import RouteScene


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([("+1", "a", None), ("+2", "b", None)], []),
        ([("+1", "a", None), ("+1", "b", None)], [{0, 1}]),
        ([("+1", "a", None), ("+2", "a", None)], [{0, 1}]),
        ([("+1", "a", None), ("+1", "a", None)], [{0, 1}]),  # for both reasons: told once
        ([("+1", "a", 7), ("+2", "a", 7)], []),  # one household is told apart
        ([("+1", "a", 7), ("+2", "a", 8)], [{0, 1}]),
        ([("+1", "a", 7), ("+2", "a", None)], [{0, 1}]),
        ([(None, "", None), (None, "", None)], []),
        ([("+1", "a", None), ("+1", "b", None), ("+2", "b", None)], [{0, 1}, {1, 2}]),
    ],
)
def test_who_is_a_group(people, expected):
    rows = [
        PersonAtDoor(place, place, "", phone, address, household)
        for place, (phone, address, household) in enumerate(people)
    ]
    assert [{each.delivery_id for each in group} for group in group_shared(rows)] == expected


@pytest.fixture
def scene(session, frozen_clock):
    scene = RouteScene(session, stops=1, campaign=make_campaign(session, slug="shared"))
    for number, person in enumerate(scene.people):
        person.address_key = f"s:abai|{number}|1"
    session.flush()
    return scene


def shared(scene):
    found = queries.list_shared_doors(scene.session, scene.round.id)
    return [[scene.lines.index(line_of(scene, each)) for each in group] for group in found]


def line_of(scene, person):
    return next(line for line in scene.lines if line.id == person.delivery_id)


def test_a_telephone_or_an_address_in_common(scene, session):
    first, second, third = scene.people
    assert shared(scene) == []
    first.phone = second.phone = "+77000000031"
    session.flush()
    assert shared(scene) == [[0, 1]]
    second.address_key = third.address_key = "temirtau abaya 1 2"
    session.flush()
    assert shared(scene) == [[0, 1], [1, 2]]
    # A room of a dormitory is shared by right; one telephone there is not.
    second.dormitory_key = third.dormitory_key = "1"
    session.flush()
    assert shared(scene) == [[0, 1]]


def test_who_was_taken_off_the_list_and_who_is_in_another_round_is_no_warning(scene, session):
    for person in scene.people[:2]:
        person.phone = "+77000000031"
    elsewhere = RouteScene(session, stops=1)
    elsewhere.people[0].phone = "+77000000031"
    services.take_off_list(
        session, actor=scene.actor, now=NOW, delivery=scene.lines[1], reason="Қате"
    )
    assert shared(scene) == []


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_rounds_page_leads_to_both(client_for, scene, session, locale):
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    address = f"/manage/campaigns/shared/distributions/{scene.round.id}"
    before = client_for(organiser, locale=locale).get(address).text
    scene.people[0].phone = scene.people[2].phone = "+77000000031"
    session.flush()
    after = client_for(organiser, locale=locale).get(address).text
    for line in (scene.lines[0], scene.lines[2]):
        link = f"/manage/campaigns/shared/deliveries/{line.id}"
        assert after.count(link) == before.count(link) + 1
    other = f"/manage/campaigns/shared/deliveries/{scene.lines[1].id}"
    assert after.count(other) == before.count(other)


# ---- adding one who shares a door takes two people ----


def newcomer(scene, **common):
    person = make_beneficiary(
        scene.session, surname="Жаңа", enrolled_in=scene.campaign, house="999"
    )
    for field, value in common.items():
        setattr(person, field, value)
    scene.session.flush()
    return person


def add(scene, person, *, actor=None, reason=""):
    return services.add_or_ask(
        scene.session,
        actor=actor or scene.actor,
        now=NOW,
        round_=scene.round,
        beneficiary_id=person.id,
        variant=PackageVariant.STANDARD,
        reason=reason,
    )


@pytest.mark.parametrize("common", ["phone", "address_key", "household_id"])
def test_who_shares_a_door_is_added_by_two(session, scene, common):
    listed = scene.people[0]
    if common == "household_id":
        household = Household(created_at=NOW)
        session.add(household)
        session.flush()
        listed.household_id = household.id
    if common == "phone":
        listed.phone = "+77000000031"
    person = newcomer(scene, **{common: getattr(listed, common)})
    with pytest.raises(rules.SharesDoor) as refusal:
        add(scene, person)
    assert refusal.value.field == "note"
    assert "Қасымова" in refusal.value.params["others"]
    with pytest.raises(rules.SharesDoor):
        services.add_line(
            session,
            actor=scene.actor,
            now=NOW,
            round_=scene.round,
            beneficiary_id=person.id,
            variant=PackageVariant.STANDARD,
            reason="бәрібір",
        )
    assert add(scene, person, reason="Екі бөлек отбасы") is None
    decided = queries.find_decision(session, scene.round.id, person.id)
    assert (decided.is_in, decided.reason) == (False, R.SHARES_DOOR)
    assert queries.find_line_of(session, scene.round.id, person.id) is None
    with pytest.raises(rules.SecondPersonNeeded):
        add(scene, person, reason="тағы")
    asked = {"round_": scene.round, "beneficiary_id": person.id, "now": NOW}
    with pytest.raises(rules.OwnRequest):
        services.take_in(session, actor=scene.actor, **asked)
    services.take_in(session, actor=make_administrator(session), **asked)
    assert queries.find_line_of(session, scene.round.id, person.id) is not None
    assert (decided.is_in, decided.note) == (True, "Екі бөлек отбасы")


def test_who_shares_nothing_or_only_a_room_is_added_by_one(session, scene):
    assert add(scene, newcomer(scene)) is not None
    room = {"address_key": "d:1|5", "dormitory_key": "1"}
    for field, value in room.items():
        setattr(scene.people[0], field, value)
    assert add(scene, newcomer(scene, **room)) is not None


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_form_asks_for_the_reason_and_then_a_second_person(client_for, scene, session, locale):
    scene.people[0].phone = "+77000000031"
    person = newcomer(scene, phone="+77000000031")
    session.commit()
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    browser = client_for(organiser, locale=locale)
    here = f"/manage/campaigns/shared/distributions/{scene.round.id}"
    values = {"beneficiary_id": str(person.id), "variant": "standard", "package_count": "1"}
    refused = browser.post(f"{here}/lines", data=values)
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    done = browser.post(f"{here}/lines", data={**values, "note": "Екі отбасы"})
    assert done.status_code == 302
    assert f"{here}/decision/{person.id}" in browser.get(here).text
    assert browser.get(f"{here}/decision/{person.id}").status_code == 200
    paper = browser.get(f"{here}/decision/{person.id}.pdf?language={locale}")
    assert paper.mimetype == "application/pdf"
