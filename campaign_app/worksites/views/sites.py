"""The places of a campaign: the list, one of them, a new one, many at once."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.requests import chosen, page_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.worksites import queries, rules, services
from campaign_app.worksites.forms import AssignForm, LinesForm, ReasonForm, WorksiteForm
from campaign_app.worksites.models import Worksite
from campaign_app.worksites.queries import SiteFilter
from campaign_app.worksites.views.blueprint import MANAGED, blueprint

Answer = str | Response | tuple[str, int]


def worksite_or_404(worksite_id: int) -> Worksite:
    """A place of the campaign that the URL names."""
    found = queries.find_worksite(db.session(), current_campaign().id, worksite_id)
    return found if found is not None else abort(404)


@blueprint.get(MANAGED)
@requires(Permission.SHIFT_READ)
def list_worksites(slug: str) -> str:
    """The places in order, where each stands, what each round and crew has done."""
    session, campaign = db.session(), current_campaign()
    current = queries.find_current_round(session, campaign.id)
    round_id = current.id if current else None
    shown = chosen("state", SiteFilter)
    found = queries.list_worksites(
        session, campaign.id, round_id=round_id, shown=shown, page=page_number()
    )
    return render_template(
        "worksites/list_worksites.html",
        sites=found,
        shown=shown,
        filters=SiteFilter,
        current=current,
        rounds=queries.list_rounds(session, campaign.id),
        crews=queries.work_by_crew(session, campaign.id),
        done=queries.worksites_done(session, [campaign.id]),
        loans=queries.list_loans(session, campaign.id),
    )


@blueprint.get(f"{MANAGED}/<int:worksite_id>")
@requires(Permission.SHIFT_READ)
def show_worksite(slug: str, worksite_id: int) -> str:
    """One place: where it stands, its photos, its rounds."""
    return worksite_page(worksite_or_404(worksite_id))


def worksite_page(
    worksite: Worksite,
    *,
    reason: ReasonForm | None = None,
    refused: str = "",
    assign: AssignForm | None = None,
) -> str:
    """The page of a place; `refused` says which of its forms is shown again."""
    session = db.session()
    current = queries.find_current_round(session, worksite.campaign_id)
    history = queries.history_of(session, worksite.id)
    task = next((row for row in history if current and row.round_id == current.id), None)
    form = assign or AssignForm(formdata=None)
    form.crew.choices = crew_choices(worksite.campaign_id)
    return render_template(
        "worksites/show_worksite.html",
        worksite=worksite,
        task=task,
        history=history,
        photos=queries.photos_of(session, [row.id for row in history]),
        position=rules.written_coordinates(worksite.latitude, worksite.longitude),
        forms={
            name: reason if reason and refused == name else ReasonForm(formdata=None, prefix=name)
            for name in ("free", "reopen", "retire")
        },
        refused=refused,
        assign=form,
    )


def crew_choices(campaign_id: int) -> list[SelectChoice]:
    """The crews of shifts that are not over, with their people."""
    return [
        SelectChoice(
            str(crew.id),
            _("Crew No. %(number)s", number=crew.number) + f": {', '.join(crew.people)}",
        )
        for crew in queries.list_crews(db.session(), campaign_id=campaign_id, since=now())
        if crew.people
    ]


@blueprint.route(f"{MANAGED}/new", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def new_worksite(slug: str) -> Answer:
    """Add a place."""
    form = WorksiteForm()
    form.kind.choices = enum_choices(rules.WorksiteKind)
    if not form.validate_on_submit():
        code = 422 if form.errors else 200
        return render_template("worksites/new_worksite.html", form=form), code
    address = url_for("worksites.list_worksites", slug=slug)
    try:
        details = site_details(form)
        with unit_of_work() as session:
            claim_submission(
                session,
                submission_id=form.submission(),
                purpose="worksites.new_worksite",
                actor_id=current_user.id,
                now=now(),
            ).result_url = address
            services.add_worksite(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                details=details,
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("worksites/new_worksite.html", form=form), 422
    flash(_("The place was added."), "success")
    return redirect(address)


def site_details(form: WorksiteForm) -> services.WorksiteDetails:
    """What was typed. Raises the refusals of coordinates."""
    return services.WorksiteDetails(
        name=form.name.data or "",
        kind=rules.WorksiteKind(form.kind.data),
        place=form.place.data or "",
        note=form.note.data or "",
        position=rules.parse_coordinates(form.latitude.data, form.longitude.data),
    )


@blueprint.route(f"{MANAGED}/add-many", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def add_worksites(slug: str) -> Answer:
    """Add many places by pasting lines."""
    form = LinesForm()
    form.kind.choices = enum_choices(rules.WorksiteKind)
    if not form.validate_on_submit():
        code = 422 if form.errors else 200
        return render_template("worksites/add_worksites.html", form=form), code
    address = url_for("worksites.list_worksites", slug=slug)
    try:
        lines = rules.parse_lines(form.lines.data or "")
        with unit_of_work() as session:
            claim_submission(
                session,
                submission_id=form.submission(),
                purpose="worksites.add_worksites",
                actor_id=current_user.id,
                now=now(),
            ).result_url = address
            made, left_out = services.add_worksites(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                kind=rules.WorksiteKind(form.kind.data),
                lines=lines,
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("worksites/add_worksites.html", form=form), 422
    flash(_("Places added: %(count)s.", count=len(made)), "success")
    if left_out:
        names = ", ".join(left_out[:10])
        flash(_("These were there already and were left out: %(names)s.", names=names), "info")
    return redirect(address)


@blueprint.route(f"{MANAGED}/<int:worksite_id>/edit", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def edit_worksite(slug: str, worksite_id: int) -> Answer:
    """Describe a place anew."""
    worksite = worksite_or_404(worksite_id)
    form = WorksiteForm(data=_as_typed(worksite))
    form.kind.choices = enum_choices(rules.WorksiteKind)
    page: dict[str, Any] = {"form": form, "worksite": worksite}
    if not form.validate_on_submit():
        return render_template("worksites/edit_worksite.html", **page), 422 if form.errors else 200
    try:
        details = site_details(form)
        with unit_of_work() as session:
            services.edit_worksite(
                session, actor=current_user, now=now(), worksite=worksite, details=details
            )
    except DomainError as error:
        form.show_error(error)
        return render_template("worksites/edit_worksite.html", **page), 422
    flash(_("Saved."), "success")
    return redirect(url_for("worksites.show_worksite", slug=slug, worksite_id=worksite_id))


def _as_typed(worksite: Worksite) -> dict[str, Any]:
    position = rules.written_coordinates(worksite.latitude, worksite.longitude)
    latitude, _comma, longitude = position.partition(", ")
    return {
        "name": worksite.name,
        "kind": worksite.kind.value,
        "place": worksite.place,
        "note": worksite.note,
        "latitude": latitude,
        "longitude": longitude,
    }
