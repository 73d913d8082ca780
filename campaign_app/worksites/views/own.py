"""What a crew sees on its phone: what is free, where it is, what it has done."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request
from flask_login import current_user

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.requests import page_number, record_number
from campaign_app.extensions import db
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.queries import find_volunteer_of
from campaign_app.worksites import queries, rules
from campaign_app.worksites.forms import DoneForm, PhotoForm, ReasonForm
from campaign_app.worksites.queries import TaskRow
from campaign_app.worksites.views.blueprint import OWN, blueprint


def my_volunteer_id() -> int:
    """The volunteer who is signed in; 0, whom nothing belongs to, when it is none."""
    volunteer = find_volunteer_of(db.session(), current_user.id)
    return 0 if volunteer is None else volunteer.id


def own_task_or_404(task_id: int) -> TaskRow:
    """A place that my crew has or has done."""
    found = queries.find_own_task(db.session(), my_volunteer_id(), task_id)
    return found if found is not None else abort(404)


@blueprint.get(OWN)
@requires(Permission.OWN_PAGES)
def list_own_worksites() -> str:
    """The free places of my shift, in order, and where my crew is."""
    session, volunteer_id, moment = db.session(), my_volunteer_id(), now()
    shifts = queries.my_shifts(session, volunteer_id, since=moment)
    shift = _chosen_shift(shifts)
    page: dict[str, Any] = {"shifts": shifts, "shift": shift, "is_open": False}
    if shift is not None:
        crew = queries.find_crew_of(session, shift.id, volunteer_id)
        people = queries.list_people(session, shift.id)
        mine = queries.list_own_tasks(session, crew.id) if crew else []
        page |= {
            "is_open": rules.is_under_way(shift.starts_at, shift.ends_at, moment),
            "opens_at": shift.starts_at - rules.BEFORE_SHIFT,
            "crew": crew,
            "members": [each for each in people if crew and each.crew_number == crew.number],
            "others": [
                each
                for each in people
                if each.crew_number is None and each.volunteer_id != volunteer_id
            ],
            "taken": next((task for task in mine if task.state is rules.TaskState.TAKEN), None),
            "finished": [task for task in mine if task.state is rules.TaskState.DONE],
            "free": queries.list_free(session, shift.campaign_id, page=page_number()),
            "loans": queries.open_loans_of_shift(session, shift.id),
        }
    return render_template("worksites/list_own_worksites.html", **page)


def _chosen_shift(shifts: list[Shift]) -> Shift | None:
    """The one that was asked for, else the one that is under way, else the next."""
    asked = record_number(request.args.get("shift"))
    moment = now()
    under_way = [
        each for each in shifts if rules.is_under_way(each.starts_at, each.ends_at, moment)
    ]
    wanted = [each for each in shifts if each.id == asked]
    return next(iter([*wanted, *under_way, *shifts]), None)


@blueprint.get(f"{OWN}/<int:task_id>")
@requires(Permission.OWN_PAGES)
def show_own_worksite(task_id: int) -> str:
    """A place of my crew: where it is, photos, done."""
    return own_page(own_task_or_404(task_id))


def own_page(
    task: TaskRow,
    *,
    photo: PhotoForm | None = None,
    done: DoneForm | None = None,
    release: ReasonForm | None = None,
) -> str:
    """The page of a place; a form that was refused is handed in."""
    found = queries.photos_of(db.session(), [task.id])
    return render_template(
        "worksites/show_own_worksite.html",
        task=task,
        is_taken=task.state is rules.TaskState.TAKEN,
        position=rules.written_coordinates(task.latitude, task.longitude),
        before=[each for each in found if each.moment is rules.PhotoMoment.BEFORE],
        after=[each for each in found if each.moment is rules.PhotoMoment.AFTER],
        photo=photo or PhotoForm(formdata=None, prefix="before"),
        done=done or DoneForm(formdata=None, prefix="after"),
        release=release or ReasonForm(formdata=None),
    )
