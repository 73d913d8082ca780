"""Where the test of leaks looks: what stands in addresses, and what may carry names and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.extensions import Base
from campaign_app.funds.models import Donation
from campaign_app.news.models import NewsItem
from tests.architecture.endpoints import SAMPLES, Endpoint

Values = Callable[[Endpoint, str], list[object]]
PUBLIC_EXPORTS = ("final.pdf", "final.xlsx", "final.csv")
# Files of the staff that name people of the registry because that is what they are for.
EXEMPT = {
    "beneficiaries.download_beneficiaries": "the registry itself, for those who keep it",
    "beneficiaries.download_enrolments": "the recipient list, for the commission that decides",
    "beneficiaries.download_fairness": "who waits longest: for the commission that decides",
    "beneficiaries.download_import_problems": "the rows of a list that came in with mistakes",
    "beneficiaries.download_press": "those who agreed to be named, for the press office",
    "beneficiaries.print_consent_form": "the person's own consent, which she signs",
    "distribution.print_answer": "the answer to one person about herself",
    "distribution.print_decision": "the decision on a round, for the commission that signs it",
    "distribution.download_sheet_csv": "the distribution sheet: who signs for what",
    "distribution.download_sheet_xlsx": "the distribution sheet: who signs for what",
    "distribution.print_sheet": "the distribution sheet: who signs for what",
    "distribution.print_handover_act": "the act that whoever received it signs",
    "distribution.print_pickup_slips": "the surname with initials on a slip, no address",
    "distribution.print_labels": "the surname with initials on a parcel, no address",
    "distribution.print_route_sheet": "the route sheet: at which door the courier rings",
    "privacy.download_disclosures": "who looked at whose record, for the administrator",
    "privacy.download_person_json": "all that is kept about one person, for her",
    "privacy.print_person": "all that is kept about one person, for her",
}
# What an argument is called where the table is called otherwise.
TABLES = {
    "campaign_id": "campaigns",
    "draft_id": "import_drafts",
    "lot_id": "stock_lots",
    "package_stock_id": "package_stocks",
    "round_id": "distribution_rounds",
}


def values_in(session: Session, *, at_most: int | None = None) -> Values:
    """What the database holds for an argument of an address; at most `at_most` each, spread."""

    def values(endpoint: Endpoint, name: str) -> list[object]:
        if name == "slug":
            model = NewsItem if "/news/" in endpoint.address else Campaign
            return spread([*session.scalars(select(model.slug).order_by(model.id))], at_most)
        if name == "code" and endpoint.address.startswith("/verify"):
            return [*session.scalars(select(Donation.verification_code))]
        if name == "extension":
            return ["csv", "xlsx"]
        if name.endswith(("_id", "_number")):
            return spread(_ids(session, name), at_most)
        return [SAMPLES.get(name, "no-such-thing")]

    return values


def spread(found: list[object], at_most: int | None) -> list[object]:
    """Some of them from the whole length of the list; 1 where there is nothing."""
    if not found:
        return [1]
    if at_most is None or len(found) <= at_most:
        return found
    step = len(found) // at_most
    return found[::step][:at_most]


def _ids(session: Session, name: str) -> list[object]:
    table = _table(name)
    if table is None or "id" not in table.columns:
        return []
    return [*session.scalars(select(table.c.id).order_by(table.c.id))]


def _table(name: str) -> Table | None:
    """The table that an argument names: by our list, by a foreign key, by its plural."""
    tables = Base.metadata.tables
    if name in TABLES:
        return tables.get(TABLES[name])
    for table in tables.values():
        if name in table.columns:
            for key in table.columns[name].foreign_keys:
                return key.column.table
    stem = name.removesuffix("_id").removesuffix("_number")
    plural = stem[:-1] + "ies" if stem.endswith("y") else stem + "s"
    return tables.get(plural)


def addresses_of(app: Flask, endpoint: Endpoint, values: Values) -> Iterator[str]:
    """Addresses of an endpoint with what stands in the database for its arguments."""
    filled: list[dict[str, object]] = [{}]
    for name in endpoint.arguments:
        filled = [{**each, name: value} for each in filled for value in values(endpoint, name)]
    rule = next(r for r in app.url_map.iter_rules(endpoint.name) if r.rule == endpoint.address)
    for arguments in filled:
        built = rule.build(arguments)
        assert built is not None, endpoint.address
        yield built[1]
