"""A route without network: five doors are recorded, the tab is closed, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, FilePayload, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.core.clock import now, today
from campaign_app.distribution import services
from campaign_app.distribution.models import ProofPicture
from campaign_app.distribution.rules import DeliveryAction, DeliveryStatus, ProofKind
from tests.factories import PASSWORD
from tests.support.browser import Server, check_with_axe, take_screenshot
from tests.support.client import settle
from tests.support.routes import RouteScene
from tests.worksites.makers import image_bytes

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}
#: Larger than a phone keeps it.
PHOTO: FilePayload = {
    "name": "parcel.png",
    "mimeType": "image/png",
    "buffer": image_bytes(size=(2000, 1500), kind="PNG"),
}
NAMES = tuple((f"Демова{letter}", "Нина") for letter in "абвгд")


@pytest.fixture
def scene(app, session: Session) -> RouteScene:
    """Five doors of a route that runs today; its courier has the packages."""
    with app.test_request_context():
        day = today()
    scene = RouteScene(session, names=NAMES, stops=5, runs_on=day)
    scene.assign()
    services.take_out_for_route(session, actor=scene.actor, now=now(), route=scene.route)
    scene.start(today=day)
    settle(session)
    return scene


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/my*")


def draw(page: Page) -> None:
    """Sign in the field, as with a finger."""
    field = page.locator("canvas.signature")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 90)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 30 + 20 * step, box["y"] + 90 + (-30 if step % 2 else 30))
    page.mouse.up()


def record_door(page: Page, number: int, proof: str = "paper_signature") -> None:
    """Say at one door that the package was delivered, and give the proof."""
    page.locator(".stops li").nth(number).get_by_role("link").last.click()
    page.locator("form[data-door-form]").wait_for()
    page.check(f"[name=proof][value={proof}]")
    if proof == "screen_signature":
        page.click("button[value=delivered]")
        expect(page.locator("[data-door-signature] [data-door-picture-missing]")).to_be_visible()
        draw(page)
    if proof == "photo":
        page.set_input_files("[name=picture]", PHOTO)
    page.click("button[value=delivered]")
    page.locator(".stops li").nth(number).locator("[data-door-state=kept]").wait_for()


def test_five_doors_without_network_four_accepted_one_in_the_inbox(
    scene: RouteScene, session: Session, browser: Browser, server: Server, screenshots: Path
) -> None:
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="kk-KZ")
    phone, route = context.new_page(), f"/my/routes/{scene.route.id}"
    sign_in(phone, scene.account.email or "")
    phone.goto(route)
    phone.locator("[data-door][data-taken=yes]").wait_for(state="attached")
    context.set_offline(True)
    phone.reload()
    for number in range(2):
        record_door(phone, number)
    for number, proof in ((2, "screen_signature"), (3, "screen_signature"), (4, "photo")):
        record_door(phone, number, proof)
    expect(phone.locator("[data-door-count]")).to_have_text("5")
    check_with_axe(phone)
    take_screenshot(phone, screenshots, "door-offline-360-kk")
    # Meanwhile somebody else serves one of them.
    delivery = scene.lines[2]
    session.refresh(delivery)
    services.record_outcome(
        session,
        actor=scene.actor,
        now=now(),
        delivery=delivery,
        action=DeliveryAction.DELIVER,
        handed_on=scene.route.runs_on,
        proof=services.ProofGiven(kind=ProofKind.PAPER_SIGNATURE),
    )
    settle(session)
    phone.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(route)
    expect(again.locator("[data-door-state=conflict]")).to_have_count(1)
    expect(again.locator("[data-door-state=kept]")).to_have_count(0)
    again.goto(route)
    expect(again.locator(".stops li.is-settled")).to_have_count(5)
    take_screenshot(again, screenshots, "door-online-360-kk")
    session.expire_all()
    assert [line.status for line in scene.lines] == [DeliveryStatus.DELIVERED] * 5
    # The pictures went through the outbox: two with their proofs, one with what waits.
    kept = session.scalars(select(ProofPicture).order_by(ProofPicture.id)).all()
    assert sorted(picture.door_record_id is None for picture in kept) == [False, True, True]
    assert max(max(picture.width, picture.height) for picture in kept) == 1280
    # Signing out leaves nothing of the people on the phone.
    with again.expect_navigation():
        again.locator("form[action$='/sign-out'] button").first.evaluate("each => each.click()")
    assert (
        again.evaluate("async () => (await caches.keys()).filter(n => n.includes('route'))") == []
    )


def test_nothing_of_a_route_opens_after_its_day(
    scene: RouteScene, browser: Browser, server: Server
) -> None:
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="kk-KZ")
    phone, route = context.new_page(), f"/my/routes/{scene.route.id}"
    sign_in(phone, scene.account.email or "")
    phone.goto(route)
    phone.locator("[data-door][data-taken=yes]").wait_for(state="attached")
    phone.evaluate(
        """async (id) => (await caches.open(`birge-route-${id}`)).put(
            "/gone-at", new Response("0"))""",
        scene.route.id,
    )
    context.set_offline(True)
    with pytest.raises(Error):
        phone.goto(route)


def test_a_phone_without_room_says_so_and_keeps_what_was_typed(
    scene: RouteScene, session: Session, browser: Browser, server: Server
) -> None:
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="kk-KZ")
    phone, route = context.new_page(), f"/my/routes/{scene.route.id}"
    sign_in(phone, scene.account.email or "")
    phone.goto(f"{route}/deliveries/{scene.lines[0].id}")
    phone.evaluate(
        """() => {
            const store = IDBObjectStore.prototype;
            store.realPut = store.put;
            store.put = () => { throw new DOMException("", "QuotaExceededError"); };
        }"""
    )
    phone.fill("[name=note]", "3-қабат")
    phone.check("[name=proof][value=paper_signature]")
    phone.click("button[value=delivered]")
    expect(phone.locator("[data-door-full]")).to_be_visible()
    expect(phone.locator("[name=note]")).to_have_value("3-қабат")
    phone.evaluate("() => { IDBObjectStore.prototype.put = IDBObjectStore.prototype.realPut; }")
    phone.click("button[value=delivered]")
    expect(phone.locator(".stops li.is-settled")).to_have_count(1)
    session.expire_all()
    assert scene.lines[0].status is DeliveryStatus.DELIVERED
