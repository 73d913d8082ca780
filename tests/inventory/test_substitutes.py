"""What stands in for an item that is short: by a list, in whole packages, written down."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import NotFound
from campaign_app.core.variants import PackageVariant
from campaign_app.inventory import queries, rules, services
from campaign_app.inventory.models import (
    ItemSubstitute,
    PackingSubstitution,
    StockMovement,
)
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_item,
    make_member,
    make_purchase,
)
from tests.inventory.steps import assert_balanced, on_hand
from tests.support.rounds import make_beneficiary

STANDARD, DIABETIC = PackageVariant.STANDARD, PackageVariant.DIABETIC
HERE = "/manage/campaigns/one"


@pytest.fixture
def items(session):
    return make_item(session, name="Қарақұмық"), make_item(session, name="Күріш")


def allow(session, item, substitute, *, per=1000, not_in=()):
    return services.add_substitute(
        session,
        actor=make_account(session),
        now=NOW,
        item=item,
        substitute_id=substitute.id,
        per_milli=per,
        not_in=not_in,
    )


def test_a_list_has_an_order_and_exceptions(session, items):
    buckwheat, rice = items
    pasta = make_item(session, name="Кеспе")
    allow(session, buckwheat, rice, not_in=[DIABETIC])
    second = allow(session, buckwheat, pasta, per=1_500)

    def named_for(variant):
        found = queries.substitutes_for(session, [buckwheat.id], variant)
        return [each.item_id for each in found.get(buckwheat.id, [])]

    assert named_for(STANDARD) == [rice.id, pasta.id]
    assert named_for(DIABETIC) == [pasta.id]
    actor = make_account(session)
    services.put_substitute_first(
        session, actor=actor, now=NOW, item=buckwheat, substitute_id=second.id
    )
    assert named_for(STANDARD) == [pasta.id, rice.id]
    services.remove_substitute(
        session, actor=actor, now=NOW, item=buckwheat, substitute_id=second.id
    )
    assert named_for(STANDARD) == [rice.id]
    assert queries.substitutes_for(session, [rice.id], STANDARD) == {}
    with pytest.raises(NotFound):
        services.remove_substitute(
            session, actor=actor, now=NOW, item=buckwheat, substitute_id=second.id
        )


def test_what_is_refused_in_a_list(session, items):
    buckwheat, rice = items
    allow(session, buckwheat, rice)
    for substitute, per, error in (
        (buckwheat, 1000, rules.SubstituteOfItself),
        (rice, 1000, rules.SubstituteTaken),
        (make_item(session), 0, rules.SubstituteOfNothing),
    ):
        with pytest.raises(error):
            allow(session, buckwheat, substitute, per=per)
    for values in ({"substitute_id": buckwheat.id}, {"per_milli": 0}):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(update(ItemSubstitute).values(**values))


# ---- packing ----


@pytest.fixture
def version(session, campaign, items):
    """A package of 2 kg buckwheat and 1 kg rice; 6 kg and 20 kg are there."""
    buckwheat, rice = items
    make_purchase(session, campaign=campaign, item=buckwheat, quantity_milli=6_000)
    make_purchase(session, campaign=campaign, item=rice, quantity_milli=20_000, price_minor=333_33)
    return services.create_package_type(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        code="FOOD",
        name={"kk": "Жиынтық", "ru": "Набор", "en": "Food"},
        contents={
            variant: {buckwheat.id: 2_000, rice.id: 1_000} for variant in (STANDARD, DIABETIC)
        },
    )


def pack(session, campaign, version, count, *, variant=STANDARD, uses=True):
    return services.pack_packages(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        version_id=version.id,
        variant=variant,
        count=count,
        uses_substitutes=uses,
    )


def test_packing_says_what_stood_in_and_undoing_gives_it_back(session, campaign, items, version):
    buckwheat, rice = items
    allow(session, buckwheat, rice, not_in=[DIABETIC])
    with pytest.raises(rules.GoodsMissing):
        pack(session, campaign, version, 5, uses=False)
    with pytest.raises(rules.GoodsMissing):
        pack(session, campaign, version, 5, variant=DIABETIC)
    packing = pack(session, campaign, version, 5)
    kept = session.scalars(select(PackingSubstitution)).one()
    assert (kept.item_id, kept.substitute_id) == (buckwheat.id, rice.id)
    assert (kept.package_count, kept.item_milli, kept.substitute_milli) == (2, 4_000, 4_000)
    assert (on_hand(session, buckwheat), on_hand(session, rice)) == (0, 20_000 - 5_000 - 4_000)
    taken = session.scalar(
        select(func.sum(StockMovement.value_minor)).where(StockMovement.packing_id == packing.id)
    )
    assert packing.cost_minor == -taken
    assert_balanced(session, campaign)
    services.undo_packing(
        session, actor=make_account(session), now=NOW, packing=packing, reason="қате"
    )
    assert (on_hand(session, buckwheat), on_hand(session, rice)) == (6_000, 20_000)
    assert_balanced(session, campaign)


def test_what_was_packed_with_a_substitute_is_never_changed(session, campaign, items, version):
    allow(session, *items)
    pack(session, campaign, version, 5)
    for statement in (
        update(PackingSubstitution).values(package_count=1),
        delete(PackingSubstitution),
    ):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(statement)


# ---- the pages ----


def test_a_substitute_is_named_on_the_items_page(session, items, storekeeper):
    buckwheat, rice = items
    session.commit()
    page = f"/manage/items/{buckwheat.id}"
    url = f"{page}/substitutes"
    values = {"substitute_id": str(rice.id), "per": "0"}
    refused = storekeeper.post(url, data={**values, "not_in": ["diabetic"]})
    assert refused.status_code == 422
    assert "more than 0" in refused.text
    assert re.search(r"<input checked [^>]*value=\"diabetic\"", refused.text)
    assert storekeeper.post(url, data={**values, "per": "x"}).status_code == 422
    assert storekeeper.post(url, data={"per": "1"}).status_code == 422
    good = {**values, "per": "1,5", "not_in": ["diabetic"]}
    assert storekeeper.post(url, data=good).status_code == 302
    again = storekeeper.post(url, data=good)
    assert "is named already" in again.text
    shown = storekeeper.get(url).text
    assert url in storekeeper.get(page).text
    assert "1.5 kg for 1 kg" in shown
    assert "not in: without sugar" in " ".join(shown.split())
    (row,) = queries.list_substitutes(session, [buckwheat.id])[buckwheat.id]
    assert storekeeper.post(f"{url}/{row.id}/first").status_code == 302
    assert (
        storekeeper.post(f"/manage/items/{rice.id}/substitutes/{row.id}/remove").status_code == 404
    )
    assert storekeeper.post(f"{url}/{row.id}/remove").status_code == 302
    assert storekeeper.post("/manage/items/999/substitutes", data=good).status_code == 404


def test_packing_offers_and_uses_it(session, campaign, items, version, storekeeper):
    allow(session, *items)
    session.commit()
    page = f"{HERE}/packing?package={version.id}-standard&count=5"
    without = storekeeper.get(page).text
    assert "instead of Қарақұмық is allowed Күріш" in without
    told = storekeeper.get(f"{page}&uses_substitutes=y").text
    assert "instead:" in told
    assert 'name="uses_substitutes" value="y"' in told
    data = {"package": f"{version.id}-standard", "count": "5"}
    refused = storekeeper.post(f"{HERE}/packing", data=data)
    assert refused.status_code == 422
    assert "instead of Қарақұмық is allowed Күріш: 15 kg left" in refused.text
    done = storekeeper.post(
        f"{HERE}/packing", data={**data, "uses_substitutes": "y"}, follow_redirects=True
    )
    assert "Күріш instead of Қарақұмық in 2 packages: 4 kg" in done.text


def test_what_to_buy_names_what_may_stand_in(session, campaign, items, version, client_for):
    allow(session, *items)
    for number in range(5):
        make_beneficiary(session, enrolled_in=campaign, surname=f"Демова{number}")
    session.commit()
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    session.commit()
    page = organiser.get(f"{HERE}/what-to-buy").text
    assert "may stand in: Күріш, in stock 20 kg" in page
    assert page.count("may stand in:") == 1
