"""The endpoints as the URL map has them, with an address for each that leads to a campaign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.campaigns.models import Campaign
from campaign_app.extensions import Base
from tests.factories import make_account, make_campaign, make_member

# Values of URL parameters that are neither the campaign nor a child of it.
SAMPLES = {
    "size": "small",
    "code": "kk",
    "token": "no-such-token",
    "locale": "kk",
    "extension": "csv",
    "operation": "transfer",
    "criteria_number": 1,
    "year": 2020,
}
ROLES = (
    "nobody",
    "volunteer",
    "staff elsewhere",
    "storekeeper",
    "treasurer",
    "organiser",
    "auditor",
    "administrator",
)


@dataclass(frozen=True)
class Endpoint:
    """One rule of the URL map."""

    name: str
    address: str
    methods: tuple[str, ...]
    arguments: tuple[str, ...]
    permission: str

    @property
    def child_arguments(self) -> tuple[str, ...]:
        """The ids in its address."""
        return tuple(name for name in self.arguments if name.endswith("_id") or name == "id")

    @property
    def is_in_campaign(self) -> bool:
        """True when it belongs to the staff's part of one campaign."""
        return "slug" in self.arguments and self.address.startswith("/manage/")


def list_endpoints(app: Flask) -> list[Endpoint]:
    """All rules but the static files', in the order of their addresses."""
    found = [_endpoint(app, rule) for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    return sorted(found, key=lambda endpoint: (endpoint.address, endpoint.methods))


def _endpoint(app: Flask, rule: Rule) -> Endpoint:
    view = app.view_functions[rule.endpoint]
    permission = getattr(view, "permission", None)
    return Endpoint(
        name=rule.endpoint,
        address=rule.rule,
        methods=tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})),
        arguments=tuple(sorted(rule.arguments)),
        permission="public" if getattr(view, "is_public", False) else str(permission),
    )


def url_of(app: Flask, endpoint: Endpoint, slug: str, **values: object) -> str:
    """An address of `endpoint` in the campaign `slug`; ids that are not given are 999999."""
    arguments: dict[str, object] = {}
    for name in endpoint.arguments:
        default: object = SAMPLES.get(name, "no-such-thing")
        if name in endpoint.child_arguments:
            default = 999_999
        arguments[name] = values.get(name, slug if name == "slug" else default)
    rules = app.url_map.iter_rules(endpoint.name)
    rule = next(rule for rule in rules if rule.rule == endpoint.address)
    built = rule.build(arguments)
    assert built is not None, f"no address for {endpoint.address} with {arguments}"
    return built[1]


def make_people(session: Session, campaign: Campaign) -> dict[str, Account | None]:
    """One person for each column of the matrix; roles are held in `campaign`."""
    elsewhere = make_campaign(session)
    people: dict[str, Account | None] = {
        "nobody": None,
        "volunteer": make_account(session, role=Role.VOLUNTEER),
        "staff elsewhere": make_member(session, campaign=elsewhere, role=CampaignRole.ORGANISER),
        "auditor": make_account(session, role=Role.AUDITOR),
        "administrator": make_account(session, role=Role.ADMINISTRATOR),
    }
    for role in CampaignRole:
        people[role.value] = make_member(session, campaign=campaign, role=role)
    return people


def snapshot(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    session.rollback()
    rows = {
        table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }
    session.rollback()
    return rows


def campaign_endpoints(app: Flask) -> Iterator[Endpoint]:
    """Those of one campaign that name something in it."""
    for endpoint in list_endpoints(app):
        if endpoint.is_in_campaign and endpoint.child_arguments:
            yield endpoint
