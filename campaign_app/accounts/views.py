"""Sign-in, sign-out, the accounts, the mail and the audit log."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from campaign_app.accounts import queries, services
from campaign_app.accounts.forms import AccountForm, SignInForm
from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role, SignInRefused
from campaign_app.core.access import Permission, public, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.mail import keeping
from campaign_app.core.mail.queries import count_by_state, list_mail_rows
from campaign_app.core.mail.rules import MailState
from campaign_app.core.requests import chosen, page_number, safe_return_address, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

blueprint = Blueprint("accounts", __name__)


def _next_address() -> str:
    return safe_return_address(request.args.get("next")) or url_for("reports.enter")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> str | Response | tuple[str, int]:
    """Sign in; a wrong password and an unknown address get the same answer."""
    if current_user.is_authenticated:
        return redirect(_next_address())
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form)
    try:
        with unit_of_work() as session:
            account = services.authenticate(
                session,
                now=now(),
                email=form.email.data or "",
                password=form.password.data or "",
                address=request.remote_addr or "",
            )
        if account is None:
            raise SignInRefused()
    except DomainError as error:
        form.show_error(error)
        return render_template("accounts/sign_in.html", form=form), 422
    login_user(account)
    return redirect(_next_address())


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session."""
    logout_user()
    return redirect(url_for("public.home"))


@blueprint.get("/manage/accounts")
@requires(Permission.ACCOUNT_READ)
def list_accounts() -> str:
    """Everybody who can sign in."""
    q = searched()
    accounts = queries.list_accounts(db.session(), q=q, page=page_number())
    return render_template("accounts/list_accounts.html", accounts=accounts, q=q)


@blueprint.route("/manage/accounts/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_EDIT)
def new_account() -> str | Response | tuple[str, int]:
    """Create an account."""
    form = AccountForm()
    form.role.choices = enum_choices(Role, empty="")
    if not form.validate_on_submit():
        return render_template("accounts/new_account.html", form=form), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="accounts.new_account",
                actor_id=current_user.id,
                now=now(),
            )
            services.create_account(
                session,
                actor=current_user,
                now=now(),
                email=form.email.data or "",
                full_name=form.full_name.data or "",
                role=Role(form.role.data),
                password=form.password.data or "",
                born_on=form.born_on.data,
            )
            submission.result_url = url_for("accounts.list_accounts")
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("accounts/new_account.html", form=form), 422
    flash(_("The account was created."), "success")
    return redirect(url_for("accounts.list_accounts"))


@blueprint.post("/manage/accounts/<int:account_id>/close")
@requires(Permission.ACCOUNT_EDIT)
def close_account(account_id: int) -> Response:
    """Close an account for good."""
    with unit_of_work() as session:
        account = session.get(Account, account_id)
        if account is None or account.id == current_user.id:
            raise NotFound
        services.close_account(session, actor=current_user, now=now(), account=account)
    flash(_("The account was closed."), "success")
    return redirect(url_for("accounts.list_accounts"))


@blueprint.get("/manage/audit")
@requires(Permission.AUDIT_READ)
def list_audit_events() -> str:
    """The audit log."""
    session = db.session()
    subject_type = searched("subject_type")
    events = queries.list_audit_events(
        session, reader=current_user, page=page_number(), subject_type=subject_type
    )
    names = queries.account_names(session, {e.actor_id for e in events.items if e.actor_id})
    return render_template(
        "accounts/list_audit_events.html", events=events, names=names, subject_type=subject_type
    )


@blueprint.get("/manage/mail")
@requires(Permission.MAIL_READ)
def list_mail() -> str:
    """What was written to people, and what became of it."""
    session, state = db.session(), chosen("state", MailState)
    return render_template(
        "accounts/list_mail.html",
        mail=list_mail_rows(session, now=now(), page=page_number(), state=state),
        counts=count_by_state(session),
        state=state,
        server=current_app.config["SETTINGS"].mail_server,
    )


@blueprint.post("/manage/mail/<int:message_id>/retry")
@requires(Permission.MAIL_RETRY)
def retry_mail(message_id: int) -> Response:
    """Send a message again that was given up."""
    with unit_of_work() as session:
        keeping.retry_message(session, actor_id=current_user.id, now=now(), message_id=message_id)
    flash(_("The message waits to be sent again."), "success")
    return redirect(url_for("accounts.list_mail"))
