"""What people do with the registry: register, edit, take consent, put on a campaign's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary, Consent, Enrolment
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    BeneficiaryKind,
    ConsentMethod,
    ConsentScope,
    EnrolmentStatus,
)
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.addresses import address_key, dormitory_key
from campaign_app.core.audit import record_event
from campaign_app.core.column_types import DataKey
from campaign_app.core.errors import NotFound
from campaign_app.core.identifiers import check_iin
from campaign_app.core.names import fold, full_name, match_key, normalise, sort_key
from campaign_app.core.variants import PackageVariant

CONSENT_TEXT_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class BeneficiaryDetails:
    """Everything that is known about a person or an institution.

    `phone` is E.164; the numbers are as typed and checked here. An institution's name
    stands in `surname`.
    """

    category: BeneficiaryCategory
    kind: BeneficiaryKind = BeneficiaryKind.PERSON
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    born_on: date | None = None
    sex: rules.Sex | None = None
    iin: str | None = None
    document_number: str | None = None
    citizenship: str = ""
    language: rules.Language | None = None
    phone: str | None = None
    city: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    entrance: str = ""
    floor: str = ""
    dormitory: str = ""
    room: str = ""
    household_size: int = 1
    head_count: int | None = None
    contact_person: str = ""
    package_variant: PackageVariant = PackageVariant.STANDARD
    former_unit: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    """Consent as it was taken."""

    given_on: date
    method: ConsentMethod
    scope: ConsentScope = ConsentScope.REGISTRATION


def register_beneficiary(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    details: BeneficiaryDetails,
    consent: ConsentGiven | None = None,
) -> Beneficiary:
    """Register a person or an institution.

    Refuses somebody without any name, an IIN that is wrong or that somebody has, a
    birth in the future, and an institution without a head-count.
    """
    beneficiary = Beneficiary(registered_at=now, registered_by_id=actor.id if actor else None)
    _fill(session, beneficiary, details, today)
    session.add(beneficiary)
    _record(session, actor, now, "beneficiary:create", beneficiary)
    session.flush()
    if consent is not None:
        take_consent(session, actor=actor, now=now, beneficiary=beneficiary, consent=consent)
    return beneficiary


def edit_beneficiary(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    beneficiary: Beneficiary,
    details: BeneficiaryDetails,
) -> None:
    """Change what is known. Refuses what `register_beneficiary` refuses."""
    with session.no_autoflush:
        _fill(session, beneficiary, details, today)
    _record(session, actor, now, "beneficiary:edit", beneficiary)
    session.flush()


def take_consent(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    beneficiary: Beneficiary,
    consent: ConsentGiven,
) -> Consent:
    """Keep a consent; the same one again changes nothing."""
    for known in queries.list_consents(session, beneficiary.id):
        if (known.scope, known.given_on, known.withdrawn_on) == (
            consent.scope,
            consent.given_on,
            None,
        ):
            return known
    kept = Consent(
        beneficiary_id=beneficiary.id,
        scope=consent.scope,
        method=consent.method,
        text_version=CONSENT_TEXT_VERSION,
        given_on=consent.given_on,
        taken_by_id=actor.id if actor else None,
    )
    session.add(kept)
    _record(session, actor, now, "consent:take", kept)
    session.flush()
    return kept


def withdraw_consent(
    session: Session, *, actor: Account | None, now: datetime, consent: Consent, on: date
) -> None:
    """Note that a consent no longer holds; it stays in the history."""
    if consent.withdrawn_on is None:
        consent.withdrawn_on = on
        _record(session, actor, now, "consent:withdraw", consent)
        session.flush()


def enrol(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    beneficiary_ids: list[int],
) -> int:
    """Put people on the recipient list of a campaign; give how many were not on it yet.

    The need is found by the criteria in force and kept with their version. Refuses a
    closed campaign and people who are not on the registry.
    """
    lock_campaign(session, campaign.id)
    people = queries.need_facts(session, set(beneficiary_ids))
    if len(people) != len(set(beneficiary_ids)):
        raise NotFound(field="beneficiary_ids")
    known = {
        enrolment.beneficiary_id: enrolment
        for enrolment in session.scalars(
            select(Enrolment).where(Enrolment.campaign_id == campaign.id)
        )
    }
    added = 0
    for beneficiary_id in dict.fromkeys(beneficiary_ids):
        enrolment = known.get(beneficiary_id)
        if enrolment is not None and enrolment.status is EnrolmentStatus.ACTIVE:
            continue
        lines = rules.need_lines(people[beneficiary_id], today)
        enrolment = enrolment or Enrolment(campaign_id=campaign.id, beneficiary_id=beneficiary_id)
        enrolment.status, enrolment.end_reason = EnrolmentStatus.ACTIVE, ""
        enrolment.need_score = rules.need_score(lines)
        enrolment.need_codes = " ".join(line.code for line in lines)
        enrolment.criteria_version = rules.CRITERIA_VERSION
        enrolment.enrolled_at = now
        enrolment.enrolled_by_id = actor.id if actor else None
        session.add(enrolment)
        _record(session, actor, now, "enrolment:add", enrolment)
        added += 1
    session.flush()
    return added


def end_enrolment(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    enrolment_id: int,
    reason: str,
) -> None:
    """Take somebody off a campaign's list. Needs a reason; refuses who is not on it."""
    lock_campaign(session, campaign.id)
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.campaign_id != campaign.id:
        raise NotFound()
    if enrolment.status is not EnrolmentStatus.ACTIVE:
        raise rules.NotEnrolled()
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    enrolment.status, enrolment.end_reason = EnrolmentStatus.ENDED, reason.strip()
    _record(session, actor, now, "enrolment:end", enrolment)
    session.flush()


def _fill(
    session: Session, beneficiary: Beneficiary, details: BeneficiaryDetails, today: date
) -> None:
    rules.check_name(details.kind, details.surname, details.given_name, details.patronymic)
    rules.check_born_on(details.born_on, today)
    rules.check_sizes(details.kind, details.household_size, details.head_count)
    for name, value in vars(details).items():
        if name not in ("iin", "document_number"):
            setattr(beneficiary, name, normalise(value) if type(value) is str else value)
    _set_iin(session, beneficiary, details.iin)
    _set_document(beneficiary, details.document_number)
    name = full_name(beneficiary.surname, beneficiary.given_name, beneficiary.patronymic)
    beneficiary.sort_key = sort_key(name)[:1000]
    beneficiary.name_key = match_key(name)[:300]
    beneficiary.address_key = address_key(
        street=beneficiary.street,
        house=beneficiary.house,
        flat=beneficiary.flat,
        dormitory=beneficiary.dormitory,
        room=beneficiary.room,
    )
    beneficiary.dormitory_key = dormitory_key(beneficiary.dormitory)
    digits = (beneficiary.phone or "").lstrip("+")
    street = f"{beneficiary.street} {beneficiary.house} {beneficiary.dormitory} {beneficiary.room}"
    beneficiary.search_text = f"{fold(name)} {digits} {fold(street)}"


def _set_iin(session: Session, beneficiary: Beneficiary, typed: str | None) -> None:
    number = check_iin(typed, beneficiary.born_on).value if typed else None
    hashed = DataKey.look_up_hash("iin:" + number) if number else None
    if hashed is not None:
        taken = select(Beneficiary.id).where(Beneficiary.iin_hash == hashed)
        if beneficiary.id is not None:
            taken = taken.where(Beneficiary.id != beneficiary.id)
        if session.execute(taken).first() is not None:
            raise rules.IinTaken(field="iin")
    if hashed != beneficiary.iin_hash:  # encryption is random: the same number is left alone
        beneficiary.iin, beneficiary.iin_hash = number, hashed
        beneficiary.iin_last4 = number[-4:] if number else ""


def _set_document(beneficiary: Beneficiary, typed: str | None) -> None:
    number = "".join((typed or "").split()).upper() or None
    hashed = DataKey.look_up_hash("document:" + number) if number else None
    if hashed != beneficiary.document_hash:
        beneficiary.document_number, beneficiary.document_hash = number, hashed
        beneficiary.document_last4 = number[-4:] if number else ""


def _record(
    session: Session, actor: Account | None, now: datetime, action: str, subject: object
) -> None:
    actor_id = actor.id if actor else None
    record_event(session, actor_id=actor_id, now=now, action=action, subject=subject)
