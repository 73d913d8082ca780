"""Donations: the list and its exports, one of them, its void."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import label
from campaign_app.core.money import major_decimal
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, rules, services
from campaign_app.funds.forms import ReasonForm
from campaign_app.funds.rules import DonationMethod, DonationState
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint
from campaign_app.funds.views.scope import chosen_days, find_here


def _chosen_filter() -> queries.DonationFilter:
    received_from, received_to = chosen_days()
    return queries.DonationFilter(
        q=searched(),
        method=chosen("method", DonationMethod),
        received_from=received_from,
        received_to=received_to,
        state=chosen("state", DonationState),
    )


@blueprint.get(f"{CAMPAIGN}/donations")
@requires(Permission.DONATION_READ)
def list_donations(slug: str) -> str:
    """What came in, the latest first."""
    chosen_filter = _chosen_filter()
    donations, sums = queries.list_donations(
        db.session(), current_campaign().id, chosen=chosen_filter, page=page_number()
    )
    return render_template(
        "funds/list_donations.html",
        donations=donations,
        sums=sums,
        chosen=chosen_filter,
        methods={method: label(method) for method in DonationMethod},
        states={state: label(state) for state in DonationState},
    )


@blueprint.get(f"{CAMPAIGN}/donations.<any(csv, xlsx):extension>")
@requires(Permission.DONATION_READ)
def export_donations(slug: str, extension: str) -> Response:
    """The list as it is filtered. Anonymous donors stay anonymous in a file."""
    campaign = current_campaign()
    rows = _export_rows(
        queries.stream_donations(db.session(), campaign.id, chosen=_chosen_filter())
    )
    header = [_(text) for text in rules.DONATION_COLUMNS.values()]
    filename = f"{campaign.slug}-donations.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Donations"), header, rows)


def _export_rows(donations: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    methods = {method: label(method) for method in DonationMethod}
    valid, voided = label(DonationState.VALID), label(DonationState.VOIDED)
    yes, no = _("yes"), _("no")
    for _id, year, number, day, donor, is_hidden, method, amount, reference, note, at in donations:
        yield (
            rules.number_in_year(year, number),
            day,
            "" if is_hidden else donor,
            major_decimal(amount),
            methods[method],
            reference,
            yes if is_hidden else no,
            "" if is_hidden else note,
            valid if at is None else voided,
        )


@blueprint.get(f"{CAMPAIGN}/donations/<int:donation_id>")
@requires(Permission.DONATION_READ)
def show_donation(slug: str, donation_id: int) -> str:
    """One donation: its receipt, its history, how to take it back."""
    return _donation_page(donation_id, ReasonForm(formdata=None))


def _donation_page(donation_id: int, form: ReasonForm) -> str:
    donation = find_here(donation_id)
    ids = {id_ for id_ in (donation.recorded_by_id, donation.voided_by_id) if id_}
    return render_template(
        "funds/show_donation.html",
        donation=donation,
        names=account_names(db.session(), ids),
        twins=queries.find_likely_twins(db.session(), donation),
        form=form,
    )


@blueprint.post(f"{CAMPAIGN}/donations/<int:donation_id>/void")
@requires(Permission.DONATION_VOID)
def void_donation(slug: str, donation_id: int) -> Response | tuple[str, int]:
    """Take a donation back by a reversal."""
    find_here(donation_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _donation_page(donation_id, form), 422
    try:
        with unit_of_work() as writing:
            services.void_donation(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                donation=find_here(donation_id),
                reason=form.reason.data,
            )
    except DomainError as error:
        form.show_error(error)
        return _donation_page(donation_id, form), 422
    flash(_("The donation was voided. It stays in the list, struck through."), "success")
    return redirect(url_for("funds.show_donation", slug=slug, donation_id=donation_id))
