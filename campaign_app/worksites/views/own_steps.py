"""What a crew does on its phone: take a place, photograph it, finish it, give it back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text
from campaign_app.core.pictures import Picture, clean_picture
from campaign_app.core.requests import record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.worksites import queries, services
from campaign_app.worksites.forms import DoneForm, PhotoForm, ReasonForm
from campaign_app.worksites.models import WorksiteTask
from campaign_app.worksites.rules import PhotoMoment
from campaign_app.worksites.views.blueprint import OWN, blueprint
from campaign_app.worksites.views.own import my_volunteer_id, own_page, own_task_or_404

Answer = str | Response | tuple[str, int]


def _own_shift_or_404() -> int:
    """The shift that the form names, if the person has a place in it."""
    shift_id = record_number(request.form.get("shift_id"))
    mine = queries.my_shifts(db.session(), my_volunteer_id(), since=now())
    return shift_id if shift_id in [each.id for each in mine] else abort(404)


def _named() -> list[int]:
    """Those whom the person says that she works with."""
    return [number for text in request.form.getlist("member") if (number := record_number(text))]


def _back(shift_id: int) -> Response:
    return redirect(url_for("worksites.list_own_worksites", shift=shift_id))


@blueprint.post(f"{OWN}/take")
@requires(Permission.OWN_PAGES)
def take_worksite() -> Response:
    """Take a place for my crew; who works with me is named in the same form."""
    shift_id = _own_shift_or_404()
    try:
        with unit_of_work() as session:
            task = services.take_worksite(
                session,
                actor=current_user,
                now=now(),
                shift_id=shift_id,
                task_id=record_number(request.form.get("task_id")),
                volunteer_id=my_volunteer_id(),
                with_ids=_named(),
            )
    except DomainError as error:
        flash(error_text(error), "error")
        return _back(shift_id)
    flash(_("The place is yours. Good work!"), "success")
    return redirect(url_for("worksites.show_own_worksite", task_id=task.id))


@blueprint.post(f"{OWN}/crew")
@requires(Permission.OWN_PAGES)
def name_crew() -> Response:
    """Say who works with me: a crew is formed, or those join mine."""
    shift_id, volunteer_id = _own_shift_or_404(), my_volunteer_id()
    crew = queries.find_crew_of(db.session(), shift_id, volunteer_id)
    try:
        with unit_of_work() as session:
            if crew is None:
                services.form_crew(
                    session,
                    actor=current_user,
                    now=now(),
                    shift_id=shift_id,
                    volunteer_ids=[volunteer_id, *_named()],
                )
            else:
                services.join_crew(
                    session,
                    actor=current_user,
                    now=now(),
                    crew_id=crew.id,
                    volunteer_ids=_named(),
                )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("Your crew is written down."), "success")
    return _back(shift_id)


@blueprint.post(f"{OWN}/crew/leave")
@requires(Permission.OWN_PAGES)
def leave_crew() -> Response:
    """Leave my crew, to work with another."""
    shift_id = _own_shift_or_404()
    try:
        with unit_of_work() as session:
            services.leave_crew(
                session,
                actor=current_user,
                now=now(),
                shift_id=shift_id,
                volunteer_id=my_volunteer_id(),
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("You have left the crew."), "success")
    return _back(shift_id)


def _sent(form: PhotoForm | DoneForm) -> bytes:
    """The bytes of the photo that came, from the camera or taken earlier; none is empty."""
    file: Any = form.photo.data or form.kept.data
    content: bytes = file.read() if file else b""
    return content


def _keep(task_id: int, moment: PhotoMoment, picture: Picture) -> None:
    """Keep a photo, in a unit of work of its own: it stays when "done" is refused."""
    with unit_of_work() as session:
        services.add_photo(
            session,
            actor=current_user,
            now=now(),
            task=session.get_one(WorksiteTask, task_id),
            moment=moment,
            picture=picture,
            volunteer_id=my_volunteer_id(),
        )


@blueprint.post(f"{OWN}/<int:task_id>/photos")
@requires(Permission.OWN_PAGES)
def add_own_photo(task_id: int) -> Answer:
    """Keep a photo of the place before the work."""
    task, form = own_task_or_404(task_id), PhotoForm(prefix="before")
    content = _sent(form)
    db.session.rollback()  # decoding takes a moment: no transaction stays open meanwhile
    try:
        _keep(task.id, PhotoMoment.BEFORE, clean_picture(content))
    except DomainError as error:
        form.show_error(error)
        return own_page(task, photo=form), 422
    flash(_("The photo is kept."), "success")
    return redirect(url_for("worksites.show_own_worksite", task_id=task_id))


@blueprint.post(f"{OWN}/<int:task_id>/done")
@requires(Permission.OWN_PAGES)
def finish_own_worksite(task_id: int) -> Answer:
    """Say that a place is done, with a photo of it or the reason why there is none."""
    task, form = own_task_or_404(task_id), DoneForm(prefix="after")
    if not form.validate_on_submit():
        return own_page(task, done=form), 422
    content = _sent(form)
    db.session.rollback()
    try:
        if content:
            _keep(task.id, PhotoMoment.AFTER, clean_picture(content))
        with unit_of_work() as session:
            services.finish_worksite(
                session,
                actor=current_user,
                now=now(),
                task=session.get_one(WorksiteTask, task_id),
                volunteer_id=my_volunteer_id(),
                no_photo_reason=form.no_photo_reason.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return own_page(task, done=form), 422
    flash(_("Done. Thank you!"), "success")
    return redirect(url_for("worksites.list_own_worksites"))


@blueprint.post(f"{OWN}/<int:task_id>/release")
@requires(Permission.OWN_PAGES)
def release_own_worksite(task_id: int) -> Answer:
    """Give a place back, so that another crew can take it."""
    task, form = own_task_or_404(task_id), ReasonForm()
    if not form.validate_on_submit():
        return own_page(task, release=form), 422
    try:
        with unit_of_work() as session:
            services.release_worksite(
                session,
                actor=current_user,
                now=now(),
                task=session.get_one(WorksiteTask, task_id),
                volunteer_id=my_volunteer_id(),
                reason=form.reason.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return own_page(task, release=form), 422
    flash(_("The place is free again."), "success")
    return redirect(url_for("worksites.list_own_worksites"))
