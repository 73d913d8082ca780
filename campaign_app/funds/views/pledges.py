"""Pledges: the list and its export, a new one, one that will not be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import label
from campaign_app.core.money import major_decimal
from campaign_app.core.requests import chosen, page_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.forms import PledgeForm, ReasonForm
from campaign_app.funds.models import Pledge
from campaign_app.funds.rules import PledgeState
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint


@blueprint.get(f"{CAMPAIGN}/pledges")
@requires(Permission.DONATION_READ)
def list_pledges(slug: str) -> str:
    """What was promised and what of it is still to come."""
    reading, campaign_id, state = db.session(), current_campaign().id, chosen("state", PledgeState)
    return render_template(
        "funds/list_pledges.html",
        pledges=queries.list_pledges(
            reading, campaign_id, state=state, today=today(), page=page_number()
        ),
        sums=queries.sum_pledges(reading, campaign_id, today()),
        counts=queries.count_pledges(reading, campaign_id, today()),
        state=state,
        states={each: label(each) for each in PledgeState},
    )


@blueprint.get(f"{CAMPAIGN}/pledges.<any(csv, xlsx):extension>")
@requires(Permission.DONATION_READ)
def export_pledges(slug: str, extension: str) -> Response:
    """The list as it is filtered."""
    state = chosen("state", PledgeState)
    found = queries.stream_pledges(db.session(), current_campaign().id, state=state, today=today())
    header = [
        *(_("Who promises"), _("How to reach them"), _("Promised on"), _("Expected by")),
        *(_("Goods"), _("Amount"), _("Received"), _("State"), _("Note")),
    ]
    filename = f"{slug}-pledges.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, _export_rows(found))
    return downloads.xlsx_response(filename, _("Pledges"), header, _export_rows(found))


def _export_rows(pledges: list[queries.PledgeRow]) -> Iterator[tuple[Any, ...]]:
    yes, no = _("yes"), _("no")
    for row in pledges:
        yield (
            row.donor_name,
            row.contact,
            row.promised_on,
            row.due_on,
            yes if row.is_in_kind else no,
            major_decimal(row.amount_minor),
            major_decimal(row.came_minor),
            label(row.state),
            row.withdraw_reason or row.note,
        )


@blueprint.route(f"{CAMPAIGN}/pledges/new", methods=["GET", "POST"])
@requires(Permission.DONATION_RECORD)
def new_pledge(slug: str) -> str | Response | tuple[str, int]:
    """Write a promise down."""
    form = PledgeForm(data={"promised_on": today().isoformat()})
    if not form.validate_on_submit():
        return render_template("funds/new_pledge.html", form=form), 422 if form.errors else 200
    url = url_for("funds.list_pledges", slug=slug)
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="funds.new_pledge",
                actor_id=current_user.id,
                now=now(),
            )
            services.record_pledge(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=current_campaign(),
                details=_details(form),
            )
            submission.result_url = url
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("funds/new_pledge.html", form=form), 422
    flash(_("The pledge was written down. It is no money before it comes."), "success")
    return redirect(url)


def _details(form: PledgeForm) -> services.PledgeDetails:
    return services.PledgeDetails(
        donor_name=form.donor_name.data or "",
        contact=form.contact.data or "",
        amount_minor=form.amount.parsed.minor,
        is_in_kind=form.is_in_kind.data,
        promised_on=form.promised_on.parsed,
        due_on=form.due_on.parsed,
        note=form.note.data or "",
    )


def _find(pledge_id: int, session: Session | None = None) -> Pledge:
    found = queries.find_pledge(session or db.session(), current_campaign().id, pledge_id)
    return found or abort(404)


@blueprint.route(f"{CAMPAIGN}/pledges/<int:pledge_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.DONATION_RECORD)
def withdraw_pledge(slug: str, pledge_id: int) -> str | Response | tuple[str, int]:
    """Note that a promise will not be kept."""
    pledge = _find(pledge_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        page = render_template("funds/withdraw_pledge.html", form=form, pledge=pledge)
        return page, 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            services.withdraw_pledge(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=current_campaign(),
                pledge=_find(pledge_id, writing),
                reason=form.reason.data,
            )
    except DomainError as error:
        form.show_error(error)
        page = render_template("funds/withdraw_pledge.html", form=form, pledge=_find(pledge_id))
        return page, 422
    flash(_("The pledge was withdrawn. It stays in the list with the reason."), "success")
    return redirect(url_for("funds.list_pledges", slug=slug))
