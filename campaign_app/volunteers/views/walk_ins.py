"""The organiser adds somebody who came without a sign-up."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import zone
from campaign_app.core.names import split_full_name
from campaign_app.core.requests import record_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.forms import KnownWalkInForm, NewWalkInForm
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer
from campaign_app.volunteers.views.shift_changes import SHIFT, campaign_shift

MOST_FOUND = 8


@blueprint.route(f"{SHIFT}/walk-in", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def add_walk_in(slug: str, shift_id: int) -> Answer:
    """Find somebody on the register, or write down who came."""
    shift = campaign_shift(shift_id)
    is_new = "full_name" in request.form
    known = KnownWalkInForm(formdata=None if is_new else request.form)
    new = NewWalkInForm(formdata=request.form if is_new else None)
    _offer(shift, known)
    form: KnownWalkInForm | NewWalkInForm = new if is_new else known
    address = url_for("volunteers.show_attendance", slug=slug, shift_id=shift_id)
    if request.method == "POST" and form.validate():
        try:
            with unit_of_work() as session:
                submission = claim_submission(
                    session,
                    submission_id=form.submission(),
                    purpose="volunteers.add_walk_in",
                    actor_id=current_user.id,
                    now=now(),
                )
                submission.result_url = address
                services.add_walk_in(
                    session,
                    actor=current_user,
                    now=now(),
                    campaign=current_campaign(),
                    shift_id=shift_id,
                    volunteer=_volunteer(session, form),
                    zone=zone(),
                    reason=form.reason.data or "",
                )
        except AlreadySubmitted as done:
            return redirect(done.result_url)
        except DomainError as error:
            form.show_error(error)
        else:
            flash(_("The person is on the list."), "success")
            return redirect(address)
    page = render_template(
        "volunteers/add_walk_in.html",
        shift=shift,
        q=searched(),
        known=known,
        new=new,
        form=form,
        free=queries.free_places_now(db.session(), shift.id, shift.places, now=now()),
    )
    return page, 422 if form.errors else 200


def _offer(shift: ShiftRow, form: KnownWalkInForm) -> None:
    """Who is found, or the one that the address or the form names."""
    named = record_number(request.form.get("volunteer_id") or request.args.get("volunteer"))
    session, q = db.session(), searched()
    choices = []
    volunteer = session.get(Volunteer, named) if named else None
    if volunteer is not None:
        names = (volunteer.surname, volunteer.given_name, volunteer.patronymic)
        choices = [(volunteer.id, " ".join(filter(None, names)), volunteer.unit)]
        form.volunteer_id.data = form.volunteer_id.data or str(named)
    elif q:
        found = queries.list_volunteers(session, q=q, page=1, per_page=MOST_FOUND)
        choices = [(row.id, row.full_name, row.unit) for row in found.items]
    form.volunteer_id.choices = [
        SelectChoice(str(number), f"{name} · {unit}" if unit else name)
        for number, name, unit in choices
    ]


def _volunteer(session: Session, form: KnownWalkInForm | NewWalkInForm) -> Volunteer:
    if isinstance(form, KnownWalkInForm):
        return session.get_one(Volunteer, record_number(form.volunteer_id.data))
    surname, given_name, patronymic = split_full_name(form.full_name.data or "")
    details = services.VolunteerDetails(
        surname=surname or "",
        given_name=given_name or "",
        patronymic=patronymic or "",
        born_on=form.born_on.data,
        phone=getattr(form.phone, "parsed", None),
        has_consented=True,
    )
    return services.register_volunteer(session, actor=current_user, now=now(), details=details)
