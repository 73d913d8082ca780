"""The pages of package types and packing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries
from campaign_app.inventory.models import PackageTypeVersion
from tests.factories import (
    NOW,
    make_item,
    make_packing,
    make_purchase,
    make_version,
)

HERE = "/manage/campaigns/one"
STANDARD = PackageVariant.STANDARD


def test_a_package_type_is_made_in_a_grid_and_gets_versions(session, campaign, storekeeper):
    rice, tea = make_item(session, code="a"), make_item(session, code="b")
    names = {"code": "FOOD", "name_kk": "Жиынтық", "name_ru": "Набор", "name_en": "Food"}
    page = f"{HERE}/package-types/new"
    cells = {f"quantity-{rice.id}-standard": "2,5", f"quantity-{tea.id}-halal": "1"}
    wrong = storekeeper.submit(page, {**names, f"quantity-{rice.id}-standard": "x"})
    assert wrong.status_code == 422
    assert "Күріш, standard: “x” is not a quantity." in wrong.text
    empty = storekeeper.submit(page, names)
    assert "Write what is in at least one variant." in empty.text
    made = storekeeper.submit(page, {**names, **cells}, follow_redirects=True)
    assert "2.5" in made.text
    version = session.scalars(select(PackageTypeVersion)).one()
    contents = queries.contents_of_version(session, version.id)
    assert [(variant, needs[0].quantity_milli) for variant, needs in contents.items()] == [
        (STANDARD, 2_500),
        (PackageVariant.HALAL, 1_000),
    ]
    new_version = f"{HERE}/package-types/{version.package_type_id}/versions/new"
    same = storekeeper.submit(new_version)
    assert "Nothing was changed: version 1 stays." in same.text
    storekeeper.submit(new_version, {f"quantity-{tea.id}-standard": "1", "note": "шай қосылды"})
    shown = storekeeper.get(f"{HERE}/package-types/{version.package_type_id}").text
    assert "Versions before" in shown
    assert "шай қосылды" not in shown.partition("Versions before")[2]
    assert [row.number for row in queries.list_package_type_versions(session, campaign.id)] == [
        2,
        1,
    ]


def test_packing_shows_what_it_takes_then_packs(session, campaign, storekeeper):
    item = make_item(session, name="Күріш")
    make_purchase(session, campaign=campaign, item=item, quantity_milli=10_000)
    version = make_version(session, campaign=campaign, item=item, quantity_milli=2_000)
    page = f"{HERE}/packing?package={version.id}-standard"
    missing = storekeeper.get(f"{page}&count=6").text
    assert "There is not enough of everything" in missing
    assert "Pack: 6" not in missing
    answer = storekeeper.submit(f"{page}&count=5", follow_redirects=True)
    assert "Packed: 5." in answer.text
    assert queries.packages_in_stock(session, version.id) == {STANDARD: 5}


def test_packing_what_is_gone_meanwhile_names_it(session, campaign, storekeeper):
    item = make_item(session, name="Күріш")
    make_purchase(session, campaign=campaign, item=item, quantity_milli=10_000)
    version = make_version(session, campaign=campaign, item=item, quantity_milli=2_000)
    data = {"package": f"{version.id}-standard", "count": "6"}
    answer = storekeeper.post(f"{HERE}/packing", data=data)
    assert answer.status_code == 422
    assert "Not enough goods. Күріш: 12 kg asked, 10 kg left." in answer.text
    assert storekeeper.post(f"{HERE}/packing", data={**data, "count": ""}).status_code == 422
    assert storekeeper.post(f"{HERE}/packing", data={"count": "1"}).status_code == 422


@pytest.mark.parametrize("query", ["package=x&count=1", "package=99-standard&count=1", "count=-1"])
def test_a_packing_that_cannot_be_asked_shows_the_page(session, campaign, storekeeper, query):
    make_packing(session, campaign=campaign)
    assert storekeeper.get(f"{HERE}/packing?{query}").status_code == 200


def test_a_packing_is_undone(session, campaign, storekeeper):
    packing = make_packing(session, campaign=campaign, count=2)
    page = f"{HERE}/packing/{packing.id}/undo"
    answer = storekeeper.submit(page, {"reason": "қате түр"}, follow_redirects=True)
    assert "қате түр" in answer.text
    assert packing.undone_at == NOW
    again = storekeeper.submit(page, {"reason": "тағы"})
    assert "The packing was undone before." in again.text
