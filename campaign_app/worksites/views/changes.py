"""What the organiser decides about one place: its order, its crew, its use."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text
from campaign_app.core.requests import record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.worksites import queries, services
from campaign_app.worksites.forms import AssignForm, ReasonForm
from campaign_app.worksites.models import Worksite, WorksiteTask
from campaign_app.worksites.views.blueprint import MANAGED, blueprint
from campaign_app.worksites.views.sites import (
    Answer,
    crew_choices,
    worksite_or_404,
    worksite_page,
)

SITE = f"{MANAGED}/<int:worksite_id>"


def _task_or_404(worksite: Worksite) -> WorksiteTask:
    """The place in the round that is open."""
    session = db.session()
    current = queries.find_current_round(session, worksite.campaign_id)
    for row in queries.history_of(session, worksite.id):
        if current is not None and row.round_id == current.id:
            return session.get_one(WorksiteTask, row.id)
    abort(404)


def _with_reason(
    worksite: Worksite, name: str, change: Callable[[Session, str], object], told: str
) -> Answer:
    form = ReasonForm(prefix=name)
    if not form.validate_on_submit():
        return worksite_page(worksite, reason=form, refused=name), 422
    try:
        with unit_of_work() as session:
            change(session, form.reason.data or "")
    except DomainError as error:
        form.show_error(error)
        return worksite_page(worksite, reason=form, refused=name), 422
    flash(told, "success")
    return _back(worksite)


def _back(worksite: Worksite) -> Response:
    slug = current_campaign().slug
    return redirect(url_for("worksites.show_worksite", slug=slug, worksite_id=worksite.id))


@blueprint.post(f"{SITE}/move")
@requires(Permission.SHIFT_EDIT)
def move_worksite(slug: str, worksite_id: int) -> Response:
    """Put a place elsewhere in the order."""
    worksite = worksite_or_404(worksite_id)
    try:
        with unit_of_work() as session:
            services.move_worksite(
                session,
                actor=current_user,
                now=now(),
                worksite=worksite,
                place=record_number(request.form.get("place")) or worksite.sort_order,
            )
    except DomainError as error:
        flash(error_text(error), "error")
    page = record_number(request.form.get("page")) or None
    address = url_for("worksites.list_worksites", slug=slug, page=page)
    return redirect(f"{address}#site-{worksite.id}")


@blueprint.post(f"{SITE}/retire")
@requires(Permission.SHIFT_EDIT)
def retire_worksite(slug: str, worksite_id: int) -> Answer:
    """Take a place out of use."""
    worksite = worksite_or_404(worksite_id)

    def change(session: Session, reason: str) -> None:
        services.retire_worksite(
            session, actor=current_user, now=now(), worksite=worksite, reason=reason
        )

    return _with_reason(worksite, "retire", change, _("The place is out of use."))


@blueprint.post(f"{SITE}/restore")
@requires(Permission.SHIFT_EDIT)
def restore_worksite(slug: str, worksite_id: int) -> Response:
    """Bring a place back into use."""
    worksite = worksite_or_404(worksite_id)
    try:
        with unit_of_work() as session:
            services.restore_worksite(session, actor=current_user, now=now(), worksite=worksite)
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("The place is in use again."), "success")
    return _back(worksite)


@blueprint.post(f"{SITE}/assign")
@requires(Permission.SHIFT_EDIT)
def assign_worksite(slug: str, worksite_id: int) -> Answer:
    """Give a place to a crew."""
    worksite = worksite_or_404(worksite_id)
    task, form = _task_or_404(worksite), AssignForm()
    form.crew.choices = crew_choices(worksite.campaign_id)
    if not form.validate_on_submit():
        return worksite_page(worksite, assign=form, refused="assign"), 422
    try:
        with unit_of_work() as session:
            services.assign_worksite(
                session, actor=current_user, now=now(), task=task, crew_id=int(form.crew.data)
            )
    except DomainError as error:
        form.show_error(error)
        return worksite_page(worksite, assign=form, refused="assign"), 422
    flash(_("The crew has the place."), "success")
    return _back(worksite)


@blueprint.post(f"{SITE}/free")
@requires(Permission.SHIFT_EDIT)
def free_worksite(slug: str, worksite_id: int) -> Answer:
    """Free a place that a crew has."""
    worksite = worksite_or_404(worksite_id)
    task = _task_or_404(worksite)

    def change(session: Session, reason: str) -> None:
        services.release_worksite(session, actor=current_user, now=now(), task=task, reason=reason)

    return _with_reason(worksite, "free", change, _("The place is free again."))


@blueprint.post(f"{SITE}/reopen")
@requires(Permission.SHIFT_EDIT)
def reopen_worksite(slug: str, worksite_id: int) -> Answer:
    """Take "done" back."""
    worksite = worksite_or_404(worksite_id)
    task = _task_or_404(worksite)

    def change(session: Session, reason: str) -> None:
        services.reopen_worksite(session, actor=current_user, now=now(), task=task, reason=reason)

    return _with_reason(worksite, "reopen", change, _("The place is free again."))
