"""Campaigns: the list, a new one, its settings. Its balance sheet stands in `reports`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names, list_staff_choices
from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns import queries, rules, services
from campaign_app.campaigns.forms import CampaignForm, GoalForm, MemberForm, PartyForm
from campaign_app.campaigns.models import Campaign, Organisation
from campaign_app.campaigns.scope import current_campaign, visible_campaign_ids
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.identifiers import check_bin
from campaign_app.core.localisation import in_language
from campaign_app.core.money import Money
from campaign_app.core.numbers import MILLI, parse_quantity
from campaign_app.core.requests import chosen, page_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

blueprint = Blueprint("campaigns", __name__, url_prefix="/manage/campaigns")


@blueprint.get("")
@requires(Permission.CAMPAIGN_READ)
def list_campaigns() -> str:
    """The campaigns that the person may see."""
    status = chosen("status", rules.CampaignStatus)
    campaigns = queries.list_campaigns(
        db.session(), page=page_number(), visible_ids=visible_campaign_ids(), status=status
    )
    return render_template(
        "campaigns/list_campaigns.html",
        campaigns=campaigns,
        status=status,
        statuses=rules.CampaignStatus,
    )


def _offer_choices(form: CampaignForm, campaign: Campaign | None = None) -> None:
    form.kind.choices = enum_choices(rules.CampaignKind)
    form.level.choices = enum_choices(rules.CampaignLevel)
    parents = queries.parent_choices(db.session())
    form.parent_id.choices = [SelectChoice("", _("stands alone"))] + [
        SelectChoice(str(parent.id), in_language(parent, "title"))
        for parent in parents
        if campaign is None or parent.id != campaign.id
    ]


def _values(form: CampaignForm) -> dict[str, Any]:
    return {
        "code": form.code.data or "",
        "slug": form.slug.data or "",
        "kind": rules.CampaignKind(form.kind.data),
        "level": rules.CampaignLevel(form.level.data),
        "parent_id": int(form.parent_id.data) if form.parent_id.data else None,
        "starts_on": form.starts_on.data,
        "ends_on": form.ends_on.data,
        "hashtag": form.hashtag.data or "",
        "order_number": form.order_number.data or "",
        "title": form.texts("title"),
        "summary": form.texts("summary"),
        "how_to_help": form.texts("how_to_help"),
    }


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_CREATE)
def new_campaign() -> str | Response | tuple[str, int]:
    """Create a campaign as a draft."""
    form = CampaignForm()
    _offer_choices(form)
    if not form.validate_on_submit():
        return render_template(
            "campaigns/new_campaign.html", form=form
        ), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="campaigns.new_campaign",
                actor_id=current_user.id,
                now=now(),
            )
            campaign = services.create_campaign(
                session, actor=current_user, now=now(), **_values(form)
            )
            submission.result_url = url_for("reports.show_campaign", slug=campaign.slug)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("campaigns/new_campaign.html", form=form), 422
    flash(_("The campaign was created as a draft."), "success")
    return redirect(url_for("reports.show_campaign", slug=campaign.slug))


@blueprint.route("/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.CAMPAIGN_EDIT)
def edit_campaign(slug: str) -> str | Response | tuple[str, int]:
    """Change what describes a campaign."""
    campaign = current_campaign()
    form = CampaignForm(obj=campaign)
    _offer_choices(form, campaign)
    if request.method == "GET":
        form.parent_id.data = str(campaign.parent_id or "")
    if not form.validate_on_submit():
        return render_template(
            "campaigns/edit_campaign.html", form=form
        ), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            services.edit_campaign(
                session, actor=current_user, now=now(), campaign=campaign, **_values(form)
            )
    except DomainError as error:
        form.show_error(error)
        return render_template("campaigns/edit_campaign.html", form=form), 422
    flash(_("The changes were saved."), "success")
    return redirect(url_for("reports.show_campaign", slug=campaign.slug))


@blueprint.get("/<slug>/settings")
@requires(Permission.CAMPAIGN_READ)
def show_settings(slug: str) -> str:
    """Goals with their history, parties, who works on the campaign, its state."""
    return _settings_page()


def _settings_page(
    goal_form: GoalForm | None = None,
    member_form: MemberForm | None = None,
    party_form: PartyForm | None = None,
) -> str:
    campaign, session = current_campaign(), db.session()
    goal_form = goal_form or GoalForm(formdata=None)
    member_form = member_form or MemberForm(formdata=None)
    party_form = party_form or PartyForm(formdata=None)
    _offer_settings_choices(goal_form, member_form, party_form)
    members = queries.list_members(session, campaign.id)
    goals = queries.list_goals(session, campaign.id)
    ids = {m.account_id for m in members} | {g.set_by_id for g in goals if g.set_by_id}
    return render_template(
        "campaigns/show_settings.html",
        goals=goals,
        current_goals=queries.current_goals(session, campaign.id),
        parties=queries.list_parties(session, campaign.id),
        members=members,
        names=account_names(session, ids),
        actions=rules.possible_actions(campaign.status),
        goal_form=goal_form,
        member_form=member_form,
        party_form=party_form,
        goal_kinds=rules.GoalKind,
    )


def _offer_settings_choices(
    goal_form: GoalForm, member_form: MemberForm, party_form: PartyForm
) -> None:
    session = db.session()
    goal_form.kind.choices = enum_choices(rules.GoalKind)
    staff = list_staff_choices(session)
    member_form.account_id.choices = [SelectChoice(str(id_), name) for id_, name in staff]
    member_form.role.choices = enum_choices(CampaignRole)
    organisations = queries.list_organisations(session)
    party_form.organisation_id.choices = [SelectChoice("", _("a new one"))] + [
        SelectChoice(str(found.id), in_language(found, "name")) for found in organisations
    ]
    party_form.party_role.choices = enum_choices(rules.PartyRole)


@blueprint.post("/<slug>/goals")
@requires(Permission.CAMPAIGN_EDIT)
def set_goal(slug: str) -> Response | tuple[str, int]:
    """Set a goal from now on."""
    form = GoalForm()
    form.kind.choices = enum_choices(rules.GoalKind)
    if not form.validate_on_submit():
        return _settings_page(goal_form=form), 422
    try:
        kind = rules.GoalKind(form.kind.data)
        if kind is rules.GoalKind.MONEY:
            target = Money.parse(form.target.data or "").minor
        else:
            target = parse_quantity(form.target.data) // MILLI
        with unit_of_work() as session:
            services.set_goal(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                kind=kind,
                target=target,
                reason=form.reason.data or "",
            )
    except DomainError as error:
        error.field = error.field or "target"
        form.show_error(error)
        return _settings_page(goal_form=form), 422
    flash(_("The goal was set; the one before it stays in the history."), "success")
    return redirect(url_for("campaigns.show_settings", slug=slug))


@blueprint.post("/<slug>/members")
@requires(Permission.CAMPAIGN_EDIT)
def add_member(slug: str) -> Response | tuple[str, int]:
    """Give somebody a role in the campaign."""
    form = MemberForm()
    form.account_id.choices = [(str(id_), n) for id_, n in list_staff_choices(db.session())]
    form.role.choices = enum_choices(CampaignRole)
    if not form.validate_on_submit():
        return _settings_page(member_form=form), 422
    with unit_of_work() as session:
        services.add_member(
            session,
            actor=current_user,
            now=now(),
            campaign=current_campaign(),
            account_id=int(form.account_id.data),
            role=CampaignRole(form.role.data),
        )
    flash(_("The role was given."), "success")
    return redirect(url_for("campaigns.show_settings", slug=slug))


@blueprint.post("/<slug>/members/<int:membership_id>/remove")
@requires(Permission.CAMPAIGN_EDIT)
def remove_member(slug: str, membership_id: int) -> Response:
    """Take a role away."""
    with unit_of_work() as session:
        services.remove_member(
            session,
            actor=current_user,
            now=now(),
            campaign=current_campaign(),
            membership_id=membership_id,
        )
    flash(_("The role was taken away."), "success")
    return redirect(url_for("campaigns.show_settings", slug=slug))


@blueprint.post("/<slug>/parties")
@requires(Permission.CAMPAIGN_EDIT)
def add_party(slug: str) -> Response | tuple[str, int]:
    """Name an organisation's role in the campaign."""
    form = PartyForm()
    known = queries.list_organisations(db.session())
    form.organisation_id.choices = [("", "")] + [(str(o.id), str(o.id)) for o in known]
    form.party_role.choices = enum_choices(rules.PartyRole)
    names = {code: form[f"name_{code}"].data or "" for code in ("kk", "ru", "en")}
    if not form.validate_on_submit():
        return _settings_page(party_form=form), 422
    if not form.organisation_id.data and not all(names.values()):
        form.name_kk.errors = [_("Choose an organisation or write its name in three languages.")]
        return _settings_page(party_form=form), 422
    try:
        number = check_bin(form.bin.data) if form.bin.data else None
        with unit_of_work() as session:
            if form.organisation_id.data:
                organisation = session.get_one(Organisation, int(form.organisation_id.data))
            else:
                organisation = services.add_organisation(
                    session, actor=current_user, now=now(), name=names, bin_number=number
                )
            services.add_party(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                organisation=organisation,
                role=rules.PartyRole(form.party_role.data),
            )
    except DomainError as error:
        error.field = error.field or "bin"
        form.show_error(error)
        return _settings_page(party_form=form), 422
    flash(_("The organisation was added."), "success")
    return redirect(url_for("campaigns.show_settings", slug=slug))


@blueprint.post("/<slug>/status")
@requires(Permission.CAMPAIGN_EDIT)
def change_status(slug: str) -> Response:
    """Move the campaign on: start, begin closing, reopen, close."""
    try:
        action = rules.CampaignAction(request.form.get("action", ""))
    except ValueError:
        raise BadRequest from None
    with unit_of_work() as session:
        services.change_status(
            session, actor=current_user, now=now(), campaign=current_campaign(), action=action
        )
    flash(_("The campaign's state was changed."), "success")
    return redirect(url_for("campaigns.show_settings", slug=slug))
