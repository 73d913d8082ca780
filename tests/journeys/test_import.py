"""A list in a real browser: a column corrected, a duplicate decided, imported, and once only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from campaign_app.demo.cast import Cast
from tests.support.browser import check_with_axe
from tests.support.demo import PASSWORD

pytestmark = pytest.mark.journey
LIST = (
    "Список получателей помощи\n"
    "№;Ф.И.О.;Туған күні;Мобила;Адрес\n"
    "1;Жаңабаева Раушан Серікқызы;02.01.1950;87010000001;г. Темиртау, ул. Абая, д. 7, кв. 3\n"
    "2;Жаңабаевa Раушан Серікқызы;02.01.1950;;\n"
    "3;Ким Олег;31.02.1950;87010000002;\n"
    "Итого;3;;;\n"
)


def upload(page: Page, path: Path) -> None:
    page.goto("/manage/beneficiaries/import")
    page.set_input_files("[name=file]", str(path))
    page.click("main .submit-row button")
    expect(page).to_have_url(re.compile(r"/import/\d+$"))


def test_a_clerk_imports_a_list(cast: Cast, page: Page, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    page.goto("/sign-in")
    page.fill("[name=email]", "organiser@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.goto("/manage/beneficiaries/import")
    check_with_axe(page)
    upload(page, path)
    check_with_axe(page)
    # A column that nobody knows is read as the telephone,
    page.locator("tr", has_text="Мобила").locator("select").select_option("phone")
    page.locator("#columns form button").click()
    expect(page.locator("#columns .pill")).to_have_count(0)
    # a likely duplicate is somebody else,
    row = page.locator("tr", has_text="Жаңабаевa").first
    row.locator("form.post-button button").click()
    expect(page.locator(".pill-settled")).to_have_count(2)
    # all or nothing is refused because of the error,
    page.check("#rows-all")
    page.click("main .submit-row button")
    expect(page.locator(".notice-error")).to_contain_text("1")
    # and the good rows are imported.
    page.click("main .submit-row button")
    expect(page).to_have_url(re.compile("/manage/beneficiaries$"))
    # The same list again: the column is remembered and nothing would change.
    upload(page, path)
    expect(page.locator("#columns .pill")).to_have_count(0)
    expect(page.locator(".pill-settled, .pill-chosen")).to_have_count(0)
