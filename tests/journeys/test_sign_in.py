"""Signing in, in a real browser: three languages, both themes, a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from tests.factories import PASSWORD, make_account
from tests.support.browser import check_with_axe
from tests.support.client import settle

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_open_to_everybody(page: Page, language: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_extra_http_headers({"Accept-Language": language})
    page.goto("/sign-in")
    expect(page.locator("html")).to_have_attribute("lang", language)
    check_with_axe(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360, f"the page is {width} px wide on a phone of 360"


def test_a_wrong_password_is_told_and_loses_nothing(page: Page, session: Session) -> None:
    make_account(session, email="aigul@tests.example")
    settle(session)
    page.goto("/sign-in")
    page.locator("[name=email]").fill("aigul@tests.example")
    page.locator("[name=password]").fill("not her password")
    page.locator("main form button").first.click()
    expect(page.locator("[name=email]")).to_have_value("aigul@tests.example")
    expect(page.locator("[role=alert]").first).to_be_visible()
    check_with_axe(page)


def test_the_right_password_leads_on(page: Page, session: Session) -> None:
    make_account(session, email="aigul@tests.example")
    settle(session)
    page.goto("/sign-in")
    page.locator("[name=email]").fill("aigul@tests.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page).not_to_have_url(re.compile("/sign-in"))
