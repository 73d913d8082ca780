"""What a volunteer sees of her own."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_login import current_user

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.extensions import db
from campaign_app.volunteers import queries
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.views.blueprint import blueprint


def my_volunteer() -> Volunteer | None:
    if not current_user.is_authenticated:
        return None
    return queries.find_volunteer_of(db.session(), current_user.id)


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


def _my_work() -> dict[str, Any]:
    session, volunteer = db.session(), my_volunteer()
    shifts = queries.shifts_of(session, volunteer.id) if volunteer else []
    worked = queries.worked_minutes_of(session, volunteer.id) if volunteer else []
    return {
        "offers": queries.offers_of(session, volunteer.id, now=now()) if volunteer else [],
        "shifts": shifts,
        "coming": [(shift, status) for shift, status in shifts if shift.ends_at > now()],
        "worked": worked,
        "minutes": sum(minutes for _shift, minutes in worked),
        "is_volunteer": volunteer is not None,
    }
