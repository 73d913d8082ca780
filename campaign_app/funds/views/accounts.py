"""The accounts of a campaign: what each holds, and whose it is."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.forms import AccountForm, LimitForm
from campaign_app.funds.rules import AccountKind
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint


@blueprint.get(f"{CAMPAIGN}/accounts")
@requires(Permission.EXPENSE_READ)
def list_accounts(slug: str) -> str:
    """What each account holds."""
    return _page()


def _page(form: AccountForm | None = None, limit_form: LimitForm | None = None) -> str:
    form = form or AccountForm(formdata=None)
    form.offer_choices()
    campaign_id = current_campaign().id
    return render_template(
        "funds/list_accounts.html",
        accounts=queries.money_accounts(db.session(), [campaign_id]),
        owed_minor=queries.owed_minor(db.session(), campaign_id),
        limit_minor=queries.spending_limit(db.session(), campaign_id),
        closed_until=queries.closed_until(db.session(), campaign_id),
        form=form,
        limit_form=limit_form or LimitForm(formdata=None),
    )


@blueprint.post(f"{CAMPAIGN}/accounts/limit")
@requires(Permission.CAMPAIGN_EDIT)
def set_spending_limit(slug: str) -> Response | tuple[str, int]:
    """Say how much one person approves alone from now on."""
    form = LimitForm()
    if not form.validate_on_submit():
        return _page(limit_form=form), 422
    try:
        with unit_of_work() as session:
            services.set_spending_limit(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                amount_minor=form.limit.parsed.minor,
            )
    except DomainError as error:
        form.show_error(error)
        return _page(limit_form=form), 422
    flash(_("The changes were saved."), "success")
    return redirect(url_for("funds.list_accounts", slug=slug))


@blueprint.post(f"{CAMPAIGN}/accounts")
@requires(Permission.EXPENSE_APPROVE)
def describe_account(slug: str) -> Response | tuple[str, int]:
    """Say whose account it is."""
    form = AccountForm()
    form.offer_choices()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with unit_of_work() as session:
            services.describe_account(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                kind=AccountKind(form.kind.data),
                is_personal=form.is_personal.data,
                owner_note=form.owner_note.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return _page(form), 422
    flash(_("The changes were saved."), "success")
    return redirect(url_for("funds.list_accounts", slug=slug))
