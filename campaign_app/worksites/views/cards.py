"""What pages of the volunteers' room show of worksites: asked by their templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_login import current_user

from campaign_app.core.clock import now
from campaign_app.extensions import db
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.worksites import queries
from campaign_app.worksites.queries import CrewCount, CrewRow, LoanRow
from campaign_app.worksites.views.blueprint import blueprint
from campaign_app.worksites.views.own import my_volunteer_id


@dataclass(frozen=True)
class ShiftWork:
    """The crews of a shift, what each has done, and what is still out."""

    crews: list[CrewRow]
    done: dict[int, CrewCount]
    loans: list[LoanRow]


def shift_worksites(shift: ShiftRow) -> ShiftWork | None:
    """The card of a shift; None where nothing is done at places and no tool is out."""
    session = db.session()
    crews = queries.list_crews(session, shift_ids=[shift.id])
    loans = queries.open_loans_of_shift(session, shift.id)
    has_places = shift.kind in queries.KINDS and queries.find_current_round(
        session, shift.campaign_id
    )
    if not crews and not loans and not has_places:
        return None
    done = queries.work_by_crew(session, shift.campaign_id, shift_id=shift.id)
    return ShiftWork(crews, {each.crew_id: each for each in done}, loans)


def my_worksite_shifts() -> list[Shift]:
    """The shifts with places that the person who is signed in has ahead or is in."""
    if not current_user.is_authenticated:
        return []
    return queries.my_shifts(db.session(), my_volunteer_id(), since=now())


@blueprint.app_context_processor
def offer_cards() -> dict[str, Any]:
    """The two functions, for every template."""
    return {"shift_worksites": shift_worksites, "my_worksite_shifts": my_worksite_shifts}
