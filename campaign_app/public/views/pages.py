"""The pages for everybody: all campaigns, and one of them."""

from __future__ import annotations

from flask import abort, render_template

from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.rules import GoalKind
from campaign_app.core.access import public
from campaign_app.core.clock import now
from campaign_app.extensions import db
from campaign_app.public import queries
from campaign_app.public.views.blueprint import blueprint
from campaign_app.reports.rules import (
    PARTICIPANTS_DEFINITION,
    RECIPIENTS_DEFINITION,
    public_count,
    public_counts,
)


@blueprint.get("/")
@public
def home() -> str:
    """The campaigns that have begun, with what came in."""
    return render_template("public/home.html", cards=queries.list_cards(db.session()), as_of=now())


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
        participants_definition=PARTICIPANTS_DEFINITION,
        recipients_definition=RECIPIENTS_DEFINITION,
    )
