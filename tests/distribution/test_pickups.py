"""Packages that people fetch: a code instead of a route, one package, a refusal for the rest."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import NotFound
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import Delivery, DistributionRound, Proof
from campaign_app.distribution.rules import DeliveryStatus as S
from campaign_app.distribution.rules import ProofKind
from tests.factories import NOW, TODAY, make_campaign, make_member
from tests.support.papers import texts_of_pages
from tests.support.routes import RouteScene

BASE = "/manage/campaigns/food/distributions"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ACD346", "ACD346"),
        (" acd 346 ", "ACD346"),
        ("acd-346", "ACD346"),
        ("асе346", "ACE346"),  # Cyrillic letters that look the same
        ("НКМРТХ", "HKMPTX"),
        ("", ""),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed, read):
    assert rules.read_pickup_code(typed) == read


def test_new_codes_are_new():
    row = iter("AAAAAACCCCCCCCCCCCDDDDDD")
    found = rules.new_pickup_codes(2, {"AAAAAA"}, choose=lambda _letters: next(row))
    assert found == ["CCCCCC", "DDDDDD"]
    (code,) = rules.new_pickup_codes(1, ())
    assert len(code) == rules.PICKUP_CODE_LENGTH
    assert set(code) <= set(rules.PICKUP_LETTERS)
    assert rules.read_pickup_code(code.lower()) == code


@pytest.fixture
def scene(session, frozen_clock):
    """Three people; a route leads to the first one."""
    frozen_clock.set(NOW)
    return RouteScene(session, campaign=make_campaign(session, slug="food"), stops=1)


def choose(scene, *lines: Delivery) -> int:
    return services.choose_pickups(
        scene.session,
        actor=scene.actor,
        now=NOW,
        round_=scene.round,
        delivery_ids=[line.id for line in lines],
    )


def serve(scene, code: str, **proxy: str) -> Delivery:
    return services.hand_over_at_desk(
        scene.session,
        actor=scene.actor,
        now=NOW,
        today=TODAY,
        round_=scene.round,
        code=code,
        **proxy,
    )


def test_whoever_has_a_code_keeps_it_and_no_route_leads_there(session, scene):
    second, third = scene.lines[1:]
    assert choose(scene, second) == 1
    first_code = second.pickup_code
    assert choose(scene, second, third) == 1
    assert second.pickup_code == first_code != third.pickup_code
    with pytest.raises(rules.OnAnotherRoute):
        scene.plan([second])
    assert queries.list_free_lines(session, scene.round.id) == []
    with pytest.raises(rules.NothingToDivide):
        services.divide_into_routes(
            session, actor=scene.actor, now=NOW, round_=scene.round, runs_on=TODAY, count=1
        )


@pytest.mark.parametrize("case", ["on a route", "settled", "with a courier"])
def test_who_cannot_be_chosen_is_named_and_nobody_else_is(session, scene, case):
    line = scene.lines[0]
    if case != "on a route":
        services.remove_stop(
            session, actor=scene.actor, now=NOW, route=scene.route, delivery_id=line.id
        )
    if case == "settled":
        line.status = S.REFUSED
        session.flush()
    if case == "with a courier":
        services.take_out(session, actor=scene.actor, now=NOW, delivery=line)
    with pytest.raises(rules.PickupNotFree) as refusal:
        choose(scene, scene.lines[1], line)
    assert "Қасымова" in refusal.value.params["recipient"]
    assert scene.lines[1].pickup_code is None


def test_nobody_a_stranger_and_a_closed_round_are_refused(session, scene):
    with pytest.raises(rules.NobodyFetches):
        choose(scene)
    with pytest.raises(NotFound):
        choose(scene, RouteScene(session).lines[1])
    scene.round.status = rules.RoundStatus.CLOSED
    session.flush()
    with pytest.raises(rules.RoundClosed):
        choose(scene, scene.lines[1])


@pytest.mark.parametrize("broken", ["on a route with a code", "one code for two"])
def test_the_database_holds_one_or_the_other_and_a_code_once(session, scene, broken):
    first, second, third = scene.lines
    choose(scene, second, third)
    statement = update(Delivery).values(pickup_code="AAAAAA")
    ids = [first.id] if broken == "on a route with a code" else [second.id, third.id]
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(statement.where(Delivery.id.in_(ids)))


def test_the_code_is_the_proof_and_serves_once(session, scene):
    line = scene.lines[1]
    choose(scene, line)
    code = line.pickup_code or ""
    assert serve(scene, code.lower()).status is S.DELIVERED
    proof = session.get_one(Proof, line.proof_id)
    assert (proof.kind, proof.reference) == (ProofKind.CODE, code)
    with pytest.raises(rules.AlreadyServed):
        serve(scene, code)
    with pytest.raises(rules.PickupCodeUnknown):
        serve(scene, "ZZZZZZ")
    assert queries.count_pickups(session, scene.round.id) == queries.PickupCounts(0, 1)


def test_a_proxy_has_a_name_and_a_document(session, scene):
    line = scene.lines[1]
    choose(scene, line)
    with pytest.raises(rules.ProxyUnnamed):
        serve(scene, line.pickup_code or "", proxy_name="Көрші")
    serve(scene, line.pickup_code or "", proxy_name="Көрші", proxy_document="012345")
    assert session.get_one(Proof, line.proof_id).kind is ProofKind.PROXY


def test_who_is_put_back_has_no_code_and_who_fetched_stays(session, scene):
    fetched, waiting = scene.lines[1:]
    choose(scene, fetched, waiting)
    serve(scene, fetched.pickup_code or "")
    code = waiting.pickup_code or ""
    gone = services.remove_pickups(
        session,
        actor=scene.actor,
        now=NOW,
        round_=scene.round,
        delivery_ids=[fetched.id, waiting.id],
    )
    assert (gone, fetched.pickup_code is None, waiting.pickup_code) == (1, False, None)
    with pytest.raises(rules.PickupCodeUnknown):
        serve(scene, code)
    scene.plan([waiting])


def test_a_stop_that_was_missed_may_be_fetched_after_its_route(session, scene):
    scene.assign()
    scene.start()
    line = scene.lines[0]
    services.record_outcome(
        session,
        actor=scene.actor,
        now=NOW,
        delivery=line,
        action=rules.DeliveryAction.MISS,
        handed_on=TODAY,
    )
    with pytest.raises(rules.PickupNotFree):
        choose(scene, line)
    scene.finish()
    choose(scene, line)
    assert (line.route_id, line.stop_number) == (None, None)


# ---- the pages ----


@pytest.fixture
def organiser(scene, session, client_for):
    session.commit()
    return client_for(make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_in_every_language(session, scene, client_for, locale):
    choose(scene, scene.lines[1])
    session.commit()
    member = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    browser = client_for(member, locale=locale)
    here = f"{BASE}/{scene.round.id}"
    for address in (
        f"{here}/pickups",
        f"{here}/pickups?q=савел",
        f"{here}/pickups?list=chosen",
        f"{here}/desk",
        f"{here}/desk?code={scene.lines[1].pickup_code}",
        f"{here}/desk?code=zz",
    ):
        assert browser.get(address).status_code == 200


def test_from_the_list_to_the_desk(session, scene, organiser):
    here = f"{BASE}/{scene.round.id}"
    nothing = organiser.post(f"{here}/pickups", data={}, follow_redirects=True)
    assert "Tick who comes" in nothing.text
    organiser.post(f"{here}/pickups", data={"everybody": "yes"})
    session.expire_all()
    codes = [line.pickup_code for line in scene.lines]
    assert [code is None for code in codes] == [True, False, False]
    organiser.post(f"{here}/pickups/notice", data={"notice": "Абай, 315, 104-бөлме"})
    chosen = organiser.get(f"{here}/pickups?list=chosen").text
    assert codes[1] in chosen
    assert "Абай, 315, 104-бөлме" in chosen
    assert "Савельева" in organiser.get(f"{here}/desk?code={codes[2].lower()}").text
    wrong = organiser.post(f"{here}/desk", data={"code": "мимо 1"})
    assert wrong.status_code == 422
    assert "мимо 1" in wrong.text
    assert "Nobody in this round has the code" in wrong.text
    half = organiser.post(f"{here}/desk", data={"code": codes[1], "proxy_name": "Көрші"})
    assert half.status_code == 422
    assert "Көрші" in half.text
    assert organiser.post(f"{here}/desk", data={"code": codes[1]}).status_code == 302
    again = organiser.post(f"{here}/desk", data={"code": codes[1]})
    assert again.status_code == 422
    assert "has received the package" in again.text
    assert "Nothing is given a second time" in organiser.get(f"{here}/desk?code={codes[1]}").text
    organiser.post(f"{here}/pickups/remove", data={"lines": [scene.lines[2].id]})
    session.expire_all()
    assert scene.lines[2].pickup_code is None


def test_only_the_staff_of_the_campaign_serves(session, scene, client_for):
    choose(scene, scene.lines[1])
    session.commit()
    other = make_member(
        session, campaign=make_campaign(session, slug="other"), role=CampaignRole.ORGANISER
    )
    browser = client_for(other)
    assert browser.get(f"{BASE}/{scene.round.id}/desk").status_code in (403, 404)
    moved = f"{BASE}/{scene.round.id}/desk".replace("food", "other")
    assert browser.post(moved, data={"code": scene.lines[1].pickup_code}).status_code == 404
    assert client_for(scene.account).get(f"{BASE}/{scene.round.id}/desk").status_code in (403, 404)


@pytest.mark.parametrize("language", ["kk", "ru", "kk+ru", "en"])
def test_the_slips_carry_the_code_as_text_and_as_an_address(session, scene, organiser, language):
    choose(scene, *scene.lines[1:])
    scene.round.pickup_notice = "Абай, 315, 104-бөлме, 10:00–17:00"
    session.commit()
    answer = organiser.get(f"{BASE}/{scene.round.id}/pickup-slips.pdf?language={language}")
    assert answer.mimetype == "application/pdf"
    said = " ".join(" ".join(texts_of_pages(answer.data)).split())
    assert "104-бөлме" in said
    assert "Ұлан" not in said
    assert scene.people[1].house not in said.replace("Абай, 315", "")
    page = pypdfium2.PdfDocument(io.BytesIO(answer.data))[0]
    read = zxingcpp.read_barcodes(page.render(scale=4).to_pil())
    codes = {line.pickup_code for line in scene.lines[1:]}
    assert {each.text.rsplit("code=", 1)[1] for each in read} == codes
    assert all(f"/distributions/{scene.round.id}/desk?" in each.text for each in read)


def test_a_round_has_its_own_codes(session, scene):
    other = RouteScene(session, stops=1)
    choose(scene, scene.lines[1])
    with pytest.raises(rules.PickupCodeUnknown):
        serve(other, scene.lines[1].pickup_code or "")
    assert session.scalars(select(DistributionRound)).all()
