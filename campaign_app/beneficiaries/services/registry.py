"""What people do with the registry: register, edit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary, HeadCount
from campaign_app.beneficiaries.rules import BeneficiaryDetails, ConsentGiven
from campaign_app.beneficiaries.rules.duplicates import check_not_merged
from campaign_app.beneficiaries.services.consents import take_consent
from campaign_app.beneficiaries.services.duplicates import refresh_suggestions
from campaign_app.beneficiaries.services.look_alikes import keep_first_keys, keep_keys
from campaign_app.beneficiaries.services.recording import record as record
from campaign_app.core.addresses import address_key, dormitory_key
from campaign_app.core.identifiers import check_bin, check_iin
from campaign_app.core.names import fold, full_name, match_key, normalise, sort_key


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
    fill(beneficiary, details, today)
    check_iin_is_free(session, beneficiary)
    session.add(beneficiary)
    record(session, actor, now, "beneficiary:create", beneficiary)
    session.flush()
    keep_first_keys(session, beneficiary)
    if consent is not None:
        take_consent(session, actor=actor, now=now, beneficiary=beneficiary, consent=consent)
    refresh_suggestions(session, now=now, ids=(beneficiary.id,))
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
    """Change what is known.

    Refuses what `register_beneficiary` refuses, and a record that was merged into another.
    """
    check_not_merged(beneficiary.merged_into_id)
    before = (beneficiary.head_count, beneficiary.head_counted_on)
    with session.no_autoflush:
        fill(beneficiary, details, today)
        check_iin_is_free(session, beneficiary)
    record(session, actor, now, "beneficiary:edit", beneficiary)
    keep_head_count(session, actor, now, beneficiary, before)
    keep_keys(session, beneficiary)
    session.flush()
    refresh_suggestions(session, now=now, ids=(beneficiary.id,))


def keep_head_count(
    session: Session,
    actor: Account | None,
    now: datetime,
    beneficiary: Beneficiary,
    before: tuple[int | None, date | None],
) -> None:
    """Keep what an institution's head-count was, once it was counted again."""
    head_count, counted_on = before
    if head_count is None or before == (beneficiary.head_count, beneficiary.head_counted_on):
        return
    session.add(
        HeadCount(
            beneficiary_id=beneficiary.id,
            head_count=head_count,
            counted_on=counted_on,
            replaced_at=now,
            replaced_by_id=actor.id if actor else None,
        )
    )


def fill(beneficiary: Beneficiary, details: BeneficiaryDetails, today: date) -> None:
    """Put the details into the record and make the keys from them; reads nothing."""
    rules.check_name(details.surname, details.given_name, details.patronymic)
    rules.check_born_on(details.born_on, today)
    rules.check_sizes(details.kind, details.household_size, details.head_count)
    rules.check_institution(details, today)
    counted_on = _counted_on(beneficiary, details, today)
    for name, value in vars(details).items():
        if name not in ("iin", "document_number", "bin", "needs"):
            setattr(beneficiary, name, normalise(value) if type(value) is str else value)
    beneficiary.head_counted_on = counted_on
    beneficiary.bin = check_bin(details.bin) if details.bin else None
    beneficiary.needs = " ".join(sorted(details.needs))
    _set_iin(beneficiary, details.iin)
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


def _counted_on(beneficiary: Beneficiary, details: BeneficiaryDetails, today: date) -> date | None:
    """The day of the count; a new number without a day was counted today."""
    if details.head_count is None:
        return None
    is_new = details.head_count != beneficiary.head_count
    if is_new and details.head_counted_on in (None, beneficiary.head_counted_on):
        return today
    return details.head_counted_on or beneficiary.head_counted_on


def details_of(beneficiary: Beneficiary) -> BeneficiaryDetails:
    """What is known now, so that a part of it can be replaced."""
    names = BeneficiaryDetails.__dataclass_fields__
    known = {name: getattr(beneficiary, name) for name in names}
    return BeneficiaryDetails(**{**known, "needs": frozenset(beneficiary.needs.split())})


def note_helped(session: Session, *, beneficiary_id: int, on: date | None) -> None:
    """Keep the day of the latest help, for the criteria of need; the caller's act is audited.

    None when no help is left, as after the undo of a delivery. Help that a copy received is
    help to the person: the record that is kept has the latest day of all of them.
    """
    helped = session.get_one(Beneficiary, beneficiary_id)
    helped.own_helped_on = on
    session.flush()
    settle_last_help(session, helped.merged_into_id or helped.id)


def settle_last_help(session: Session, kept_id: int) -> None:
    """Give a record the latest day on which it or one of its copies was helped."""
    latest = select(func.max(Beneficiary.own_helped_on)).where(
        or_(Beneficiary.id == kept_id, Beneficiary.merged_into_id == kept_id)
    )
    session.get_one(Beneficiary, kept_id).last_helped_on = session.scalar(latest)
    session.flush()


def check_iin_is_free(session: Session, beneficiary: Beneficiary) -> None:
    """Raise IinTaken where somebody else has this IIN; the database refuses it as well."""
    if beneficiary.iin_hash is None:
        return
    taken = select(Beneficiary.id).where(
        Beneficiary.iin_hash == beneficiary.iin_hash, Beneficiary.merged_into_id.is_(None)
    )
    if beneficiary.id is not None:
        taken = taken.where(Beneficiary.id != beneficiary.id)
    if session.execute(taken).first() is not None:
        raise rules.IinTaken(field="iin")


def _set_iin(beneficiary: Beneficiary, typed: str | None) -> None:
    number = check_iin(typed, beneficiary.born_on).value if typed else None
    hashed = queries.iin_hash(number) if number else None
    if hashed != beneficiary.iin_hash:  # encryption is random: the same number is left alone
        beneficiary.iin, beneficiary.iin_hash = number, hashed
        beneficiary.iin_last4 = number[-4:] if number else ""


def _set_document(beneficiary: Beneficiary, typed: str | None) -> None:
    number = queries.normal_document(typed or "") or None
    hashed = queries.document_hash(number) if number else None
    if hashed != beneficiary.document_hash:
        beneficiary.document_number, beneficiary.document_hash = number, hashed
        beneficiary.document_last4 = number[-4:] if number else ""
