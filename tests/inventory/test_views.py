"""The pages of goods, as the storekeeper and others use them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from campaign_app.core.spreadsheets.reading import read_table
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries
from campaign_app.inventory.models import Item, Packing, Purchase, StockLot
from campaign_app.inventory.rules import Unit
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_approved_expense,
    make_auditor,
    make_item,
    make_packing,
    make_purchase,
)

HERE = "/manage/campaigns/one"
STANDARD = PackageVariant.STANDARD


def plain(answer):
    """The page with ordinary spaces."""
    return answer.text.replace("\xa0", " ")


def test_items_are_added_and_changed(session, storekeeper):
    values = {"code": "rice", "name_kk": "Күріш", "name_ru": "Рис", "name_en": "Rice"}
    answer = storekeeper.submit("/manage/items/new", {**values, "unit": "kg"})
    assert answer.status_code == 302
    again = storekeeper.submit("/manage/items/new", {**values, "unit": "kg"})
    assert again.status_code == 422
    assert "Another item has the code “rice”." in again.text
    item = session.scalars(select(Item)).one()
    assert "Rice" in storekeeper.get("/manage/items?q=RI").text
    assert "Nothing is found" in storekeeper.get("/manage/items?q=tea").text
    page = f"/manage/items/{item.id}"
    assert storekeeper.submit(page, {"name_en": "White rice"}).status_code == 302
    assert (item.name_en, item.unit, item.is_active) == ("White rice", Unit.KG, True)


def test_a_purchase_is_received_line_by_line(session, campaign, storekeeper):
    rice, tea = make_item(session, name="Күріш"), make_item(session, unit=Unit.PACK)
    expense = make_approved_expense(session, campaign=campaign, amount_minor=1_000_00)
    page = f"{HERE}/purchases/new?expense={expense.id}"
    values = {
        "lines-0-item_id": str(rice.id),
        "lines-0-quantity": "2,5",
        "lines-0-price": "300",
        "lines-0-best_before": "2020-12-31",
        "lines-4-item_id": str(tea.id),
        "lines-4-quantity": "1",
        "lines-4-price": "250,50",
    }
    too_much = storekeeper.submit(page, {**values, "lines-4-price": "250,01"})
    assert too_much.status_code == 422
    assert "The lines cost 1,000.01 ₸, 1,000.00 ₸ of the expense is left." in plain(too_much)
    assert 'value="250,01"' in too_much.text
    answer = storekeeper.submit(page, {**values, "lines-4-price": "250"}, follow_redirects=True)
    assert "Purchase of" in answer.text
    assert session.scalars(select(Purchase.amount_minor)).one() == 1_000_00
    lots = session.execute(select(StockLot.on_hand_milli, StockLot.value_minor)).all()
    assert [tuple(row) for row in lots] == [(2_500, 750_00), (1_000, 250_00)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"lines-0-quantity": "viel"}, "“viel” is not a quantity. Write it like 12 or 2,5."),
        ({"lines-0-quantity": ""}, "“” is not a quantity. Write it like 12 or 2,5."),
        ({"lines-0-item_id": ""}, "Choose the item."),
        ({"lines-0-price": "x"}, "x"),
        ({"lines-0-quantity": "0"}, "The quantity must be more than zero."),
        ({"lines-0-best_before": "2020-04-19"}, "is before the day of arrival."),
        ({"received_on": "2020-04-21"}, "is in the future."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    session, campaign, storekeeper, changes, told
):
    item = make_item(session)
    expense = make_approved_expense(session, campaign=campaign)
    values = {
        "lines-0-item_id": str(item.id),
        "lines-0-quantity": "2",
        "lines-0-price": "300",
        **changes,
    }
    answer = storekeeper.submit(f"{HERE}/purchases/new?expense={expense.id}", values)
    assert answer.status_code == 422
    assert told in answer.text
    assert "Something needs to be corrected" in answer.text
    assert session.scalar(select(func.count()).select_from(Purchase)) == 0


def test_an_empty_purchase_is_refused(session, campaign, storekeeper):
    make_item(session)
    expense = make_approved_expense(session, campaign=campaign)
    answer = storekeeper.submit(f"{HERE}/purchases/new?expense={expense.id}")
    assert answer.status_code == 422
    assert "Write at least one line: item, quantity and price." in answer.text


def test_the_same_form_sent_twice_makes_one_purchase(session, campaign, storekeeper):
    item = make_item(session)
    expense = make_approved_expense(session, campaign=campaign)
    data = {
        "expense_id": str(expense.id),
        "received_on": "2020-04-20",
        "submission_id": "the-same",
        "lines-0-item_id": str(item.id),
        "lines-0-quantity": "2",
        "lines-0-price": "300",
    }
    first, second = (storekeeper.post(f"{HERE}/purchases/new", data=data) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(Purchase)) == 1


def test_a_purchase_is_taken_back_with_a_reason(session, campaign, storekeeper):
    purchase = make_purchase(session, campaign=campaign, item=make_item(session))
    page = f"{HERE}/purchases/{purchase.id}/void"
    assert storekeeper.submit(page).status_code == 422
    answer = storekeeper.submit(page, {"reason": "екі рет енгізілді"}, follow_redirects=True)
    assert "екі рет енгізілді" in answer.text
    assert purchase.voided_at == NOW
    listed = storekeeper.get(f"{HERE}/purchases").text
    assert 'class="is-void"' in listed
    assert "Approved, but not received yet" in listed


def test_a_gift_is_received(session, campaign, storekeeper):
    item = make_item(session)
    values = {"item_id": str(item.id), "quantity": "3", "donor_note": "Демо дүкені"}
    answer = storekeeper.submit(f"{HERE}/stock/gifts/new", values, follow_redirects=True)
    assert "Демо дүкені" in answer.text
    assert queries.goods_balance(session, [campaign.id]).items[0].given_milli == 3_000


def test_the_stock_shows_what_is_past_its_date(session, campaign, storekeeper, frozen_clock):
    item = make_item(session, name="Күріш")
    make_purchase(session, campaign=campaign, item=item, best_before=TODAY + timedelta(days=5))
    assert "goes bad soon" in storekeeper.get(f"{HERE}/stock").text
    frozen_clock.advance(days=6)
    assert "past its date" in storekeeper.get(f"{HERE}/stock").text


def test_goods_are_written_off(session, campaign, storekeeper):
    make_purchase(session, campaign=campaign, item=make_item(session), quantity_milli=5_000)
    lot = session.scalars(select(StockLot)).one()
    page = f"{HERE}/stock/lots/{lot.id}/write-off"
    too_much = storekeeper.submit(page, {"quantity": "6", "reason": "су тиді"})
    assert too_much.status_code == 422
    assert "6 kg asked, 5 kg left in this lot." in too_much.text
    assert storekeeper.submit(page, {"quantity": "2", "reason": "су тиді"}).status_code == 302
    assert lot.on_hand_milli == 3_000
    movements = storekeeper.get(f"{HERE}/stock/movements?kind=written_off").text
    assert "су тиді" in movements
    assert "-2 kg" in movements


def test_packages_are_written_off(session, campaign, storekeeper):
    packing = make_packing(session, campaign=campaign, count=2)
    stock_id = queries.list_package_stocks(session, campaign.id)[0].id
    page = f"{HERE}/stock/packages/{stock_id}/write-off"
    too_many = storekeeper.submit(page, {"count": "3", "reason": "су тиді"})
    assert "standard: 3 asked, 2 in stock." in too_many.text
    assert storekeeper.submit(page, {"count": "1", "reason": "су тиді"}).status_code == 302
    assert queries.packages_in_stock(session, packing.version_id) == {STANDARD: 1}


def test_who_may_only_read_sees_no_button(session, campaign, client_for):
    packing = make_packing(session, campaign=campaign)
    auditor = client_for(make_auditor(session))
    for page in ("stock", "purchases", "package-types", "packing", "stock/movements"):
        text = auditor.get(f"{HERE}/{page}").text
        assert "Write off" not in text
        assert "Receive a purchase" not in text
        assert "New package type" not in text
        assert "Undo" not in text
    assert auditor.post(f"{HERE}/packing", data={"count": "1"}).status_code == 403
    undo = auditor.post(f"{HERE}/packing/{packing.id}/undo", data={"reason": "x"})
    assert undo.status_code == 403
    assert session.scalars(select(Packing.undone_at)).one() is None


PAGES = (
    "stock",
    "stock/movements",
    "stock/gifts/new",
    "purchases",
    "purchases/new",
    "package-types",
    "package-types/new",
    "packing",
)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_every_page_in_every_language_full_and_empty(session, campaign, client_for, locale):
    reader = client_for(make_administrator(session), locale)
    for page in PAGES:
        assert reader.get(f"{HERE}/{page}").status_code == 200
    packing = make_packing(session, campaign=campaign)
    make_approved_expense(session, campaign=campaign)
    version = queries.describe_version(session, packing.version_id)
    lot = session.scalars(select(StockLot)).first()
    make_purchase(session, campaign=campaign, item=lot.item, best_before=TODAY)
    purchase = session.scalars(select(Purchase)).first()
    stock = queries.list_package_stocks(session, campaign.id)[0]
    more = (
        f"packing?package={version.id}-standard&count=500",
        f"packing?package={version.id}-standard&count=2",
        f"packing/{packing.id}/undo",
        f"purchases/{purchase.id}",
        f"purchases/{purchase.id}/void",
        f"package-types/{version.package_type_id}",
        f"package-types/{version.package_type_id}/versions/new",
        f"stock/lots/{lot.id}/write-off",
        f"stock/packages/{stock.id}/write-off",
    )
    for page in PAGES + more:
        assert reader.get(f"{HERE}/{page}").status_code == 200
    for page in ("/manage/items", "/manage/items/new", f"/manage/items/{lot.item_id}"):
        assert reader.get(page).status_code == 200


def test_stock_and_movements_as_files(session, campaign, storekeeper):
    item = make_item(session, code="rice", name="Күріш")
    make_purchase(session, campaign=campaign, item=item, quantity_milli=2_500, price_minor=374_00)
    answer = storekeeper.get(f"{HERE}/stock.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["Code"], row["In stock"], row["Value"]) for row in rows] == [
        ("rice", "2.5", "935.00")
    ]
    book = read_table(storekeeper.get(f"{HERE}/stock.xlsx").data, "stock.xlsx")
    assert book.rows[1].cells[0] == "rice"
    moved = storekeeper.get(f"{HERE}/stock/movements.csv?kind=received").data.decode("utf-8-sig")
    assert "Күріш,kg,received,2.5,935.00" in moved
    assert len(storekeeper.get(f"{HERE}/stock/movements.csv?kind=packed").data.splitlines()) == 1
    assert storekeeper.get(f"{HERE}/stock/movements.xlsx").status_code == 200
