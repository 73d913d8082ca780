"""The criteria of need: the version in force, its history, a new one, a list scored again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.forms import CriteriaForm, criteria_values
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.registry import Answer, today
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db


@blueprint.get("/beneficiaries/criteria")
@requires(Permission.BENEFICIARY_READ)
def list_criteria() -> str:
    """The version in force and what changed from version to version."""
    session = db.session()
    versions = queries.list_versions(session)
    publishers = {each.version.published_by_id for each in versions}
    return render_template(
        "beneficiaries/list_criteria.html",
        versions=versions,
        names=account_names(session, {one for one in publishers if one is not None}),
    )


@blueprint.route("/beneficiaries/criteria/new", methods=["GET", "POST"])
@requires(Permission.CRITERIA_EDIT)
def new_criteria() -> Answer:
    """A new version: first what it would change, then published."""
    session = db.session()
    in_force = queries.criteria_in_force(session)
    form = CriteriaForm(data=criteria_values(in_force))
    if request.method == "GET" or not form.validate_on_submit():
        return _form_page(form, in_force)
    if "publish" not in request.form:
        return _preview(form, in_force)
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="beneficiaries.new_criteria",
                actor_id=current_user.id,
                now=now(),
            )
            version = services.publish_criteria(
                writing,
                actor=current_user,
                now=now(),
                lines=form.lines(),
                note=form.note(),
                after_version=form.seen_version(),
            )
            submission.result_url = url_for("beneficiaries.list_criteria")
            number = version.number
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _form_page(form, in_force)
    flash(_("Version %(number)s is published and in force.", number=number), "success")
    return redirect(url_for("beneficiaries.list_criteria"))


def _preview(form: CriteriaForm, in_force: rules.Criteria) -> Answer:
    """What would change; what cannot be published is refused here already."""
    lines = form.lines()
    try:
        rules.check_criteria(lines, in_force)
    except DomainError as error:
        form.show_error(error)
        return _form_page(form, in_force)
    effect = queries.effect_of(db.session(), lines, today())
    return _form_page(form, in_force, effect)


def _form_page(
    form: CriteriaForm, in_force: rules.Criteria, effect: queries.CriteriaEffect | None = None
) -> Answer:
    page = render_template(
        "beneficiaries/new_criteria.html",
        form=form,
        in_force=in_force,
        names=rules.BUILT_IN,
        effect=effect,
    )
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.post("/campaigns/<slug>/enrolments/score")
@requires(Permission.ENROLMENT_EDIT)
def score_again(slug: str) -> Response:
    """Find the need of everybody on the list by the version in force."""
    with unit_of_work() as session:
        changed = services.score_again(
            session, actor=current_user, now=now(), today=today(), campaign=current_campaign()
        )
    flash(_("Scored again. Scores that changed: %(count)s.", count=changed), "success")
    return redirect(url_for("beneficiaries.list_enrolments", slug=slug))
