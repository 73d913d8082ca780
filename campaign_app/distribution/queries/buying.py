"""What to buy for the people who wait, and for whom the money is enough. Amounts are tiyn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.queries import CandidateRow, RecipientFacts
from campaign_app.core.pagination import ROWS_PER_PAGE, Page
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.queries.decisions import (
    available_packages,
    deceased_ids,
    ids_in_rounds,
)
from campaign_app.distribution.rules import waiting_order
from campaign_app.funds import queries as funds
from campaign_app.inventory import queries as inventory
from campaign_app.inventory.rules import (
    Allowed,
    Shelf,
    ShoppingList,
    enough_for,
    packages_to_pack,
    shopping_list,
)


@dataclass(frozen=True)
class WaitingPerson:
    """Somebody who waits, by her rank; whether the money is enough up to her."""

    rank: int
    beneficiary_id: int
    need_score: int
    variant: PackageVariant
    is_served: bool
    person: RecipientFacts


@dataclass(frozen=True, kw_only=True)
class BuyingPlan:
    """What to buy so that everybody who waits gets a package.

    `people` and `packed` are by variant; `left_out` are people whose variant the package type
    does not have. `enough` is None while a price is not known. `stand_ins`: by item that is
    to be bought, what may stand in for it and is in stock; the list does not count on it.
    """

    people: dict[PackageVariant, int]
    packed: dict[PackageVariant, int]
    to_pack: dict[PackageVariant, int]
    left_out: dict[PackageVariant, int]
    shopping: ShoppingList
    balance_minor: int
    enough: int | None
    ordered: list[CandidateRow]
    stand_ins: dict[int, list[Allowed]]

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self.ordered)

    @property
    def is_short(self) -> bool:
        """True when the money is not enough for all."""
        return self.enough is not None and self.enough < self.count


def plan_buying(
    session: Session,
    campaign_id: int,
    version_id: int,
    *,
    today: date,
    category: str | None = None,
    served_too: bool = False,
) -> BuyingPlan:
    """What packages of a version need beyond the stock; writes nothing.

    For everybody on the list of the campaign, or of one category, who is in no round of it yet
    (`served_too`: those as well). Who may not be visited is nobody to buy for.
    """
    contents = inventory.contents_of_version(session, version_id)
    gone = deceased_ids(session) | (set() if served_too else ids_in_rounds(session, campaign_id))
    waiting = [
        each
        for each in beneficiaries.list_candidates(session, campaign_id)
        if not each.is_restricted
        and each.beneficiary_id not in gone
        and category in (None, each.category.value)
    ]
    ordered = [
        each for each in sorted(waiting, key=waiting_order) if each.package_variant in contents
    ]
    people = Counter(each.package_variant for each in ordered)
    availability = available_packages(session, campaign_id).get(version_id)
    packed = availability.free if availability else {}
    to_pack = packages_to_pack(people, packed)
    shelves = inventory.shelves(session, campaign_id, today)
    balance = funds.balance(session, [campaign_id])
    shopping = shopping_list(contents, to_pack, shelves)
    return BuyingPlan(
        people=dict(people),
        packed={variant: packed.get(variant, 0) for variant in people},
        to_pack=to_pack,
        left_out=dict(
            Counter(
                each.package_variant for each in waiting if each.package_variant not in contents
            )
        ),
        shopping=shopping,
        stand_ins=_stand_ins(session, shopping, shelves),
        balance_minor=balance,
        enough=enough_for(
            [each.package_variant for each in ordered], packed, contents, shelves, balance
        ),
        ordered=ordered,
    )


def _stand_ins(
    session: Session, shopping: ShoppingList, shelves: Mapping[int, Shelf]
) -> dict[int, list[Allowed]]:
    short = [item.need.item_id for item in shopping.items if item.buy_milli]
    found = {}
    for item_id, rows in inventory.list_substitutes(session, short).items():
        there = [
            Allowed(row.substitute, shelves[row.substitute.item_id].on_hand_milli) for row in rows
        ]
        if any(each.left_milli for each in there):
            found[item_id] = [each for each in there if each.left_milli]
    return found


def page_of_waiting(session: Session, plan: BuyingPlan, *, page: int) -> Page[WaitingPerson]:
    """Who waits, the greatest need first, with her person."""
    page = min(max(1, page), max(1, -(-plan.count // ROWS_PER_PAGE)))
    first = (page - 1) * ROWS_PER_PAGE
    shown = plan.ordered[first : first + ROWS_PER_PAGE]
    people = beneficiaries.recipient_facts(session, {each.beneficiary_id for each in shown})
    rows = [
        WaitingPerson(
            rank,
            each.beneficiary_id,
            each.need_score,
            each.package_variant,
            plan.enough is not None and rank <= plan.enough,
            people[each.beneficiary_id],
        )
        for rank, each in enumerate(shown, start=first + 1)
    ]
    return Page(rows, page, plan.count, ROWS_PER_PAGE)
