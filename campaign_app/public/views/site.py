"""The site itself: the language that was chosen, and whether all works."""

from __future__ import annotations

from ipaddress import ip_address

from flask import abort, make_response, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import text
from werkzeug.wrappers import Response

from campaign_app.accounts.services import choose_language
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.config import LOCALES
from campaign_app.core.access import public
from campaign_app.core.clock import now
from campaign_app.core.requests import safe_return_address
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.public import queries
from campaign_app.public.views.blueprint import blueprint

LANGUAGE_COOKIE = "language"
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
A_YEAR_IN_SECONDS = 365 * 24 * 3600


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
    return "ok\n", 200, TEXT


@blueprint.get("/readyz")
@public
def show_readiness() -> tuple[str, int, dict[str, str]]:
    """The database answers."""
    db.session.execute(text("SELECT 1"))
    return "ok\n", 200, TEXT


@blueprint.get("/metrics")
@public
def show_metrics() -> tuple[str, int, dict[str, str]]:
    """Counts for a monitoring program on the same machine; for everybody else there is nothing.

    Behind a proxy every request comes from the loopback address, so one that was
    forwarded is refused.
    """
    address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - nothing is bound to it
    if not address.is_loopback or "X-Forwarded-For" in request.headers:
        abort(404)
    counts = queries.count_campaigns_by_status(db.session())
    lines = ["# TYPE birge_up gauge", "birge_up 1", "# TYPE birge_campaigns gauge"]
    lines += [
        f'birge_campaigns{{status="{status.value}"}} {counts.get(status, 0)}'
        for status in CampaignStatus
    ]
    return "\n".join(lines) + "\n", 200, TEXT
