"""The shelter: one page that a warden uses at night, on a phone."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.scope import may, visible_campaign_ids
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text, in_language
from campaign_app.core.requests import record_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.shelter import queries, rules, services
from campaign_app.shelter.forms import BuildingForm, IntakeForm

blueprint = Blueprint("shelter", __name__, url_prefix="/manage/shelter")
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@requires(Permission.SHELTER_READ)
def show_shelter() -> str:
    """Free beds, who is in, and the form for those who just came."""
    named = sum(len(group.names) for group in _groups())
    if named:
        disclose(DisclosureKind.SHELTER_LIST, row_count=named)
    return _page(IntakeForm(formdata=None))


def _groups() -> list[queries.GroupRow]:
    return queries.list_present(db.session(), visible_ids=visible_campaign_ids())


def _page(form: IntakeForm) -> str:
    session = db.session()
    campaigns = _offer_campaigns(form)
    return render_template(
        "shelter/show_shelter.html",
        form=form,
        rooms=queries.list_rooms(session),
        groups=_groups(),
        present=queries.present_count(session),
        may_take_in=bool(campaigns),
        recording_ids={each.id for each in campaigns},
    )


def _offer_campaigns(form: IntakeForm) -> list[Campaign]:
    """The campaigns for which this person may take people in."""
    campaigns = [
        campaign
        for campaign in queries.open_campaigns(db.session())
        if may(Permission.SHELTER_RECORD, campaign)
    ]
    form.campaign_id.choices = [
        SelectChoice(str(each.id), in_language(each, "title")) for each in campaigns
    ]
    return campaigns


@blueprint.post("/take-in")
@requires(Permission.SHELTER_RECORD)
def take_in_group() -> Answer:
    """Put a group into rooms."""
    form = IntakeForm()
    _offer_campaigns(form)
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="shelter.take_in_group",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = url_for("shelter.show_shelter")
            stays = services.take_in_group(
                session,
                actor=current_user,
                now=now(),
                campaign=session.get_one(Campaign, int(form.campaign_id.data)),
                adults=form.adults.data or 0,
                children=form.children.data or 0,
                names=(form.names.data or "").splitlines(),
            )
            rooms = queries.group_rooms(session, stays[0].campaign_id, stays[0].group_number)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _page(form), 422
    flash(
        _(
            "Group %(number)s has its beds. Rooms: %(rooms)s.",
            number=stays[0].group_number,
            rooms=", ".join(rooms),
        ),
        "success",
    )
    return redirect(url_for("shelter.show_shelter"))


@blueprint.post("/check-out")
@requires(Permission.SHELTER_RECORD)
def check_out_group() -> Response:
    """Note that a group has left."""
    campaign_id = record_number(request.form.get("campaign_id"))
    campaign = db.session().get(Campaign, campaign_id)
    if campaign is None or not may(Permission.SHELTER_RECORD, campaign):
        abort(404)
    try:
        with unit_of_work() as session:
            stays = services.check_out_group(
                session,
                actor=current_user,
                now=now(),
                campaign=campaign,
                group_number=record_number(request.form.get("group_number")),
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(
            _("The group has left. Beds that are free again: %(beds)s.", beds=len(stays)), "success"
        )
    return redirect(url_for("shelter.show_shelter"))


@blueprint.route("/buildings/new", methods=["GET", "POST"])
@requires(Permission.SHELTER_RECORD)
def new_building() -> Answer:
    """Enter a building with its rooms."""
    form = BuildingForm()
    if not form.validate_on_submit():
        return render_template("shelter/new_building.html", form=form), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="shelter.new_building",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = url_for("shelter.show_shelter")
            services.add_building(
                session,
                actor=current_user,
                now=now(),
                name={code: form[f"name_{code}"].data or "" for code in ("kk", "ru", "en")},
                rooms=rules.parse_rooms(form.rooms.data or ""),
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("shelter/new_building.html", form=form), 422
    flash(_("The building was added."), "success")
    return redirect(url_for("shelter.show_shelter"))
