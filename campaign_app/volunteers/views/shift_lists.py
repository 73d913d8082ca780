"""The shifts of a campaign as the organiser looks at them: as a list, as a week, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.dates import DateInvalid, local_date, parse_date, to_local, to_utc
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.localisation import label, zone
from campaign_app.core.requests import chosen, page_number
from campaign_app.core.working_days import is_public_holiday
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.queries import ShiftFilter, ShiftRow, ShiftSpan
from campaign_app.volunteers.views.blueprint import blueprint

SHIFTS = "/manage/campaigns/<slug>/shifts"


@dataclass(frozen=True)
class Day:
    """A column of the week."""

    on: date
    is_today: bool
    is_holiday: bool
    shifts: list[ShiftRow] = field(default_factory=list)


def asked_day(name: str) -> date | None:
    """The day that the query string writes; None when it writes none."""
    try:
        return parse_date(request.args.get(name))
    except DateInvalid:
        return None


def beginning_of(day: date) -> datetime:
    """The instant at which a day of the organisation begins."""
    return to_utc(datetime.combine(day, time.min), zone())


def _chosen_filter() -> ShiftFilter:
    first, last = asked_day("from"), asked_day("to")
    return ShiftFilter(
        now=now(),
        span=chosen("span", ShiftSpan),
        kind=chosen("kind", rules.ShiftKind),
        since=beginning_of(first) if first else None,
        before=beginning_of(last + timedelta(days=1)) if last else None,
        only_short=request.args.get("short") == "1",
    )


@blueprint.get(SHIFTS)
@requires(Permission.SHIFT_READ)
def list_shifts(slug: str) -> str:
    """The shifts of the campaign; unless asked otherwise, those that are coming, if any are."""
    session, campaign, wanted = db.session(), current_campaign(), _chosen_filter()
    is_usual = "span" not in request.args and not wanted.is_narrowed
    if is_usual and queries.has_coming_shifts(session, campaign.id, now=now()):
        wanted = replace(wanted, span=ShiftSpan.COMING)
    return render_template(
        "volunteers/list_shifts.html",
        shifts=queries.list_plan(session, campaign.id, chosen=wanted, page=page_number()),
        chosen=wanted,
        first=asked_day("from"),
        last=asked_day("to"),
        spans=ShiftSpan,
        kinds={kind.value: label(kind) for kind in rules.ShiftKind},
        now=now(),
        participants=queries.list_participants(session, campaign.id),
    )


@blueprint.get(f"{SHIFTS}.<any(csv, xlsx):extension>")
@requires(Permission.SHIFT_READ)
def export_shifts(slug: str, extension: str) -> Response:
    """The list as it is filtered."""
    header = [
        _("Title"),
        _("Kind of work"),
        _("Place"),
        _("Begins at"),
        _("Ends at"),
        _("Places"),
        _("Confirmed"),
        _("Waiting"),
        _("Minimum age"),
        _("Heavy work"),
        _("Emergency work"),
        _("Note"),
        _("Cancelled because"),
    ]
    found = queries.stream_plan(db.session(), current_campaign().id, chosen=_chosen_filter())
    rows = _export_rows(found)
    if extension == "csv":
        return csv_response("shifts.csv", header, rows)
    return xlsx_response("shifts.xlsx", _("Shifts"), header, rows)


def _export_rows(shifts: Iterator[ShiftRow]) -> list[list[Any]]:
    local, said = zone(), {True: _("yes"), False: _("no")}
    kinds = {kind: label(kind) for kind in rules.ShiftKind}
    return [
        [
            shift.title,
            kinds[shift.kind],
            shift.place,
            to_local(shift.starts_at, local).replace(tzinfo=None),
            to_local(shift.ends_at, local).replace(tzinfo=None),
            shift.places,
            shift.confirmed,
            shift.waiting,
            shift.minimum_age,
            said[shift.is_heavy_work],
            said[shift.is_emergency_work],
            shift.note,
            shift.cancel_reason,
        ]
        for shift in shifts
    ]


@blueprint.get(f"{SHIFTS}/week")
@requires(Permission.SHIFT_READ)
def show_shift_week(slug: str) -> str:
    """A week from Monday to Sunday; without `of` this one, or the nearest that has a shift."""
    session, campaign = db.session(), current_campaign()
    monday = _monday(asked_day("of") or today())
    days = _week(monday)
    if "of" not in request.args and not any(day.shifts for day in days):
        monday = _nearest_monday(monday)
        days = _week(monday)
    since, before = beginning_of(monday), beginning_of(monday + timedelta(weeks=1))
    earlier, later = queries.neighbouring_starts(session, campaign.id, since=since, before=before)
    return render_template(
        "volunteers/show_shift_week.html",
        days=days,
        monday=monday,
        previous=monday - timedelta(weeks=1),
        following=monday + timedelta(weeks=1),
        earlier=_monday(local_date(earlier, zone())) if earlier else None,
        later=_monday(local_date(later, zone())) if later else None,
        now=now(),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _nearest_monday(monday: date) -> date:
    """Of an empty week: the next one with a shift, else the last one that had one."""
    since, before = beginning_of(monday), beginning_of(monday + timedelta(weeks=1))
    earlier, later = queries.neighbouring_starts(
        db.session(), current_campaign().id, since=since, before=before
    )
    found = later or earlier
    return _monday(local_date(found, zone())) if found else monday


def _week(monday: date) -> list[Day]:
    shifts = queries.shifts_between(
        db.session(),
        current_campaign().id,
        since=beginning_of(monday),
        before=beginning_of(monday + timedelta(weeks=1)),
    )
    days = [
        Day(on, on == today(), is_public_holiday(on))
        for on in (monday + timedelta(days=n) for n in range(7))
    ]
    for shift in shifts:
        days[(local_date(shift.starts_at, zone()) - monday).days].shifts.append(shift)
    return days
