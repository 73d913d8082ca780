"""The lines of a statement that came in, and the decision about one that waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import BaseForm
from campaign_app.core.localisation import day, label
from campaign_app.core.money import major_decimal
from campaign_app.core.requests import chosen, page_number, record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.forms import LineFeeForm, LineGiftForm, LineInBooksForm, ReasonForm
from campaign_app.funds.models import Statement, StatementLine, StatementSource
from campaign_app.funds.rules import LineDecision, LineStatus
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

LINE = f"{CAMPAIGN}/statements/<int:statement_id>/lines/<int:line_id>"
Forms = dict[LineDecision, BaseForm]


@blueprint.get(f"{CAMPAIGN}/statements/<int:statement_id>/lines")
@requires(Permission.MONEY_READ)
def list_statement_lines(slug: str, statement_id: int) -> str:
    """What became of the lines of a statement, of all or of one status."""
    session = db.session()
    statement = queries.find_statement(session, current_campaign().id, statement_id) or abort(404)
    status = chosen("status", LineStatus)
    return render_template(
        "funds/list_statement_lines.html",
        statement=statement,
        source=session.get_one(StatementSource, statement.source_id),
        lines=queries.list_lines(session, statement.id, status=status, page=page_number()),
        counts=queries.count_lines(session, statement.id),
        status=status,
        names=account_names(session, {statement.confirmed_by_id or 0}),
        labels={each: label(each) for each in LineStatus},
    )


@blueprint.get(f"{CAMPAIGN}/statements/<int:statement_id>.<any(csv, xlsx):extension>")
@requires(Permission.MONEY_READ)
def export_statement(slug: str, statement_id: int, extension: str) -> Response:
    """The lines as they are filtered. Anonymous donors stay anonymous in a file."""
    session = db.session()
    statement = queries.find_statement(session, current_campaign().id, statement_id) or abort(404)
    rows = _export_rows(
        queries.stream_lines(session, statement.id, status=chosen("status", LineStatus))
    )
    header = [
        *(_("Row"), _("Day"), _("Counterparty"), _("Payment reference"), _("Note")),
        *(_("Amount"), _("State"), _("Entry of the journal"), _("Reason")),
    ]
    filename = f"{slug}-statement-{statement.id}.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Statement"), header, rows)


def _export_rows(lines: list[queries.LineRow]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        yield (
            line.row,
            line.booked_on,
            line.counterparty,
            line.reference,
            line.note,
            major_decimal(line.amount_minor),
            label(line.status),
            label(line.entry_kind),
            line.reason,
        )


def _find_line(statement_id: int, line_id: int, session: Session) -> StatementLine:
    statement = queries.find_statement(session, current_campaign().id, statement_id)
    if statement is None:
        abort(404)
    return queries.find_line(session, statement.id, line_id) or abort(404)


@blueprint.route(LINE, methods=["GET", "POST"])
@requires(Permission.STATEMENT_IMPORT)
def decide_line(slug: str, statement_id: int, line_id: int) -> str | Response | tuple[str, int]:
    """Say what a line is that waits."""
    line = _find_line(statement_id, line_id, db.session())
    back = url_for("funds.list_statement_lines", slug=slug, statement_id=statement_id)
    if line.status is not LineStatus.PARKED:
        return redirect(back)
    decision = _decision()
    forms = _forms(line, decision)
    if decision is None or decision not in forms:
        return _page(line, forms), 200 if request.method == "GET" else 422
    form = forms[decision]
    if not form.validate():
        return _page(line, forms), 422
    try:
        with unit_of_work() as writing:
            _decide(writing, decision, form, _find_line(statement_id, line_id, writing))
    except DomainError as error:
        form.show_error(error)
        return _page(_find_line(statement_id, line_id, db.session()), forms), 422
    flash(_("The line is decided."), "success")
    return redirect(back)


def _decision() -> LineDecision | None:
    if request.method == "GET":
        return None
    try:
        return LineDecision(request.form.get("decision", ""))
    except ValueError:
        return None


def _forms(line: StatementLine, decision: LineDecision | None) -> Forms:
    """What may be decided about the line, each as its form; only the one that was sent is read."""

    def data(of: LineDecision) -> Any:
        return request.form if of is decision else None

    booked_on = line.booked_on.isoformat()
    forms: Forms = {}
    entries = services.possible_entries(db.session(), line)
    if entries:
        tie = LineInBooksForm(formdata=data(LineDecision.IN_BOOKS))
        tie.entry_id.choices = [_entry_choice(entry) for entry in entries]
        forms[LineDecision.IN_BOOKS] = tie
    if line.amount_minor > 0:
        forms[LineDecision.GIFT] = LineGiftForm(
            formdata=data(LineDecision.GIFT),
            data={"donor_name": line.counterparty, "received_on": booked_on},
        )
    elif may(Permission.MONEY_MOVE):
        forms[LineDecision.FEE] = LineFeeForm(
            formdata=data(LineDecision.FEE), data={"charged_on": booked_on}
        )
    forms[LineDecision.SET_ASIDE] = ReasonForm(formdata=data(LineDecision.SET_ASIDE))
    return forms


def _entry_choice(entry: queries.OpenEntry) -> SelectChoice:
    told = f"{day(entry.occurred_on)}: {label(entry.kind)} {entry.about}".strip()
    return SelectChoice(str(entry.id), told)


def _page(line: StatementLine, forms: Forms) -> str:
    return render_template(
        "funds/decide_line.html",
        line=line,
        statement=db.session().get_one(Statement, line.statement_id),
        forms=forms,
    )


def _decide(
    writing: Session, decision: LineDecision, form: Any, line: StatementLine
) -> StatementLine:
    common: dict[str, Any] = {
        "actor": current_user,
        "now": now(),
        "campaign": current_campaign(),
        "line": line,
    }
    if decision is LineDecision.IN_BOOKS:
        return services.tie_line_to_entry(
            writing, entry_id=record_number(form.entry_id.data), **common
        )
    if decision is LineDecision.GIFT:
        return services.book_line_as_donation(
            writing,
            today=today(),
            donor_name=form.donor_name.data or "",
            is_anonymous=form.is_anonymous.data,
            received_on=form.received_on.parsed,
            **common,
        )
    if decision is LineDecision.FEE:
        return services.book_line_as_fee(
            writing, today=today(), charged_on=form.charged_on.parsed, **common
        )
    return services.set_line_aside(writing, reason=form.reason.data, **common)
