"""What the money became: items, purchases, 64 packed packages, and a gift past its date."""

from __future__ import annotations

from datetime import date

from campaign_app.core.variants import PackageVariant
from campaign_app.demo.cast import Cast, at
from campaign_app.demo.data import read
from campaign_app.demo.steps import money
from campaign_app.inventory import queries, services
from campaign_app.inventory.models import Item
from campaign_app.inventory.rules import Unit

MILLI = 1000
TENGE = 100
ENGLISH = {
    "flour": "Flour",
    "rice": "Rice",
    "buckwheat": "Buckwheat",
    "sugar": "Sugar",
    "pasta": "Pasta",
    "oil": "Sunflower oil",
    "tea": "Black tea 250 g",
    "salt": "Salt",
    "stew": "Halal stewed beef 338 g",
    "biscuit": "Biscuits 500 g",
    "lentils": "Lentils",
}
LENTILS = {"code": "lentils", "ru": "Чечевица", "kk": "Жасымық", "unit": "kg", "price": 420}
PACKED = {
    PackageVariant.STANDARD: 38,
    PackageVariant.HALAL: 12,
    PackageVariant.DIABETIC: 10,
    PackageVariant.VEGETARIAN: 4,
}
BEST_BEFORE = date(2021, 3, 31)
PACKING_DAY = "2020-03-31"


def _items() -> list[dict[str, object]]:
    return [*read("people")["items"], LENTILS]


def _contents() -> dict[PackageVariant, dict[str, int]]:
    """Thousandths of a unit of each item, by variant (domain research, section 5.3)."""
    standard = {item["code"]: item["qty"] * MILLI for item in read("people")["items"]}
    diabetic = {k: v for k, v in standard.items() if k not in ("sugar", "biscuit")}
    diabetic["buckwheat"] += 2 * MILLI
    vegetarian = {k: v for k, v in standard.items() if k != "stew"} | {"lentils": MILLI}
    return {
        PackageVariant.STANDARD: standard,
        PackageVariant.HALAL: standard,
        PackageVariant.DIABETIC: diabetic,
        PackageVariant.VEGETARIAN: vegetarian,
    }


def _needed() -> dict[str, int]:
    needed: dict[str, int] = {}
    for variant, contents in _contents().items():
        for code, milli in contents.items():
            needed[code] = needed.get(code, 0) + milli * PACKED[variant]
    return needed


def buy_and_pack(cast: Cast) -> int:
    """Buy exactly what 64 packages take, and pack them; gives the id of the version."""
    items = {str(plan["code"]): _add_item(cast, plan) for plan in _items()}
    version = services.create_package_type(
        cast.session,
        actor=cast.organiser,
        now=at("2020-03-27"),
        campaign=cast.food,
        code="FOOD",
        name={"kk": "Азық-түлік жиынтығы", "ru": "Продуктовый набор", "en": "Food package"},
        contents={
            variant: {items[code].id: milli for code, milli in contents.items()}
            for variant, contents in _contents().items()
        },
    )
    _allow_substitutes(cast, items)
    _purchase(cast, items)
    services.record_gift(
        cast.session,
        actor=cast.accounts["storekeeper"],
        now=at("2020-03-28"),
        today=date(2020, 3, 28),
        campaign=cast.food,
        item_id=items["biscuit"].id,
        quantity_milli=6 * MILLI,
        received_on=date(2020, 3, 28),
        donor_note="«Демо» ЖШС",
        best_before=date(2020, 3, 30),
    )
    for variant, count in PACKED.items():
        services.pack_packages(
            cast.session,
            actor=cast.accounts["storekeeper"],
            now=at(PACKING_DAY, "19:00"),
            today=date.fromisoformat(PACKING_DAY),
            campaign=cast.food,
            version_id=version.id,
            variant=variant,
            count=count,
        )
    return version.id


def count_stock(cast: Cast) -> None:
    """The storekeeper counts what is left, the organiser approves: nothing is missing."""
    items = [item.id for item in queries.list_items(cast.session)]
    lots = queries.lots_on_hand(cast.session, cast.food.id, items)
    take = services.record_stock_take(
        cast.session,
        actor=cast.accounts["storekeeper"],
        now=at("2020-04-03", "18:00"),
        campaign=cast.food,
        counted={lot.id: lot.on_hand_milli for lot in lots},
        note="Таратудан кейін / После раздачи",
    )
    services.approve_stock_take(
        cast.session, actor=cast.organiser, now=at("2020-04-03", "18:30"), take=take
    )


# What a sack, a bale or a box of a wholesaler holds.
SOLD_IN = {"flour": 50, "rice": 25, "buckwheat": 25, "sugar": 50, "pasta": 5, "oil": 5}


def _add_item(cast: Cast, plan: dict[str, object]) -> Item:
    code = str(plan["code"])
    return services.add_item(
        cast.session,
        actor=cast.organiser,
        now=at("2020-03-26"),
        code=code,
        name={"kk": str(plan["kk"]), "ru": str(plan["ru"]), "en": ENGLISH[code]},
        unit=Unit(str(plan["unit"])),
        sold_milli=SOLD_IN.get(code, 0) * MILLI,
    )


def _allow_substitutes(cast: Cast, items: dict[str, Item]) -> None:
    """Rice and buckwheat stand in for one another, but no rice for diabetics."""
    for item, substitute, not_in in (
        ("buckwheat", "rice", [PackageVariant.DIABETIC]),
        ("rice", "buckwheat", []),
        ("lentils", "buckwheat", []),
    ):
        services.add_substitute(
            cast.session,
            actor=cast.organiser,
            now=at("2020-03-26"),
            item=items[item],
            substitute_id=items[substitute].id,
            per_milli=MILLI,
            not_in=not_in,
        )


def _purchase(cast: Cast, items: dict[str, Item]) -> None:
    prices = {str(plan["code"]): int(str(plan["price"])) * TENGE for plan in _items()}
    needed = _needed()
    costs = {code: needed[code] * prices[code] // MILLI for code in needed}
    for expense, codes in money.spend(cast, costs):
        services.record_purchase(
            cast.session,
            actor=cast.accounts["storekeeper"],
            now=at(PACKING_DAY, "09:00"),
            today=date.fromisoformat(PACKING_DAY),
            campaign=cast.food,
            expense_id=expense.id,
            received_on=expense.spent_on,
            lines=[
                services.LineDetails(
                    item_id=items[code].id,
                    quantity_milli=needed[code],
                    price_minor=prices[code],
                    best_before=BEST_BEFORE,
                )
                for code in codes
            ],
        )


def pack_gifts_for_children(cast: Cast) -> int:
    """Two sets of gifts in kind, one for each institution; gives the id of the version."""
    campaign = cast.campaigns["childrens-day-2020"]
    gift = services.add_item(
        cast.session,
        actor=cast.organiser,
        now=at("2020-05-26"),
        code="gift",
        name={"kk": "Балаларға сыйлық", "ru": "Подарок для детей", "en": "Gift for children"},
        unit=Unit.PIECE,
    )
    services.record_gift(
        cast.session,
        actor=cast.accounts["storekeeper"],
        now=at("2020-05-28"),
        today=date(2020, 5, 28),
        campaign=campaign,
        item_id=gift.id,
        quantity_milli=70 * MILLI,
        received_on=date(2020, 5, 28),
        donor_note="«Демо» ЖШС",
    )
    version = services.create_package_type(
        cast.session,
        actor=cast.organiser,
        now=at("2020-05-28"),
        campaign=campaign,
        code="GIFTS",
        name={"kk": "Сыйлықтар жиынтығы", "ru": "Набор подарков", "en": "Set of gifts"},
        contents={PackageVariant.STANDARD: {gift.id: 35 * MILLI}},
    )
    services.pack_packages(
        cast.session,
        actor=cast.accounts["storekeeper"],
        now=at("2020-05-29"),
        today=date(2020, 5, 29),
        campaign=campaign,
        version_id=version.id,
        variant=PackageVariant.STANDARD,
        count=2,
    )
    return version.id
