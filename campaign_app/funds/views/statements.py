"""Statements: brought in, looked through, posted; the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import error_text
from campaign_app.core.pagination import Page
from campaign_app.core.requests import chosen, page_number, record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, rules, services
from campaign_app.funds.forms import StatementForm
from campaign_app.funds.models import Statement, StatementSource
from campaign_app.funds.rules import DonationMethod, ImportOutcome
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

ROWS_SHOWN = 100
LONGEST_EXAMPLE = 40
ONE = f"{CAMPAIGN}/statements/<int:statement_id>"


@blueprint.get(f"{CAMPAIGN}/statements")
@requires(Permission.MONEY_READ)
def list_statements(slug: str) -> str:
    """The statements that came in, the latest first."""
    statements = queries.list_statements(db.session(), current_campaign().id, page=page_number())
    return render_template("funds/list_statements.html", statements=statements)


@blueprint.route(f"{CAMPAIGN}/donations/import", methods=["GET", "POST"])
@requires(Permission.STATEMENT_IMPORT)
def import_donations(slug: str) -> str | Response | tuple[str, int]:
    """Bring in a statement or a list of gifts; nothing is posted before it is looked through."""
    form = StatementForm()
    form.source.choices = [
        SelectChoice("", _("a new source")),
        *(SelectChoice(str(each.id), each.name) for each in queries.list_sources(db.session())),
    ]
    form.method.choices = enum_choices(rules.SOURCE_METHODS)
    if not form.validate_on_submit():
        return _import_page(form), 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            statement = services.upload_statement(
                writing,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                source=_source(writing, form),
                table=services.Table(
                    content=form.file.data.read(), filename=form.file.data.filename or ""
                ),
            )
    except DomainError as error:
        error.field = error.field or "file"
        form.show_error(error)
        return _import_page(form), 422
    return _to(statement.id)


def _source(writing: Session, form: StatementForm) -> StatementSource:
    if form.source.data:
        found = writing.get(StatementSource, record_number(form.source.data))
        return found or abort(404)
    return services.add_source(
        writing, name=form.new_source.data or "", method=DonationMethod(form.method.data)
    )


def _import_page(form: StatementForm) -> str:
    return render_template("funds/import_donations.html", form=form, limit=rules.MOST_LINES)


def _to(statement_id: int) -> Response:
    slug = current_campaign().slug
    return redirect(url_for("funds.show_statement", slug=slug, statement_id=statement_id))


def find_statement(statement_id: int, session: Session | None = None) -> Statement:
    """The statement, if it is one of the campaign's, else 404; locked in a unit of work."""
    found = queries.find_statement(
        session or db.session(), current_campaign().id, statement_id, lock=session is not None
    )
    return found or abort(404)


@blueprint.get(ONE)
@requires(Permission.MONEY_READ)
def show_statement(slug: str, statement_id: int) -> str | Response:
    """What would become of each line; of a posted one, what became of it."""
    statement = find_statement(statement_id)
    if statement.content is not None:
        return _preview(statement)
    target = url_for("funds.list_statement_lines", slug=slug, statement_id=statement_id)
    return redirect(target)


@dataclass(frozen=True)
class ShownColumn:
    """A column of the file: its label, what stands in it, and what it is read as."""

    label: str
    example: str
    field: str


def _preview(
    statement: Statement, *, error: DomainError | None = None, fields: Sequence[str] = ()
) -> str:
    session = db.session()
    table = services.waiting_table(statement)
    planned = services.plan_statement(session, statement=statement, today=today())
    outcome = chosen("outcome", ImportOutcome)
    rows = [line for line in planned if outcome in (None, line.outcome)]
    number = min(page_number(), max(1, -(-len(rows) // ROWS_SHOWN)))
    shown = rows[(number - 1) * ROWS_SHOWN : number * ROWS_SHOWN]
    new = [line for line in planned if line.outcome is ImportOutcome.NEW and line.read]
    columns = []
    for place, text in enumerate(table.header):
        cells = (row.cells[place] for row in table.rows[:50])
        example = next((str(cell) for cell in cells if cell is not None), "")
        field = fields[place] if place < len(fields) else table.fields[place] or ""
        columns.append(ShownColumn(text, example[:LONGEST_EXAMPLE], field))
    return render_template(
        "funds/show_statement.html",
        statement=statement,
        source=session.get_one(StatementSource, statement.source_id),
        table=table,
        rows=Page(shown, number, len(rows), ROWS_SHOWN),
        total=len(planned),
        counts={each: sum(line.outcome is each for line in planned) for each in ImportOutcome},
        new_minor=sum(line.read.amount_minor for line in new if line.read),
        outcome=outcome,
        why={line.row: error_text(line.why) for line in shown if line.why},
        same=queries.find_same_file(session, statement),
        columns=columns,
        choices=[
            ("", _("– leave out –")),
            *((name, _(text)) for name, text in rules.STATEMENT_COLUMNS.items()),
        ],
        column_error=error_text(error) if error else None,
    )


@blueprint.post(f"{ONE}/columns")
@requires(Permission.STATEMENT_IMPORT)
def choose_statement_columns(slug: str, statement_id: int) -> Response | tuple[str, int]:
    """Read the file again with other columns, which the source remembers."""
    fields = [name[:40] for name in request.form.getlist("column")]
    try:
        with unit_of_work() as writing:
            services.choose_statement_columns(
                writing,
                actor=current_user,
                now=now(),
                statement=find_statement(statement_id, writing),
                fields=[name or None for name in fields],
            )
    except (rules.ColumnTwice, rules.ColumnsMissing) as error:
        return _preview(find_statement(statement_id), error=error, fields=fields), 422
    flash(_("The file was read again with these columns."), "success")
    return _to(statement_id)


@blueprint.post(f"{ONE}/park")
@requires(Permission.STATEMENT_IMPORT)
def park_row(slug: str, statement_id: int) -> Response:
    """Let a line wait for a decision instead of posting it, or not."""
    with unit_of_work() as writing:
        services.park_row(
            writing,
            statement=find_statement(statement_id, writing),
            row=record_number(request.form.get("row")),
            is_parked=request.form.get("is_parked") == "yes",
        )
    return _to(statement_id)


@blueprint.post(f"{ONE}/confirm")
@requires(Permission.STATEMENT_IMPORT)
def confirm_statement(slug: str, statement_id: int) -> Response | tuple[str, int]:
    """Post what is new; confirmed again, nothing is posted again."""
    try:
        with unit_of_work() as writing:
            planned = services.confirm_statement(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=current_campaign(),
                statement=find_statement(statement_id, writing),
            )
    except (rules.ColumnTwice, rules.ColumnsMissing) as error:
        return _preview(find_statement(statement_id), error=error), 422
    if planned:
        outcomes = [line.outcome for line in planned]
        told = _(
            "Posted: %(new)s, already in the books: %(there)s, waiting: %(parked)s,"
            " not readable: %(errors)s.",
            new=outcomes.count(ImportOutcome.NEW),
            there=outcomes.count(ImportOutcome.ALREADY_THERE),
            parked=outcomes.count(ImportOutcome.PARKED),
            errors=outcomes.count(ImportOutcome.ERROR),
        )
        flash(told, "success")
    return _to(statement_id)


@blueprint.post(f"{ONE}/discard")
@requires(Permission.STATEMENT_IMPORT)
def discard_statement(slug: str, statement_id: int) -> Response:
    """Throw a file away of which nothing was posted."""
    with unit_of_work() as writing:
        services.discard_statement(
            writing, actor=current_user, now=now(), statement=find_statement(statement_id, writing)
        )
    flash(_("The file was thrown away; nothing was posted."), "success")
    return redirect(url_for("funds.list_statements", slug=slug))
