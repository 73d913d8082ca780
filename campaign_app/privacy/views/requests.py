"""The register of what people ask about their data."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.requests import page_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.privacy import queries, services
from campaign_app.privacy.forms import AnswerForm, AssignForm, RequestForm
from campaign_app.privacy.models import DataRequest
from campaign_app.privacy.rules import requests as rules
from campaign_app.privacy.rules.requests import RequestKind, RequestOutcome, RequestStatus
from campaign_app.privacy.views.blueprint import Answer, blueprint

FOUND_AT_MOST = 20


@blueprint.get("/privacy/requests")
@requires(Permission.PRIVACY_READ)
def list_requests() -> str:
    """What people asked for: what waits by its deadline, or all."""
    shows_all = request.args.get("show") == "all"
    return render_template(
        "privacy/list_requests.html",
        requests=queries.list_requests(
            db.session(), waiting_only=not shows_all, page=page_number()
        ),
        shows_all=shows_all,
        today=today(),
        is_urgent=rules.is_urgent,
    )


@blueprint.route("/privacy/requests/new", methods=["GET", "POST"])
@requires(Permission.PRIVACY_HANDLE)
def new_request() -> Answer:
    """Note a request; the person is found on the registry or described."""
    session = db.session()
    form = RequestForm(beneficiary_id=request.args.get("person"))
    form.kind.choices = enum_choices(RequestKind)
    form.channel.choices = enum_choices(rules.RequestChannel)
    if request.method == "GET":
        form.received_on.data = today()
    person, q = form.person(), searched()
    found: list[Any] = []
    if q:
        listed = beneficiaries.list_beneficiaries(session, q=q, page=1, per_page=FOUND_AT_MOST)
        found = listed.items
    page = {
        "form": form,
        "q": q,
        "found": found,
        "person": person,
        "name": beneficiaries.display_name(session, person) if person else "",
        "days": rules.DAYS_TO_ANSWER,
    }
    if not form.validate_on_submit():
        return render_template("privacy/new_request.html", **page), 422 if form.errors else 200
    try:
        address = _record(form)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("privacy/new_request.html", **page), 422
    flash(_("The request was recorded. Its clock runs."), "success")
    return redirect(address)


def _record(form: RequestForm) -> str:
    with unit_of_work() as session:
        submission = claim_submission(
            session,
            submission_id=form.submission(),
            purpose="privacy.new_request",
            actor_id=current_user.id,
            now=now(),
        )
        recorded = services.record_request(
            session,
            actor=current_user,
            now=now(),
            today=today(),
            details=services.RequestDetails(
                kind=RequestKind(form.kind.data),
                channel=rules.RequestChannel(form.channel.data),
                received_on=form.received_on.data or today(),
                beneficiary_id=form.person(),
                described=form.described.data or "",
                text=form.text.data or "",
            ),
        )
        submission.result_url = url_for("privacy.show_request", request_id=recorded.id)
        return submission.result_url


@blueprint.get("/privacy/requests/<int:request_id>")
@requires(Permission.PRIVACY_READ)
def show_request(request_id: int) -> str:
    """One request: how long there is, who handles it, what can be done."""
    return _page(request_id, AssignForm(formdata=None), AnswerForm(formdata=None))


def _page(request_id: int, assign_form: AssignForm, answer_form: AnswerForm) -> str:
    session = db.session()
    found = queries.find_request(session, request_id)
    if found is None:
        abort(404)
    people = {found.assigned_to_id, found.answered_by_id, found.recorded_by_id}
    assign_form.account_id.choices = _handlers()
    if assign_form.account_id.data is None:
        assign_form.account_id.data = str(found.assigned_to_id or current_user.id)
    answer_form.outcome.choices = _outcomes(found)
    return render_template(
        "privacy/show_request.html",
        asked=found,
        person=found.beneficiary_id,
        name=beneficiaries.display_name(session, found.beneficiary_id)
        if found.beneficiary_id
        else found.described,
        names=account_names(session, {each for each in people if each}),
        left=rules.days_left(found.due_on, today()),
        is_urgent=rules.is_urgent(found.due_on, today()),
        is_answered=found.status is RequestStatus.ANSWERED,
        is_assigned=found.status is RequestStatus.IN_WORK,
        assign_form=assign_form,
        answer_form=answer_form,
    )


def _handlers() -> list[SelectChoice]:
    return [SelectChoice(str(id_), name) for id_, name in queries.list_handlers(db.session())]


def _outcomes(found: DataRequest) -> list[SelectChoice]:
    unsuitable = rules.NOT_AN_ANSWER.get(found.kind, frozenset())
    return enum_choices(each for each in RequestOutcome if each not in unsuitable)


@blueprint.post("/privacy/requests/<int:request_id>/assign")
@requires(Permission.PRIVACY_HANDLE)
def assign_request(request_id: int) -> Answer:
    """Give it to somebody who answers for it."""
    form = AssignForm()
    form.account_id.choices = _handlers()
    if not form.validate_on_submit():
        return _page(request_id, form, AnswerForm(formdata=None)), 422
    with unit_of_work() as session:
        services.assign_request(
            session,
            actor=current_user,
            now=now(),
            request_id=request_id,
            account_id=int(form.account_id.data),
        )
    flash(_("The request has somebody who answers for it."), "success")
    return redirect(url_for("privacy.show_request", request_id=request_id))


@blueprint.post("/privacy/requests/<int:request_id>/answer")
@requires(Permission.PRIVACY_HANDLE)
def answer_request(request_id: int) -> Answer:
    """Note what came of it."""
    form = AnswerForm()
    form.outcome.choices = enum_choices(RequestOutcome)
    if not form.validate_on_submit():
        return _page(request_id, AssignForm(formdata=None), form), 422
    try:
        with unit_of_work() as session:
            services.answer_request(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                request_id=request_id,
                outcome=RequestOutcome(form.outcome.data),
                answer=form.answer.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return _page(request_id, AssignForm(formdata=None), form), 422
    flash(_("The answer was recorded."), "success")
    return redirect(url_for("privacy.show_request", request_id=request_id))


@blueprint.post("/privacy/requests/<int:request_id>/reopen")
@requires(Permission.PRIVACY_HANDLE)
def reopen_request(request_id: int) -> Response:
    """Open an answered request again."""
    with unit_of_work() as session:
        services.reopen_request(session, actor=current_user, now=now(), request_id=request_id)
    flash(_("The request is open again; its deadline stays."), "success")
    return redirect(url_for("privacy.show_request", request_id=request_id))
