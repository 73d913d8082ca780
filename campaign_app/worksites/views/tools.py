"""Tools of a campaign: what is there, what is out, lending and settling."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import instant
from campaign_app.core.requests import page_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries as volunteers
from campaign_app.worksites import queries, rules, services
from campaign_app.worksites.forms import LendForm, SettleForm, ToolForm, ToolNumberForm
from campaign_app.worksites.models import Tool, ToolLoan
from campaign_app.worksites.rules import ToolMovementKind
from campaign_app.worksites.views.blueprint import TOOLS, blueprint
from campaign_app.worksites.views.sites import Answer

CHANGES = (ToolMovementKind.ADDED, ToolMovementKind.TAKEN_OUT)
SHIFTS_OFFERED = 20


def _claim(session: Any, form: Any, address: str) -> None:
    claim_submission(
        session,
        submission_id=form.submission(),
        purpose=request.endpoint or "",
        actor_id=current_user.id,
        now=now(),
    ).result_url = address


def _tool_or_404(tool_id: int) -> Tool:
    found = queries.find_tool(db.session(), current_campaign().id, tool_id)
    return found if found is not None else abort(404)


def _loan_or_404(loan_id: int) -> ToolLoan:
    found = queries.find_loan(db.session(), current_campaign().id, loan_id)
    return found if found is not None else abort(404)


@blueprint.get(TOOLS)
@requires(Permission.SHIFT_READ)
def list_tools(slug: str) -> str:
    """What there is, what is out and with whom, and the shifts for which one can lend."""
    session, campaign = db.session(), current_campaign()
    return render_template(
        "worksites/list_tools.html",
        tools=queries.list_tools(session, campaign.id, page=page_number()),
        loans=queries.list_loans(session, campaign.id),
        shifts=volunteers.list_coming_shifts(
            session, [campaign.id], now=now() - rules.AFTER_SHIFT, limit=SHIFTS_OFFERED
        ),
        now=now(),
    )


@blueprint.route(f"{TOOLS}/new", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def new_tool(slug: str) -> Answer:
    """Enter a kind of tool."""
    form = ToolForm()
    if not form.validate_on_submit():
        return render_template("worksites/new_tool.html", form=form), 422 if form.errors else 200
    address = url_for("worksites.list_tools", slug=slug)
    try:
        with unit_of_work() as session:
            _claim(session, form, address)
            services.add_tool(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                name=form.name.data or "",
                count=form.count.data or 0,
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("worksites/new_tool.html", form=form), 422
    flash(_("The tool was added."), "success")
    return redirect(address)


@blueprint.get(f"{TOOLS}/<int:tool_id>")
@requires(Permission.SHIFT_READ)
def show_tool(slug: str, tool_id: int) -> str:
    """One kind of tool: its numbers and what happened to it."""
    return _tool_page(_tool_or_404(tool_id), ToolNumberForm(formdata=None))


def _tool_page(tool: Tool, form: ToolNumberForm) -> str:
    session = db.session()
    form.kind.choices = enum_choices(CHANGES)
    movements = queries.list_movements(session, tool.id, page=page_number())
    names = account_names(
        session, {row.recorded_by_id for row in movements.items if row.recorded_by_id}
    )
    return render_template(
        "worksites/show_tool.html", tool=tool, form=form, movements=movements, names=names
    )


@blueprint.post(f"{TOOLS}/<int:tool_id>/number")
@requires(Permission.SHIFT_EDIT)
def change_tool_number(slug: str, tool_id: int) -> Answer:
    """More of a tool, or fewer."""
    tool, form = _tool_or_404(tool_id), ToolNumberForm()
    form.kind.choices = enum_choices(CHANGES)
    if not form.validate_on_submit():
        return _tool_page(tool, form), 422
    address = url_for("worksites.show_tool", slug=slug, tool_id=tool_id)
    try:
        with unit_of_work() as session:
            _claim(session, form, address)
            services.change_tool_number(
                session,
                actor=current_user,
                now=now(),
                tool=tool,
                kind=ToolMovementKind(form.kind.data),
                count=form.count.data or 0,
                reason=form.reason.data or "",
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _tool_page(tool, form), 422
    flash(_("The number was changed."), "success")
    return redirect(address)


def _holders(shift_id: int) -> list[SelectChoice]:
    """The crews of a shift, then its people."""
    session = db.session()
    crews = [
        SelectChoice(
            f"crew-{crew.id}",
            _("Crew No. %(number)s", number=crew.number) + f": {', '.join(crew.people)}",
        )
        for crew in queries.list_crews(session, shift_ids=[shift_id])
        if crew.people
    ]
    people = [
        SelectChoice(f"volunteer-{each.volunteer_id}", each.name)
        for each in queries.list_people(session, shift_id)
    ]
    return [*crews, *people]


@blueprint.route(f"{TOOLS}/lend/<int:shift_id>", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def lend_tool(slug: str, shift_id: int) -> Answer:
    """Lend tools to a crew or a volunteer of a shift."""
    session, campaign = db.session(), current_campaign()
    shift = volunteers.find_shift(session, shift_id)
    if shift is None or shift.campaign_id != campaign.id:
        abort(404)
    form = LendForm()
    form.tool.choices = [
        SelectChoice(str(tool.id), _("%(tool)s: %(left)s left", tool=tool.name, left=tool.left))
        for tool in queries.list_tools(session, campaign.id).items
        if tool.left or form.tool.data == str(tool.id)
    ]
    form.holder.choices = _holders(shift_id)
    page = {"form": form, "shift": shift, "loans": queries.open_loans_of_shift(session, shift_id)}
    page["begins"] = instant(shift.starts_at)
    if not form.validate_on_submit():
        return render_template("worksites/lend_tool.html", **page), 422 if form.errors else 200
    kind, _dash, number = (form.holder.data or "").partition("-")
    address = url_for("worksites.lend_tool", slug=slug, shift_id=shift_id)
    try:
        with unit_of_work() as writing:
            _claim(writing, form, address)
            services.lend_tool(
                writing,
                actor=current_user,
                now=now(),
                tool_id=int(form.tool.data),
                shift_id=shift_id,
                count=form.count.data or 0,
                crew_id=int(number) if kind == "crew" else None,
                volunteer_id=int(number) if kind == "volunteer" else None,
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("worksites/lend_tool.html", **page), 422
    flash(_("Lent. It stands on the list until it is back."), "success")
    return redirect(address)


@blueprint.route(f"{TOOLS}/loans/<int:loan_id>", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def settle_loan(slug: str, loan_id: int) -> Answer:
    """What was lent came back, broke or was lost."""
    loan = _loan_or_404(loan_id)
    session = db.session()
    rows = queries.open_loans_of_shift(session, loan.shift_id)
    row = next((each for each in rows if each.id == loan.id), None)
    form = SettleForm(data={"kind": ToolMovementKind.RETURNED.value, "count": loan.out_count})
    form.kind.choices = enum_choices(rules.ENDS_LOAN)
    page = {"form": form, "loan": row}
    if not form.validate_on_submit():
        return render_template("worksites/settle_loan.html", **page), 422 if form.errors else 200
    address = url_for("worksites.list_tools", slug=slug)
    try:
        with unit_of_work() as writing:
            _claim(writing, form, address)
            services.settle_loan(
                writing,
                actor=current_user,
                now=now(),
                loan=loan,
                kind=ToolMovementKind(form.kind.data),
                count=form.count.data or 0,
                reason=form.reason.data or "",
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("worksites/settle_loan.html", **page), 422
    flash(_("Written down."), "success")
    return redirect(address)
