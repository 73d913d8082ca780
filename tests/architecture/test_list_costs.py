"""A list costs the same for a hundred rows as for ten, and shows a page of them.

Generated from the URL map: every page of people and of what they get. A statement in a
loop, or a list without pages, fails here before anybody notices it on real data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from lxml import html
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.pagination import ROWS_PER_PAGE
from campaign_app.distribution import queries, services
from campaign_app.distribution.models import DistributionRound, Route
from campaign_app.worksites import services as worksites
from campaign_app.worksites.models import Tool
from campaign_app.worksites.rules import WorksiteKind
from tests.architecture.endpoints import Endpoint, list_endpoints, url_of
from tests.factories import NOW, TODAY, make_administrator, make_campaign
from tests.support.client import Client, settle
from tests.support.rounds import make_beneficiary, make_packages, make_round

FEATURES = ("beneficiaries", "privacy", "complaints", "distribution", "worksites")
ALSO = ("distribution.show_round",)
# The sign-in of each request asks the same; a count of statements may differ by a look-up.
SPARE = 1
FEW, MANY = 10, 100


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that go to the database meanwhile."""
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


class House:
    """A campaign with a round for everybody and a route through some of its doors."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.campaign: Campaign = make_campaign(session, slug="the-campaign")
        self.actor: Account = make_administrator(session)
        self.version_id = make_packages(session, campaign=self.campaign, count=0)
        self.round: DistributionRound | None = None
        self.people = 0

    def grow(self, upto: int) -> None:
        """More people, each on the campaign's list, on a round's and on a route of its own."""
        while self.people < upto:
            surname = f"Қасымов{'а' * (self.people % 2)} {self.people // 2}"
            make_beneficiary(self.session, surname=surname, enrolled_in=self.campaign)
            self.people += 1
        self.round = make_round(
            self.session, campaign=self.campaign, actor=self.actor, version_id=self.version_id
        )
        for line in queries.list_free_lines(self.session, self.round.id):
            services.plan_route(
                self.session,
                actor=self.actor,
                now=NOW,
                round_=self.round,
                plan=services.RoutePlan(title=f"№ {line.line_number}", runs_on=TODAY),
                delivery_ids=[line.id],
            )
        self._grow_places(upto)
        settle(self.session)

    def _grow_places(self, upto: int) -> None:
        """Places of work and tools, as many as people."""
        worksites.add_worksites(
            self.session,
            actor=None,
            now=NOW,
            campaign=self.campaign,
            kind=WorksiteKind.BUS_STOP,
            lines=[(f"Аялдама {number}", "", "") for number in range(upto)],
        )
        known = self.session.scalars(select(Tool.name)).all()
        for name in {f"Күрек {number}" for number in range(upto)} - set(known):
            worksites.add_tool(
                self.session, actor=None, now=NOW, campaign=self.campaign, name=name, count=2
            )


def list_pages(app: Flask) -> list[Endpoint]:
    """The lists of these features, without those of one person or of one's own."""
    return [
        endpoint
        for endpoint in list_endpoints(app)
        if "GET" in endpoint.methods
        and endpoint.name.partition(".")[0] in FEATURES
        and (endpoint.name.partition(".")[2].startswith("list_") or endpoint.name in ALSO)
        and set(endpoint.arguments) <= {"slug", "round_id"}
    ]


def test_a_list_costs_no_more_for_many_rows_and_shows_a_page(
    app: Flask, session: Session, client_for: Callable[..., Client]
) -> None:
    house = House(session)
    house.grow(FEW)
    browser = client_for(house.actor)
    pages = list_pages(app)
    assert len(pages) >= 4

    def ask() -> dict[str, tuple[int, int]]:
        found = {}
        assert house.round is not None
        for endpoint in pages:
            url = url_of(app, endpoint, house.campaign.slug, round_id=house.round.id)
            browser.get(url)  # what is kept between requests is there
            with counted() as statements:
                answer = browser.get(url)
            assert answer.status_code == 200, url
            rows = max((len(table.findall("tr")) for table in tables(answer.text)), default=0)
            found[endpoint.name] = len(statements), rows
        return found

    few = ask()
    house.grow(MANY)
    many = ask()
    dearer = {
        name: (few[name][0], cost)
        for name, (cost, _rows) in many.items()
        if cost > few[name][0] + SPARE
    }
    assert not dearer, f"statements for {FEW} rows and for {MANY}: {dearer}"
    long = {name: rows for name, (_cost, rows) in many.items() if rows > ROWS_PER_PAGE}
    assert not long, f"rows on one page: {long}"
    assert many["beneficiaries.list_beneficiaries"][1] == ROWS_PER_PAGE
    assert many["distribution.list_routes"][1] == ROWS_PER_PAGE


def tables(text: str) -> list[html.HtmlElement]:
    """The bodies of a page's tables."""
    return list(html.document_fromstring(text).iter("tbody"))


def test_a_statement_in_a_loop_is_counted(session: Session) -> None:
    """So that the test above can fail."""
    with counted() as statements:
        for number in range(3):
            session.execute(Route.__table__.select().where(Route.id == number))
    assert sum("FROM routes" in statement for statement in statements) == 3 > SPARE
