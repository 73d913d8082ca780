"""What the organiser and a crew see and do."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.worksites import queries, services
from campaign_app.worksites.models import WorkRound, Worksite, WorksitePhoto
from campaign_app.worksites.rules import TaskState
from tests.factories import NOW, make_account, make_auditor, make_campaign, make_member
from tests.worksites.makers import (
    image_bytes,
    make_shift,
    make_site,
    make_worker,
    take,
    task_of,
)

BASE = "/manage/campaigns/snow/worksites"


@pytest.fixture(autouse=True)
def during_the_shift(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="snow")


@pytest.fixture
def shift(session, campaign):
    return make_shift(session, campaign)


@pytest.fixture
def organiser(session, client_for, campaign):
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))


@pytest.fixture
def phone(session, client_for, shift):
    """Айгүл on her phone, who has a place in the shift."""
    account = make_account(session)
    make_worker(session, shift, account=account)
    return client_for(account)


def file(content: bytes | None = None, name: str = "photo.jpg"):
    return (io.BytesIO(image_bytes() if content is None else content), name)


def test_places_are_added_moved_and_listed(session, organiser, campaign):
    page = organiser.get(BASE)
    assert "No place is entered yet" in page.text
    values = {"name": "Аялдама 1", "kind": "bus_stop", "latitude": "50.0546", "longitude": "72.96"}
    page = organiser.submit(f"{BASE}/new", values, follow_redirects=True)
    assert "The place was added." in page.text
    lines = {"kind": "bus_stop", "lines": "Аялдама 2; Абай к.; тайғақ\nАялдама 1\nАялдама 3"}
    page = organiser.submit(f"{BASE}/add-many", lines, follow_redirects=True)
    assert "Places added: 2." in page.text
    assert "left out: Аялдама 1." in page.text
    third = session.scalars(select(Worksite).where(Worksite.name == "Аялдама 3")).one()
    answer = organiser.post(f"{BASE}/{third.id}/move", data={"place": "1"})
    assert answer.location.endswith(f"#site-{third.id}")
    rows = html.document_fromstring(organiser.get(BASE).text).xpath("//tbody/tr/th/a/text()")
    assert rows == ["Аялдама 3", "Аялдама 1", "Аялдама 2"]
    page = organiser.submit(f"{BASE}/new", {**values, "longitude": ""})
    assert (page.status_code, "Write both coordinates or none." in page.text) == (422, True)


def test_a_filtered_list_is_exported_as_seen_and_printed(session, organiser, campaign, shift):
    first, _second = make_site(session, campaign), make_site(session, campaign, name="=1+1")
    take(session, shift, first, make_worker(session, shift))
    page = organiser.get(f"{BASE}?state=open")
    assert ("Аялдама 1" in page.text, "=1+1" in page.text) == (False, True)
    content = organiser.get(f"{BASE}.csv?state=open").text
    assert content.splitlines()[1].startswith("2,'=1+1,bus stop")
    assert "Аялдама 1" not in content
    assert "Аялдама 1" in organiser.get(f"{BASE}.csv?state=taken").text
    assert organiser.get(f"{BASE}.xlsx").data.startswith(b"PK")
    paper = organiser.get(f"{BASE}/list.pdf?language=kk")
    assert paper.data.startswith(b"%PDF")


def test_a_crew_takes_photographs_and_finishes(session, organiser, phone, campaign, shift):
    site = make_site(session, campaign)
    friend = make_worker(session, shift, given_name="Болат", surname="Омаров")
    page = phone.get("/my/worksites")
    assert "Болат О." in page.text
    assert "Омаров" not in page.text
    task = task_of(session, site)
    sent = {"shift_id": shift.id, "task_id": task.id, "member": friend.id}
    page = phone.post("/my/worksites/take", data=sent, follow_redirects=True)
    assert "The place is yours. Good work!" in page.text
    where = f"/my/worksites/{task.id}"
    for name in ("before-photo", "before-kept"):  # from the camera; taken earlier
        sent = {name: file(image_bytes(colour="white" if name.endswith("kept") else "grey"))}
        page = phone.post(f"{where}/photos", data=sent, follow_redirects=True)
        assert "The photo is kept." in page.text
    page = phone.post(f"{where}/done", data={})
    assert (page.status_code, "say why there is none" in page.text) == (422, True)
    page = phone.post(
        f"{where}/done",
        data={"after-photo": file(image_bytes(colour="red"))},
        follow_redirects=True,
    )
    assert "Done. Thank you!" in page.text
    assert "Done by your crew: 1" in page.text
    assert phone.get(where).status_code == 200
    page = organiser.get(f"{BASE}/{site.id}")
    assert len(html.document_fromstring(page.text).xpath("//img[contains(@src, 'small.jpg')]")) == 3
    assert "done" in organiser.get(f"{BASE}?state=done").text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Choose a photo."),
        (b"GIF89a nothing", "This is not a photo that can be read"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "Most Compatible"),
    ],
)
def test_a_photo_that_is_none_is_refused_with_what_to_do(
    session, phone, campaign, shift, content, told
):
    site = make_site(session, campaign)
    task = task_of(session, site)
    phone.post("/my/worksites/take", data={"shift_id": shift.id, "task_id": task.id})
    page = phone.post(
        f"/my/worksites/{task.id}/photos", data={"before-photo": file(content, "photo.jpg")}
    )
    assert (page.status_code, told in page.text) == (422, True)
    assert session.scalars(select(WorksitePhoto)).all() == []


def test_photos_are_for_the_crew_and_the_organisers_only(
    session, client_for, client, organiser, phone, campaign, shift
):
    site = make_site(session, campaign)
    task = task_of(session, site)
    phone.post("/my/worksites/take", data={"shift_id": shift.id, "task_id": task.id})
    phone.post(f"/my/worksites/{task.id}/photos", data={"before-photo": file(name="x.html")})
    photo = session.scalars(select(WorksitePhoto)).one()
    own = f"/my/worksites/photos/{photo.id}/full.jpg"
    answer = phone.get(own)
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert phone.get(own, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert organiser.get(f"{BASE}/photos/{photo.id}/small.jpg").status_code == 200
    other = make_account(session)
    make_worker(session, shift, account=other)
    assert client_for(other).get(own).status_code == 404
    assert client_for(other).get(f"/my/worksites/{task.id}").status_code == 404
    assert client.get(own).status_code == 302
    elsewhere = make_campaign(session, slug="other")
    stranger = client_for(make_member(session, campaign=elsewhere, role=CampaignRole.ORGANISER))
    assert stranger.get(f"{BASE}/photos/{photo.id}/full.jpg").status_code == 404
    assert (
        stranger.get(f"/manage/campaigns/other/worksites/photos/{photo.id}/full.jpg").status_code
        == 404
    )
    assert phone.post(f"/my/worksites/photos/{photo.id}/remove").status_code == 302
    assert phone.get(own).status_code == 404


def test_a_place_that_another_crew_took_is_said(session, phone, campaign, shift):
    site = make_site(session, campaign)
    task = take(session, shift, site, make_worker(session, shift))
    sent = {"shift_id": shift.id, "task_id": task.id}
    page = phone.post("/my/worksites/take", data=sent, follow_redirects=True)
    assert "is taken by crew No. 1 already." in page.text


def test_a_crew_gives_back_and_changes(session, phone, campaign, shift):
    site, friend = make_site(session, campaign), make_worker(session, shift, given_name="Болат")
    task = task_of(session, site)
    phone.post("/my/worksites/crew", data={"shift_id": shift.id, "member": friend.id})
    assert queries.list_crews(session, shift_ids=[shift.id])[0].people == ["Айгүл С.", "Болат С."]
    phone.post("/my/worksites/take", data={"shift_id": shift.id, "task_id": task.id})
    where = f"/my/worksites/{task.id}"
    assert phone.post(f"{where}/release", data={"reason": ""}).status_code == 422
    page = phone.post(f"{where}/release", data={"reason": "мұз"}, follow_redirects=True)
    assert "The place is free again." in page.text
    page = phone.post(
        "/my/worksites/crew/leave", data={"shift_id": shift.id}, follow_redirects=True
    )
    assert "You have left the crew." in page.text


def test_before_the_shift_it_is_said_from_when(session, phone, campaign, shift, frozen_clock):
    make_site(session, campaign)
    frozen_clock.set(shift.starts_at - timedelta(hours=5))
    page = phone.get("/my/worksites")
    assert "Places can be taken from" in page.text
    assert "We take it" not in page.text
    assert "Places of my shift" in phone.get("/my").text


def test_who_has_no_shift_is_told_what_to_do(session, client_for, campaign, shift):
    make_site(session, campaign)
    page = client_for(make_account(session)).get("/my/worksites")
    assert "No shift with places is ahead" in page.text
    answer = client_for(make_account(session)).post(
        "/my/worksites/take", data={"shift_id": shift.id, "task_id": 1}
    )
    assert answer.status_code == 404


def test_it_snows_again_once_however_often_it_is_pressed(session, organiser, campaign, shift):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    services.finish_worksite(
        session,
        actor=None,
        now=NOW,
        task=take(session, shift, site, worker),
        no_photo_reason="қараңғы",
    )
    form = html.document_fromstring(organiser.get(f"{BASE}/rounds/new").text)
    known = form.xpath("//input[@name='submission_id']/@value")[0]
    sent = {"sites": [site.id], "note": "12 см қар", "submission_id": known}
    for _press in range(2):
        assert organiser.post(f"{BASE}/rounds/new", data=sent).status_code == 302
    numbers = session.scalars(select(WorkRound.number).order_by(WorkRound.number)).all()
    assert numbers == [1, 2]
    assert "12 см қар" in organiser.get(BASE).text


def test_the_organiser_assigns_frees_reopens_and_retires(session, organiser, campaign, shift):
    site, other = make_site(session, campaign), make_site(session, campaign, name="Аялдама 2")
    crew_id = take(session, shift, other, make_worker(session, shift)).crew_id
    where = f"{BASE}/{site.id}"
    page = organiser.submit(where, {"crew": str(crew_id)}, action="assign")
    assert "is at “Аялдама 2”" in page.text
    organiser.submit(f"{BASE}/{other.id}", {"free-reason": "ауысу"}, action="free")
    organiser.submit(where, {"crew": str(crew_id)}, action="assign")
    assert task_of(session, site).state is TaskState.TAKEN
    page = organiser.submit(f"{BASE}/{other.id}", {"retire-reason": ""}, action="retire")
    assert page.status_code == 422
    organiser.submit(f"{BASE}/{other.id}", {"retire-reason": "жөндеу"}, action="retire")
    assert "жөндеу" in organiser.get(f"{BASE}/{other.id}").text
    assert "Аялдама 2" in organiser.get(f"{BASE}?state=retired").text
    organiser.submit(f"{BASE}/{other.id}", action="restore")
    assert task_of(session, other).state is TaskState.OPEN


def test_an_auditor_sees_and_changes_nothing(session, client_for, campaign, shift):
    site = make_site(session, campaign)
    auditor = client_for(make_auditor(session))
    page = auditor.get(f"{BASE}/{site.id}")
    assert (page.status_code, "Take the place out of use" in page.text) == (200, False)
    assert "It has snowed again" not in auditor.get(BASE).text
    assert auditor.post(f"{BASE}/{site.id}/retire", data={}).status_code == 403
