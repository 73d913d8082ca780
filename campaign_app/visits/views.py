"""Home visits: who was not visited for long, a visit, its rhythm."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.scope import may
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.dates import to_local, to_utc
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import error_text, in_language, zone
from campaign_app.core.requests import page_number, record_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.visits import queries, rules, services
from campaign_app.visits.forms import PlanForm, VisitForm
from campaign_app.volunteers.queries import find_volunteer_of

blueprint = Blueprint("visits", __name__, url_prefix="/manage/visits")
Answer = str | Response | tuple[str, int]
DAY_CHOICES = (7, 14, 30)
FOUND_AT_MOST = 20


@blueprint.get("")
@requires(Permission.VISIT_READ)
def list_visits() -> str:
    """Who is meant to be visited: concerns, then who waits longest; and a search for others."""
    session, q = db.session(), searched()
    asked = record_number(request.args.get("days"))
    days = asked if asked in DAY_CHOICES else 0
    people = queries.not_visited_for(
        session, days=days, today=today(), zone=zone(), page=page_number()
    )
    found: list[Any] = []
    if q:
        registry = beneficiaries.list_beneficiaries(session, q=q, page=1, per_page=FOUND_AT_MOST)
        found = registry.items
    return render_template(
        "visits/list_visits.html",
        people=people,
        days=days,
        day_choices=DAY_CHOICES,
        q=q,
        found=found,
        concern=rules.Wellbeing.CONCERN,
    )


def _person_or_404(beneficiary_id: int) -> str:
    """The name of somebody of the registry."""
    if beneficiaries.find_beneficiary(db.session(), beneficiary_id) is None:
        abort(404)
    return beneficiaries.display_name(db.session(), beneficiary_id)


@blueprint.get("/<int:beneficiary_id>")
@requires(Permission.VISIT_READ)
def show_person(beneficiary_id: int) -> str:
    """The visits to one person, and how often they are meant to be."""
    _person_or_404(beneficiary_id)
    disclose(DisclosureKind.PERSON_PAGE, beneficiary_id=beneficiary_id)
    return _person_page(beneficiary_id, PlanForm(formdata=None))


def _person_page(beneficiary_id: int, form: PlanForm) -> str:
    session, name = db.session(), _person_or_404(beneficiary_id)
    plan = next(iter(queries.open_plans_of(session, beneficiary_id)), None)
    if plan is not None and form.every_days.data is None and not form.errors:
        form.every_days.data = plan.every_days
    return render_template(
        "visits/show_person.html",
        beneficiary_id=beneficiary_id,
        name=name,
        plan=plan,
        form=form,
        visits=queries.list_visits_to(session, beneficiary_id),
    )


@blueprint.post("/<int:beneficiary_id>/plan")
@requires(Permission.VISIT_RECORD)
def plan_visits(beneficiary_id: int) -> Answer:
    """Set the rhythm."""
    _person_or_404(beneficiary_id)
    form = PlanForm()
    if not form.validate_on_submit():
        return _person_page(beneficiary_id, form), 422
    try:
        with unit_of_work() as session:
            services.plan_visits(
                session,
                actor=current_user,
                now=now(),
                beneficiary_id=beneficiary_id,
                every_days=form.every_days.data or 0,
            )
    except DomainError as error:
        form.show_error(error)
        return _person_page(beneficiary_id, form), 422
    flash(_("The rhythm was set."), "success")
    return redirect(url_for("visits.show_person", beneficiary_id=beneficiary_id))


@blueprint.post("/<int:beneficiary_id>/end")
@requires(Permission.VISIT_RECORD)
def end_visits(beneficiary_id: int) -> Response:
    """No more visits are planned; those that were made stay."""
    _person_or_404(beneficiary_id)
    try:
        with unit_of_work() as session:
            services.end_visits(
                session, actor=current_user, now=now(), beneficiary_id=beneficiary_id
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("No more visits are planned."), "success")
    return redirect(url_for("visits.show_person", beneficiary_id=beneficiary_id))


def _offer_choices(form: VisitForm) -> None:
    session = db.session()
    people = queries.volunteer_choices(session)
    form.volunteer_id.choices = [SelectChoice(str(id_), name) for id_, name in people]
    form.outcome.choices = enum_choices(rules.VisitOutcome)
    form.wellbeing.choices = enum_choices(rules.Wellbeing, empty=_("nobody was met"))
    form.campaign_id.choices = [SelectChoice("", _("none"))] + [
        SelectChoice(str(campaign.id), in_language(campaign, "title"))
        for campaign in queries.open_campaigns(session)
        if may(Permission.VISIT_RECORD, campaign)
    ]
    if request.method == "GET":
        mine = find_volunteer_of(session, current_user.id)
        form.volunteer_id.data = str(mine.id) if mine else None
        form.visited_at.data = to_local(now(), zone()).replace(tzinfo=None)
        form.wellbeing.data = ""


def _details(form: VisitForm, beneficiary_id: int) -> services.VisitDetails:
    typed: Any = form.visited_at.data
    return services.VisitDetails(
        beneficiary_id=beneficiary_id,
        volunteer_id=int(form.volunteer_id.data),
        visited_at=to_utc(typed, zone()),
        outcome=rules.VisitOutcome(form.outcome.data),
        wellbeing=rules.Wellbeing(form.wellbeing.data) if form.wellbeing.data else None,
        note=form.note.data or "",
        campaign_id=int(form.campaign_id.data) if form.campaign_id.data else None,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.VISIT_RECORD)
def new_visit() -> Answer:
    """Record a visit to the person that `?beneficiary=` names."""
    beneficiary_id = record_number(request.args.get("beneficiary"))
    if not beneficiary_id:
        return redirect(url_for("visits.list_visits"))
    name, form = _person_or_404(beneficiary_id), VisitForm()
    _offer_choices(form)
    page = {"form": form, "name": name, "beneficiary_id": beneficiary_id}
    if not form.validate_on_submit():
        return render_template("visits/new_visit.html", **page), 422 if form.errors else 200
    address = url_for("visits.show_person", beneficiary_id=beneficiary_id)
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="visits.new_visit",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = address
            services.record_visit(
                session, actor=current_user, now=now(), details=_details(form, beneficiary_id)
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("visits/new_visit.html", **page), 422
    flash(_("The visit was recorded."), "success")
    return redirect(address)
