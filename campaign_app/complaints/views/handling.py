"""What the staff does with a case. Whom it is about gets 404, as if it did not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.complaints import queries, services
from campaign_app.complaints.forms import AnswerForm, AssignForm, CloseForm, ReasonForm
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import OUTCOMES_OF, AppealKind, Outcome
from campaign_app.complaints.views.blueprint import blueprint
from campaign_app.complaints.views.register import case_page, find_or_404, viewer
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError, NotFound, NotPermitted
from campaign_app.core.forms import BaseForm, enum_choices
from campaign_app.core.localisation import error_text
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

Answer = str | Response | tuple[str, int]
Act = Callable[..., Appeal]


def back_to(appeal_id: int) -> Response:
    """Its page; the list, when it no longer exists for the person who is signed in."""
    if queries.find_appeal(db.session(), viewer(), appeal_id) is None:
        return redirect(url_for("complaints.list_complaints"))
    return redirect(url_for("complaints.show_complaint", appeal_id=appeal_id))


def press(act: Act, appeal_id: int, done: str, **values: Any) -> Response:
    """A button without a form: do it, say so, show the case again."""
    find_or_404(appeal_id)
    try:
        with unit_of_work() as session:
            act(session, actor=current_user, now=now(), appeal_id=appeal_id, **values)
    except (NotFound, NotPermitted):
        raise
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(done, "success")
    return back_to(appeal_id)


def fill_in(
    name: str, form: BaseForm, appeal_id: int, done: str, act: Callable[..., object]
) -> Answer:
    """A form on the page of a case: what is refused is shown there with what was typed."""
    appeal = find_or_404(appeal_id)
    if not form.validate():
        return case_page(appeal, **{name: form}), 422
    try:
        with unit_of_work() as session:
            act(session, actor=current_user, now=now(), appeal_id=appeal_id)
    except (NotFound, NotPermitted):
        raise
    except DomainError as error:
        form.show_error(error)
        return case_page(find_or_404(appeal_id), **{name: form}), 422
    flash(done, "success")
    return back_to(appeal_id)


@blueprint.post("/manage/complaints/<int:appeal_id>/take")
@requires(Permission.COMPLAINT_HANDLE)
def take_over(appeal_id: int) -> Answer:
    """Deal with it from now on."""
    return press(services.take_over, appeal_id, _("You deal with it from now on."))


@blueprint.post("/manage/complaints/<int:appeal_id>/assign")
@requires(Permission.COMPLAINT_HANDLE)
def assign(appeal_id: int) -> Answer:
    """Give it to somebody."""
    appeal, form = find_or_404(appeal_id), AssignForm()
    facts = queries.facts_of(db.session(), appeal)
    form.handler_id.choices = [
        (str(id_), name) for id_, name in queries.handler_choices(db.session(), facts)
    ]

    def act(session: Any, **values: Any) -> object:
        return services.assign(session, handler_id=int(form.handler_id.data), **values)

    return fill_in("assign_form", form, appeal_id, _("It was given to the handler."), act)


@blueprint.post("/manage/complaints/<int:appeal_id>/subject")
@requires(Permission.COMPLAINT_HANDLE)
def set_subject(appeal_id: int) -> Answer:
    """Say whom it is about: POST `account_id` or `volunteer_id`."""
    chosen = {
        name: _record_number(request.form.get(name, "")) for name in ("account_id", "volunteer_id")
    }
    done = _("It was set whom it is about. That person neither sees nor handles it.")
    return press(services.set_subject, appeal_id, done, **chosen)


def _record_number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


@blueprint.post("/manage/complaints/<int:appeal_id>/sensitive")
@requires(Permission.COMPLAINT_HANDLE)
def mark_sensitive(appeal_id: int) -> Answer:
    """Leave it to the administrators (POST `is_sensitive` 1), or open it again (0)."""
    is_sensitive = request.form.get("is_sensitive") != "0"
    done = (
        _("Only administrators see it from now on.")
        if is_sensitive
        else _("It is no longer confidential.")
    )
    return press(services.mark_sensitive, appeal_id, done, is_sensitive=is_sensitive)


@blueprint.post("/manage/complaints/<int:appeal_id>/contact")
@requires(Permission.COMPLAINT_HANDLE)
def open_contact(appeal_id: int) -> Answer:
    """Show how the person is reached; it is written down who looked."""
    find_or_404(appeal_id)
    try:
        with unit_of_work() as session:
            services.open_contact(session, actor=current_user, now=now(), appeal_id=appeal_id)
    except (NotFound, NotPermitted):
        raise
    except DomainError as error:
        flash(error_text(error), "error")
        return back_to(appeal_id)
    return case_page(find_or_404(appeal_id), has_opened=True)


@blueprint.post("/manage/complaints/<int:appeal_id>/answer")
@requires(Permission.COMPLAINT_HANDLE)
def answer(appeal_id: int) -> Answer:
    """Answer the person."""
    form = AnswerForm()

    def act(session: Any, **values: Any) -> object:
        return services.answer(session, text=form.answer.data or "", **values)

    return fill_in("answer_form", form, appeal_id, _("The answer was given."), act)


@blueprint.post("/manage/complaints/<int:appeal_id>/close")
@requires(Permission.COMPLAINT_HANDLE)
def close_complaint(appeal_id: int) -> Answer:
    """Close a complaint that was answered."""
    form = CloseForm()
    form.outcome.choices = enum_choices(OUTCOMES_OF[AppealKind.COMPLAINT])

    def act(session: Any, **values: Any) -> object:
        outcome, lesson = Outcome(form.outcome.data), form.lesson.data or ""
        return services.close_complaint(session, outcome=outcome, lesson=lesson, **values)

    return fill_in("close_form", form, appeal_id, _("The complaint was closed."), act)


@blueprint.post("/manage/complaints/<int:appeal_id>/reopen")
@requires(Permission.COMPLAINT_HANDLE)
def reopen(appeal_id: int) -> Answer:
    """Begin again."""
    form = ReasonForm(prefix="reopen-")

    def act(session: Any, **values: Any) -> object:
        return services.reopen(session, today=today(), reason=form.reason.data or "", **values)

    return fill_in("reopen_form", form, appeal_id, _("It was reopened."), act)
