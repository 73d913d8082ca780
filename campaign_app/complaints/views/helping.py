"""A request for help becomes a person on the registry, or gets a reason why not."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.queries import find_look_alikes, identity_made_of
from campaign_app.beneficiaries.queries.look_alikes import LookAlike
from campaign_app.complaints import rules, services
from campaign_app.complaints.forms import ReasonForm, RegistrationForm
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import Action
from campaign_app.complaints.views.blueprint import blueprint
from campaign_app.complaints.views.handling import back_to, fill_in, press
from campaign_app.complaints.views.public import CATEGORIES
from campaign_app.complaints.views.register import find_or_404
from campaign_app.core.access import Permission, requires
from campaign_app.core.addresses import address_key, split_address
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError, NotFound, NotPermitted
from campaign_app.core.forms import enum_choices
from campaign_app.core.identifiers import parse_phone
from campaign_app.core.localisation import error_text
from campaign_app.core.names import normalise, split_full_name
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

Answer = str | Response | tuple[str, int]
LOOK_ALIKES_SHOWN = 5


@blueprint.route("/manage/complaints/<int:appeal_id>/register", methods=["GET", "POST"])
@requires(Permission.BENEFICIARY_EDIT)
def register_person(appeal_id: int) -> Answer:
    """Put the person on the registry: the form is filled in with what was asked for.

    It shows how she is reached, so that it was opened is written down.
    """
    appeal = find_or_404(appeal_id)
    if not rules.can_do(appeal.kind, appeal.status, Action.SETTLE):
        return back_to(appeal_id)
    if appeal.handler_id != current_user.id:
        flash(error_text(rules.NotTheHandler()), "error")
        return back_to(appeal_id)
    if request.method == "GET":
        with unit_of_work() as session:
            services.open_contact(session, actor=current_user, now=now(), appeal_id=appeal_id)
        appeal = find_or_404(appeal_id)
    # A form that was sent holds what was typed; what is known is shown only where it is noted.
    form = RegistrationForm(data=_known(appeal) if request.method == "GET" else None)
    form.category.choices = enum_choices(CATEGORIES)
    if not form.validate_on_submit():
        return _show(appeal, form), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="complaints.register_person",
                actor_id=current_user.id,
                now=now(),
            )
            settled = services.register_from_request(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                appeal_id=appeal_id,
                details=form.details(appeal.language),
            )
            person_id = settled.beneficiary_id
            submission.result_url = url_for(
                "beneficiaries.show_beneficiary", beneficiary_id=person_id
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except (NotFound, NotPermitted):
        raise
    except DomainError as error:
        form.show_error(error)
        return _show(find_or_404(appeal_id), form), 422
    return redirect(submission.result_url)


def _known(appeal: Appeal) -> dict[str, Any]:
    """What the request tells, in the fields of the registry."""
    surname, given_name, patronymic = split_full_name(appeal.person_name or "")
    phone, note = None, [appeal.text]
    found = split_address(appeal.address or "")
    if found.rest:
        note.append(appeal.address or "")
    try:
        phone = parse_phone(appeal.contact or "")
    except DomainError:
        note += [appeal.contact] if appeal.contact else []
    return {
        "surname": surname,
        "given_name": given_name,
        "patronymic": patronymic,
        "category": appeal.category,
        "phone": phone,
        "street": found.street,
        "house": found.house,
        "flat": found.flat,
        "dormitory": appeal.dormitory or found.dormitory,
        "room": appeal.room or found.room,
        "note": "\n".join(note)[:2000],
    }


def _show(appeal: Appeal, form: RegistrationForm) -> str:
    number = rules.number_text(appeal.kind, appeal.year, appeal.number)
    return render_template(
        "complaints/register_person.html",
        appeal=appeal,
        number=number,
        form=form,
        alike=_look_alikes(form),
    )


def _look_alikes(form: RegistrationForm) -> list[LookAlike]:
    """Those on the registry who may be the same person, the surest first."""
    parts = ("street", "house", "flat", "dormitory", "room")
    identity = identity_made_of(
        surname=normalise(form.surname.data or ""),
        given_name=normalise(form.given_name.data or ""),
        patronymic=normalise(form.patronymic.data or ""),
        phone=getattr(form.phone, "parsed", None) or form.phone.data or "",
        address=address_key(**{part: form[part].data or "" for part in parts}),
    )
    return find_look_alikes(db.session(), identity, limit=LOOK_ALIKES_SHOWN)


@blueprint.post("/manage/complaints/<int:appeal_id>/same/<int:beneficiary_id>")
@requires(Permission.BENEFICIARY_EDIT)
def link_person(appeal_id: int, beneficiary_id: int) -> Answer:
    """Say that the person is on the registry already."""
    return press(
        services.link_beneficiary,
        appeal_id,
        _("The request belongs to a person on the registry."),
        beneficiary_id=beneficiary_id,
    )


@blueprint.post("/manage/complaints/<int:appeal_id>/decline")
@requires(Permission.COMPLAINT_HANDLE)
def decline_request(appeal_id: int) -> Answer:
    """Turn a request down, with the reason that the person reads."""
    form = ReasonForm(prefix="decline-")

    def act(session: Any, **values: Any) -> object:
        return services.decline_request(session, reason=form.reason.data or "", **values)

    done = _("The request was declined; the person reads why.")
    return fill_in("decline_form", form, appeal_id, done, act)
