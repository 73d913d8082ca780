"""On a phone, in Kazakh: ask for help, follow it, the staff answers, it is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from campaign_app.accounts.rules import CampaignRole
from tests.factories import PASSWORD, make_account, make_campaign, make_member
from tests.support.browser import Server, check_with_axe, take_screenshot
from tests.support.client import settle

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}
ANSWER = "Ертең сағат 10-да ұн мен дәрі әкелеміз."


def window(browser: Browser, server: Server, *, has_script: bool = True) -> Page:
    """A phone of its own that reads Kazakh."""
    context = browser.new_context(
        base_url=server.url, viewport=PHONE, locale="kk-KZ", java_script_enabled=has_script
    )
    return context.new_page()


def fits(page: Page) -> None:
    """Nothing is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_help_is_asked_for_answered_and_followed(
    session: Session, browser: Browser, server: Server, screenshots: Path
) -> None:
    campaign = make_campaign(session, slug="food")
    account = make_account(session, email="organiser@tests.example")
    make_member(session, campaign=campaign, role=CampaignRole.ORGANISER, account=account)
    settle(session)
    phone = window(browser, server)
    phone.goto("/campaigns/food")
    phone.click("main a[href='/help/new']")
    expect(phone.locator("h1")).to_have_text("Көмек сұрау")
    check_with_axe(phone)
    fits(phone)
    phone.check("[name=for_whom][value=myself]")
    phone.fill("[name=person_name]", "Қасымова Айша")
    phone.fill("[name=text]", "Ұн мен дәрі керек")
    phone.fill("[name=contact]", "8 701 123 45 67")
    take_screenshot(phone, screenshots, "help-form-360-kk")
    phone.click("main .submit-row button")
    expect(phone.locator(".error-summary")).to_be_visible()
    assert phone.input_value("[name=text]") == "Ұн мен дәрі керек"
    phone.check("[name=consent]")
    phone.click("main .submit-row button")
    number, code = phone.locator(".ticket dd").nth(0), phone.locator(".ticket dd").nth(1)
    expect(number).to_contain_text("Ө-")
    typed = {"number": number.inner_text(), "code": code.inner_text().lower()}
    check_with_axe(phone)
    fits(phone)
    take_screenshot(phone, screenshots, "help-received-360-kk")
    staff = window(browser, server)
    _answer(staff, typed["number"])
    take_screenshot(staff, screenshots, "help-answered-360-kk")
    later = window(browser, server, has_script=False)
    _follow(later, typed)
    expect(later.locator("main")).to_contain_text(ANSWER)
    expect(later.locator("main")).not_to_contain_text("Айгүл")
    take_screenshot(later, screenshots, "help-followed-360-kk")
    later.fill("[name=text]", "Рақмет!")
    later.click("main .submit-row button")
    expect(later.locator("main")).to_contain_text("Рақмет!")


def _answer(page: Page, number: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", "organiser@tests.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.locator("main a", has_text=number).click()
    expect(page.locator("main")).not_to_contain_text("701 123")
    check_with_axe(page)
    fits(page)
    page.click("form[action$='/take'] button")
    page.click("form[action$='/contact'] button")
    expect(page.locator("main")).to_contain_text("8 701 123 45 67")
    page.fill("[name=answer]", ANSWER)
    page.click("form[action$='/answer'] button")
    expect(page.locator(".notice-success")).to_be_visible()
    check_with_axe(page)


def _follow(page: Page, typed: dict[str, str]) -> None:
    page.goto("/")
    page.click("footer a[href='/complaints/follow']")
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    page.click("main .submit-row button")
