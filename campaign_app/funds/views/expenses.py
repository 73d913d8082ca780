"""Expenses: the list and its exports, a new one, one of them, its decision, its document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text, label, money
from campaign_app.core.money import major_decimal
from campaign_app.core.requests import chosen, page_number, record_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, rules, services
from campaign_app.funds.forms import ExpenseForm, ReasonForm
from campaign_app.funds.models import Attachment, Expense
from campaign_app.funds.rules import AccountKind, ExpenseStatus
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@blueprint.get(f"{CAMPAIGN}/expenses")
@requires(Permission.EXPENSE_READ)
def list_expenses(slug: str) -> str:
    """What went out, what waits, what was rejected."""
    reading, campaign = db.session(), current_campaign()
    status = chosen("status", ExpenseStatus)
    return render_template(
        "funds/list_expenses.html",
        expenses=queries.list_expenses(reading, campaign.id, status=status, page=page_number()),
        counts=queries.count_by_status(reading, campaign.id),
        balance=queries.balance(reading, [campaign.id]),
        status=status,
        statuses={each: label(each) for each in ExpenseStatus},
        limit_minor=queries.spending_limit(reading, campaign.id),
        account_labels={kind: label(kind) for kind in rules.MONEY_ACCOUNTS},
    )


@blueprint.get(f"{CAMPAIGN}/expenses.<any(csv, xlsx):extension>")
@requires(Permission.EXPENSE_READ)
def export_expenses(slug: str, extension: str) -> Response:
    """The list as it is filtered."""
    campaign = current_campaign()
    status = chosen("status", ExpenseStatus)
    rows = _export_rows(queries.stream_expenses(db.session(), campaign.id, status=status))
    header = [
        _("No."),
        _("Spent on"),
        _("Supplier"),
        _("Supplier's BIN or IIN"),
        _("Purpose"),
        _("Document number"),
        _("Amount"),
        _("Paid from"),
        _("State"),
        _("Beyond what was there"),
        _("Why more is spent than is there"),
    ]
    filename = f"{campaign.slug}-expenses.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Expenses"), header, rows)


def _export_rows(expenses: list[queries.ExpenseRow]) -> Iterator[tuple[Any, ...]]:
    accounts = {kind: label(kind) for kind in rules.MONEY_ACCOUNTS}
    statuses = {status: label(status) for status in ExpenseStatus}
    for row in expenses:
        yield (
            row.number,
            row.spent_on,
            row.supplier,
            row.supplier_bin or "",
            row.purpose,
            row.document_number,
            major_decimal(row.amount_minor),
            accounts[row.account],
            statuses[row.status],
            major_decimal(row.overdraft_minor) if row.overdraft_minor else "",
            row.override_reason,
        )


def _empty_form() -> ExpenseForm:
    """The form with the accounts that pay, the richest first."""
    accounts = [
        each
        for each in queries.money_accounts(db.session(), [current_campaign().id])
        if each.kind in rules.PAYING_ACCOUNTS
    ]
    richest = accounts[0].kind.value
    form = ExpenseForm(data={"account": richest, "spent_on": today().isoformat()})
    form.account.choices = [
        SelectChoice(each.kind.value, f"{label(each.kind)}: {money(each.amount_minor)}")
        for each in accounts
    ]
    return form


@blueprint.route(f"{CAMPAIGN}/expenses/new", methods=["GET", "POST"])
@requires(Permission.EXPENSE_ENTER)
def new_expense(slug: str) -> str | Response | tuple[str, int]:
    """Enter an expense that somebody else approves."""
    form = _empty_form()
    if form.is_submitted() and not _keep_attachment(form):
        return _entry_page(form), 422
    if not form.validate_on_submit():
        return _entry_page(form), 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="funds.new_expense",
                actor_id=current_user.id,
                now=now(),
            )
            expense = services.enter_expense(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=current_campaign(),
                details=_details(form, _waiting_attachment(form)),
            )
            url = url_for("funds.show_expense", slug=slug, expense_id=expense.id)
            submission.result_url = url
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        lacks = isinstance(error, rules.InsufficientFunds)
        return _entry_page(form, asks_for_override=lacks), 422
    told = _("Expense %(number)s was entered. Somebody else approves it.", number=expense.number)
    flash(told, "success")
    return redirect(url)


def _entry_page(form: ExpenseForm, *, asks_for_override: bool = False) -> str:
    accounts = queries.money_accounts(db.session(), [current_campaign().id])
    return render_template(
        "funds/new_expense.html",
        form=form,
        kept=_waiting_attachment(form),
        personal_accounts=[account for account in accounts if account.is_personal],
        limit_minor=queries.spending_limit(db.session(), current_campaign().id),
        asks_for_override=asks_for_override or bool(form.override_reason.data),
    )


def _keep_attachment(form: ExpenseForm) -> bool:
    """Keep the document that came, whatever else is wrong; False, with why, for none that may be.

    So nobody chooses it again when the form is refused for another reason.
    """
    if not form.attachment.data:
        return True
    # One byte past the limit is enough to know that it is too much.
    content = form.attachment.data.stream.read(rules.ATTACHMENT_BYTES + 1)
    try:
        with unit_of_work() as writing:
            form.kept_attachment.data = services.keep_attachment(
                writing, actor=current_user, now=now(), campaign=current_campaign(), content=content
            ).id
    except DomainError as error:
        form.validate()
        form.show_error(error)
        return False
    return True


def _waiting_attachment(form: ExpenseForm) -> Attachment | None:
    return queries.find_waiting_attachment(
        db.session(),
        current_campaign().id,
        record_number(form.kept_attachment.data),
        uploaded_by_id=current_user.id,
    )


def _details(form: ExpenseForm, attachment: Attachment | None) -> services.ExpenseDetails:
    return services.ExpenseDetails(
        supplier=form.supplier.data,
        supplier_bin=form.supplier_bin.parsed,
        amount_minor=form.amount.parsed.minor,
        spent_on=form.spent_on.parsed,
        purpose=form.purpose.data,
        document_number=form.document_number.data or "",
        account=AccountKind(form.account.data),
        attachment_id=attachment.id if attachment else None,
        override_reason=form.override_reason.data or "",
    )


def _find(expense_id: int) -> Expense:
    """The expense, if it is one of the campaign's, else 404."""
    return queries.find_expense(db.session(), current_campaign().id, expense_id) or abort(404)


@blueprint.get(f"{CAMPAIGN}/expenses/<int:expense_id>")
@requires(Permission.EXPENSE_READ)
def show_expense(slug: str, expense_id: int) -> str:
    """One expense, and its decision for whoever may make it."""
    return _expense_page(expense_id, ReasonForm(formdata=None))


def _expense_page(expense_id: int, form: ReasonForm, refusal: DomainError | None = None) -> str:
    expense = _find(expense_id)
    people = (expense.entered_by_id, expense.first_approved_by_id, expense.decided_by_id)
    ids = {id_ for id_ in people if id_}
    return render_template(
        "funds/show_expense.html",
        expense=expense,
        attachment=queries.find_attachment(db.session(), expense),
        names=account_names(db.session(), ids),
        obstacle=(refusal and error_text(refusal)) or _obstacle(expense),
        is_refused=refusal is not None,
        split=queries.find_split(db.session(), expense),
        form=form,
    )


def _obstacle(expense: Expense) -> str:
    """Why the person who reads cannot approve it now; nothing when she can."""
    if not may(Permission.EXPENSE_APPROVE):
        return _("The treasurer approves expenses.")
    try:
        rules.check_approver(current_user.id, expense.entered_by_id, expense.first_approved_by_id)
        rules.overdraft(
            expense.amount_minor,
            queries.account_balance(db.session(), expense.campaign_id, expense.account),
            queries.balance(db.session(), [expense.campaign_id]),
            expense.account,
            expense.override_reason,
        )
    except DomainError as error:
        return error_text(error)
    return ""


@blueprint.post(f"{CAMPAIGN}/expenses/<int:expense_id>/approve")
@requires(Permission.EXPENSE_APPROVE)
def approve_expense(slug: str, expense_id: int) -> Response | tuple[str, int]:
    """Approve an expense that somebody else entered."""
    try:
        with unit_of_work() as writing:
            expense = services.approve_expense(
                writing, actor=current_user, now=now(), expense=_find(expense_id)
            )
            is_spent = expense.status is ExpenseStatus.APPROVED
    except DomainError as error:
        return _expense_page(expense_id, ReasonForm(formdata=None), refusal=error), 422
    if is_spent:
        flash(_("The expense was approved: the money is spent."), "success")
    else:
        flash(_("Your approval is noted. Somebody else gives the second one."), "success")
    return redirect(url_for("funds.show_expense", slug=slug, expense_id=expense_id))


@blueprint.post(f"{CAMPAIGN}/expenses/<int:expense_id>/reject")
@requires(Permission.EXPENSE_APPROVE)
def reject_expense(slug: str, expense_id: int) -> Response | tuple[str, int]:
    """Reject an expense and say why."""
    _find(expense_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _expense_page(expense_id, form), 422
    try:
        with unit_of_work() as writing:
            services.reject_expense(
                writing,
                actor=current_user,
                now=now(),
                expense=_find(expense_id),
                reason=form.reason.data,
            )
    except DomainError as error:
        form.show_error(error)
        return _expense_page(expense_id, form), 422
    flash(_("The expense was rejected."), "success")
    return redirect(url_for("funds.show_expense", slug=slug, expense_id=expense_id))


@blueprint.get(f"{CAMPAIGN}/expenses/<int:expense_id>/attachment")
@requires(Permission.EXPENSE_READ)
def download_attachment(slug: str, expense_id: int) -> Response:
    """The document behind an expense: saved, never run in the browser."""
    expense = _find(expense_id)
    attachment = queries.find_attachment(db.session(), expense) or abort(404)
    filename = f"expense-{expense.number}.{SUFFIXES[attachment.media_type]}"
    response = Response(attachment.content, content_type=attachment.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
