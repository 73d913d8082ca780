"""What everybody may open without an account: to complain, to ask for help, to follow it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.rules import (
    NAMED_BY,
    BeneficiaryCategory,
    ConsentItem,
    ConsentScope,
    Language,
)
from campaign_app.campaigns import queries as campaigns
from campaign_app.complaints import queries, rules, services
from campaign_app.complaints.forms import (
    ComplaintForm,
    FollowForm,
    HelpForm,
    MessageForm,
    PublicForm,
)
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.views.blueprint import blueprint
from campaign_app.core.access import public
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import BaseForm, enum_choices, show_again
from campaign_app.core.localisation import current_language, in_language
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

Answer = str | Response | tuple[str, int]
OUR_IDS = re.compile(r"[0-9a-f]{32}")
#: A form that was sent twice shows its code again for so long, and never later.
SHOWN_AGAIN = timedelta(hours=1)
TOO_MANY = (rules.TooManySent, rules.TooManyWrongCodes)
# An institution is registered by the organisers, with a head-count and no names.
CATEGORIES = [each for each in BeneficiaryCategory if each is not BeneficiaryCategory.INSTITUTION]


def _complaint_form() -> ComplaintForm:
    form = ComplaintForm(language=current_language())
    form.language.choices = enum_choices(Language)
    form.topic.choices = enum_choices(rules.Topic)
    form.campaign_id.choices = [SelectChoice("", _("none, or I do not know"))] + [
        SelectChoice(str(campaign.id), in_language(campaign, "title"))
        for campaign in campaigns.list_public_campaigns(db.session())
    ]
    if request.method == "GET" and (slug := request.args.get("campaign")):
        found = campaigns.find_public_campaign(db.session(), slug.replace("\x00", ""))
        form.campaign_id.data = str(found.id) if found else ""
    return form


def _help_form() -> HelpForm:
    form = HelpForm(language=current_language(), category=BeneficiaryCategory.OTHER.value)
    form.language.choices = enum_choices(Language)
    form.for_whom.choices = enum_choices(rules.ForWhom)
    form.category.choices = enum_choices(CATEGORIES)
    return form


def _words(name: str) -> dict[str, Any]:
    """The consent text in force, on the form in which somebody agrees to it."""
    if name != "new_help_request":
        return {}
    session = db.session()
    text = beneficiaries.find_text_in_force(session, ConsentScope.REGISTRATION)
    content, settings = beneficiaries.content_of(session, text), current_app.config["SETTINGS"]
    code = current_language()
    body = content.bodies[code]
    if not body.operator_name:
        body = replace(body, operator_name=settings.organisation_name)
    number = content.operator_bin or settings.organisation_bin
    return {
        "content": replace(content, operator_bin=number, bodies={code: body}),
        "code": code,
        "items": ConsentItem,
        "named_by": NAMED_BY,
    }


def _again(name: str, make: Callable[[], BaseForm]) -> Callable[[], str]:
    """A telephone forgets a page that was open for long: what was typed is shown again."""

    def page() -> str:
        text = _("The page was open for too long. Nothing is lost: press the button again.")
        flash(text, "error")
        return render_template(f"complaints/{name}.html", form=make(), **_words(name))

    return page


@blueprint.route("/complaints/new", methods=["GET", "POST"])
@public
@show_again(_again("new_complaint", _complaint_form))
def new_complaint() -> Answer:
    """Complain; without a name if one likes."""
    form = _complaint_form()
    if not form.validate_on_submit():
        return _show_form("new_complaint", form, 422 if form.errors else 200)
    details = services.ComplaintDetails(
        text=form.text.data or "",
        topic=rules.Topic(form.topic.data),
        language=Language(form.language.data),
        campaign_id=int(form.campaign_id.data) if form.campaign_id.data else None,
        about_name=form.about_name.data or "",
        is_urgent=bool(form.is_urgent.data),
        writer_name=form.writer_name.data or "",
        contact=form.contact.data or "",
    )
    return _receive("new_complaint", form, services.receive_complaint, details)


@blueprint.route("/help/new", methods=["GET", "POST"])
@public
@show_again(_again("new_help_request", _help_form))
def new_help_request() -> Answer:
    """Ask for help, for oneself or for somebody else."""
    form = _help_form()
    if not form.validate_on_submit():
        return _show_form("new_help_request", form, 422 if form.errors else 200)
    details = services.HelpDetails(
        for_whom=rules.ForWhom(form.for_whom.data),
        category=BeneficiaryCategory(form.category.data),
        text=form.text.data or "",
        person_name=form.person_name.data or "",
        language=Language(form.language.data),
        contact=form.contact.data or "",
        address=form.address.data or "",
        dormitory=form.dormitory.data or "",
        room=form.room.data or "",
        writer_name=form.writer_name.data or "",
        has_consented=bool(form.consent.data),
    )
    return _receive("new_help_request", form, services.receive_help_request, details)


def _show_form(name: str, form: PublicForm, code: int) -> Answer:
    return render_template(f"complaints/{name}.html", form=form, **_words(name)), code


def _receive(
    name: str, form: PublicForm, receive: Callable[..., services.Received], details: Any
) -> Answer:
    """Take it and show its number and code; the same form again shows them again."""
    form_id = form.submission()
    if not OUR_IDS.fullmatch(form_id):
        form_id = uuid.uuid4().hex
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form_id,
                purpose=f"complaints.{name}",
                actor_id=None,
                now=now(),
            )
            received = receive(
                session,
                now=now(),
                today=today(),
                place=request.remote_addr or "",
                form_id=form_id,
                details=details,
            )
            appeal, code = received.appeal, received.code
            submission.result_url = url_for("complaints.follow", of=_number(appeal))
    except AlreadySubmitted as done:
        return _show_again(form_id, done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _show_form(name, form, _code_of(error))
    return _show_receipt(appeal, code)


def _show_again(form_id: str, result_url: str) -> Answer:
    """The receipt of a form that was sent before, unless that is long ago."""
    code, number = services.code_of(form_id), dict(parse_qsl(urlsplit(result_url).query)).get("of")
    for appeal in queries.candidates(db.session(), number or ""):
        if services.has_code(appeal, code) and now() - appeal.received_at < SHOWN_AGAIN:
            return _show_receipt(appeal, code)
    flash(_("This form was sent already. Follow it with its number and code."), "info")
    return redirect(url_for("complaints.follow"))


def _number(appeal: Appeal) -> str:
    return rules.number_text(appeal.kind, appeal.year, appeal.number)


def _show_receipt(appeal: Appeal, code: str) -> str:
    return render_template(
        "complaints/_received.html",
        appeal=appeal,
        number=_number(appeal),
        code=rules.spaced_code(code),
    )


def _code_of(error: DomainError) -> int:
    return 429 if isinstance(error, TOO_MANY) else 422


@blueprint.route("/complaints/follow", methods=["GET", "POST"])
@public
@show_again(_again("follow", FollowForm))
def follow() -> Answer:
    """How far it is, with the number and the code."""
    form = FollowForm()
    if request.method == "GET" or not form.validate():
        return render_template("complaints/follow.html", form=form), 422 if form.errors else 200
    try:
        appeal = _find(form.number.data or "", form.code.data or "")
    except DomainError as error:
        form.show_error(error)
        return render_template("complaints/follow.html", form=form), _code_of(error)
    return _show_case(appeal, form.code.data or "")


def _find(number: str, code: str) -> Appeal:
    """The case. Raises NumberOrCodeWrong, after the failure was counted, or TooManyWrongCodes."""
    with unit_of_work() as session:
        appeal = services.find_by_code(
            session, now=now(), place=request.remote_addr or "", number=number, code=code
        )
    if appeal is None:
        raise rules.NumberOrCodeWrong()
    return appeal


def _show_case(appeal: Appeal, code: str, form: MessageForm | None = None) -> str:
    session = db.session()
    if form is None:
        form = MessageForm(formdata=None)
    form.number.data, form.code.data = _number(appeal), rules.read_code(code)
    return render_template(
        "complaints/_followed.html",
        appeal=appeal,
        number=_number(appeal),
        thread=queries.list_thread(session, appeal.id),
        can_write=rules.can_do(appeal.kind, appeal.status, rules.Action.WRITE),
        form=form,
    )


def _message_again() -> str:
    """The same for a message; nothing is looked up, so that nothing is told or counted."""
    flash(_("The page was open for too long. Nothing is lost: press the button again."), "error")
    return render_template("complaints/_message_again.html", form=MessageForm())


@blueprint.post("/complaints/follow/message")
@public
@show_again(_message_again)
def add_message() -> Answer:
    """Add to what was written."""
    form, ask = MessageForm(), FollowForm()
    if not ask.validate():
        return render_template("complaints/follow.html", form=ask), 422
    try:
        appeal = _find(form.number.data or "", form.code.data or "")
    except DomainError as error:
        ask.show_error(error)
        return render_template("complaints/follow.html", form=ask), _code_of(error)
    if not form.validate():
        return _show_case(appeal, form.code.data or "", form), 422
    try:
        with unit_of_work() as session:
            _add_once(session, appeal, form)
    except AlreadySubmitted:
        pass
    except DomainError as error:
        form.show_error(error)
        return _show_case(appeal, form.code.data or "", form), _code_of(error)
    flash(_("Your message was added."), "success")
    return _show_case(db.session.get_one(Appeal, appeal.id), form.code.data or "")


def _add_once(session: Session, appeal: Appeal, form: MessageForm) -> None:
    claim_submission(
        session,
        submission_id=form.submission(),
        purpose=f"complaints.add_message:{appeal.id}",
        actor_id=None,
        now=now(),
    )
    services.add_message(
        session,
        now=now(),
        today=today(),
        place=request.remote_addr or "",
        appeal=session.get_one(Appeal, appeal.id),
        text=form.text.data or "",
    )
