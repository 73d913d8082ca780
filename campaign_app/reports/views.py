"""What stands above the single features: today, a campaign's balance sheet, its reports."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.scope import current_campaign, may_anywhere, visible_campaign_ids
from campaign_app.core.access import Permission, requires
from campaign_app.extensions import db
from campaign_app.funds import queries as funds

blueprint = Blueprint("reports", __name__)


@blueprint.get("/home")
@requires(Permission.OWN_PAGES)
def enter() -> Response:
    """Lead somebody who signed in to where her work is."""
    is_staff = may_anywhere(Permission.STAFF_HOME)
    return redirect(url_for("reports.show_today" if is_staff else "volunteers.show_my_page"))


@blueprint.get("/manage")
@requires(Permission.STAFF_HOME)
def show_today() -> str:
    """What waits for the person who is signed in."""
    found = campaigns.list_campaigns(db.session(), page=1, visible_ids=visible_campaign_ids())
    return render_template("reports/show_today.html", campaigns=found)


@blueprint.get("/manage/campaigns/<slug>")
@requires(Permission.CAMPAIGN_READ)
def show_campaign(slug: str) -> str:
    """The balance sheet."""
    session, campaign = db.session(), current_campaign()
    ids = campaigns.family_ids(session, campaign.id)
    return render_template(
        "reports/show_campaign.html",
        campaign=campaign,
        money=funds.money_equation(session, ids),
    )
