"""The balance sheet, the report and the public pages in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from tests.factories import PASSWORD
from tests.support.browser import check_with_axe
from tests.support.client import settle
from tests.support.reported import Story

pytestmark = pytest.mark.journey
STAFF = ("/manage", "/manage/campaigns/food", "/manage/campaigns/food/reports")
PUBLIC = ("/", "/campaigns/food", "/campaigns/together")


@pytest.mark.parametrize("width", [360, 1280])
def test_figures_are_read_by_everybody(session: Session, page: Page, width: int) -> None:
    """From the public page to the staff's: nothing for axe to find, nothing wider than it."""
    story = Story(session)
    email = story.actor.email
    settle(session)
    page.set_viewport_size({"width": width, "height": 800})
    for address in PUBLIC:
        look_at(page, address)
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/manage")
    for address in STAFF:
        look_at(page, address)


def look_at(page: Page, address: str) -> None:
    page.goto(address)
    check_with_axe(page)
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert too_wide <= 0, f"{address} is {too_wide} px too wide"
