"""Hours by department and group, and who reached the marks of a year."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.scope import visible_campaign_ids
from campaign_app.core.access import Permission, requires
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.localisation import label, zone
from campaign_app.core.requests import page_number, record_number, searched
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.queries import HoursFilter
from campaign_app.volunteers.rules import hours as hour_rules
from campaign_app.volunteers.views.blueprint import blueprint

ALL = "all"
MAXIMUM_EXPORT_ROWS = 100_000


def chosen_hours() -> tuple[int | None, Campaign | None, HoursFilter, list[int]]:
    """Year, campaign, what they narrow hours to, and the years that can be chosen."""
    years = queries.years_with_hours(db.session(), zone())
    asked = request.args.get("year", "")
    year: int | None = record_number(asked)
    if asked == ALL:
        year = None
    elif not hour_rules.is_year(year or 0):
        year = years[0] if years else None
    visible = visible_campaign_ids()
    campaign = campaigns.find_campaign(db.session(), searched("campaign")[:64])
    if campaign is not None and visible is not None and campaign.id not in visible:
        campaign = None
    chosen = HoursFilter(
        between=hour_rules.bounds(*hour_rules.whole_year(year), zone()) if year else None,
        campaign_ids=campaigns.family_ids(db.session(), campaign.id) if campaign else None,
    )
    return year, campaign, chosen, years


def _sort() -> str:
    asked = request.args.get("sort", "")
    return asked if asked.removeprefix("-") in queries.SORTS else "-minutes"


def _has_marks(year: int | None, campaign: Campaign | None) -> bool:
    """The marks are of a whole year of somebody, not of a part of it."""
    return year is not None and campaign is None


@blueprint.get("/manage/volunteers/statistics")
@requires(Permission.VOLUNTEER_READ)
def show_statistics() -> str:
    """Departments and groups: people, hours, shifts, no-shows, marks."""
    year, campaign, chosen, years = chosen_hours()
    return render_template(
        "volunteers/show_statistics.html",
        units=queries.hours_by_unit(db.session(), chosen=chosen, sort=_sort(), page=page_number()),
        sort=_sort(),
        year=year,
        years=years,
        chosen_campaign=campaign,
        campaigns=_campaigns(),
        has_marks=_has_marks(year, campaign),
        marks=rules.MARKS,
    )


def _campaigns() -> list[Campaign]:
    visible = visible_campaign_ids()
    found = campaigns.list_public_campaigns(db.session())
    return [each for each in found if visible is None or each.id in visible]


@blueprint.get("/manage/volunteers/statistics.<any(csv, xlsx):extension>")
@requires(Permission.VOLUNTEER_READ)
def download_statistics(extension: str) -> Response:
    """The table as it is filtered and sorted."""
    year, campaign, chosen, _years = chosen_hours()
    units = queries.hours_by_unit(
        db.session(), chosen=chosen, sort=_sort(), per_page=MAXIMUM_EXPORT_ROWS
    )
    header = [
        _("Department or group"),
        _("Volunteers"),
        _("Hours"),
        _("Shifts"),
        _("No-shows"),
    ]
    has_marks = _has_marks(year, campaign)
    if has_marks:
        header += [_("%(hours)s h reached by", hours=mark.hours) for mark in rules.MARKS]
    rows = [
        [
            unit.unit,
            unit.people,
            rules.decimal_hours(unit.minutes),
            unit.shifts,
            unit.no_shows,
            *(unit.reached if has_marks else ()),
        ]
        for unit in units.items
    ]
    return _file(extension, "volunteer-statistics", _("Statistics"), header, rows)


@blueprint.get("/manage/volunteers/statistics/people")
@requires(Permission.VOLUNTEER_READ)
def list_people_by_hours() -> str:
    """Who has how many confirmed hours; `mark` leaves those who reached it."""
    year, campaign, chosen, years = chosen_hours()
    mark, unit = _mark(), searched("unit") if "unit" in request.args else None
    return render_template(
        "volunteers/list_people_by_hours.html",
        people=queries.list_people_by_hours(
            db.session(),
            chosen=chosen,
            least_minutes=mark.minutes if mark else 1,
            unit=unit,
            page=page_number(),
        ),
        year=year,
        years=years,
        chosen_campaign=campaign,
        mark=mark,
        marks=rules.MARKS,
        unit=unit,
        has_marks=_has_marks(year, campaign),
        credits_for=hour_rules.credits_for,
    )


@blueprint.get("/manage/volunteers/statistics/people.<any(csv, xlsx):extension>")
@requires(Permission.VOLUNTEER_READ)
def download_people_by_hours(extension: str) -> Response:
    """The same as a file: what the office that counts credits asks for."""
    year, campaign, chosen, _years = chosen_hours()
    mark = _mark()
    people = queries.list_people_by_hours(
        db.session(),
        chosen=chosen,
        least_minutes=mark.minutes if mark else 1,
        unit=searched("unit") if "unit" in request.args else None,
        per_page=MAXIMUM_EXPORT_ROWS,
    )
    header = [
        _("Full name"),
        _("Who"),
        _("Department or group"),
        _("Hours"),
        _("Shifts"),
        _("No-shows"),
    ]
    has_marks = _has_marks(year, campaign)
    if has_marks:
        header += [_("Hours that count"), _("Credits")]
    rows = [
        [
            person.full_name,
            label(person.kind),
            person.unit,
            rules.decimal_hours(person.minutes),
            person.shifts,
            person.no_shows,
            *(
                (
                    rules.decimal_hours(rules.counted_minutes(person.minutes)),
                    rules.credits_for(person.minutes),
                )
                if has_marks
                else ()
            ),
        ]
        for person in people.items
    ]
    return _file(extension, "volunteer-hours", _("Hours"), header, rows)


def _mark() -> rules.Mark | None:
    asked = record_number(request.args.get("mark"))
    return next((mark for mark in rules.MARKS if mark.hours == asked), None)


def _file(
    extension: str, name: str, title: str, header: list[str], rows: list[list[Any]]
) -> Response:
    if extension == "csv":
        return csv_response(f"{name}.csv", header, rows)
    return xlsx_response(f"{name}.xlsx", title, header, rows)
