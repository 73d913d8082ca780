"""The pages for everybody: all campaigns, and one of them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import abort, render_template
from flask_login import current_user

from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.rules import GoalKind
from campaign_app.core.access import public
from campaign_app.core.clock import now, today
from campaign_app.core.dates import to_utc
from campaign_app.core.localisation import zone
from campaign_app.extensions import db
from campaign_app.public import queries
from campaign_app.public.views.blueprint import blueprint
from campaign_app.reports.rules import (
    PARTICIPANTS_DEFINITION,
    RECIPIENTS_DEFINITION,
    public_count,
    public_counts,
)
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers.rules import SignUpStatus

NEXT_SHIFTS = 3


@blueprint.get("/")
@public
def home() -> str:
    """Where one can help now, and the campaigns that have begun, with what came in."""
    session = db.session()
    shifts = volunteers.next_open_shifts(session, now=now(), limit=NEXT_SHIFTS)
    return render_template(
        "public/home.html",
        cards=queries.list_cards(session),
        as_of=now(),
        shifts=shifts,
        mine=_my_part_in(shifts),
        tomorrow=to_utc(datetime.combine(today() + timedelta(days=1), time.min), zone()),
    )


def _my_part_in(shifts: list[volunteers.ShiftRow]) -> dict[int, SignUpStatus]:
    """Which of these shifts the person who looks is in or waits for."""
    if not shifts or not current_user.is_authenticated:
        return {}
    session = db.session()
    volunteer = volunteers.find_volunteer_of(session, current_user.id)
    if volunteer is None:
        return {}
    return volunteers.statuses_of(session, volunteer.id, [shift.id for shift in shifts])


@blueprint.get("/campaigns/<slug>")
@public
def show_campaign(slug: str) -> str:
    """What a campaign is for, what came in, what it became, as of when."""
    session = db.session()
    campaign = campaigns.find_public_campaign(session, slug) or abort(404)
    figures = queries.public_figures(session, campaign, now=now())
    people = figures.people
    served = {line.category: line.served for line in people.by_category} if people else {}
    return render_template(
        "public/show_campaign.html",
        campaign=campaign,
        figures=figures,
        parts=[part for part in figures.campaigns if part.parent_id == campaign.id],
        goal=figures.goals.get(GoalKind.MONEY),
        participants=public_count(figures.participants),
        recipients=public_count(figures.recipients),
        packages=public_count(figures.packages_delivered),
        served=public_counts(served),
        costs=figures.package_costs,
        packed=public_counts({at: line.count for at, line in enumerate(figures.package_costs)}),
        participants_definition=PARTICIPANTS_DEFINITION,
        recipients_definition=RECIPIENTS_DEFINITION,
    )
