"""Reads of whom mail reaches, and of who has to be called instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.mail import MailMessage
from campaign_app.core.mail.recipients import knows_addressees, knows_what_is_unwanted
from campaign_app.core.mail.rules import MailFailure
from campaign_app.volunteers.models import NoticeRefusal, Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.people import VolunteerRow
from campaign_app.volunteers.rules import NoticeKind, SignUpStatus

USUAL_LANGUAGE = "kk"
#: Where a volunteer is written to: the address that she left, else the one she signs in with.
ADDRESS: ColumnElement[str] = func.coalesce(func.nullif(Volunteer.email, ""), Account.email)
LANGUAGE: ColumnElement[str] = func.coalesce(Account.locale, USUAL_LANGUAGE)
#: Nobody whose account was closed is written to.
IS_OPEN: ColumnElement[bool] = or_(Account.id.is_(None), Account.is_closed.is_(False))
REMINDERS = {
    f"volunteers/mail_{kind.value}" for kind in (NoticeKind.DAY_BEFORE, NoticeKind.HOURS_BEFORE)
}
KINDS = {f"volunteers/mail_{kind.value}": kind for kind in NoticeKind}


@dataclass(frozen=True)
class RecipientRow:
    """Somebody in a shift who can be written to."""

    sign_up_id: int
    volunteer_id: int
    email: str
    language: str


@dataclass(frozen=True)
class ToCallRow:
    """Somebody in a shift whom no mail reaches."""

    volunteer_id: int
    surname: str
    given_name: str
    patronymic: str
    phone: str | None

    full_name = VolunteerRow.full_name


def wants(kind: NoticeKind) -> ColumnElement[bool]:
    """The volunteer of the row has not said that she does not want it."""
    refused = select(NoticeRefusal.id).where(
        NoticeRefusal.volunteer_id == Volunteer.id, NoticeRefusal.kind == kind
    )
    return ~refused.exists()


def list_recipients(
    session: Session, shift_id: int, *, statuses: Collection[SignUpStatus], kind: NoticeKind
) -> list[RecipientRow]:
    """Whom a message of this kind reaches in a shift."""
    statement = (
        select(SignUp.id, Volunteer.id, ADDRESS, LANGUAGE)
        .select_from(SignUp)
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(
            SignUp.shift_id == shift_id,
            SignUp.status.in_(statuses),
            ADDRESS.is_not(None),
            IS_OPEN,
            wants(kind),
        )
        .order_by(SignUp.id)
    )
    return [RecipientRow(*row) for row in session.execute(statement)]


def list_to_call(session: Session, shift_id: int) -> list[ToCallRow]:
    """Who has a place in a shift and no address: the organiser calls her."""
    statement = (
        select(
            Volunteer.id,
            Volunteer.surname,
            Volunteer.given_name,
            Volunteer.patronymic,
            Volunteer.phone,
        )
        .select_from(SignUp)
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(
            SignUp.shift_id == shift_id,
            SignUp.status == SignUpStatus.CONFIRMED,
            or_(ADDRESS.is_(None), ~IS_OPEN),
        )
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    return [ToCallRow(*row) for row in session.execute(statement)]


def refused_kinds(session: Session, volunteer_id: int) -> set[NoticeKind]:
    """What somebody does not want."""
    statement = select(NoticeRefusal.kind).where(NoticeRefusal.volunteer_id == volunteer_id)
    return set(session.scalars(statement))


@knows_addressees
def volunteers_addresses(session: Session, addresses: Collection[str]) -> dict[str, bool]:
    """Which of these are addresses of volunteers, and whether their accounts are open.

    Two people may share an address; it is written to while one of them may be.
    """
    statement = (
        select(Volunteer.email, Account.is_closed)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(Volunteer.email.in_(addresses))
    )
    found: dict[str, bool] = {}
    for email, is_closed in session.execute(statement):
        if email is not None:
            found[email] = found.get(email, False) or not is_closed
    return found


@knows_what_is_unwanted
def unwanted_notices(session: Session, messages: Sequence[MailMessage]) -> dict[int, MailFailure]:
    """What somebody has declined since it was written, and reminders of what is no longer so."""
    declined = _declined(session, [each for each in messages if each.template in KINDS])
    outdated = _outdated(session, [each for each in messages if each.template in REMINDERS])
    return dict.fromkeys(declined, MailFailure.DECLINED) | dict.fromkeys(
        outdated, MailFailure.OUTDATED
    )


def _declined(session: Session, messages: Sequence[MailMessage]) -> set[int]:
    if not messages:
        return set()
    addresses = {message.recipient for message in messages}
    statement = (
        select(Volunteer.email, Account.email, NoticeRefusal.kind)
        .join(NoticeRefusal, NoticeRefusal.volunteer_id == Volunteer.id)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(or_(Volunteer.email.in_(addresses), Account.email.in_(addresses)))
    )
    refused = {
        (address, kind)
        for email, account_email, kind in session.execute(statement)
        for address in (email or account_email,)
    }
    return {
        message.id
        for message in messages
        if (message.recipient, KINDS[message.template]) in refused
    }


def _outdated(session: Session, messages: Sequence[MailMessage]) -> set[int]:
    """The place was given back, or the shift was moved or cancelled, since it was written."""
    if not messages:
        return set()
    told = {message.id: message.values for message in messages}
    statement = (
        select(SignUp.id, Shift.starts_at)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(
            SignUp.id.in_(_numbers(told.values(), "sign_up_id")),
            SignUp.status == SignUpStatus.CONFIRMED,
            Shift.cancelled_at.is_(None),
        )
    )
    so = {(sign_up_id, starts_at) for sign_up_id, starts_at in session.execute(statement)}
    return {
        message_id
        for message_id, values in told.items()
        if (values.get("sign_up_id"), _instant(values)) not in so
    }


def _numbers(values: Iterable[dict[str, Any]], name: str) -> list[int]:
    return [int(each[name]) for each in values if name in each]


def _instant(values: dict[str, Any]) -> datetime | None:
    text = values.get("starts_at")
    return None if text is None else datetime.fromisoformat(text)
