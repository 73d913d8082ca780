"""How one begins to help."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.accounts import services as accounts
from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role
from campaign_app.core.access import public
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import current_language
from campaign_app.core.names import split_full_name
from campaign_app.core.requests import safe_return_address
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.volunteers import rules, services
from campaign_app.volunteers.forms import NewcomerForm
from campaign_app.volunteers.views.blueprint import blueprint

Answer = str | Response | tuple[str, int]


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def register_newcomer() -> Answer:
    """Begin to help: one page, then one can take a shift."""
    if current_user.is_authenticated:
        return redirect(url_for("volunteers.list_open_shifts"))
    form = NewcomerForm()
    if not form.validate_on_submit():
        code = 422 if form.errors else 200
        return render_template("volunteers/register_newcomer.html", form=form), code
    target = safe_return_address(request.args.get("next")) or url_for("volunteers.list_open_shifts")
    try:
        rules.check_may_begin_alone(form.born_on.data or date.max, today())
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.register_newcomer",
                actor_id=None,
                now=now(),
            )
            submission.result_url = target
            account = _create_newcomer(session, form)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("volunteers/register_newcomer.html", form=form), 422
    login_user(account)
    flash(_("Welcome! Now choose a shift."), "success")
    return redirect(target)


def _create_newcomer(session: Session, form: NewcomerForm) -> Account:
    """The account and the volunteer behind it, in one transaction."""
    account = accounts.create_account(
        session,
        actor=None,
        now=now(),
        email=form.email.data or "",
        full_name=form.full_name.data or "",
        role=Role.VOLUNTEER,
        password=form.password.data or "",
        born_on=form.born_on.data,
        locale=current_language(),
    )
    surname, given_name, patronymic = split_full_name(form.full_name.data or "")
    services.register_volunteer(
        session,
        actor=account,
        now=now(),
        details=services.VolunteerDetails(
            surname=surname or "",
            given_name=given_name or "",
            patronymic=patronymic or "",
            born_on=form.born_on.data,
            phone=getattr(form.phone, "parsed", None),
            email=account.email,
            account_id=account.id,
            has_consented=True,
        ),
    )
    return account
