"""What a volunteer sees and does: open shifts, her own, her hours, and how one begins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.accounts import services as accounts
from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role
from campaign_app.core.access import Permission, public, requires
from campaign_app.core.clock import now, today
from campaign_app.core.dates import to_utc
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import current_language, error_text, zone
from campaign_app.core.names import split_full_name
from campaign_app.core.requests import chosen, page_number, safe_return_address
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import NewcomerForm
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.views.blueprint import blueprint

Answer = str | Response | tuple[str, int]


@blueprint.get("/shifts")
@public
def list_open_shifts() -> str:
    """Where one can help now."""
    kind, session = chosen("kind", rules.ShiftKind), db.session()
    is_today = request.args.get("day") == "today"
    tomorrow = to_utc(datetime.combine(today() + timedelta(days=1), time.min), zone())
    shifts = queries.list_open_shifts(
        session,
        now=now(),
        page=page_number(),
        kind=kind,
        before=tomorrow if is_today else None,
    )
    return render_template(
        "volunteers/list_open_shifts.html",
        shifts=shifts,
        kind=kind,
        kinds=queries.open_kinds(session, now=now()),
        is_today=is_today,
        tomorrow=tomorrow,
        mine=_my_statuses(),
    )


def _my_volunteer() -> Volunteer | None:
    if not current_user.is_authenticated:
        return None
    return queries.find_volunteer_of(db.session(), current_user.id)


def _my_statuses() -> dict[int, SignUpStatus]:
    volunteer = _my_volunteer()
    if volunteer is None:
        return {}
    return {shift.id: status for shift, status in queries.shifts_of(db.session(), volunteer.id)}


@blueprint.get("/shifts/<int:shift_id>")
@public
def show_open_shift(shift_id: int) -> str:
    """What is done, where, when, what it takes."""
    shift = queries.find_open_shift(db.session(), shift_id)
    if shift is None:
        abort(404)
    return render_template(
        "volunteers/show_open_shift.html",
        shift=shift,
        status=_my_statuses().get(shift.id),
        has_begun=shift.starts_at <= now(),
    )


@blueprint.post("/shifts/<int:shift_id>/sign-up")
@requires(Permission.OWN_PAGES)
def sign_up(shift_id: int) -> Response:
    """Take a place, or one on the waiting list."""
    volunteer = _my_volunteer()
    if queries.find_open_shift(db.session(), shift_id) is None:
        abort(404)
    if volunteer is None:
        flash(_("Only volunteers sign up: ask an organiser to register you."), "error")
        return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))
    try:
        with unit_of_work() as session:
            signed = services.sign_up(
                session,
                actor=current_user,
                now=now(),
                shift_id=shift_id,
                volunteer=volunteer,
                zone=zone(),
            )
    except DomainError as error:
        flash(error_text(error), "error")
        return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))
    if signed.status is SignUpStatus.CONFIRMED:
        flash(_("You have a place. Thank you!"), "success")
    else:
        flash(_("All places are taken: you are on the waiting list."), "success")
    return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))


@blueprint.post("/shifts/<int:shift_id>/cancel")
@requires(Permission.OWN_PAGES)
def cancel_sign_up(shift_id: int) -> Response:
    """Give the place back; the first who waits gets it."""
    volunteer = _my_volunteer()
    if volunteer is None or queries.find_open_shift(db.session(), shift_id) is None:
        abort(404)
    try:
        with unit_of_work() as session:
            services.cancel_sign_up(
                session,
                actor=current_user,
                now=now(),
                shift_id=shift_id,
                volunteer=volunteer,
                zone=zone(),
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("The sign-up was cancelled."), "success")
    return redirect(url_for("volunteers.show_open_shift", shift_id=shift_id))


@blueprint.get("/my")
@requires(Permission.OWN_PAGES)
def show_my_page() -> str:
    """What is next for me."""
    return render_template("volunteers/show_my_page.html", **_my_work())


@blueprint.get("/my/shifts")
@requires(Permission.OWN_PAGES)
def list_my_shifts() -> str:
    """All my shifts."""
    return render_template("volunteers/list_my_shifts.html", **_my_work())


@blueprint.get("/my/hours")
@requires(Permission.OWN_PAGES)
def list_my_hours() -> str:
    """My confirmed hours."""
    return render_template("volunteers/list_my_hours.html", **_my_work())


def _my_work() -> dict[str, Any]:
    session, volunteer = db.session(), _my_volunteer()
    shifts = queries.shifts_of(session, volunteer.id) if volunteer else []
    worked = queries.worked_minutes_of(session, volunteer.id) if volunteer else []
    return {
        "shifts": shifts,
        "coming": [(shift, status) for shift, status in shifts if shift.ends_at > now()],
        "worked": worked,
        "minutes": sum(minutes for _shift, minutes in worked),
        "is_volunteer": volunteer is not None,
    }


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def register_newcomer() -> Answer:
    """Begin to help: one page, then one can take a shift."""
    if current_user.is_authenticated:
        return redirect(url_for("volunteers.list_open_shifts"))
    form = NewcomerForm()
    if not form.validate_on_submit():
        code = 422 if form.errors else 200
        return render_template("volunteers/register_newcomer.html", form=form), code
    target = safe_return_address(request.args.get("next")) or url_for("volunteers.list_open_shifts")
    try:
        rules.check_may_begin_alone(form.born_on.data or date.max, today())
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.register_newcomer",
                actor_id=None,
                now=now(),
            )
            submission.result_url = target
            account = _create_newcomer(session, form)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("volunteers/register_newcomer.html", form=form), 422
    login_user(account)
    flash(_("Welcome! Now choose a shift."), "success")
    return redirect(target)


def _create_newcomer(session: Session, form: NewcomerForm) -> Account:
    """The account and the volunteer behind it, in one transaction."""
    account = accounts.create_account(
        session,
        actor=None,
        now=now(),
        email=form.email.data or "",
        full_name=form.full_name.data or "",
        role=Role.VOLUNTEER,
        password=form.password.data or "",
        born_on=form.born_on.data,
        locale=current_language(),
    )
    surname, given_name, patronymic = split_full_name(form.full_name.data or "")
    services.register_volunteer(
        session,
        actor=account,
        now=now(),
        details=services.VolunteerDetails(
            surname=surname or "",
            given_name=given_name or "",
            patronymic=patronymic or "",
            born_on=form.born_on.data,
            phone=getattr(form.phone, "parsed", None),
            email=account.email,
            account_id=account.id,
            has_consented=True,
        ),
    )
    return account
