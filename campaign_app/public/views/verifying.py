"""Whether a paper is real: by the code that stands on it, and of nobody more than initials.

What can be verified is a line of VERIFIERS; a new kind of paper adds one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.printing import form_head
from campaign_app.core.access import public
from campaign_app.core.attempts import TooManyGuesses, check_attempts, note_attempt
from campaign_app.core.clock import now
from campaign_app.core.localisation import current_language, error_text, zone
from campaign_app.core.printing.labels import Texts, label
from campaign_app.core.requests import searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries as funds
from campaign_app.public.views.blueprint import blueprint
from campaign_app.reports import queries as reports
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers import rules as volunteer_rules

LONGEST_CODE = 64
PURPOSE = "verify"
#: A whole university stands behind one address; two to the 54th codes are far more than this.
MOST_UNKNOWN_CODES = 30


@dataclass(frozen=True)
class Verifier:
    """How one kind of paper is looked up, and the template that says what became of it."""

    template: str
    find: Callable[[Session, str], dict[str, Any] | None]


def _receipt(session: Session, code: str) -> dict[str, Any] | None:
    """Its amount, day and campaign, what it became, and no name."""
    donation = funds.find_donation_by_code(session, code)
    if donation is None:
        return None
    return {
        "donation": donation,
        "receipt_of": campaigns.find_by_id(session, donation.campaign_id),
        "trace": reports.trace_gift(session, donation),
    }


def _certificate(session: Session, code: str) -> dict[str, Any] | None:
    """Its number, period and hours, and of the name the initials."""
    paper = volunteers.find_certificate_by_code(session, code)
    if paper is None:
        return None
    about = campaigns.find_by_id(session, paper.campaign_id) if paper.campaign_id else None
    return {
        "paper": paper,
        "code": volunteer_rules.shown_code(paper.code),
        "about": about,
        "organisation": _organisation(
            session, paper.campaign_id or volunteers.campaigns_of(session, [paper.id])[paper.id]
        ),
    }


def _organisation(session: Session, campaign_id: int) -> str:
    campaign = campaigns.find_by_id(session, campaign_id)
    usual: str = current_app.config["SETTINGS"].organisation_name
    if campaign is None:
        return usual
    head = form_head(
        session,
        campaign,
        number="",
        on=None,
        organisation_name=usual,
        time_zone=str(zone()),
    )
    if isinstance(head.organisation, Texts):
        return head.organisation.within(current_language())
    return label(head.organisation, (current_language(),))[0]


VERIFIERS = (
    Verifier("public/_verified_receipt.html", _receipt),
    Verifier("public/_verified_certificate.html", _certificate),
)


@blueprint.get("/verify")
@public
def enter_code() -> Response:
    """Type the code of a paper; `code` leads to its page."""
    typed = searched("code")[:LONGEST_CODE]
    if typed.strip("./"):
        return redirect(url_for("public.verify_code", code=typed.replace("/", "")))
    return _quiet(render_template("public/enter_code.html", typed=""), 200)


@blueprint.get("/verify/<code>")
@public
def verify_code(code: str) -> Response:
    """Whether a paper is real and valid. Unknown codes are counted, so that nobody guesses."""
    session, address = db.session(), request.remote_addr or ""
    try:
        check_attempts(
            session, purpose=PURPOSE, address=address, now=now(), most=MOST_UNKNOWN_CODES
        )
    except TooManyGuesses as refusal:
        page = render_template("public/enter_code.html", typed=code, refusal=error_text(refusal))
        return _quiet(page, 429)
    if len(code) <= LONGEST_CODE and "\x00" not in code:
        for verifier in VERIFIERS:
            found = verifier.find(session, code)
            if found is not None:
                page = render_template(
                    "public/verify_code.html", verified=verifier.template, **found
                )
                return _quiet(page, 200)
    with unit_of_work() as writing:
        note_attempt(writing, purpose=PURPOSE, address=address, now=now())
    page = render_template("public/enter_code.html", typed=code[:LONGEST_CODE], is_unknown=True)
    return _quiet(page, 404)


def _quiet(page: str, status: int) -> Response:
    """Nothing about a paper is kept by a browser or found by a search engine."""
    response: Response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
