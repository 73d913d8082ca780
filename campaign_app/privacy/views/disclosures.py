"""The log of who looked at personal data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.queries import DisclosureFilter, DisclosureRow
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.core.access import Permission, requires
from campaign_app.core.dates import to_utc
from campaign_app.core.downloads import csv_response
from campaign_app.core.localisation import in_language, instant, label, zone
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.extensions import db
from campaign_app.privacy.views.blueprint import blueprint

MAXIMUM_EXPORT_ROWS = 100_000


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return found if 1900 < found.year < 2200 else None


def _midnight(day: date | None, *, after: bool = False) -> datetime | None:
    if day is None:
        return None
    return to_utc(datetime.combine(day + timedelta(days=int(after)), time.min), zone())


def _number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _asked() -> DisclosureFilter:
    person = _number("person")
    return DisclosureFilter(
        q=searched(),
        beneficiary_ids=beneficiaries.ids_of_person(db.session(), person) if person else None,
        account_id=_number("account"),
        kind=chosen("kind", DisclosureKind),
        since=_midnight(_day("since")),
        before=_midnight(_day("until"), after=True),
    )


@blueprint.get("/privacy/disclosures")
@requires(Permission.PRIVACY_READ)
def list_disclosures() -> str:
    """Who looked at whose data, when and why; narrowed by person, account, kind and day."""
    session, person = db.session(), _number("person")
    return render_template(
        "privacy/list_disclosures.html",
        looks=beneficiaries.list_disclosures(session, _asked(), page=page_number()),
        person=person,
        name=beneficiaries.display_name(session, person) if person else "",
        accounts=beneficiaries.accounts_that_looked(session),
        account_id=_number("account"),
        kinds=DisclosureKind,
        kind=chosen("kind", DisclosureKind),
        since=_day("since"),
        until=_day("until"),
        q=searched(),
        filters={key: value for key, value in request.args.items() if key != "page" and value},
    )


@blueprint.get("/privacy/disclosures.csv")
@requires(Permission.PRIVACY_READ)
def download_disclosures() -> Response:
    """The log as it is filtered, as a file."""
    header = [
        *(_("When"), _("Who"), _("What"), _("Person"), _("Campaign")),
        *(_("People"), _("Reason")),
    ]
    found = beneficiaries.list_disclosures(
        db.session(), _asked(), page=1, per_page=MAXIMUM_EXPORT_ROWS
    )
    return csv_response("disclosures.csv", header, list(_table(found.items)))


def _table(rows: list[DisclosureRow]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            instant(row.at),
            row.account,
            label(row.kind),
            row.person,
            in_language(row, "title") if row.campaign_id else "",
            row.row_count,
            row.reason,
        ]
