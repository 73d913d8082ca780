"""A list of gifts in one grid: typed or pasted, posted when it equals the paper."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.dates import parse_date
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text
from campaign_app.core.money import Money
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.forms import COLUMNS, MOST_ROWS, BatchForm, RowForm
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

MORE_ROWS = 10


@blueprint.route(f"{CAMPAIGN}/donations/batch", methods=["GET", "POST"])
@requires(Permission.DONATION_RECORD)
def new_batch(slug: str) -> str | Response | tuple[str, int]:
    """Write many gifts down at once: all of them or none."""
    form = BatchForm(
        data={"method": DonationMethod.PAYROLL.value, "received_on": today().isoformat()}
    )
    form.offer_choices()
    if request.method == "GET":
        return _page(form)
    if form.pasted.data or request.form.get("take"):
        _take_pasted(form)
        return _page(form)
    if request.form.get("more"):
        _add_rows(form, MORE_ROWS)
        return _page(form)
    is_valid = form.validate_on_submit()
    rows = _read_rows(form)
    if not is_valid or not rows:
        return _page(form), 422
    details = [_details(form, row) for row in rows]
    url = url_for("funds.list_donations", slug=slug)
    try:
        told, twins = _post(form, details, url)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except services.RowRefused as refused:
        rows[refused.index].show_error(refused.error)
        return _page(form), 422
    except DomainError as error:
        form.show_error(error)
        return _page(form), 422
    flash(told, "success")
    if twins:
        told = _(
            "Perhaps these are entered twice, the same donor, amount and day: %(receipts)s.",
            receipts=", ".join(twins),
        )
        flash(told, "warning")
    return redirect(url)


def _post(form: BatchForm, rows: list[services.DonationDetails], url: str) -> tuple[str, list[str]]:
    """Write the rows down; what to tell, and the receipts that are perhaps entered twice."""
    with unit_of_work() as writing:
        submission = claim_submission(
            writing,
            submission_id=form.submission(),
            purpose="funds.new_batch",
            actor_id=current_user.id,
            now=now(),
        )
        made = services.record_batch(
            writing,
            actor=current_user,
            now=now(),
            today=today(),
            campaign=current_campaign(),
            rows=rows,
            control_minor=form.control_total.parsed.minor,
            control_count=form.control_count.parsed,
        )
        submission.result_url = url
        ids = [each.id for each in made]
        return _told(made), queries.find_twins_of(writing, current_campaign().id, ids)


def _told(made: list[Donation]) -> str:
    return _(
        "%(count)s receipts were issued: %(first)s to %(last)s.",
        count=len(made),
        first=made[0].receipt,
        last=made[-1].receipt,
    )


def _page(form: BatchForm) -> str:
    accounts = queries.money_accounts(db.session(), [current_campaign().id])
    return render_template(
        "funds/new_batch.html",
        form=form,
        can_grow=len(form.rows) < MOST_ROWS,
        personal_accounts=[account for account in accounts if account.is_personal],
    )


def _add_rows(form: BatchForm, count: int) -> None:
    for _row in range(min(count, MOST_ROWS - len(form.rows))):
        form.rows.append_entry()


def _take_pasted(form: BatchForm) -> None:
    """Put the pasted lines into the free rows of the grid; what does not fit stays below."""
    lines = [line for line in (form.pasted.data or "").splitlines() if line.strip()]
    free = [entry.form for entry in form.rows if entry.form.is_empty]
    _add_rows(form, max(0, len(lines) - len(free)))
    free = [entry.form for entry in form.rows if entry.form.is_empty]
    for row, line in zip(free, lines, strict=False):
        for name, text in zip(COLUMNS, line.split("\t"), strict=False):
            row[name].data = text.strip()
    form.pasted.data = "\n".join(lines[len(free) :])


def _read_rows(form: BatchForm) -> list[RowForm]:
    """The rows in which something is typed, read; none when one of them cannot be."""
    rows = [entry.form for entry in form.rows if not entry.form.is_empty]
    if not rows:
        form.form_errors.append(_("Nothing is typed in the rows yet."))
    unread = [row for row in rows if not _read_row(row)]
    return [] if unread else rows


def _read_row(row: RowForm) -> bool:
    """Parse the amount and the row's own day; False, with the refusals at their cells."""
    for cell, parse in ((row.amount, Money.parse), (row.received_on, parse_date)):
        try:
            cell.parsed = parse(cell.data) if cell.data or cell is row.amount else None
        except DomainError as error:
            cell.errors = [*cell.errors, error_text(error)]
    return not row.errors


def _details(form: BatchForm, row: RowForm) -> services.DonationDetails:
    return services.DonationDetails(
        amount_minor=row.amount.parsed.minor,
        method=DonationMethod(form.method.data),
        received_on=row.received_on.parsed or form.received_on.parsed,
        donor_name=row.donor_name.data or "",
        is_anonymous=row.is_anonymous.data,
        reference=row.reference.data or "",
    )
