"""A signature on the glass and a photo of the package: kept, shown to few, and forgotten."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select, text

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import DomainError
from campaign_app.core.pictures import clean_picture
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import DoorRecord, ProofPicture
from campaign_app.distribution.rules import DeliveryAction as A
from campaign_app.distribution.rules import DeliveryStatus as S
from campaign_app.distribution.rules import DoorState, ProofKind
from campaign_app.distribution.services import ProofGiven
from campaign_app.privacy.queries.retention import find_due
from campaign_app.privacy.rules.retention import RetentionPurpose
from campaign_app.privacy.services.retention import REMOVERS
from tests.factories import NOW, TODAY, make_campaign, make_member
from tests.support.routes import RouteScene

ZONE = ZoneInfo("Asia/Almaty")
PICTURES = "/manage/campaigns/food/proof-pictures"


def drawn(*, is_blank: bool = False) -> bytes:
    """A field as the phone sends it, with two strokes or empty."""
    picture = Image.new("RGB", (450, 210), "white")
    if not is_blank:
        pen = ImageDraw.Draw(picture)
        pen.line([(40, 150), (160, 60), (260, 140)], fill="black", width=4)
        pen.line([(200, 90), (390, 130)], fill="black", width=4)
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def signed(kind: ProofKind = ProofKind.SCREEN_SIGNATURE) -> ProofGiven:
    return ProofGiven(kind=kind, picture=clean_picture(drawn()))


@pytest.fixture
def scene(session, frozen_clock):
    frozen_clock.set(NOW)
    scene = RouteScene(session, campaign=make_campaign(session, slug="food"))
    scene.assign()
    scene.start()
    return scene


def at_door(scene, line, proof, action=A.DELIVER):
    return services.record_at_door(
        scene.session,
        actor=scene.account,
        now=NOW,
        today=TODAY,
        volunteer_id=scene.volunteer.id,
        route_id=scene.route.id,
        delivery_id=line.id,
        action=action,
        proof=proof,
    )


def send(scene, line, proof, **more):
    return services.receive_door_record(
        scene.session,
        actor=scene.account,
        now=NOW,
        today=TODAY,
        zone=ZONE,
        volunteer_id=scene.volunteer.id,
        entry=services.DoorEntry(
            id=str(uuid.uuid4()),
            route_id=scene.route.id,
            delivery_id=line.id,
            action=A.DELIVER,
            happened_at=NOW,
            proof=proof,
            **more,
        ),
    )


def kept(session) -> list[ProofPicture]:
    return list(session.scalars(select(ProofPicture).order_by(ProofPicture.id)))


@pytest.mark.parametrize(
    ("kind", "is_there", "is_blank", "refused"),
    [
        (ProofKind.SCREEN_SIGNATURE, True, False, None),
        (ProofKind.SCREEN_SIGNATURE, False, False, rules.SignatureMissing),
        (ProofKind.SCREEN_SIGNATURE, True, True, rules.SignatureMissing),
        (ProofKind.PHOTO, True, False, None),
        (ProofKind.PHOTO, True, True, None),  # at night a photo is black, and still one
        (ProofKind.PHOTO, False, False, rules.PhotoMissing),
        (ProofKind.PAPER_SIGNATURE, False, False, None),
        (ProofKind.CODE, False, False, None),
        (ProofKind.PROXY, False, False, None),
        (None, False, False, None),
    ],
)
def test_a_picture_that_is_the_proof_is_there(kind, is_there, is_blank, refused):
    if refused is None:
        rules.check_picture(kind, is_there=is_there, is_blank=is_blank)
        return
    with pytest.raises(refused) as error:
        rules.check_picture(kind, is_there=is_there, is_blank=is_blank)
    assert error.value.field == "picture"


def test_a_field_in_which_nobody_drew_is_known(scene):
    assert clean_picture(drawn(is_blank=True)).is_blank
    assert not clean_picture(drawn()).is_blank
    empty = ProofGiven(kind=ProofKind.SCREEN_SIGNATURE, picture=clean_picture(drawn(is_blank=True)))
    with pytest.raises(rules.SignatureMissing):
        at_door(scene, scene.lines[0], empty)
    with pytest.raises(rules.PhotoMissing):
        at_door(scene, scene.lines[0], ProofGiven(kind=ProofKind.PHOTO), A.LEAVE_AT_DOOR)
    assert scene.lines[0].status is S.PLANNED


def test_the_picture_is_kept_with_its_proof_and_unreadable_in_the_file(session, scene):
    line = scene.lines[0]
    at_door(scene, line, signed())
    (picture,) = kept(session)
    assert (picture.proof_id, picture.door_record_id) == (line.proof_id, None)
    assert (picture.width, picture.height) == (450, 210)
    raw = session.scalar(text("SELECT content FROM proof_pictures"))
    assert bytes(raw)[:3] != b"\xff\xd8\xff"
    assert picture.content is not None
    assert picture.content[:3] == b"\xff\xd8\xff"


def test_what_is_no_proof_by_picture_keeps_none(session, scene):
    at_door(scene, scene.lines[0], signed(ProofKind.PAPER_SIGNATURE))
    at_door(scene, scene.lines[1], signed(ProofKind.PHOTO), A.MISS)
    assert kept(session) == []


def test_a_conflict_keeps_its_picture_until_it_is_decided(session, scene):
    for line in scene.lines:
        at_door(scene, line, None, A.MISS)
    scene.finish()
    taken, left = (send(scene, line, signed()) for line in scene.lines[:2])
    assert [each.state for each in (taken, left)] == [DoorState.CONFLICT] * 2
    assert set(queries.pictures_of_records(session, [taken.id, left.id])) == {taken.id, left.id}
    services.take_door_record(session, actor=scene.actor, now=NOW, zone=ZONE, record=taken)
    services.leave_door_record(session, actor=scene.actor, now=NOW, record=left, reason="көрші")
    (picture,) = kept(session)
    assert (picture.proof_id, picture.door_record_id) == (scene.lines[0].proof_id, None)


def test_a_record_without_its_picture_waits_for_the_organiser(session, scene):
    bare = send(scene, scene.lines[0], ProofGiven(kind=ProofKind.SCREEN_SIGNATURE))
    assert bare.state is DoorState.CONFLICT
    with pytest.raises(DomainError) as broken:
        clean_picture(b"no picture", field="picture")
    unread = send(scene, scene.lines[1], ProofGiven(kind=ProofKind.PHOTO), unreadable=broken.value)
    assert unread.state is DoorState.CONFLICT
    assert [line.status for line in scene.lines] == [S.PLANNED] * 3


def test_an_outcome_that_was_undone_keeps_its_picture_in_the_history(session, scene):
    line = scene.lines[0]
    at_door(scene, line, signed())
    services.undo_outcome(session, actor=scene.actor, now=NOW, delivery=line, reason="қате")
    at_door(scene, line, signed(ProofKind.PHOTO), A.LEAVE_AT_DOOR)
    shown = queries.list_pictures(session, line.id)
    assert [each.kind for each in shown] == [ProofKind.PHOTO, ProofKind.SCREEN_SIGNATURE]


def test_erasure_empties_the_picture_and_the_export_tells_that_there_is_one(session, scene):
    line, other = scene.lines[:2]
    at_door(scene, line, signed())
    at_door(scene, other, signed())
    ids = [line.beneficiary_id]
    rows = [
        row for row in queries.personal_data_of(session, ids) if row["holding"] == "proof_picture"
    ]
    assert [(row["width"], "content" in row) for row in rows] == [(450, False)]
    services.erase_personal_data(session, ids=ids)
    assert [picture.content is None for picture in kept(session)] == [True, False]


def test_pictures_are_forgotten_after_their_time_in_closed_rounds(session, scene):
    for line in scene.lines:
        at_door(scene, line, signed())
    late = NOW + timedelta(days=1096)

    def due() -> list[int]:
        found = find_due(session, RetentionPurpose.PROOF_PICTURES, days=1095, now=late, zone=ZONE)
        return list(found.ids)

    assert due() == []  # the round is open
    scene.finish()
    services.close_round(session, actor=scene.actor, now=NOW, round_=scene.round)
    assert due() == [picture.id for picture in kept(session)]
    REMOVERS[RetentionPurpose.PROOF_PICTURES](session, late, due())
    assert due() == []
    assert [picture.content for picture in kept(session)] == [None] * 3
    assert {line.status for line in scene.lines} == {S.DELIVERED}


# ---- the pages ----


def own_stop(scene, line) -> str:
    return f"/my/routes/{scene.route.id}/deliveries/{line.id}"


def test_a_signature_is_sent_with_the_form(client_for, session, scene):
    client = client_for(scene.account)
    url = own_stop(scene, scene.lines[0])
    values = {"outcome": "delivered", "proof": "screen_signature", "note": "3-қабат"}
    refused = client.post(url, data=values)
    assert refused.status_code == 422
    assert "The field for the signature is empty" in refused.text
    assert "3-қабат" in refused.text
    broken = client.post(
        url,
        data={**values, "picture": (io.BytesIO(b"x"), "a.png")},
    )
    assert broken.status_code == 422
    done = client.post(url, data={**values, "picture": (io.BytesIO(drawn()), "a.png")})
    assert done.status_code == 302
    session.expire_all()
    assert scene.lines[0].status is S.DELIVERED
    assert len(kept(session)) == 1


def test_the_phone_sends_the_picture_and_a_broken_one_is_not_lost(client_for, session, scene):
    client = client_for(scene.account)

    def post(line, content: bytes):
        return client.post(
            "/my/door-records",
            data={
                "id": str(uuid.uuid4()),
                "route_id": str(scene.route.id),
                "delivery_id": str(line.id),
                "happened_at": NOW.isoformat(),
                "outcome": "left_at_door",
                "proof": "photo",
                "picture": (io.BytesIO(content), "proof"),
            },
        ).json

    assert post(scene.lines[0], drawn())["state"] == "accepted"
    assert post(scene.lines[1], b"no picture")["state"] == "conflict"
    assert len(kept(session)) == 1
    assert session.query(DoorRecord).filter_by(state=DoorState.CONFLICT).count() == 1


@pytest.fixture
def picture(scene, session) -> ProofPicture:
    at_door(scene, scene.lines[0], signed())
    session.commit()
    return kept(session)[0]


def test_the_picture_is_shown_to_the_staff_of_its_campaign_alone(
    client_for, session, scene, picture
):
    url = f"{PICTURES}/{picture.id}.jpg"
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    session.commit()
    client = client_for(organiser)
    page = client.get(f"/manage/campaigns/food/deliveries/{scene.lines[0].id}")
    assert url in page.text
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    with Image.open(io.BytesIO(answer.data)) as opened:
        assert opened.size == (450, 210)
    stranger = make_member(
        session, campaign=make_campaign(session, slug="other"), role=CampaignRole.ORGANISER
    )
    session.commit()
    client = client_for(stranger)
    assert client.get(url).status_code in (403, 404)
    assert client.get(url.replace("food", "other")).status_code == 404
    client = client_for(scene.account)  # not even to her who took it
    assert client.get(url).status_code in (403, 404)


def test_a_picture_that_shows_too_much_goes_for_good(client_for, session, scene, picture):
    client = client_for(make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER))
    url = f"{PICTURES}/{picture.id}"
    assert client.post(f"{url}/remove").status_code == 302
    assert client.post(f"{url}/remove").status_code == 302
    assert client.get(f"{url}.jpg").status_code == 404
    session.expire_all()
    assert picture.content is None
    assert picture.removed_at == NOW
    page = client.get(f"/manage/campaigns/food/deliveries/{scene.lines[0].id}")
    assert "the picture was removed" in page.text
    assert scene.lines[0].status is S.DELIVERED


def test_the_inbox_shows_the_picture(client_for, session, scene):
    send(scene, scene.lines[0], signed())
    record = send(scene, scene.lines[0], signed())
    assert record.state is DoorState.CONFLICT
    client = client_for(make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER))
    id_ = queries.pictures_of_records(session, [record.id])[record.id]
    session.commit()
    assert f"{PICTURES}/{id_}.jpg" in client.get("/manage/campaigns/food/door-inbox").text
    assert client.get(f"{PICTURES}/{id_}.jpg").status_code == 200
