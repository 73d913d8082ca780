"""What to buy: the list, as a file, and who comes first when the money is short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import today
from campaign_app.core.localisation import in_language, label
from campaign_app.core.money import major_decimal
from campaign_app.core.numbers import MILLI
from campaign_app.core.requests import chosen, page_number, record_number
from campaign_app.distribution import queries
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.extensions import db
from campaign_app.inventory import queries as inventory
from campaign_app.inventory.queries import VersionRow


@blueprint.get(f"{MANAGED}/what-to-buy")
@requires(Permission.STOCK_READ)
def show_shopping_list(slug: str) -> str:
    """What is missing for everybody who waits, at what price, and for how many it is enough."""
    session, campaign = db.session(), current_campaign()
    versions = inventory.list_package_type_versions(session, campaign.id)
    version = _chosen_version(versions)
    plan = _plan(version) if version is not None else None
    people = None
    if plan is not None and may(Permission.ENROLMENT_READ):
        people = queries.page_of_waiting(session, plan, page=page_number())
    return render_template(
        "distribution/show_shopping_list.html",
        versions=versions,
        version=version,
        plan=plan,
        people=people,
        category=chosen("category", BeneficiaryCategory),
        categories={each: label(each) for each in BeneficiaryCategory},
        served_too=_served_too(),
    )


def _chosen_version(versions: list[VersionRow]) -> VersionRow | None:
    """The version that the query string names; without one the first, which is the newest."""
    asked = record_number(request.args.get("version_id"))
    found = [version for version in versions if version.id == asked] or versions
    return found[0] if found else None


def _served_too() -> bool:
    return request.args.get("whom") == "all"


def _plan(version: VersionRow) -> queries.BuyingPlan:
    category = chosen("category", BeneficiaryCategory)
    return queries.plan_buying(
        db.session(),
        current_campaign().id,
        version.id,
        today=today(),
        category=category.value if category else None,
        served_too=_served_too(),
    )


@blueprint.get(f"{MANAGED}/what-to-buy.<any(csv, xlsx):extension>")
@requires(Permission.STOCK_READ)
def export_shopping_list(slug: str, extension: str) -> Response:
    """The list to take along to the shop."""
    versions = inventory.list_package_type_versions(db.session(), current_campaign().id)
    version = _chosen_version(versions) or abort(404)
    header = [
        *(_("Item"), _("Unit of measure"), _("Needed"), _("In stock"), _("To buy")),
        *(_("Packs"), _("Amount")),
    ]
    rows = _export_rows(_plan(version))
    filename = f"{slug}-what-to-buy.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("What to buy"), header, rows)


def _export_rows(plan: queries.BuyingPlan) -> Iterator[tuple[Any, ...]]:
    for item in plan.shopping.items:
        yield (
            in_language(item.need.name, "name"),
            label(item.need.unit),
            item.asked_milli / MILLI,
            item.on_hand_milli / MILLI,
            item.buy_milli / MILLI,
            item.packs or "",
            "" if item.amount_minor is None else major_decimal(item.amount_minor),
        )
