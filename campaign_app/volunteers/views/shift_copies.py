"""Many shifts from one: repeated on other days, and last year's plan taken over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from babel.dates import get_day_names
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_login import current_user

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.scope import current_campaign, may, visible_campaign_ids
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import DateInvalid, local_date, parse_date
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import in_language, zone
from campaign_app.core.requests import record_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.core.working_days import is_public_holiday
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import RhythmForm, SourceForm
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer
from campaign_app.volunteers.views.shift_changes import SHIFT, campaign_shift
from campaign_app.volunteers.views.shift_lists import SHIFTS, beginning_of


@dataclass(frozen=True)
class PlannedDay:
    """A line of the preview: the day, the hours, and what speaks against it."""

    on: date
    starts_at: datetime
    ends_at: datetime
    is_holiday: bool
    is_there: bool


@dataclass(frozen=True)
class PlannedCopy:
    """A line of the plan that is taken over: the shift, when it would be, whether it is there."""

    original: ShiftRow
    on: date
    starts_at: datetime
    ends_at: datetime
    is_holiday: bool
    copied_to: datetime | None


def _submission() -> str:
    return request.form.get("submission_id", "")[:64] or uuid4().hex


# ---- the same shift on other days ----


@blueprint.get(f"{SHIFT}/repeat")
@requires(Permission.SHIFT_EDIT)
def repeat_shift(slug: str, shift_id: int) -> Answer:
    """Choose a rhythm, see the days, leave some out."""
    return _repeat_page(campaign_shift(shift_id))


def _repeat_page(shift: ShiftRow, refusal: DomainError | None = None) -> Answer:
    form = RhythmForm(formdata=request.args if request.args else None)
    form.rhythm.choices = enum_choices(rules.Rhythm)
    form.weekday.choices = _weekdays()
    first = local_date(shift.starts_at, zone())
    days: list[PlannedDay] = []
    if not request.args:
        form.rhythm.data = rules.Rhythm.WEEKLY.value
        form.weekday.data = [first.weekday()]
    elif form.validate():
        try:
            days = _planned_days(shift, first, form)
        except DomainError as error:
            form.show_error(error)
    if refusal is not None:
        form.show_error(refusal)
    page = render_template(
        "volunteers/repeat_shift.html",
        shift=shift,
        form=form,
        days=days,
        submission_id=uuid4().hex,
    )
    return page, 422 if form.errors else 200


def _weekdays() -> list[tuple[int, str]]:
    names = get_day_names("wide", "stand-alone", locale=get_locale() or "kk")
    return [(number, str(names[number]).capitalize()) for number in range(7)]


def _planned_days(shift: ShiftRow, first: date, form: RhythmForm) -> list[PlannedDay]:
    days = rules.repeat_days(
        first,
        rules.Rhythm(form.rhythm.data),
        weekdays=form.weekday.data or (),
        until=form.until.data,
        times=form.times.data,
    )
    if not days:
        return []
    there = {
        (row.title, row.starts_at)
        for row in queries.shifts_between(
            db.session(),
            shift.campaign_id,
            since=beginning_of(days[0]),
            before=beginning_of(days[-1] + timedelta(days=1)),
        )
        if row.cancelled_at is None
    }
    found = []
    for day in days:
        starts_at, ends_at = rules.on_day(shift.starts_at, shift.ends_at, day, zone())
        is_there = (shift.title, starts_at) in there
        found.append(PlannedDay(day, starts_at, ends_at, is_public_holiday(day), is_there))
    return found


@blueprint.post(f"{SHIFT}/repeat")
@requires(Permission.SHIFT_EDIT)
def create_repeats(slug: str, shift_id: int) -> Answer:
    """Open the shift on the days that are still ticked, all of them once."""
    shift = campaign_shift(shift_id)
    address = url_for("volunteers.list_shifts", slug=slug)
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=_submission(),
                purpose="volunteers.create_repeats",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = address
            made = services.repeat_shift(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                shift_id=shift.id,
                days=_ticked_days(),
                zone=zone(),
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        return _repeat_page(shift, error)
    _tell_opened(len(made))
    return redirect(address)


def _ticked_days() -> set[date]:
    found = set()
    for text in request.form.getlist("day")[: rules.MOST_REPEATS + 1]:
        try:
            found.add(parse_date(text))
        except DateInvalid:
            continue
    return found


def _tell_opened(count: int) -> None:
    flash(ngettext("%(num)d shift was opened.", "%(num)d shifts were opened.", count), "success")


# ---- the plan of another campaign ----


@blueprint.get(f"{SHIFTS}/clone")
@requires(Permission.SHIFT_EDIT)
def clone_plan(slug: str) -> Answer:
    """Choose whose plan, see the new days, leave some shifts out."""
    return _clone_page()


def _sources() -> list[Campaign]:
    """Campaigns whose shifts the person may read."""
    found = queries.campaigns_with_shifts(
        db.session(), but_id=current_campaign().id, visible_ids=visible_campaign_ids()
    )
    return [campaign for campaign in found if may(Permission.SHIFT_READ, campaign)]


def _clone_page(refusal: DomainError | None = None) -> Answer:
    sources = _sources()
    form = SourceForm(formdata=request.args if request.args else None)
    form.source.choices = [(each.slug, in_language(each, "title")) for each in sources]
    source = next((each for each in sources if each.slug == request.args.get("source")), None)
    if request.args.get("source") and source is None:
        abort(404)
    lines, weeks = [], 0
    if source is not None and form.validate():
        planned = queries.list_planned(db.session(), source.id)
        weeks = _weeks(source, planned, form.begins_on.data)
        lines = _planned_copies(planned, weeks)
    if refusal is not None:
        form.show_error(refusal)
    page = render_template(
        "volunteers/clone_plan.html",
        form=form,
        sources=sources,
        source=source,
        lines=lines,
        weeks=weeks,
        done=sum(line.copied_to is not None for line in lines),
        submission_id=uuid4().hex,
    )
    return page, 422 if form.errors else 200


def _weeks(source: Campaign, planned: list[ShiftRow], wanted: date | None) -> int:
    """By how many weeks the plan moves: to the day that was asked for, else with the campaign."""
    if wanted is None or not planned:
        return rules.whole_weeks(source.starts_on, current_campaign().starts_on)
    return rules.whole_weeks(local_date(planned[0].starts_at, zone()), wanted)


def _planned_copies(planned: list[ShiftRow], weeks: int) -> list[PlannedCopy]:
    there = queries.copies_in(db.session(), current_campaign().id, [row.id for row in planned])
    found = []
    for row in planned:
        day = local_date(row.starts_at, zone()) + timedelta(weeks=weeks)
        starts_at, ends_at = rules.on_day(row.starts_at, row.ends_at, day, zone())
        holiday = is_public_holiday(day)
        found.append(PlannedCopy(row, day, starts_at, ends_at, holiday, there.get(row.id)))
    return found


@blueprint.post(f"{SHIFTS}/clone")
@requires(Permission.SHIFT_EDIT)
def create_clones(slug: str) -> Answer:
    """Open the shifts that are still ticked, all of them once, without the people."""
    source = next((c for c in _sources() if c.slug == request.args.get("source")), None)
    if source is None:
        abort(404)
    address = url_for("volunteers.list_shifts", slug=slug, span="all")
    planned = queries.list_planned(db.session(), source.id)
    form = SourceForm(formdata=request.args)
    if not form.begins_on.validate(form):
        return _clone_page()
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=_submission(),
                purpose="volunteers.create_clones",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = address
            made = services.clone_plan(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                source=source,
                shift_ids=set(map(record_number, request.form.getlist("shift"))),
                weeks=_weeks(source, planned, form.begins_on.data),
                zone=zone(),
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        return _clone_page(error)
    _tell_opened(len(made))
    return redirect(address)
