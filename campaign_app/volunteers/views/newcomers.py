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
from campaign_app.accounts.rules import EmailTaken, PhoneTaken, Role
from campaign_app.core.access import public
from campaign_app.core.attempts import TooManyGuesses, check_attempts, note_attempt
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import current_language, error_text, zone
from campaign_app.core.names import split_full_name
from campaign_app.core.requests import record_number, safe_return_address, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import NewcomerForm
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.views.blueprint import blueprint

Answer = str | Response | tuple[str, int]

PURPOSE = "register"
#: A whole university stands behind one address; whoever asks who is registered needs thousands.
MOST_KNOWN_CONTACTS = 20


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def register_newcomer() -> Answer:
    """Begin to help: one page, and the shift that she came for is taken with it."""
    shift = _chosen_shift()
    if current_user.is_authenticated:
        return redirect(_where_to(shift))
    form = NewcomerForm()
    if not form.validate_on_submit():
        return _show(form, shift, 422 if form.errors else 200)
    try:
        rules.check_may_begin_alone(form.born_on.data or date.max, today())
        _check_asks_little()
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.register_newcomer",
                actor_id=None,
                now=now(),
            )
            submission.result_url = _where_to(shift)
            account, volunteer = _create_newcomer(session, form)
            taken = _take(session, account, volunteer, shift) if shift else None
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except TooManyGuesses as error:
        form.show_error(error)
        return _show(form, shift, 429)
    except DomainError as error:
        _note_known(error)
        form.show_error(error)
        return _show(form, shift, 422)
    login_user(account)
    if isinstance(taken, DomainError):
        flash(_("You are registered, but this shift is not for you:"), "success")
        flash(error_text(taken), "error")
        return redirect(url_for("volunteers.list_open_shifts", fits="yes"))
    flash(taken or _("Welcome! Now choose a shift."), "success")
    return redirect(_where_to(shift))


def _check_asks_little() -> None:
    """The page says which addresses and numbers are known: so that nobody asks it for all."""
    check_attempts(
        db.session(),
        purpose=PURPOSE,
        address=request.remote_addr or "",
        now=now(),
        most=MOST_KNOWN_CONTACTS,
    )


def _note_known(error: DomainError) -> None:
    if isinstance(error, (EmailTaken, PhoneTaken)):
        with unit_of_work() as session:
            note_attempt(session, purpose=PURPOSE, address=request.remote_addr or "", now=now())


def _chosen_shift() -> queries.ShiftRow | None:
    """The shift that somebody came for, while one can still sign up for it."""
    number = record_number(request.args.get("shift"))
    shift = queries.find_open_shift(db.session(), number) if number else None
    if shift is None or shift.starts_at <= now() or shift.cancelled_at is not None:
        return None
    return shift


def _where_to(shift: queries.ShiftRow | None) -> str:
    if shift is not None:
        return url_for("volunteers.show_open_shift", shift_id=shift.id)
    asked = safe_return_address(searched("next"))  # 200 characters: the address is kept
    return asked or url_for("volunteers.list_open_shifts")


def _show(form: NewcomerForm, shift: queries.ShiftRow | None, code: int) -> tuple[str, int]:
    return render_template("volunteers/register_newcomer.html", form=form, shift=shift), code


def _take(
    session: Session, account: Account, volunteer: Volunteer, shift: queries.ShiftRow
) -> str | DomainError:
    """Take the shift; what to say then. A refusal keeps the account: nothing typed is lost.

    The service refuses before it writes, so nothing has to be undone.
    """
    try:
        signed = services.sign_up(
            session,
            actor=account,
            now=now(),
            shift_id=shift.id,
            volunteer=volunteer,
            zone=zone(),
        )
    except DomainError as error:
        return error
    if signed.status is rules.SignUpStatus.CONFIRMED:
        return _("You have a place. Thank you!")
    return _("All places are taken: you are on the waiting list.")


def _create_newcomer(session: Session, form: NewcomerForm) -> tuple[Account, Volunteer]:
    """The account and the volunteer behind it, in one transaction."""
    account = accounts.create_account(
        session,
        actor=None,
        now=now(),
        email=form.email.data or None,
        phone=getattr(form.phone, "parsed", None),
        full_name=form.full_name.data or "",
        role=Role.VOLUNTEER,
        password=form.password.data or "",
        born_on=form.born_on.data,
        locale=current_language(),
    )
    surname, given_name, patronymic = split_full_name(form.full_name.data or "")
    volunteer = services.register_volunteer(
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
    return account, volunteer
