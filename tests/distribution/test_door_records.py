"""What phones send from doors: each once, and what cannot be accepted waits for the organiser."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.kept_refusals import dump_refusal, load_refusal
from campaign_app.core.localisation import error_text
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import DoorRecord
from campaign_app.distribution.rules import DeliveryAction as A
from campaign_app.distribution.rules import DeliveryStatus as S
from campaign_app.distribution.rules import DoorState, ProofKind
from campaign_app.distribution.services import ProofGiven
from tests.factories import NOW, TODAY, make_campaign, make_member
from tests.support.routes import RouteScene

ZONE = ZoneInfo("Asia/Almaty")
SIGNED = ProofGiven(kind=ProofKind.PAPER_SIGNATURE)
INBOX = "/manage/campaigns/food/door-inbox"


@pytest.fixture
def scene(session, frozen_clock):
    frozen_clock.set(NOW)
    scene = RouteScene(session, campaign=make_campaign(session, slug="food"))
    scene.assign()
    scene.start()
    return scene


def send(session, scene, line, action=A.DELIVER, *, id_=None, today=TODAY, **more):
    values = {"proof": SIGNED if action is A.DELIVER else None, "happened_at": NOW, **more}
    return services.receive_door_record(
        session,
        actor=scene.account,
        now=NOW + timedelta(minutes=5),
        today=today,
        zone=ZONE,
        volunteer_id=scene.volunteer.id,
        entry=services.DoorEntry(
            id=id_ or str(uuid.uuid4()),
            route_id=scene.route.id,
            delivery_id=line.id,
            action=action,
            **values,
        ),
    )


def test_a_record_is_accepted_once(session, scene):
    line = scene.lines[0]
    first = send(session, scene, line, id_="a" * 32)
    again = send(session, scene, line, id_="a" * 32)
    assert first is again
    assert (first.state, first.details) == (DoorState.ACCEPTED, "")
    assert (line.status, line.attempt_count) == (S.DELIVERED, 1)


def test_served_by_somebody_else_waits_for_the_organiser(session, scene):
    line = scene.lines[0]
    services.record_outcome(
        session,
        actor=scene.actor,
        now=NOW,
        delivery=line,
        action=A.DELIVER,
        handed_on=TODAY,
        proof=SIGNED,
    )
    record = send(session, scene, line, note="есікті ашты")
    assert record.state is DoorState.CONFLICT
    assert services.note_of(record) == "есікті ашты"
    assert services.proof_of(record).kind is ProofKind.PAPER_SIGNATURE
    assert queries.count_door_conflicts(session, scene.campaign.id) == 1
    assert line.attempt_count == 1
    with pytest.raises(rules.AlreadyServed):
        services.take_door_record(session, actor=scene.actor, now=NOW, zone=ZONE, record=record)
    with pytest.raises(rules.ReasonMissing):
        services.leave_door_record(session, actor=scene.actor, now=NOW, record=record, reason=" ")
    services.leave_door_record(
        session, actor=scene.actor, now=NOW, record=record, reason="Көршісі берген"
    )
    assert (record.state, record.details, record.refusal) == (DoorState.LEFT, "", "")
    with pytest.raises(rules.DoorRecordDecided):
        services.leave_door_record(session, actor=scene.actor, now=NOW, record=record, reason="x")


def test_what_comes_after_the_route_ended_is_taken_by_the_organiser(session, scene):
    for line in scene.lines:
        send(session, scene, line, A.MISS)
    scene.finish()
    record = send(session, scene, scene.lines[0])
    assert record.state is DoorState.CONFLICT
    services.take_door_record(session, actor=scene.actor, now=NOW, zone=ZONE, record=record)
    assert record.state is DoorState.TAKEN
    assert (scene.lines[0].status, scene.lines[0].handed_on) == (S.DELIVERED, TODAY)


def test_what_comes_the_day_after_or_after_the_campaign_is_kept_too(session, scene):
    assert send(session, scene, scene.lines[0], today=TODAY + timedelta(days=1)).state is (
        DoorState.CONFLICT
    )
    scene.campaign.status = "closed"
    session.flush()
    assert send(session, scene, scene.lines[1]).state is DoorState.CONFLICT
    assert queries.count_door_conflicts(session, scene.campaign.id) == 2


def test_a_volunteer_who_was_taken_off_is_heard_and_a_stranger_is_not(session, scene):
    _account, other = scene.make_carrier("Бөтен")
    services.assign_volunteer(
        session, actor=scene.actor, now=NOW, route=scene.route, volunteer_id=other.id
    )
    services.remove_volunteer(
        session, actor=scene.actor, now=NOW, route=scene.route, volunteer_id=scene.volunteer.id
    )
    assert send(session, scene, scene.lines[0]).state is DoorState.CONFLICT
    scene.volunteer = scene.make_carrier("Жат")[1]
    with pytest.raises(NotFound):
        send(session, scene, scene.lines[0])


def test_a_door_of_another_round_does_not_exist(session, scene):
    other = RouteScene(session)
    with pytest.raises(NotFound):
        send(session, scene, other.lines[0])


def test_a_clock_that_is_ahead_is_set_back(session, scene):
    record = send(session, scene, scene.lines[0], happened_at=NOW + timedelta(days=3))
    assert record.happened_at == NOW + timedelta(minutes=5)


def test_a_kept_refusal_is_told_in_the_readers_language(app):
    error = rules.OutcomeRefused(action=A.DELIVER, status=S.MOVED)
    kept = load_refusal(dump_refusal(error))
    for locale, word in (("kk", "көш"), ("ru", "переезд"), ("en", "moved")):
        with app.test_request_context(headers={"Accept-Language": locale}):
            assert word in error_text(kept).lower()
    served = load_refusal(dump_refusal(rules.AlreadyServed(recipient="Ким В.", when=TODAY)))
    with app.test_request_context(headers={"Accept-Language": "ru"}):
        assert "20.04.2020" in error_text(served)
    assert isinstance(kept, DomainError)


FIELDS = {
    "id": "b" * 32,
    "outcome": "delivered",
    "proof": "paper_signature",
    "happened_at": "2020-04-20T05:00:00.000Z",
}


@pytest.fixture
def phone(scene, session, client_for):
    session.commit()
    return client_for(scene.account)


def fields(scene, line=0, **changes):
    place = {"route_id": scene.route.id, "delivery_id": scene.lines[line].id}
    return {**FIELDS, **place, **changes}


def test_a_phone_is_told_what_became_of_its_record(phone, scene, session):
    for _again in range(2):
        told = phone.post("/my/door-records", data=fields(scene)).json
        assert told == {"id": "b" * 32, "state": "accepted", "why": ""}
    assert session.scalar(select(func.count()).select_from(DoorRecord)) == 1
    late = phone.post("/my/door-records", data=fields(scene, id="c" * 32)).json
    assert late["state"] == "conflict"
    assert "has received the package" in late["why"]
    assert phone.get("/my/door-token").json["token"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "x"},
        {"id": "я" * 32},
        {"id": "b" * 40},
        {"outcome": "cancelled"},
        {"outcome": ""},
        {"proof": "?"},
        {"happened_at": ""},
        {"happened_at": "2020-04-20T05:00:00"},
        {"happened_at": "0001-01-01T00:00:00+23:00"},
        {"note": "я" * 501},
    ],
)
def test_what_no_phone_of_ours_sends_is_a_bad_request(phone, scene, session, wrong):
    assert phone.post("/my/door-records", data=fields(scene, **wrong)).status_code == 400
    assert session.scalar(select(func.count()).select_from(DoorRecord)) == 0


@pytest.mark.parametrize("wrong", [{"route_id": "9"}, {"delivery_id": "x"}, {"delivery_id": "99"}])
def test_what_is_not_hers_does_not_exist(phone, scene, wrong):
    assert phone.post("/my/door-records", data=fields(scene, **wrong)).status_code == 404


def test_the_organiser_decides_in_the_inbox(phone, scene, session, client_for):
    phone.post("/my/door-records", data=fields(scene))
    phone.post("/my/door-records", data=fields(scene, id="c" * 32, note="Есікті ашты"))
    organiser = client_for(
        make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    )
    session.commit()
    page = organiser.get(INBOX).text
    for said in ("Есікті ашты", "has received the package", "signature on the sheet"):
        assert said in page, said
    assert "1 record from a door" in organiser.get("/manage/campaigns/food/distributions").text
    refused = organiser.post(f"{INBOX}/{'c' * 32}/take", follow_redirects=True).text
    assert "has received the package" in refused
    nothing = organiser.post(f"{INBOX}/{'c' * 32}/leave", follow_redirects=True).text
    assert "Give a reason." in nothing
    organiser.post(f"{INBOX}/{'c' * 32}/leave", data={"reason": "Екі рет басылған"})
    assert "Екі рет басылған" in organiser.get(f"{INBOX}?list=decided").text
    assert "Nothing waits here" in organiser.get(INBOX).text
    assert organiser.post(f"{INBOX}/{'z' * 32}/take").status_code == 404


def test_the_worker_and_the_manifest_are_served(phone):
    worker = phone.get("/my/door-worker.js")
    assert (worker.status_code, worker.mimetype) == (200, "text/javascript")
    assert phone.get("/my/manifest.webmanifest").json["scope"] == "/my/"


def test_the_pages_carry_what_the_phone_needs(phone, scene, session):
    page = phone.get(f"/my/routes/{scene.route.id}").text
    assert 'data-gone-at="1587405600000"' in page
    stop = phone.get(f"/my/routes/{scene.route.id}/deliveries/{scene.lines[0].id}").text
    assert f'data-door-form="{scene.lines[0].id}"' in stop


@pytest.mark.parametrize("address", [INBOX, "/manage/campaigns/food/deliveries/{line}"])
def test_the_menu_says_that_one_is_in_distribution(scene, session, client_for, address):
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    session.commit()
    page = client_for(organiser).get(address.format(line=scene.lines[0].id)).text
    current = re.findall(r'<a href="([^"]+)" aria-current="true"', page)
    assert "/manage/campaigns/food/distributions" in current
