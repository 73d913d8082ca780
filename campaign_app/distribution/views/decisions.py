"""Why somebody is on the list of a round, and why somebody is not: on screen and on paper.

What somebody needs is read by those who read the recipient list, not by whoever hands out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import chosen_print_languages, pdf_response
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text
from campaign_app.core.printing.document import FormHead
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import decision_paper, queries, rules, services
from campaign_app.distribution.forms import DecisionForm
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.printing import render_answer, render_decision
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.rounds import Page, note_list, round_or_404
from campaign_app.extensions import db

DECISION = f"{MANAGED}/distributions/<int:round_id>/decision"
ASKED = {"in": True, "out": False}


@blueprint.get(DECISION)
@requires(Permission.ENROLMENT_READ)
def show_decision(slug: str, round_id: int) -> str:
    """The whole decision: who is in by which rank, who is out and why."""
    round_, session = round_or_404(round_id), db.session()
    note_list(DisclosureKind.ROUND_LIST, round_)
    asked = request.args.get("list", "")
    reason, q = chosen("reason", rules.DecisionReason), searched()
    return render_template(
        "distribution/show_decision.html",
        round=round_,
        decisions=queries.page_of_decisions(
            session, round_.id, is_in=ASKED.get(asked), reason=reason, q=q, page=page_number()
        ),
        reasons=queries.count_by_reason(session, round_.id),
        taken=rules.TAKEN,
        cut_off=queries.cut_off(session, round_.id),
        asked=asked if asked in ASKED else "",
        reason=reason,
        q=q,
    )


def _decision_or_404(round_id: int, beneficiary_id: int) -> queries.DecisionRow:
    found = queries.show_decision(db.session(), round_id, beneficiary_id)
    return found if found is not None else abort(404)


@blueprint.get(f"{DECISION}/<int:beneficiary_id>")
@requires(Permission.ENROLMENT_READ)
def show_answer(slug: str, round_id: int, beneficiary_id: int) -> str:
    """Why one person is on the list or is not."""
    round_ = round_or_404(round_id)
    _decision_or_404(round_id, beneficiary_id)
    disclose(
        DisclosureKind.PERSON_PAGE, beneficiary_id=beneficiary_id, campaign_id=current_campaign().id
    )
    return _answer_page(round_, beneficiary_id, DecisionForm(formdata=None))


def _answer_page(round_: DistributionRound, beneficiary_id: int, form: DecisionForm) -> str:
    session = db.session()
    row = _decision_or_404(round_.id, beneficiary_id)
    asked = queries.find_decision(session, round_.id, beneficiary_id)
    who = (row.decided_by_id, asked.asked_by_id if asked else None)
    return render_template(
        "distribution/show_answer.html",
        round=round_,
        row=row,
        line=queries.find_line_of(session, round_.id, beneficiary_id),
        cut_off=queries.cut_off(session, round_.id),
        asked=asked,
        names=account_names(session, {id_ for id_ in who if id_}),
        by_hand=rules.BY_HAND,
        restricted=rules.DecisionReason.RESTRICTED,
        waiting=rules.WAITING,
        form=form,
    )


def _decide(
    slug: str, round_id: int, beneficiary_id: int, command: Callable[..., Any], done: str
) -> Page:
    round_ = round_or_404(round_id)
    _decision_or_404(round_id, beneficiary_id)
    form = DecisionForm()
    if not form.validate_on_submit():
        return _answer_page(round_, beneficiary_id, form), 422
    try:
        with unit_of_work() as session:
            command(
                session,
                actor=current_user,
                now=now(),
                round_=round_,
                beneficiary_id=beneficiary_id,
                reason=form.note.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return _answer_page(round_, beneficiary_id, form), 422
    flash(done, "success")
    return redirect(
        url_for(
            "distribution.show_answer", slug=slug, round_id=round_id, beneficiary_id=beneficiary_id
        )
    )


@blueprint.post(f"{DECISION}/<int:beneficiary_id>/ask")
@requires(Permission.DISTRIBUTION_PLAN)
def ask_to_take_in(slug: str, round_id: int, beneficiary_id: int) -> Page:
    """Ask a second person to take somebody in, with a reason."""
    done = _("It waits for a second person now.")
    return _decide(slug, round_id, beneficiary_id, services.ask_to_take_in, done)


@blueprint.post(f"{DECISION}/<int:beneficiary_id>/take-in")
@requires(Permission.DISTRIBUTION_PLAN)
def take_in(slug: str, round_id: int, beneficiary_id: int) -> Page:
    """Agree, as the second person, that somebody is taken in."""
    done = _("The person was taken in by hand; the reason is kept.")
    return _answer(slug, round_id, beneficiary_id, services.take_in, done)


@blueprint.post(f"{DECISION}/<int:beneficiary_id>/refuse")
@requires(Permission.DISTRIBUTION_PLAN)
def refuse_to_take_in(slug: str, round_id: int, beneficiary_id: int) -> Page:
    """Leave the decision as it is."""
    done = _("The decision stays as it was.")
    return _answer(slug, round_id, beneficiary_id, services.refuse_to_take_in, done)


def _answer(
    slug: str, round_id: int, beneficiary_id: int, command: Callable[..., Any], done: str
) -> Page:
    round_ = round_or_404(round_id)
    _decision_or_404(round_id, beneficiary_id)
    try:
        with unit_of_work() as session:
            command(
                session,
                actor=current_user,
                now=now(),
                round_=round_,
                beneficiary_id=beneficiary_id,
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(done, "success")
    return redirect(
        url_for(
            "distribution.show_answer", slug=slug, round_id=round_id, beneficiary_id=beneficiary_id
        )
    )


@blueprint.post(f"{DECISION}/<int:beneficiary_id>/leave-out")
@requires(Permission.DISTRIBUTION_PLAN)
def leave_out(slug: str, round_id: int, beneficiary_id: int) -> Page:
    """Leave somebody out by hand, with a reason."""
    done = _("The person was left out by hand; the reason is kept.")
    return _decide(slug, round_id, beneficiary_id, services.leave_out, done)


def _head(round_: DistributionRound, record_url: str) -> FormHead:
    campaign, settings = current_campaign(), current_app.config["SETTINGS"]
    return form_head(
        db.session(),
        campaign,
        number=f"{campaign.code}-{round_.number}",
        on=round_.starts_on,
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
        place=round_.place,
        record_url=record_url,
    )


@blueprint.get(f"{DECISION}.pdf")
@requires(Permission.ENROLMENT_READ)
def print_decision(slug: str, round_id: int) -> Response:
    """The decision on paper."""
    languages = chosen_print_languages()
    round_, session = round_or_404(round_id), db.session()
    note_list(DisclosureKind.SHEET_PRINTED, round_)
    address = url_for("distribution.show_decision", slug=slug, round_id=round_id, _external=True)
    paper = decision_paper.decision_of_round(session, round_, _head(round_, address))
    name = f"decision-{current_campaign().code}-{round_.number}.pdf"
    session.rollback()  # the paper takes a second: no transaction stays open meanwhile
    return pdf_response(render_decision(paper, languages, now()), name)


@blueprint.get(f"{DECISION}/<int:beneficiary_id>.pdf")
@requires(Permission.ENROLMENT_READ)
def print_answer(slug: str, round_id: int, beneficiary_id: int) -> Response:
    """The answer to one person on paper, in her language unless another is chosen."""
    round_, session = round_or_404(round_id), db.session()
    row = _decision_or_404(round_id, beneficiary_id)
    disclose(
        DisclosureKind.SHEET_PRINTED,
        beneficiary_id=beneficiary_id,
        campaign_id=current_campaign().id,
        round_id=round_.id,
    )
    languages = decision_paper.answer_languages(row)
    if "language" in request.args:
        languages = chosen_print_languages()
    has_complaints = "complaints.new_complaint" in current_app.view_functions
    paper = decision_paper.answer_for(
        session,
        round_,
        row,
        _head(round_, ""),
        complaint_url=url_for("complaints.new_complaint", _external=True)
        if has_complaints
        else None,
    )
    name = f"answer-{current_campaign().code}-{round_.number}-{beneficiary_id}.pdf"
    session.rollback()
    return pdf_response(render_answer(paper, languages, now()), name)
