"""Deny by default: the matrix, the campaigns' walls, and refusals that change nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.architecture import access_matrix
from tests.architecture.children import CHILDREN
from tests.architecture.endpoints import (
    ROLES,
    campaign_endpoints,
    list_endpoints,
    make_people,
    snapshot,
    url_of,
)
from tests.factories import make_administrator, make_campaign
from tests.support.client import Client, make_client, settle

REWRITE = "python -m tests.architecture.access_matrix"


def checked_in_table() -> dict[tuple[str, str], dict[str, str]]:
    with access_matrix.TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["address"], row["methods"]): row for row in csv.DictReader(file)}


def test_every_endpoint_declares_who_may_open_it(app: Flask) -> None:
    open_doors = [e.name for e in list_endpoints(app) if e.permission == "None"]
    assert not open_doors, f"put @requires(Permission.…) or @public on: {open_doors}"


def test_the_matrix_is_the_one_that_people_checked(app: Flask, session: Session) -> None:
    now = access_matrix.as_text(access_matrix.build_table(app, session)).splitlines()
    written = access_matrix.TABLE.read_text(encoding="utf-8").splitlines()
    changed = [f"+ {line}" for line in now if line not in set(written)]
    changed += [f"- {line}" for line in written if line not in set(now)]
    assert not changed, f"run `{REWRITE}`, read the lines, commit them:\n" + "\n".join(changed)


def test_pages_open_for_exactly_those_of_the_matrix(
    app: Flask, session: Session, client_for: Callable[..., Client]
) -> None:
    """Real requests to every page that needs no id."""
    campaign = make_campaign(session)
    people = make_people(session, campaign)
    settle(session)
    table = checked_in_table()
    for role in ROLES:
        account = people[role]
        client = make_client(app, session) if account is None else client_for(account)
        for endpoint in list_endpoints(app):
            if "GET" not in endpoint.methods or set(endpoint.arguments) - {"slug"}:
                continue
            row = table[endpoint.address, " ".join(endpoint.methods)]
            answer = client.get(url_of(app, endpoint, campaign.slug))
            where = f"{role} at {endpoint.address}: {answer.status_code}, the matrix: {row[role]}"
            if row[role] == "yes":
                assert answer.status_code < 500, where
                assert answer.status_code != 403, where
                assert "/sign-in" not in answer.headers.get("Location", ""), where
            else:
                expected = {"no": 403, "hidden": 404, "sign in": 302}[row[role]]
                assert answer.status_code == expected, where


def test_who_works_elsewhere_sees_nothing_of_a_campaign(app: Flask) -> None:
    for (address, _methods), row in checked_in_table().items():
        if address.startswith("/manage/campaigns/<slug>"):
            assert row["staff elsewhere"] == "hidden", address
            assert row["nobody"] == "sign in", address


def test_the_auditor_changes_nothing() -> None:
    for (address, methods), row in checked_in_table().items():
        if methods == "POST" and row["needs"] not in ("public", "own:read"):
            assert row["auditor"] in ("no", "hidden"), address


def test_refused_posts_change_nothing(
    app: Flask, session: Session, client_for: Callable[..., Client]
) -> None:
    campaign = make_campaign(session)
    people = make_people(session, campaign)
    settle(session)
    before = snapshot(session)
    table = checked_in_table()
    for role in ROLES:
        account = people[role]
        client = make_client(app, session) if account is None else client_for(account)
        for endpoint in list_endpoints(app):
            if "POST" not in endpoint.methods:
                continue
            if table[endpoint.address, " ".join(endpoint.methods)][role] == "yes":
                continue
            client.post(url_of(app, endpoint, campaign.slug), data={})
        assert snapshot(session) == before, role


def test_posts_without_the_token_change_nothing(
    app: Flask, session: Session, client_for: Callable[..., Client]
) -> None:
    campaign = make_campaign(session)
    client = client_for(make_administrator(session))
    settle(session)
    before = snapshot(session)
    for endpoint in list_endpoints(app):
        if "POST" not in endpoint.methods:
            continue
        answer = client.post(url_of(app, endpoint, campaign.slug), data={}, csrf=False)
        assert answer.status_code == 400, endpoint.address
    assert snapshot(session) == before


def test_every_id_in_a_campaigns_address_is_known(app: Flask) -> None:
    used = {name for endpoint in campaign_endpoints(app) for name in endpoint.child_arguments}
    missing = sorted(used - set(CHILDREN))
    assert not missing, f"say in tests/architecture/children.py how to make: {missing}"


def test_another_campaigns_ids_answer_404(
    app: Flask, session: Session, client_for: Callable[..., Client]
) -> None:
    here, elsewhere = make_campaign(session), make_campaign(session)
    client = client_for(make_administrator(session))
    endpoints = list(campaign_endpoints(app))
    names = {name for endpoint in endpoints for name in endpoint.child_arguments}
    ids = {name: CHILDREN[name](session, elsewhere) for name in sorted(names) if name in CHILDREN}
    settle(session)
    before = snapshot(session)
    for endpoint in endpoints:
        url = url_of(app, endpoint, here.slug, **ids)
        for method in endpoint.methods:
            answer = client.open(url, method=method)
            assert answer.status_code == 404, f"{method} {endpoint.address}: {answer.status_code}"
    assert snapshot(session) == before


def test_a_campaigns_own_ids_answer(
    app: Flask, session: Session, client_for: Callable[..., Client]
) -> None:
    """So that the 404 of the test above says something."""
    here = make_campaign(session)
    client = client_for(make_administrator(session))
    for endpoint in campaign_endpoints(app):
        if "GET" not in endpoint.methods or set(endpoint.child_arguments) - set(CHILDREN):
            continue
        if len(endpoint.child_arguments) > 1:
            continue
        ids = {name: CHILDREN[name](session, here) for name in endpoint.child_arguments}
        settle(session)
        answer = client.get(url_of(app, endpoint, here.slug, **ids))
        assert answer.status_code in (200, 302, 303), f"{endpoint.address}: {answer.status_code}"


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix_has_a_column_for(role: str) -> None:
    assert all(row[role] for row in checked_in_table().values())
