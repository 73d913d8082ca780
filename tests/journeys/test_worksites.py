"""On a phone, in Kazakh: a crew takes a bus stop, photographs it before and after, is done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.clock import now
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.rules import ShiftKind
from tests.factories import PASSWORD, make_account, make_campaign, make_member
from tests.support.browser import Server, check_with_axe, take_screenshot
from tests.support.client import settle
from tests.worksites.makers import image_bytes, make_site, make_worker

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}


def signed_in(browser: Browser, server: Server, email: str) -> Page:
    """A phone that reads Kazakh."""
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="kk-KZ")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button")
    return page


def check(page: Page) -> None:
    """No breach of WCAG 2.2 AA, and nothing wider than the phone."""
    check_with_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def photo(colour: str) -> dict[str, object]:
    """A file as the camera hands it over."""
    content = image_bytes(size=(800, 600), colour=colour)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": content}


def test_a_bus_stop_is_cleared(
    session: Session, browser: Browser, server: Server, screenshots: Path
) -> None:
    campaign = make_campaign(session, slug="snow")
    organiser = make_account(session, email="organiser@tests.example")
    make_member(session, campaign=campaign, role=CampaignRole.ORGANISER, account=organiser)
    details = volunteers.ShiftDetails(
        title="Қар тазалау",
        kind=ShiftKind.SNOW_CLEARING,
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=2),
        places=5,
    )
    shift = volunteers.create_shift(
        session, actor=None, now=now(), campaign=campaign, details=details
    )
    make_worker(session, shift, account=make_account(session, email="crew@tests.example"))
    make_worker(session, shift, given_name="Болат", surname="Омаров")
    for number in (1, 2):
        make_site(session, campaign, name=f"Аялдама {number}")
    settle(session)
    phone = signed_in(browser, server, "crew@tests.example")
    phone.goto("/my/worksites")
    check(phone)
    take_screenshot(phone, screenshots, "worksites-360-kk")
    phone.get_by_label("Болат О.").check()
    phone.locator("button[name=task_id]").first.click()
    expect(phone.locator("h1")).to_have_text("Аялдама 1")
    check(phone)
    phone.set_input_files("[name=before-photo]", photo("#e8eef4"))
    phone.click("form[action$=photos] button")
    expect(phone.locator(".photos img")).to_have_count(1)
    check(phone)
    phone.set_input_files("[name=after-photo]", photo("#7a7e82"))
    phone.click("form[action$=done] button")
    expect(phone.locator("main")).to_contain_text("Дайын. Рақмет!")
    check(phone)
    desk = signed_in(browser, server, "organiser@tests.example")
    desk.goto("/manage/campaigns/snow/worksites")
    expect(desk.locator("main")).to_contain_text("Аялдама 1")
    check(desk)
    desk.get_by_role("link", name="Аялдама 1").click()
    expect(desk.locator(".photos img")).to_have_count(2)
    # A picture comes after its page: expect waits for it, a plain look does not.
    expect(desk.locator(".photos img").first).to_have_js_property("naturalWidth", 360)
    check(desk)
    for context in (phone.context, desk.context):
        context.close()
