"""Shifts for calendar programs: one as a file, and one's own as a feed."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, public, requires
from campaign_app.core.calendars import MIMETYPE, CalendarEntry, EntryState, write_calendar
from campaign_app.core.clock import now
from campaign_app.core.localisation import current_language, label
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.forms import CalendarLinkForm
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.my_pages import my_volunteer

Answer = str | Response | tuple[str, int]
STATES = {
    SignUpStatus.CONFIRMED: EntryState.CONFIRMED,
    SignUpStatus.CANCELLED: EntryState.CANCELLED,
}


@blueprint.get("/shifts/<int:shift_id>.ics")
@public
def download_shift(shift_id: int) -> Response:
    """One shift as a calendar file; whom to ask only for who is in."""
    session, volunteer = db.session(), my_volunteer()
    shift = queries.find_open_shift(session, shift_id)
    if shift is None:
        abort(404)
    mine = []
    if volunteer is not None:
        mine = queries.calendar_of(session, volunteer.id, now=now(), shift_id=shift.id)
    entries = [_entry_of(row) for row in mine] or [_entry_of_anybody(shift)]
    return _calendar(write_calendar(entries), f"shift-{shift.id}.ics")


@blueprint.get("/my/calendar/<token>.ics")
@public
def show_calendar(token: str) -> Response:
    """Somebody's shifts for her calendar program, which cannot sign in: the address is secret."""
    session = db.session()
    owner = queries.find_calendar_owner(session, token)
    if owner is None:
        abort(404)
    volunteer_id, language = owner
    rows = queries.calendar_of(session, volunteer_id, now=now())
    with force_locale(language or "kk"):
        content = write_calendar(
            [_entry_of(row) for row in rows], name=_("My shifts"), language=current_language()
        )
    return _calendar(content, "shifts.ics")


@blueprint.post("/my/calendar")
@requires(Permission.OWN_PAGES)
def make_calendar_link() -> Answer:
    """Make the address, or a new one in place of the old: it is shown this once."""
    volunteer, form = my_volunteer(), CalendarLinkForm()
    if volunteer is None:
        abort(404)
    here = url_for("volunteers.list_my_shifts")
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.make_calendar_link",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = here
            token = services.make_calendar_link(
                session, actor=current_user, now=now(), volunteer=volunteer
            )
    except AlreadySubmitted as done:
        flash(_("The address was shown once already. Make a new one if you have lost it."), "error")
        return redirect(done.result_url)
    address = url_for("volunteers.show_calendar", token=token, _external=True)
    return render_template(
        "volunteers/make_calendar_link.html",
        address=address,
        subscribe="webcal" + address[address.index(":") :],
    )


@blueprint.post("/my/calendar/revoke")
@requires(Permission.OWN_PAGES)
def revoke_calendar_link() -> Response:
    """End the address: calendar programs that have it get nothing any more."""
    volunteer = my_volunteer()
    if volunteer is None:
        abort(404)
    with unit_of_work() as session:
        services.revoke_calendar_link(session, actor=current_user, now=now(), volunteer=volunteer)
    flash(_("The calendar address no longer works."), "success")
    return redirect(url_for("volunteers.list_my_shifts"))


def _entry_of(row: queries.CalendarRow) -> CalendarEntry:
    """A shift in the calendar of who is in it, waits for it or has left it."""
    title = row.shift.title
    if row.status is SignUpStatus.WAITING:
        title = _("Waiting list: %(title)s", title=title)
    state = STATES.get(row.status, EntryState.TENTATIVE)
    if row.shift.cancelled_at is not None:
        state = EntryState.CANCELLED
    is_in = state is not EntryState.CANCELLED
    return CalendarEntry(
        **_facts(row.shift),
        title=title,
        description=_description(row.shift, contact=row.shift.contact if is_in else ""),
        changed_at=row.changed_at,
        revision=row.revision,
        state=state,
    )


def _entry_of_anybody(shift: ShiftRow) -> CalendarEntry:
    """A shift in the calendar of somebody who only thinks of it."""
    return CalendarEntry(
        **_facts(shift),
        title=shift.title,
        description=_description(shift),
        changed_at=now(),
        state=EntryState.TENTATIVE,
    )


def _facts(shift: ShiftRow) -> dict[str, Any]:
    return {
        "key": f"shift-{shift.id}",
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "place": shift.place,
        "url": url_for("volunteers.show_open_shift", shift_id=shift.id, _external=True),
    }


def _description(shift: ShiftRow, contact: str = "") -> str:
    """What one needs to come, line by line; what is not known is left out."""
    lines = [
        (_("Kind of work"), label(shift.kind)),
        (_("Note"), shift.note),
        (_("How to get there"), shift.directions),
        (_("What to bring"), shift.what_to_bring),
        (_("Whom to ask"), contact),
    ]
    return "\n".join(f"{name}: {text}" for name, text in lines if text)


def _calendar(content: bytes, filename: str) -> Response:
    response = Response(content, content_type=MIMETYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["Cache-Control"] = "private, max-age=300"
    response.add_etag()
    return response.make_conditional(request)
