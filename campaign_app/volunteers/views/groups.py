"""Signing an academic group up: by the staff, and by its curator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import error_text, zone
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.forms import GroupForm
from campaign_app.volunteers.models import Shift, Volunteer
from campaign_app.volunteers.rules import groups as group_rules
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.my_pages import my_volunteer
from campaign_app.volunteers.views.people import Answer


@blueprint.app_template_global()
def my_groups() -> list[str]:
    """The groups that the reader may sign up as their curator."""
    volunteer = my_volunteer()
    if volunteer is None:
        return []
    return [group.unit for group in queries.list_curated_groups(db.session(), volunteer.id)]


@blueprint.app_template_filter()
def refusal_text(error: DomainError) -> str:
    """Why somebody of a group is left out."""
    return error_text(error)


@blueprint.route("/manage/campaigns/<slug>/shifts/<int:shift_id>/group", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def sign_up_group(slug: str, shift_id: int) -> Answer:
    """The staff signs up whom it chooses of a department or group."""
    shift = db.session().get(Shift, shift_id)
    if shift is None or shift.campaign_id != current_campaign().id:
        abort(404)
    units = queries.list_units(db.session())
    after = url_for("volunteers.show_shift", slug=slug, shift_id=shift_id)
    return _group_page("volunteers/sign_up_group.html", shift, units, after)


@blueprint.route("/shifts/<int:shift_id>/group", methods=["GET", "POST"])
@requires(Permission.OWN_PAGES)
def sign_up_own_group(shift_id: int) -> Answer:
    """A curator signs her own group up."""
    curator, units = my_volunteer(), my_groups()
    if curator is None or not units or queries.find_open_shift(db.session(), shift_id) is None:
        abort(404)
    after = url_for("volunteers.show_open_shift", shift_id=shift_id)
    shift = db.session().get_one(Shift, shift_id)
    return _group_page("volunteers/sign_up_own_group.html", shift, units, after, curator)


def _group_page(
    template: str, shift: Shift, units: list[str], after: str, curator: Volunteer | None = None
) -> Answer:
    """Choose the group, choose its people, see what became of each."""
    session = db.session()
    unit = request.args.get("unit", units[0] if len(units) == 1 else "")
    people = (
        queries.list_unit(session, unit, limit=group_rules.LARGEST_GROUP) if unit in units else []
    )
    preview = services.preview_group(
        session, shift=shift, volunteer_ids=[person.id for person in people], zone=zone()
    )
    is_in = {one.volunteer_id for one in preview if one.is_in_already}
    ids = [person.id for person in people if person.id not in is_in]
    form = GroupForm(volunteers=ids, mode=group_rules.GroupMode.ALL.value)
    if request.method == "GET":  # a page that was open meanwhile may still send who is in
        people = [person for person in people if person.id not in is_in]
    form.volunteers.choices = [SelectChoice(one.id, one.full_name) for one in people]
    form.mode.choices = enum_choices(group_rules.GroupMode)
    page: dict[str, Any] = {"shift": queries.find_shift(session, shift.id), "form": form}
    page |= {
        "is_all_in": bool(is_in) and not ids,
        "units": units,
        "unit": unit,
        "people": people,
        "after": after,
    }
    if not form.validate_on_submit():
        page["outcomes"] = preview
        return render_template(template, **page), 422 if form.errors else 200
    chosen = form.volunteers.data or []
    try:
        with unit_of_work() as writing:
            page["outcomes"] = _sign_up(writing, form, shift.id, chosen, after, curator)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        page["outcomes"] = services.preview_group(
            session, shift=shift, volunteer_ids=chosen, zone=zone()
        )
        return render_template(template, **page), 422
    page |= {"is_done": True, "shift": queries.find_shift(session, shift.id)}
    return render_template(template, **page)


def _sign_up(
    session: Session,
    form: GroupForm,
    shift_id: int,
    chosen: Sequence[int],
    after: str,
    curator: Volunteer | None,
) -> list[services.GroupOutcome]:
    submission = claim_submission(
        session,
        submission_id=form.submission(),
        purpose="volunteers.sign_up_group",
        actor_id=current_user.id,
        now=now(),
    )
    submission.result_url = after
    if curator is not None:
        services.check_own_group(session, curator=curator, volunteer_ids=chosen)
    return services.sign_up_group(
        session,
        actor=current_user,
        now=now(),
        shift_id=shift_id,
        volunteer_ids=chosen,
        mode=group_rules.GroupMode(form.mode.data),
        zone=zone(),
    )
