"""Fairness: who was never helped, who waits longest, whether groups fare alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.beneficiaries.rules.fairness import waiting_days
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.registry import today
from campaign_app.core.access import Permission, requires
from campaign_app.core.dates import local_date
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.localisation import label, zone
from campaign_app.core.pagination import ROWS_PER_PAGE
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.extensions import db

MAXIMUM_EXPORT_ROWS = 100_000


def _filters() -> dict[str, Any]:
    return {
        "q": searched(),
        "category": chosen("category", BeneficiaryCategory),
        "dormitory": searched("dormitory")[:100],
        "is_never_helped": request.args.get("helped") == "never",
    }


def _days_of(person: queries.WaitingPerson) -> int:
    since: date = person.last_helped_on or local_date(person.registered_at, zone())
    return waiting_days(since, today())


@blueprint.get("/beneficiaries/fairness")
@requires(Permission.BENEFICIARY_READ)
def show_fairness() -> str:
    """The figures of everybody and of groups, and the list of those who wait."""
    session, filters = db.session(), _filters()
    return render_template(
        "beneficiaries/show_fairness.html",
        fairness=queries.show_fairness(session, today()),
        waiting=queries.list_waiting(
            session, page=page_number(), per_page=ROWS_PER_PAGE, **filters
        ),
        days_of=_days_of,
        categories=BeneficiaryCategory,
        dormitories=queries.list_dormitories(session),
        **filters,
    )


@blueprint.get("/beneficiaries/fairness.<any(csv, xlsx):extension>")
@requires(Permission.BENEFICIARY_READ)
def download_fairness(extension: str) -> Response:
    """Those who wait, as the list is filtered."""
    header = [
        *(_("Full name"), _("Category"), _("Dormitory or street"), _("Registered on")),
        *(_("Last helped on"), _("Days of waiting")),
    ]
    rows = list(_table())
    disclose(DisclosureKind.FILE_EXPORTED, row_count=len(rows))
    if extension == "csv":
        return csv_response("waiting.csv", header, rows)
    return xlsx_response("waiting.xlsx", _("Who waits longest"), header, rows)


def _table() -> Iterator[Sequence[Any]]:
    found = queries.list_waiting(db.session(), page=1, per_page=MAXIMUM_EXPORT_ROWS, **_filters())
    for person in found.items:
        yield [
            person.display_name,
            label(person.category),
            person.place,
            local_date(person.registered_at, zone()),
            person.last_helped_on,
            _days_of(person),
        ]
