"""All doors that wait, divided into routes at once."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.services import lock_campaign
from campaign_app.distribution import queries, rules
from campaign_app.distribution.models import Delivery, DistributionRound, Route
from campaign_app.distribution.services.routes import (
    LONGEST_TITLE,
    RoutePlan,
    choose_free,
    open_route,
)
from campaign_app.inventory import queries as inventory

NO_PLACE = "—"


def divide_into_routes(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    round_: DistributionRound,
    runs_on: date,
    count: int,
) -> list[Route]:
    """Plan `count` routes of about equal work through every door that is on none.

    Refuses a closed round, and when nobody waits without a route. Two who ask at once get
    each door once: the campaign is locked first.
    """
    lock_campaign(session, round_.campaign_id)
    rules.check_round_open(session.get_one(DistributionRound, round_.id).status)
    people = {line.id: line.person for line in queries.list_free_lines(session, round_.id)}
    if not people:
        raise rules.NothingToDivide(field="count")
    grams = inventory.package_grams(session, round_.version_id)
    chosen = choose_free(session, round_.id, people)
    houses = [
        list(house)
        for _, house in groupby(chosen, key=lambda each: rules.building_of(people[each.id]))
    ]

    def grams_of(delivery: Delivery) -> int:
        return grams.get(delivery.variant, 0) * delivery.package_count

    def title_of(doors: list[Delivery]) -> str:
        ends = (rules.place_of(people[doors[place].id]) for place in (0, -1))
        return " – ".join(dict.fromkeys(filter(None, ends)))[:LONGEST_TITLE] or NO_PLACE

    return [
        open_route(
            session,
            actor=actor,
            now=now,
            round_=round_,
            plan=RoutePlan(title=title_of(doors), runs_on=runs_on),
            chosen=doors,
        )
        for doors in rules.divide(houses, grams_of, count)
    ]
