"""The main job in a real browser: from a donation to the final report, everything adds up.

On the demo campaign, each step by the person whose step it is; after each, the three
equations on the campaign's page show a difference of zero.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from campaign_app.demo.cast import Cast
from tests.support.browser import Server, check_with_axe
from tests.support.demo import PASSWORD

pytestmark = pytest.mark.journey
CAMPAIGN = "/manage/campaigns/food-packages-2020"
PENSIONERS = Path(__file__).parents[1] / "data" / "import" / "pensioners.csv"


class People:
    """One browser window for each of those who work together."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server = browser, server
        self.pages: dict[str, Page] = {}

    def __getitem__(self, name: str) -> Page:
        if name not in self.pages:
            context = self.browser.new_context(base_url=self.server.url, locale="ru-RU")
            page = context.new_page()
            page.goto("/sign-in")
            page.fill("[name=email]", f"{name}@demo.example")
            page.fill("[name=password]", PASSWORD)
            page.click("main form button")
            expect(page).to_have_url(re.compile("/manage"))
            self.pages[name] = page
        return self.pages[name]


def send(page: Page) -> None:
    """Press the main button of the page's last form and see that it was accepted."""
    page.locator("main form:not([method=get]) .submit-row button").first.click()
    expect(page.locator(".error-summary")).to_have_count(0)


def choose(page: Page, name: str, text: str) -> None:
    """Choose the first option of a select whose text has `text`."""
    option = page.locator(f"[name='{name}'] option", has_text=text).first
    page.select_option(f"[name='{name}']", option.get_attribute("value"))


def check_balance(page: Page) -> None:
    """The campaign's page shows three equations, each with a difference of zero."""
    page.goto(CAMPAIGN)
    expect(page.locator(".equation")).to_have_count(3)
    expect(page.locator(".difference-zero")).to_have_count(3)


def pdf_text(page: Page, address: str) -> str:
    """The text layer of a printed paper."""
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    return "\n".join(each.extract_text() for each in pages)


@pytest.fixture
def people(browser: Browser, cast: Cast, server: Server) -> People:
    assert cast.food.slug in CAMPAIGN
    return People(browser, server)


def import_pensioners(page: Page) -> None:
    page.goto("/manage/beneficiaries/import")
    page.set_input_files("[name=file]", PENSIONERS)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile(r"/import/\d+"))
    check_with_axe(page)
    page.locator("form[action$='/confirm'] button").click()
    expect(page.locator(".notice-success")).to_have_count(1)
    page.goto("/manage/beneficiaries?q=алимжанова")
    expect(page.locator("tbody tr")).not_to_have_count(0)


def log_a_donation(page: Page) -> None:
    page.goto(f"{CAMPAIGN}/donations/new")
    check_with_axe(page)
    page.fill("[name=amount]", "5 000,50")
    page.select_option("[name=method]", "kaspi")
    page.fill("[name=donor_name]", "Ғабдуллина Жанар")
    page.locator("main .submit-row button").first.click()
    expect(page.locator("main")).to_contain_text("Ғабдуллина Жанар")
    page.goto(f"{CAMPAIGN}/donations")
    expect(page.locator("main")).to_contain_text("413\N{NO-BREAK SPACE}350,50")


def enter_an_expense(page: Page) -> str:
    page.goto(f"{CAMPAIGN}/expenses/new")
    page.fill("[name=amount]", "4000")
    page.select_option("[name=account]", "bank")
    page.fill("[name=supplier]", "«Демо-Астық» ЖШС")
    page.fill("[name=purpose]", "Күріш")
    page.locator("main .submit-row button").first.click()
    expect(page).to_have_url(re.compile(r"/expenses/\d+$"))
    expect(page.locator("form[action$='/approve']")).to_have_count(0)
    return page.url


def approve(page: Page, expense: str) -> None:
    page.goto(expense)
    page.locator("form[action$='/approve'] button").click()
    expect(page.locator(".notice-success")).to_have_count(1)


def receive_and_pack(page: Page) -> None:
    page.goto(f"{CAMPAIGN}/purchases/new")
    page.select_option("[name=expense_id]", index=1)
    choose(page, "lines-0-item_id", "Рис")
    page.fill("[name='lines-0-quantity']", "10")
    page.fill("[name='lines-0-price']", "400")
    send(page)
    page.goto(f"{CAMPAIGN}/package-types/new")
    for code, name in (("kk", "Күріш 1 кг"), ("ru", "Рис 1 кг"), ("en", "Rice 1 kg")):
        page.fill(f"[name=name_{code}]", name)
    page.fill("[name=code]", "RICE")
    rice = page.locator("tr", has=page.locator("th", has_text=re.compile("^Рис")))
    rice.locator("input").first.fill("1")
    send(page)
    page.goto(f"{CAMPAIGN}/packing")
    choose(page, "package", "Рис 1 кг")
    page.fill("[name=count]", "5")
    page.locator("main form[method=get] button").first.click()
    page.locator("main form[method=post] button").first.click()
    expect(page.locator(".notice-success")).to_have_count(1)


def plan_a_round(page: Page) -> str:
    page.goto(f"{CAMPAIGN}/distributions/new")
    choose(page, "version_id", "Рис 1 кг")
    page.fill("[name=maximum]", "3")
    page.check("[name=gives_standard_instead]")
    page.fill("[name=title_ru]", "Рис нуждающимся")
    send(page)
    expect(page).to_have_url(re.compile(r"/distributions/\d+$"))
    check_with_axe(page)
    return page.url


def record(page: Page, round_address: str, row: int, outcome: str, proof: str = "") -> None:
    page.goto(round_address)
    page.locator("tbody tr th a").nth(row).click()
    page.check(f"[name=outcome][value={outcome}]")
    if proof:
        page.select_option("[name=proof]", proof)
    send(page)
    expect(page.locator(".notice-success")).to_have_count(1)


def test_from_a_donation_to_the_final_report(people: People) -> None:
    organiser, treasurer, storekeeper = (
        people[name] for name in ("organiser", "treasurer", "storekeeper")
    )
    check_balance(organiser)
    import_pensioners(organiser)
    log_a_donation(organiser)
    check_balance(organiser)
    expense = enter_an_expense(organiser)
    check_balance(organiser)
    approve(treasurer, expense)
    check_balance(organiser)
    receive_and_pack(storekeeper)
    check_balance(storekeeper)
    round_address = plan_a_round(organiser)
    outcomes = (("delivered", "paper_signature"), ("not_at_home", ""), ("refused", ""))
    for row, (outcome, proof) in enumerate(outcomes):
        record(organiser, round_address, row, outcome, proof)
        check_balance(organiser)
    sheet = pdf_text(organiser, f"{round_address}/sheet.pdf")
    assert "Тарату ведомосі" in sheet
    assert "Ведомость выдачи" in sheet
    report = pdf_text(people["admin"], f"{CAMPAIGN}/reports/final.pdf?language=kk")
    assert "413\N{NO-BREAK SPACE}350,50" in report
    check_balance(people["auditor"])
