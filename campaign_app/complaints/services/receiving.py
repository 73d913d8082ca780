"""What comes in by the public forms: it gets a number, a code and a deadline."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role
from campaign_app.beneficiaries.rules import BeneficiaryCategory, Language
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.queries import PUBLIC_STATUSES
from campaign_app.complaints import rules
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import AppealKind, AppealStatus, ForWhom, Topic
from campaign_app.complaints.services import throttling
from campaign_app.core.audit import record_event
from campaign_app.core.column_types import DataKey
from campaign_app.core.names import normalise
from campaign_app.core.sequences import take_next_number
from campaign_app.core.working_days import is_day_off
from campaign_app.volunteers.queries import find_volunteer_of


@dataclass(frozen=True, kw_only=True)
class ComplaintDetails:
    """What went wrong. Who writes may stay unknown: `contact` and `writer_name` are optional."""

    text: str
    topic: Topic
    language: Language
    campaign_id: int | None = None
    about_name: str = ""
    is_urgent: bool = False
    writer_name: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class HelpDetails:
    """Who needs what. `writer_name`: who asks, when it is for somebody else."""

    for_whom: ForWhom
    category: BeneficiaryCategory
    text: str
    person_name: str
    language: Language
    contact: str = ""
    address: str = ""
    dormitory: str = ""
    room: str = ""
    writer_name: str = ""
    has_consented: bool = False
    is_urgent: bool = False


@dataclass(frozen=True)
class Received:
    """What the person is told once."""

    appeal: Appeal
    code: str


def code_of(form_id: str) -> str:
    """The code that belongs to a form: the same form sent twice has one code, kept nowhere."""
    return rules.make_code(bytes.fromhex(DataKey.look_up_hash(f"follow-up code:{form_id}")))


def code_hash(kind: AppealKind, year: int, number: int, code: str) -> str:
    """What is kept of a code."""
    return DataKey.look_up_hash(f"follow-up:{kind}:{year}:{number}:{code}")


def has_code(appeal: Appeal, code: str) -> bool:
    """True when this is the code of the case; compared in constant time."""
    known = code_hash(appeal.kind, appeal.year, appeal.number, code)
    return hmac.compare_digest(known, appeal.code_hash)


def receive_complaint(
    session: Session,
    *,
    now: datetime,
    today: date,
    place: str,
    form_id: str,
    details: ComplaintDetails,
) -> Received:
    """Take a complaint. Refuses an empty one, an unknown campaign and a flood from one place.

    Who is named in it and works with the register never sees it from the start.
    """
    rules.check_text(details.text)
    _check_campaign(session, details.campaign_id)
    count_form(session, place, now)
    appeal = Appeal(
        kind=AppealKind.COMPLAINT,
        language=details.language,
        campaign_id=details.campaign_id,
        topic=details.topic,
        is_urgent=details.is_urgent,
        is_sensitive=details.topic in rules.SENSITIVE_TOPICS,
        text=details.text,
        about_name=normalise(details.about_name) or None,
        writer_name=normalise(details.writer_name) or None,
        contact=details.contact or None,
    )
    _keep_from_whom_it_names(session, appeal)
    return _receive(session, now, today, form_id, appeal)


def receive_help_request(
    session: Session, *, now: datetime, today: date, place: str, form_id: str, details: HelpDetails
) -> Received:
    """Take a request for help.

    Refuses one without words, without any way to reach the person, without her consent when
    she asks for herself, and a flood from one place.
    """
    rules.check_text(details.text)
    rules.check_reachable(details.contact, details.address, details.dormitory)
    rules.check_consent(details.for_whom, details.has_consented)
    count_form(session, place, now)
    is_hers = details.for_whom is ForWhom.MYSELF
    appeal = Appeal(
        kind=AppealKind.HELP,
        language=details.language,
        for_whom=details.for_whom,
        category=details.category,
        is_urgent=details.is_urgent,
        is_sensitive=False,
        text=details.text,
        person_name=normalise(details.person_name) or None,
        writer_name=normalise(details.writer_name) or None,
        contact=details.contact or None,
        address=details.address or None,
        dormitory=details.dormitory or None,
        room=details.room or None,
        consent_given_on=today if is_hers and details.has_consented else None,
    )
    return _receive(session, now, today, form_id, appeal)


def _receive(
    session: Session, now: datetime, today: date, form_id: str, appeal: Appeal
) -> Received:
    code, kind, year = code_of(form_id), appeal.kind, today.year
    appeal.status = AppealStatus.NEW
    appeal.received_at = now
    appeal.due_on = rules.due_on(kind, today, is_urgent=appeal.is_urgent, is_day_off=is_day_off)
    appeal.year = year
    appeal.number = take_next_number(session, f"{kind.value}:{year}")
    appeal.code_hash = code_hash(kind, year, appeal.number, code)
    session.add(appeal)
    action = f"{kind.value}:receive"
    record_event(session, actor_id=None, now=now, action=action, subject=appeal)
    session.flush()
    return Received(appeal, code)


def _check_campaign(session: Session, campaign_id: int | None) -> None:
    if campaign_id is None:
        return
    found = select(Campaign.id).where(
        Campaign.id == campaign_id, Campaign.status.in_(PUBLIC_STATUSES)
    )
    if session.execute(found).one_or_none() is None:
        raise rules.CampaignUnknown(field="campaign_id")


def count_form(session: Session, place: str, now: datetime) -> None:
    """Count a form that is about to be accepted. Raises TooManySent."""
    limits = ((rules.FORMS_FROM_ADDRESS, place), (rules.FORMS_IN_ALL, throttling.EVERYWHERE))
    for limit, key in limits:
        row = throttling.lock_count(session, limit, key, now)
        if throttling.is_over(limit, row, now):
            raise rules.TooManySent(minutes=limit.minutes)
        row.count += 1
    throttling.forget_counts(session, now)


def _keep_from_whom_it_names(session: Session, appeal: Appeal) -> None:
    """Set the subject when the name is that of one who reads the register.

    When it fits several, only administrators see it until one of them has said who is meant.
    """
    if not appeal.about_name:
        return
    staff = select(Account).where(Account.role != Role.VOLUNTEER, Account.is_closed.is_(False))
    named = [
        account
        for account in session.scalars(staff.order_by(Account.id))
        if rules.is_named_after(appeal.about_name, account.full_name)
    ]
    if len(named) == 1:
        appeal.subject_account_id = named[0].id
        person = find_volunteer_of(session, named[0].id)
        appeal.subject_volunteer_id = person.id if person else None
    elif named:
        appeal.is_sensitive = True
