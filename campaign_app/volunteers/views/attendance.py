"""The staff says who came: at the place, and afterwards."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import to_local
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import error_text, zone
from campaign_app.core.requests import record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import AttendanceForm, PersonAttendanceForm
from campaign_app.volunteers.queries import AttendanceRow, ShiftRow
from campaign_app.volunteers.rules import attendance as day_rules
from campaign_app.volunteers.rules import clock_times
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer
from campaign_app.volunteers.views.shift_changes import SHIFT, campaign_shift

CAME, ABSENT = "came", "absent"


@blueprint.get(f"{SHIFT}/attendance")
@requires(Permission.SHIFT_READ)
def show_attendance(slug: str, shift_id: int) -> str:
    """Who is here, who has left, who did not come; afterwards: whose hours count."""
    return _page(campaign_shift(shift_id), AttendanceForm(formdata=None))


def _page(shift: ShiftRow, form: AttendanceForm) -> str:
    session, moment = db.session(), now()
    rows = queries.list_attendance(session, shift.id)
    waiting = [
        row
        for row in queries.list_sign_ups(session, shift.id)
        if row.status not in (rules.SignUpStatus.CONFIRMED, rules.SignUpStatus.CANCELLED)
    ]
    return render_template(
        "volunteers/show_attendance.html",
        shift=shift,
        rows=rows,
        waiting=waiting,
        form=form,
        minutes={row.id: _minutes(shift, row) for row in rows if row.has_attended},
        is_open=moment >= shift.starts_at - day_rules.OPENS_BEFORE,
        is_over=moment >= shift.ends_at,
        has_begun=moment >= shift.starts_at,
        shows_code=day_rules.check_in_is_open(shift.starts_at, shift.ends_at, moment),
        free=queries.free_places_now(session, shift.id, shift.places, now=moment),
        counts={
            "came": sum(1 for row in rows if row.has_attended),
            "absent": sum(1 for row in rows if row.has_attended is False),
        },
    )


def _minutes(shift: ShiftRow, row: AttendanceRow) -> int | None:
    """What counts, or would count if it were confirmed now."""
    if row.worked_minutes is not None:
        return row.worked_minutes
    try:
        return day_rules.minutes_at_shift(
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            arrived_at=row.arrived_at,
            left_at=row.left_at,
            break_minutes=row.break_minutes or 0,
            counts_outside=bool(row.counts_outside),
        )
    except DomainError:
        return None  # the shift was made shorter than the break


@blueprint.post(f"{SHIFT}/attendance")
@requires(Permission.SHIFT_EDIT)
def record_attendance(slug: str, shift_id: int) -> Answer:
    """Confirm who came; who is not ticked did not. One's own row waits for somebody else.

    Whoever was added while the page was open is not on it (`listed`): nothing is said of her.
    """
    shift = campaign_shift(shift_id)
    came, listed = (
        set(map(record_number, request.form.getlist(name))) for name in ("came", "listed")
    )
    form = AttendanceForm()
    if not form.validate_on_submit():
        return _page(shift, form), 422
    name = ""
    try:
        with unit_of_work() as session:
            # By number, as everywhere where several are locked: nobody waits in a ring.
            rows = queries.list_attendance(session, shift_id)
            for row in sorted(rows, key=lambda row: row.volunteer_id):
                has_attended, name = row.id in came, row.full_name
                is_settled = row.confirmed_at is not None and row.has_attended is has_attended
                is_asked = not listed or row.id in listed | came
                if row.account_id != current_user.id and not is_settled and is_asked:
                    services.record_attendance(
                        session,
                        actor=current_user,
                        now=now(),
                        campaign=current_campaign(),
                        sign_up_id=row.id,
                        has_attended=has_attended,
                        break_minutes=form.break_minutes.data or 0,
                        briefing_was_held=form.briefing_was_held.data,
                    )
    except DomainError as error:
        if error.field == "briefing_was_held":
            form.show_error(error)
        else:
            form.form_errors.append(f"{name}: {error_text(error)}")
        return _page(shift, form), 422
    flash(_("The attendance was recorded."), "success")
    return redirect(url_for("volunteers.show_attendance", slug=slug, shift_id=shift_id))


@blueprint.post(f"{SHIFT}/attendance/<int:sign_up_id>/mark")
@requires(Permission.SHIFT_EDIT)
def mark_presence(slug: str, shift_id: int, sign_up_id: int) -> Answer:
    """One tap at the place: came, left, did not come, or none of it."""
    _line(campaign_shift(shift_id), sign_up_id)
    try:
        mark = day_rules.PresenceMark(request.form.get("mark", ""))
    except ValueError:
        abort(404)
    try:
        with unit_of_work() as session:
            services.mark_presence(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                sign_up_id=sign_up_id,
                mark=mark,
            )
    except DomainError as error:
        flash(error_text(error), "error")
    address = url_for("volunteers.show_attendance", slug=slug, shift_id=shift_id)
    return redirect(f"{address}#person-{sign_up_id}")


def _line(shift: ShiftRow, sign_up_id: int) -> AttendanceRow:
    row = queries.find_attendance(db.session(), shift.id, sign_up_id)
    if row is None:
        abort(404)
    return row


@blueprint.route(f"{SHIFT}/attendance/<int:sign_up_id>", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def edit_attendance(slug: str, shift_id: int, sign_up_id: int) -> Answer:
    """One person's times and break; once confirmed, a correction with its reason."""
    shift = campaign_shift(shift_id)
    row = _line(shift, sign_up_id)
    form = _person_form(row)
    if form.validate_on_submit():
        try:
            _save(shift, row, form)
        except DomainError as error:
            form.show_error(error)
        else:
            flash(_("The attendance was recorded."), "success")
            return redirect(url_for("volunteers.show_attendance", slug=slug, shift_id=shift_id))
    page = render_template(
        "volunteers/edit_attendance.html",
        shift=shift,
        row=row,
        form=form,
        corrections=queries.corrections_of(db.session(), sign_up_id=row.id),
        has_repeated_hour=clock_times.has_repeated_hour(shift.starts_at, shift.ends_at, zone()),
        can_confirm=now() >= shift.ends_at or row.left_at is not None,
    )
    return page, 422 if form.errors else 200


def _person_form(row: AttendanceRow) -> PersonAttendanceForm:
    form = PersonAttendanceForm(
        data={
            "outcome": ABSENT if row.has_attended is False else CAME,
            "arrived_at": _clock(row.arrived_at),
            "arrived_which": _which(row.arrived_at),
            "left_at": _clock(row.left_at),
            "left_which": _which(row.left_at),
            "break_minutes": row.break_minutes,
            "counts_outside": row.counts_outside,
        }
    )
    form.outcome.choices = [
        SelectChoice(CAME, _("Came")),
        SelectChoice(ABSENT, _("Did not come")),
    ]
    for field in (form.arrived_which, form.left_which):
        field.choices = enum_choices(clock_times.Repeated, empty=_("not chosen"))
    return form


def _clock(instant: datetime | None) -> time | None:
    return None if instant is None else to_local(instant, zone()).time().replace(second=0)


def _which(instant: datetime | None) -> str:
    """Which of two equal times it is; nothing to choose at all other times."""
    if instant is None:
        return ""
    local = to_local(instant, zone())
    is_repeated = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    if not is_repeated:
        return ""
    return (clock_times.Repeated.SECOND if local.fold else clock_times.Repeated.FIRST).value


def _save(shift: ShiftRow, row: AttendanceRow, form: PersonAttendanceForm) -> None:
    """Confirm or correct where that was pressed, else only write the times down."""
    came = form.outcome.data == CAME
    common: dict[str, Any] = {
        "actor": current_user,
        "now": now(),
        "campaign": current_campaign(),
        "sign_up_id": row.id,
    }
    times = services.Times(
        arrived_at=_instant(shift, form, "arrived", shift.starts_at),
        left_at=_instant(shift, form, "left", shift.ends_at),
        break_minutes=form.break_minutes.data,
        counts_outside=form.counts_outside.data,
    )
    with unit_of_work() as session:
        if "confirm" in request.form or row.confirmed_at is not None:
            services.record_attendance(
                session,
                has_attended=came,
                times=times,
                reason=form.reason.data or "",
                briefing_was_held=form.briefing_was_held.data,
                **common,
            )
        elif came:
            services.record_times(session, times=times, **common)
        else:
            services.mark_presence(session, mark=day_rules.PresenceMark.ABSENT, **common)


def _instant(
    shift: ShiftRow, form: PersonAttendanceForm, name: str, near: datetime
) -> datetime | None:
    clock: time | None = form[f"{name}_at"].data
    if clock is None:
        return None
    chosen = form[f"{name}_which"].data
    return clock_times.instant_of(
        clock,
        field=f"{name}_at",
        near=near,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        zone=zone(),
        which=clock_times.Repeated(chosen) if chosen else None,
    )
