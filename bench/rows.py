"""The rows of the table: what is asked of the program, and of the limit for the same work."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.our_data import Place
from bench.servers import Browser

OurRequest = Callable[[Browser, Place], int]
LimitRequest = Callable[[Browser], int]


@dataclass(frozen=True)
class Row:
    """A line of the table; `bar` is the ratio to reach, by the CPU of a request."""

    name: str
    bar: float
    ours: OurRequest
    limit: LimitRequest


def page(address: str) -> OurRequest:
    """Fetch an address of the program; {slug} is the campaign with the most donations.

    {round} is its longest round, {person} somebody who received as often as anybody.
    """

    def send(browser: Browser, place: Place) -> int:
        names = {"slug": place.slug, "round": place.round_id, "person": place.person_id}
        return browser.send("GET", address.format(**names))[0]

    return send


def limit_page(address: str) -> LimitRequest:
    """Fetch an address of the limit."""
    return lambda browser: browser.send("GET", address)[0]


def create_ours(browser: Browser, place: Place) -> int:
    """Log a donation by the form; the submission id is new each time, as the form's would be."""
    form = {
        "csrf_token": browser.cookies["csrf"],
        "submission_id": secrets.token_urlsafe(24),
        "donor_name": "Айгүл Серікқызы",
        "amount": "5 000,50",
        "method": "kaspi",
        "received_on": datetime.now(UTC).date().isoformat(),
        "reference": secrets.token_hex(6),
    }
    status = browser.send("POST", f"/manage/campaigns/{place.slug}/donations/new", form)[0]
    # A form that comes back with an error answers 200: that would measure something else.
    return 302 if status in (302, 303) else 0


def create_limit(browser: Browser) -> int:
    """Log a donation in the limit."""
    form = {
        "csrf_token": browser.cookies["csrf"],
        "donor_name": "Айгүл Серікқызы",
        "amount": "5000.50",
        "method": "kaspi",
        "received_on": datetime.now(UTC).date().isoformat(),
    }
    return browser.send("POST", "/donations/new", form)[0]


LIST = limit_page("/people")

ROWS = (
    Row(
        "list of 50, signed in",
        3.0,
        page("/manage/campaigns/{slug}/donations"),
        limit_page("/donations"),
    ),
    Row(
        "search by name",
        3.0,
        page("/manage/beneficiaries?q=%D0%BA%D0%B0%D1%81%D1%8B%D0%BC"),
        limit_page("/people?q=%D2%9B%D0%B0%D1%81%D1%8B%D0%BC"),
    ),
    Row("create by form", 4.0, create_ours, create_limit),
    Row(
        "statistics of a campaign",
        3.0,
        page("/manage/campaigns/{slug}"),
        limit_page("/statistics"),
    ),
    Row("public page", 3.0, page("/campaigns/{slug}"), limit_page("/public")),
    Row("page of a person", 3.0, page("/manage/beneficiaries/{person}"), limit_page("/people/1")),
    Row("pairs that may be one", 3.0, page("/manage/beneficiaries/duplicates"), LIST),
    Row("fairness", 3.0, page("/manage/beneficiaries/fairness"), limit_page("/statistics")),
    Row(
        "decision of a round",
        3.0,
        page("/manage/campaigns/{slug}/distributions/{round}/decision"),
        LIST,
    ),
    Row("complaints", 3.0, page("/manage/complaints"), LIST),
    Row("who looked at whom", 3.0, page("/manage/privacy/disclosures"), LIST),
    Row("public form for help", 3.0, page("/help/new"), limit_page("/donations/new")),
    Row("CSV of all people", 1.5, page("/manage/beneficiaries.csv"), limit_page("/people.csv")),
)
