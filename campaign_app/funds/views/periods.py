"""Periods: those that are closed, and closing one."""

from __future__ import annotations

from datetime import date, timedelta

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
from campaign_app.core.money import major_decimal
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, rules, services
from campaign_app.funds.forms import PeriodForm
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint


@blueprint.get(f"{CAMPAIGN}/periods")
@requires(Permission.MONEY_READ)
def list_periods(slug: str) -> str:
    """The closed periods, the latest first."""
    periods = queries.list_periods(db.session(), current_campaign().id)
    people = {each.closed_by_id for each in periods if each.closed_by_id}
    return render_template(
        "funds/list_periods.html", periods=periods, names=account_names(db.session(), people)
    )


@blueprint.get(f"{CAMPAIGN}/periods.<any(csv, xlsx):extension>")
@requires(Permission.MONEY_READ)
def export_periods(slug: str, extension: str) -> Response:
    """The closed periods as a file."""
    header = [
        _("Closed up to"),
        _("Closed at"),
        _("At the beginning"),
        _("Came in"),
        _("Went out"),
        _("At the end"),
        _("Difference"),
        _("Cash counted"),
    ]
    rows = [
        (
            each.ends_on,
            each.closed_at,
            *(
                major_decimal(amount)
                for amount in (
                    each.opening_minor,
                    each.in_minor,
                    each.out_minor,
                    each.closing_minor,
                    each.difference_minor,
                    each.cash_minor,
                )
            ),
        )
        for each in queries.list_periods(db.session(), current_campaign().id)
    ]
    filename = f"{slug}-periods.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Periods"), header, rows)


def _usual_end() -> date:
    """The last day of the month before this one."""
    return today().replace(day=1) - timedelta(days=1)


@blueprint.route(f"{CAMPAIGN}/periods/new", methods=["GET", "POST"])
@requires(Permission.PERIOD_CLOSE)
def new_period(slug: str) -> str | Response | tuple[str, int]:
    """Count, compare, and lock the days up to one."""
    form = PeriodForm(data={"ends_on": _usual_end().isoformat()})
    if not form.validate_on_submit():
        return _page(form), 422 if form.errors else 200
    url = url_for("funds.list_periods", slug=slug)
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="funds.new_period",
                actor_id=current_user.id,
                now=now(),
            )
            services.close_period(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=current_campaign(),
                ends_on=form.ends_on.parsed,
                found=services.Reconciliation(
                    pieces=form.pieces(),
                    bank_minor=form.bank.parsed.minor,
                    kaspi_minor=form.kaspi.parsed.minor,
                    counted_with=form.counted_with.data or "",
                    note=form.note.data or "",
                ),
            )
            submission.result_url = url
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _page(form), 422
    flash(_("The period is closed. Later corrections stand in the next one."), "success")
    return redirect(url)


def _page(form: PeriodForm) -> str:
    campaign_id = current_campaign().id
    ends_on = getattr(form.ends_on, "parsed", None) or _usual_end()
    return render_template(
        "funds/new_period.html",
        form=form,
        ends_on=ends_on,
        books=queries.books_to_reconcile(db.session(), campaign_id, ends_on),
        waiting=queries.waiting_until(db.session(), campaign_id, ends_on),
        closed_until=queries.closed_until(db.session(), campaign_id),
        denominations=rules.DENOMINATIONS,
    )
