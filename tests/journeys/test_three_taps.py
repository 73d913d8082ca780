"""On a phone, in Kazakh: from the public page to a confirmed shift in three taps."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role
from campaign_app.core.clock import now
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import Shift
from tests.factories import NOW, PASSWORD, make_account, make_campaign
from tests.support.browser import Server, check_with_axe, take_screenshot
from tests.support.client import settle

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}
EMAIL = "volunteer@tests.example"
CONTACT = "Айгүл, +7 700 000 00 12"


@pytest.fixture
def shift(app, session: Session) -> Shift:
    """A shift of tomorrow with two places."""
    with app.test_request_context():
        begins = now() + timedelta(hours=26)
    details = services.ShiftDetails(
        title="Аялдамаларды қардан тазалау",
        kind=rules.ShiftKind.SNOW_CLEARING,
        place="№4 аялдама",
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        places=2,
        is_heavy_work=True,
        directions="№4 автобус, соңғы аялдама",
        what_to_bring="Жылы киім, қолғап",
        contact=CONTACT,
    )
    found = services.create_shift(
        session, actor=None, now=NOW, campaign=make_campaign(session), details=details
    )
    settle(session)
    return found


def window(browser: Browser, server: Server) -> Page:
    """A phone that reads Kazakh."""
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="kk-KZ")
    return context.new_page()


def looked_at(page: Page, screenshots: Path, address: str, name: str) -> None:
    """The page at `address` is there, can be used by everybody and fits the phone."""
    page.wait_for_url(f"**{address}", wait_until="load")
    check_with_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    take_screenshot(page, screenshots, f"{name}-360-kk")


def test_from_the_public_page_to_a_confirmed_shift_in_three_taps(
    shift: Shift, session: Session, browser: Browser, server: Server, screenshots: Path
) -> None:
    account = make_account(session, email=EMAIL, role=Role.VOLUNTEER)
    details = services.VolunteerDetails(
        surname="Ким", born_on=date(1990, 1, 1), account_id=account.id
    )
    volunteer = services.register_volunteer(session, actor=None, now=NOW, details=details)
    settle(session)
    phone = window(browser, server)
    phone.goto("/sign-in")
    phone.fill("[name=email]", EMAIL)
    phone.fill("[name=password]", PASSWORD)
    phone.click("main form button")
    phone.wait_for_url("**/my*")
    phone.goto("/")
    looked_at(phone, screenshots, "/", "home")
    taps = 0
    for place, address, name in (
        ("main a[href='/shifts']", "/shifts", "open-shifts"),
        (f"main h2 a[href='/shifts/{shift.id}']", f"/shifts/{shift.id}", "shift"),
        ("main .btn-main", f"/shifts/{shift.id}", "shift-taken"),
    ):
        phone.click(place)
        taps += 1
        if name == "shift-taken":
            expect(phone.locator(".notice-success")).to_contain_text("Орын Сізге берілді")
        looked_at(phone, screenshots, address, name)
    assert taps == 3
    expect(phone.locator("main .pill-settled")).to_have_text("расталды")
    for told in ("№4 автобус", "қолғап", CONTACT):
        expect(phone.locator("main")).to_contain_text(told)
    with phone.expect_download() as download:
        phone.click("main a[href$='.ics']")
    assert download.value.suggested_filename == f"shift-{shift.id}.ics"
    assert queries.statuses_of(session, volunteer.id, [shift.id]) == {
        shift.id: rules.SignUpStatus.CONFIRMED
    }
    for address, name in (("/my", "my-page"), ("/my/shifts", "my-shifts")):
        phone.goto(address)
        looked_at(phone, screenshots, address, name)
    phone.click("form[action='/my/calendar'] button")
    read_calendar(phone)
    looked_at(phone, screenshots, "/my/calendar", "my-calendar")
    # The undo is as near as the doing.
    phone.goto("/my")
    phone.click("form[action$='/cancel'] button")
    expect(phone.locator(".notice-success")).to_be_visible()
    session.rollback()  # to see what the server has committed since
    assert queries.count_confirmed(session, shift.id) == 0


def read_calendar(page: Page) -> None:
    """A program without a session reads the address that the page shows."""
    address = page.input_value("#address")
    other = page.context.browser.new_context()  # type: ignore[union-attr]
    answer = other.request.get(address)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "Аялдамаларды" in answer.text()


def test_a_newcomer_is_done_on_one_page(
    shift: Shift, session: Session, browser: Browser, server: Server, screenshots: Path
) -> None:
    phone = window(browser, server)
    phone.goto("/")
    phone.click(f"main h3 a[href='/shifts/{shift.id}']")
    looked_at(phone, screenshots, f"/shifts/{shift.id}", "shift-for-a-newcomer")
    phone.click("main .btn-main")
    looked_at(phone, screenshots, f"/sign-up?shift={shift.id}", "newcomer")
    phone.fill("[name=full_name]", "Қасымов Ғалымжан Серікұлы")
    phone.fill("[name=born_on]", "2000-01-01")
    phone.fill("[name=password]", PASSWORD)
    phone.check("[name=consent]")
    phone.click("main .submit-row button")
    expect(phone.locator("#phone-error")).to_be_visible()
    expect(phone.locator("[name=full_name]")).to_have_value("Қасымов Ғалымжан Серікұлы")
    looked_at(phone, screenshots, f"/sign-up?shift={shift.id}", "newcomer-error")
    phone.fill("[name=phone]", "8 701 123 45 67")
    phone.fill("[name=password]", PASSWORD)
    phone.click("main .submit-row button")
    expect(phone.locator("main .pill-settled")).to_have_text("расталды")
    expect(phone.locator("main")).to_contain_text(CONTACT)
    session.rollback()
    assert queries.count_confirmed(session, shift.id) == 1
    # She comes back with the number she left.
    later = window(browser, server)
    later.goto("/sign-in")
    looked_at(later, screenshots, "/sign-in", "sign-in")
    later.fill("[name=email]", "+7 701 123-45-67")
    later.fill("[name=password]", PASSWORD)
    later.click("main form button")
    later.wait_for_url("**/my*")
    later.goto("/my")
    expect(later.locator("main")).to_contain_text("Аялдамаларды")
    assert session.scalars(select(Account.phone)).one() == "+77011234567"
