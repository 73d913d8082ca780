"""The work list of pairs that may be one person, and what is decided about them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.disclosing import disclose_people
from campaign_app.beneficiaries.rules.duplicates import PairDecision
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text
from campaign_app.core.requests import page_number, record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db


@blueprint.get("/beneficiaries/duplicates")
@requires(Permission.BENEFICIARY_READ)
def list_duplicates() -> str:
    """Pairs side by side, the surest first; those told apart; rounds with two packages."""
    session = db.session()
    show, page = request.args.get("show", ""), page_number()
    decided = queries.list_different_pairs(session, page=page) if show == "different" else None
    pairs = None
    if show not in ("different", "packages"):
        pairs = queries.list_suggested_pairs(session, page=page)
    people = [(pair.low, pair.high) for pair in pairs.items] if pairs else []
    people += [(pair.low, pair.high) for pair in decided.items] if decided else []
    disclose_people({person.id for both in people for person in both})
    deciders = {each.decided_by_id for each in decided.items} if decided else set()
    return render_template(
        "beneficiaries/list_duplicates.html",
        pairs=pairs,
        decided=decided,
        names=account_names(session, {id_ for id_ in deciders if id_}),
        waiting=queries.count_suggested_pairs(session),
        page_number=page,
        just_decided=record_number(request.args.get("decided")),
    )


@blueprint.post("/beneficiaries/duplicates/<int:low_id>/<int:high_id>/different")
@requires(Permission.BENEFICIARY_MERGE)
def decide_different(low_id: int, high_id: int) -> Response:
    """Remember that two records are of different people."""
    try:
        with unit_of_work() as session:
            decision = services.decide_pair(
                session,
                actor=current_user,
                now=now(),
                ids=(low_id, high_id),
                decision=PairDecision.DIFFERENT,
            )
    except DomainError:
        abort(404)
    return redirect(url_for("beneficiaries.list_duplicates", decided=decision.id))


@blueprint.post("/beneficiaries/duplicates/decisions/<int:decision_id>/take-back")
@requires(Permission.BENEFICIARY_MERGE)
def take_back_decision(decision_id: int) -> Response:
    """Take back what was decided about a pair."""
    try:
        with unit_of_work() as session:
            services.take_back_decision(
                session, actor=current_user, now=now(), decision_id=decision_id
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("The decision was taken back."), "success")
    return redirect(url_for("beneficiaries.list_duplicates", show="different"))
