"""A volunteer meets nobody of the registry outside her own route."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy.orm import Session

from campaign_app.demo.cast import Cast
from tests.architecture.endpoints import list_endpoints, snapshot
from tests.privacy.places import addresses_of, values_in
from tests.privacy.reading import text_of
from tests.support.client import Client, settle
from tests.support.traces import Traces

REAL_IDS = 2


def test_nothing_under_manage_answers_a_volunteer(
    app: Flask, session: Session, cast: Cast, client_for: Callable[..., Client]
) -> None:
    """Addresses of what is really there: they answer as what does not exist."""
    browser = client_for(cast.accounts["volunteer"])
    settle(session)
    before = snapshot(session)
    values = values_in(session, at_most=REAL_IDS)
    asked = 0
    for endpoint in list_endpoints(app):
        if not endpoint.address.startswith("/manage"):
            continue
        for address in addresses_of(app, endpoint, values):
            for method in endpoint.methods:
                answer = browser.open(address, method=method)
                assert answer.status_code == 404, f"{method} {address}: {answer.status_code}"
                asked += 1
    assert asked > 300
    assert snapshot(session) == before


def test_her_own_pages_and_the_public_ones_name_nobody(
    app: Flask,
    session: Session,
    cast: Cast,
    traces: Traces,
    client_for: Callable[..., Client],
) -> None:
    """Both demo volunteers went on a route, which is over."""
    values = values_in(session)
    for account in ("volunteer", "volunteer2"):
        browser = client_for(cast.accounts[account])
        browser.checks_pages = False
        for endpoint in list_endpoints(app):
            if endpoint.address.startswith("/manage") or "GET" not in endpoint.methods:
                continue
            for address in addresses_of(app, endpoint, values):
                answer = browser.get(address)
                told = traces.find(text_of(answer))
                assert not told, f"{account} at {address}: {told}"
