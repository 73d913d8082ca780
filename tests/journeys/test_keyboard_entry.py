"""One donation by keyboard alone, counted as a person's time by the keystroke-level model."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from campaign_app.demo.cast import Cast
from tests.support.browser import Server
from tests.support.demo import PASSWORD

pytestmark = pytest.mark.journey
CAMPAIGN = "/manage/campaigns/food-packages-2020"
#: Card, Moran and Newell (1980): a key of an average typist, and making up one's mind.
KEY_SECONDS, MIND_SECONDS = 0.28, 1.35
ALLOWED_SECONDS = 20


def test_a_donation_is_entered_by_keyboard_alone_in_twenty_seconds(
    cast: Cast, server: Server, browser: Browser
) -> None:
    del cast
    page = browser.new_context(base_url=server.url, locale="en-GB").new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", "organiser@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).to_have_url(re.compile("/manage"))
    seconds = 0.0

    def press(*keys: str) -> None:
        nonlocal seconds
        seconds += MIND_SECONDS + KEY_SECONDS * len(keys)
        for key in keys:
            page.keyboard.press(key)

    # The first one sets the method and the day; the next one has them.
    page.goto(f"{CAMPAIGN}/donations/new")
    press(*"5000", "Tab", *"Demo", "Enter")
    expect(page.locator(".flash-success, [role=status]").first).to_be_visible()
    page.goto(f"{CAMPAIGN}/donations/new")
    seconds = 0.0
    expect(page.locator("[name=amount]")).to_be_focused()
    press(*"7 000,50")
    press("Tab", *"Asanov Bolat Keyboard", "Enter")
    expect(page).to_have_url(re.compile(r"/donations/\d+$"))
    expect(page.locator("h1")).to_contain_text("7,000.50")
    assert seconds < ALLOWED_SECONDS
