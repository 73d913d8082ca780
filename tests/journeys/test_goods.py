"""The storekeeper's day in a real browser: receive, say what is in a package, pack; a phone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.clock import today
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import services
from campaign_app.inventory.models import PackageTypeVersion, StockLot
from campaign_app.inventory.rules import Unit
from tests.factories import (
    NOW,
    PASSWORD,
    make_account,
    make_approved_expense,
    make_campaign,
    make_item,
    make_member,
    make_purchase,
)
from tests.support.browser import check_with_axe, take_screenshot
from tests.support.client import settle

pytestmark = pytest.mark.journey
HERE = "/manage/campaigns/food"
EMAIL = "store@tests.example"
GOODS = (
    ("flour", "Ұн", Unit.KG, 5_000, 140_00),
    ("rice", "Күріш", Unit.KG, 2_000, 374_00),
    ("buckwheat", "Қарақұмық жармасы", Unit.KG, 1_000, 334_00),
    ("oil", "Күнбағыс майы", Unit.LITRE, 1_000, 460_00),
    ("tea", "Шай 250 г", Unit.PACK, 1_000, 500_00),
    ("stew", "Ет консервілері 338 г", Unit.CAN, 1_000, 700_00),
)


def arrange(session: Session) -> int:
    """Goods for twenty packages, a version with two variants, ten packages packed."""
    campaign = make_campaign(session, slug="food", title="Азық-түлік жиынтықтары")
    account = make_account(session, email=EMAIL, full_name="Сәуле Қойшыбайқызы")
    make_member(session, campaign=campaign, role=CampaignRole.STOREKEEPER, account=account)
    make_approved_expense(session, campaign=campaign, amount_minor=50_000_00)
    contents: dict[PackageVariant, dict[int, int]] = {}
    for code, name, unit, quantity, price in GOODS:
        item = make_item(session, code=code, name=name, unit=unit)
        make_purchase(
            session,
            campaign=campaign,
            item=item,
            quantity_milli=quantity * 20,
            price_minor=price,
            best_before=today() + timedelta(days=5 if code == "stew" else 200),
        )
        contents.setdefault(PackageVariant.STANDARD, {})[item.id] = quantity
        if code != "stew":
            contents.setdefault(PackageVariant.VEGETARIAN, {})[item.id] = quantity
    version = services.create_package_type(
        session,
        actor=account,
        now=NOW,
        campaign=campaign,
        code="FOOD",
        name={"kk": "Азық-түлік жиынтығы", "ru": "Продуктовый набор", "en": "Food package"},
        contents=contents,
    )
    pack(session, version, campaign, 10)
    settle(session)
    return version.id


def pack(session: Session, version: PackageTypeVersion, campaign: object, count: int) -> None:
    """Pack standard packages."""
    services.pack_packages(
        session,
        actor=None,
        now=NOW,
        today=today(),
        campaign=campaign,  # type: ignore[arg-type]
        version_id=version.id,
        variant=PackageVariant.STANDARD,
        count=count,
    )


@pytest.fixture
def version_id(app, session: Session) -> int:
    """What the tests stand on; the day is read from the organisation's clock."""
    with app.test_request_context():
        return arrange(session)


def sign_in(page: Page) -> None:
    """By the form, as everybody does."""
    page.goto("/sign-in")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()


@pytest.mark.parametrize(("language", "width"), [("kk", 360), ("ru", 1280), ("en", 360)])
def test_every_page_fits_and_can_be_used(
    version_id: int, page: Page, session: Session, screenshots: Path, language: str, width: int
) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page)
    lot_id = session.scalars(select(StockLot.id)).first()
    type_id = session.get_one(PackageTypeVersion, version_id).package_type_id
    pages = {
        "stock": "stock",
        "movements": "stock/movements",
        "gift": "stock/gifts/new",
        "write-off": f"stock/lots/{lot_id}/write-off",
        "purchases": "purchases",
        "purchase-new": "purchases/new",
        "purchase": "purchases/1",
        "types": "package-types",
        "type-new": "package-types/new",
        "type": f"package-types/{type_id}",
        "version-new": f"package-types/{type_id}/versions/new",
        "packing": f"packing?package={version_id}-standard&count=12",
        "packing-fits": f"packing?package={version_id}-standard&count=3",
        "items": "../../items",
    }
    for name, address in pages.items():
        page.goto(f"{HERE}/{address}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        take_screenshot(page, screenshots, f"goods-{name}-{language}-{width}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} px wide in a window of {width}"
        check_with_axe(page)


def test_a_purchase_is_received_and_packed(version_id: int, page: Page) -> None:
    sign_in(page)
    page.set_extra_http_headers({"Accept-Language": "en"})
    page.goto(f"{HERE}/purchases/new")
    page.locator("[name=expense_id]").select_option(index=1)
    for line, (item, quantity, price) in enumerate([(2, "10", "374"), (3, "100,5", "140,50")]):
        page.locator(f"[name=lines-{line}-item_id]").select_option(index=item)
        page.locator(f"[name=lines-{line}-quantity]").fill(quantity)
        page.locator(f"[name=lines-{line}-price]").fill(price)
    page.locator("main form .btn-main").click()
    expect(page.locator("main")).to_contain_text("The goods are in stock.")
    page.goto(f"{HERE}/packing")
    page.locator("[name=package]").select_option(f"{version_id}-vegetarian")
    page.locator("[name=count]").fill("4")
    page.get_by_role("button", name="Show what it takes").click()
    page.get_by_role("button", name="Pack: 4").click()
    expect(page.locator("main")).to_contain_text("Packed: 4.")
    check_with_axe(page)
