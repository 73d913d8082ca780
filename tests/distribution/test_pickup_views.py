"""The desk where packages are fetched, as its people see it: list, slips, desk."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp

from campaign_app.accounts.rules import CampaignRole
from tests.factories import NOW, make_campaign, make_member
from tests.support.papers import texts_of_pages
from tests.support.routes import RouteScene

BASE = "/manage/campaigns/food/distributions"


@pytest.fixture
def scene(session, frozen_clock):
    """Three people; a route leads to the first one."""
    frozen_clock.set(NOW)
    return RouteScene(session, campaign=make_campaign(session, slug="food"), stops=1)


@pytest.fixture
def organiser(scene, session, client_for):
    session.commit()
    return client_for(make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_in_every_language(session, scene, client_for, locale):
    scene.choose_pickups(scene.lines[1])
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
    scene.choose_pickups(scene.lines[1])
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
    scene.choose_pickups(*scene.lines[1:])
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
