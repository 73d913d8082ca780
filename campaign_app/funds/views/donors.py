"""Donors: the list and its export, one of them, what they gave in a year on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import LANGUAGE_NAMES
from campaign_app.core.money import major_decimal
from campaign_app.core.requests import page_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import printing, queries, services
from campaign_app.funds.forms import DonorForm
from campaign_app.funds.models import Donor
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

ONE = f"{CAMPAIGN}/donors/<int:donor_id>"


@blueprint.get(f"{CAMPAIGN}/donors")
@requires(Permission.DONATION_READ)
def list_donors(slug: str) -> str:
    """Who gave, by name."""
    donors = queries.list_donors(
        db.session(), current_campaign().id, q=searched(), page=page_number()
    )
    return render_template("funds/list_donors.html", donors=donors, q=searched())


@blueprint.get(f"{CAMPAIGN}/donors.<any(csv, xlsx):extension>")
@requires(Permission.DONATION_READ)
def export_donors(slug: str, extension: str) -> Response:
    """The list as it is searched. Gifts that are anonymous are not in a file."""
    rows = _export_rows(queries.stream_donors(db.session(), current_campaign().id, q=searched()))
    header = [_("Donor"), _("E-mail"), _("Donations"), _("Amount"), _("Last donation")]
    filename = f"{slug}-donors.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Donors"), header, rows)


def _export_rows(donors: Sequence[queries.DonorRow]) -> Iterator[tuple[Any, ...]]:
    for row in donors:
        yield row.name, row.email, row.gifts, major_decimal(row.kept_minor), row.last_on


def _find(donor_id: int, session: Session | None = None) -> Donor:
    found = queries.find_donor(session or db.session(), current_campaign().id, donor_id)
    return found or abort(404)


@blueprint.route(ONE, methods=["GET", "POST"])
@requires(Permission.DONATION_READ)
def show_donor(slug: str, donor_id: int) -> str | Response | tuple[str, int]:
    """What a donor gave; who records donations corrects the name and the address."""
    donor = _find(donor_id)
    form = DonorForm(obj=donor)
    form.language.choices = [SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items()]
    if not form.is_submitted():
        return _page(donor, form)
    if not may(Permission.DONATION_RECORD):
        abort(403)
    if not form.validate():
        return _page(donor, form), 422
    try:
        with unit_of_work() as writing:
            services.change_donor(
                writing,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                donor=_find(donor_id, writing),
                name=form.name.data or "",
                email=form.email.data or "",
                language=form.language.data,
            )
    except DomainError as error:
        form.show_error(error)
        return _page(_find(donor_id), form), 422
    flash(_("The donor was changed. Receipts keep the name that they were given."), "success")
    return redirect(url_for("funds.show_donor", slug=slug, donor_id=donor_id))


def _page(donor: Donor, form: DonorForm) -> str:
    gifts = queries.gifts_of_donor(db.session(), donor.id)
    valid = [gift for gift in gifts if gift.voided_at is None]
    return render_template(
        "funds/show_donor.html",
        donor=donor,
        form=form,
        gifts=list(reversed(gifts)),
        kept_minor=sum(gift.kept_minor for gift in valid),
        count=len(valid),
        years=sorted({gift.received_on.year for gift in valid}, reverse=True),
    )


@blueprint.get(f"{ONE}/<int:year>.pdf")
@requires(Permission.DONATION_READ)
def print_donor_year(slug: str, donor_id: int, year: int) -> Response:
    """What a donor gave in a year, receipt by receipt, with the sum in words."""
    donor = _find(donor_id)
    if not 1 <= year <= 9999:
        abort(404)
    gifts = queries.gifts_of_donor(db.session(), donor.id, year=year)
    valid = [gift for gift in gifts if gift.voided_at is None]
    if not valid:
        abort(404)
    settings = current_app.config["SETTINGS"]
    statement = printing.DonorYear(
        head=form_head(
            db.session(),
            current_campaign(),
            number="",
            on=None,
            organisation_name=settings.organisation_name,
            time_zone=settings.time_zone,
        ),
        donor=donor.name,
        year=year,
        gifts=valid,
    )
    content = printing.render_donor_year(statement, downloads.chosen_print_languages(), now())
    return downloads.pdf_response(content, f"donor-{donor.id}-{year}.pdf")
