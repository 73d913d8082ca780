"""What everybody may open without an account."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import text
from werkzeug.wrappers import Response

from campaign_app.accounts.services import choose_language
from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.rules import GoalKind
from campaign_app.config import LOCALES
from campaign_app.core.access import public
from campaign_app.core.clock import now
from campaign_app.core.requests import safe_return_address
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries as funds

blueprint = Blueprint("public", __name__)
LANGUAGE_COOKIE = "language"
A_YEAR_IN_SECONDS = 365 * 24 * 3600


@blueprint.get("/")
@public
def home() -> str:
    """The campaigns that are under way."""
    return render_template(
        "public/home.html", campaigns=campaigns.list_public_campaigns(db.session())
    )


@blueprint.get("/campaigns/<slug>")
@public
def show_campaign(slug: str) -> str:
    """What a campaign is for, what came in, what it became, as of when."""
    session = db.session()
    campaign = campaigns.find_public_campaign(session, slug) or abort(404)
    ids = campaigns.family_ids(session, campaign.id)
    return render_template(
        "public/show_campaign.html",
        campaign=campaign,
        goal=campaigns.current_goals(session, campaign.id).get(GoalKind.MONEY),
        collected=funds.collected_minor(session, ids),
        spent=funds.spent_minor(session, ids),
        as_of=now(),
    )


@blueprint.post("/language/<code>")
@public
def set_language(code: str) -> Response:
    """Choose the language and go on where one was."""
    if code not in LOCALES:
        abort(404)
    if current_user.is_authenticated:
        with unit_of_work() as session:
            choose_language(session, account=current_user, now=now(), locale=code)
    target = safe_return_address(request.referrer) or url_for("public.home")
    response: Response = make_response(redirect(target))
    response.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=A_YEAR_IN_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


@blueprint.get("/healthz")
@public
def show_health() -> tuple[str, int, dict[str, str]]:
    """The process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain"}


@blueprint.get("/readyz")
@public
def show_readiness() -> tuple[str, int, dict[str, str]]:
    """The database answers."""
    db.session.execute(text("SELECT 1"))
    return "ok\n", 200, {"Content-Type": "text/plain"}
