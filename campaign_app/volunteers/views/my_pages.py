"""What a volunteer sees of her own."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_login import current_user

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.requests import page_number
from campaign_app.extensions import db
from campaign_app.volunteers import queries
from campaign_app.volunteers.forms import CalendarLinkForm
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.views.blueprint import blueprint


def my_volunteer() -> Volunteer | None:
    if not current_user.is_authenticated:
        return None
    return queries.find_volunteer_of(db.session(), current_user.id)


@blueprint.get("/my")
@requires(Permission.OWN_PAGES)
def show_my_page() -> str:
    """What is next for me."""
    return render_template("volunteers/show_my_page.html", **_coming(), **_my_hours())


@blueprint.get("/my/shifts")
@requires(Permission.OWN_PAGES)
def list_my_shifts() -> str:
    """My shifts: those ahead, then the past ones in pages; and their calendar."""
    session, volunteer = db.session(), my_volunteer()
    past = link = None
    if volunteer is not None:
        past = queries.past_shifts_of(session, volunteer.id, now=now(), page=page_number())
        link = queries.calendar_link_of(session, volunteer.id)
    return render_template(
        "volunteers/list_my_shifts.html", **_coming(), past=past, link=link, form=CalendarLinkForm()
    )


def _coming() -> dict[str, Any]:
    volunteer = my_volunteer()
    session = db.session()
    rows = queries.coming_shifts_of(session, volunteer.id, now=now()) if volunteer else []
    # What is offered asks for an answer of its own, above; what is cancelled is only told.
    coming = [(shift, status) for shift, status in rows if status is not SignUpStatus.OFFERED]
    ahead = [(shift, status) for shift, status in coming if shift.cancelled_at is None]
    return {
        "offers": queries.offers_of(session, volunteer.id, now=now()) if volunteer else [],
        "coming": coming,
        "ahead": ahead,
        "is_volunteer": volunteer is not None,
        "now": now(),
    }


def _my_hours() -> dict[str, Any]:
    volunteer = my_volunteer()
    worked = queries.worked_minutes_of(db.session(), volunteer.id) if volunteer else []
    return {"worked": worked, "minutes": sum(minutes for _shift, minutes in worked)}
