"""The register of the staff: the list, and one case."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request
from flask_login import current_user

from campaign_app.campaigns import queries as campaigns
from campaign_app.complaints import queries, rules
from campaign_app.complaints.forms import AnswerForm, AssignForm, CloseForm, ReasonForm
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import Action, AppealKind, AppealStatus
from campaign_app.complaints.views.blueprint import blueprint
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import today
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import in_language
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.extensions import db


def viewer() -> rules.Viewer:
    """The person who is signed in."""
    return queries.viewer_of(db.session(), current_user)


def find_or_404(appeal_id: int) -> Appeal:
    """The case, if it exists for the person who is signed in."""
    appeal = queries.find_appeal(db.session(), viewer(), appeal_id)
    if appeal is None:
        abort(404)
    return appeal


@blueprint.get("/manage/complaints")
@requires(Permission.COMPLAINT_READ)
def list_complaints() -> str:
    """Complaints or requests for help, those that are due first."""
    session, reader, asked = db.session(), viewer(), request.args.get("campaign", "")
    about = queries.campaign_choices(session, reader)
    chosen_campaign = next((each for each in about if each.slug == asked), None)
    filters = queries.AppealFilters(
        kind=chosen("kind", AppealKind) or AppealKind.COMPLAINT,
        status=chosen("status", AppealStatus),
        campaign_id=chosen_campaign.id if chosen_campaign else None,
        is_overdue=request.args.get("overdue") == "1",
        q=searched(),
    )
    return render_template(
        "complaints/list_complaints.html",
        appeals=queries.list_appeals(session, reader, filters, today=today(), page=page_number()),
        filters=filters,
        open_counts=queries.count_open(session, reader),
        kinds=AppealKind,
        statuses=AppealStatus,
        campaigns=about,
        campaign_slug=chosen_campaign.slug if chosen_campaign else "",
        titles={each.id: in_language(each, "title") for each in about},
        today=today(),
    )


@blueprint.get("/manage/complaints/<int:appeal_id>")
@requires(Permission.COMPLAINT_READ)
def show_complaint(appeal_id: int) -> str:
    """What was written, what was done, what can be done. The contact is opened apart."""
    return case_page(find_or_404(appeal_id))


def case_page(appeal: Appeal, *, has_opened: bool = False, **forms: Any) -> str:
    """The page of a case; `forms` replaces the empty ones by what was refused."""
    session, reader = db.session(), viewer()
    facts = queries.facts_of(session, appeal)
    can_handle = rules.may_handle(facts, reader)
    shown = {
        "assign_form": AssignForm(formdata=None),
        "answer_form": AnswerForm(formdata=None),
        "close_form": CloseForm(formdata=None),
        "reopen_form": ReasonForm(formdata=None, prefix="reopen-"),
        "decline_form": ReasonForm(formdata=None, prefix="decline-"),
        **forms,
    }
    handlers = queries.handler_choices(session, facts) if can_handle else []
    shown["assign_form"].handler_id.choices = handlers
    shown["close_form"].outcome.choices = enum_choices(rules.OUTCOMES_OF[appeal.kind])
    who = searched("who") if can_handle else ""
    accounts, volunteers = queries.subject_choices(session, who)
    campaign_id = appeal.campaign_id
    return render_template(
        "complaints/show_complaint.html",
        appeal=appeal,
        number=rules.number_text(appeal.kind, appeal.year, appeal.number),
        about=campaigns.find_by_id(session, campaign_id) if campaign_id else None,
        entries=queries.list_entries(session, appeal.id),
        handler=dict(handlers).get(appeal.handler_id) if appeal.handler_id else None,
        subject=queries.name_of_subject(session, appeal),
        days_left=rules.days_left(appeal.status, appeal.due_on, today()),
        can_handle=can_handle,
        can={
            action.value: can_handle and rules.can_do(appeal.kind, appeal.status, action)
            for action in Action
        },
        is_mine=can_handle and appeal.handler_id == reader.account_id,
        is_administrator=reader.is_administrator,
        has_opened=has_opened,
        who=who,
        accounts=accounts,
        volunteers=volunteers,
        **shown,
    )
