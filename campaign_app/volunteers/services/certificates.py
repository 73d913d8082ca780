"""Issuing papers for volunteers, and taking them back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.dates import local_date
from campaign_app.core.sequences import take_numbers
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Certificate, CertificateRow, SignUp, Volunteer
from campaign_app.volunteers.rules import CertificateKind, Draft, VoidCause
from campaign_app.volunteers.rules import certificates as paper_rules
from campaign_app.volunteers.rules import hours as hour_rules
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.waiting import lock_volunteers


@dataclass(frozen=True, kw_only=True)
class Issuing:
    """Who issues, when, on whose clock, and in which languages it is printed first."""

    actor: Account | None
    now: datetime
    zone: ZoneInfo
    languages: tuple[str, ...] = ("kk", "ru")


def issue_hours_certificate(
    session: Session,
    *,
    issuing: Issuing,
    volunteer_id: int,
    period: tuple[date, date] | None = None,
    campaign: Campaign | None = None,
) -> Certificate:
    """Certify somebody's confirmed hours: in a period, in a campaign, or all of them.

    The valid certificate that says exactly this is given again instead of a new one; one
    that says something else about the same is void and points to the new one. Refuses a
    period without confirmed hours.
    """
    issued = issue_hours_certificates(
        session, issuing=issuing, volunteer_ids=[volunteer_id], period=period, campaign=campaign
    )
    if not issued:
        raise rules.NoConfirmedHours()
    return issued[0]


def issue_hours_certificates(
    session: Session,
    *,
    issuing: Issuing,
    volunteer_ids: Collection[int],
    period: tuple[date, date] | None = None,
    campaign: Campaign | None = None,
) -> list[Certificate]:
    """Certify the hours of many at once; who has none confirmed gets no paper."""
    starts_on, ends_on = period or (None, None)
    paper_rules.check_period(starts_on, ends_on)
    since, before = hour_rules.bounds(*period, issuing.zone) if period else (None, None)
    # Hours are confirmed and corrected under the same lock.
    lock_volunteers(session, sorted(volunteer_ids))
    people = _people(session, volunteer_ids)
    rows = queries.confirmed_rows(
        session,
        volunteer_ids,
        since=since,
        before=before,
        campaign_id=campaign.id if campaign else None,
    )
    drafts = [
        Draft(
            kind=CertificateKind.HOURS,
            volunteer_id=person.id,
            holder_name=_name_of(person),
            holder_unit=person.unit,
            campaign_id=campaign.id if campaign else None,
            starts_on=starts_on,
            ends_on=ends_on,
            rows=tuple(rows[person.id]),
        )
        for person in people
        if rows[person.id]
    ]
    return _issue(session, issuing, drafts)


def issue_letters(
    session: Session,
    *,
    issuing: Issuing,
    campaign: Campaign,
    letter_text_id: int,
    volunteer_ids: Collection[int],
) -> list[Certificate]:
    """Thank these participants of a campaign, each with a letter of her own."""
    lock_volunteers(session, sorted(volunteer_ids))
    drafts = [
        Draft(
            kind=CertificateKind.THANK_YOU,
            volunteer_id=person.id,
            holder_name=_name_of(person),
            holder_unit=person.unit,
            campaign_id=campaign.id,
            letter_text_id=letter_text_id,
        )
        for person in _people(session, volunteer_ids)
    ]
    return _issue(session, issuing, drafts)


def _people(session: Session, ids: Collection[int]) -> Sequence[Volunteer]:
    statement = (
        select(Volunteer)
        .where(Volunteer.id.in_(ids))
        .order_by(Volunteer.sort_key, Volunteer.id)
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).all()


def _name_of(person: Volunteer) -> str:
    return " ".join(filter(None, (person.surname, person.given_name, person.patronymic)))


def _issue(session: Session, issuing: Issuing, drafts: Sequence[Draft]) -> list[Certificate]:
    """The papers of these drafts in their order; what is valid and says the same is kept."""
    known = _earlier(session, drafts)
    kept: dict[tuple[int, str], Certificate] = {}
    fresh: list[Draft] = []
    for draft in drafts:
        about = (draft.volunteer_id, draft.about)
        same = [
            paper
            for paper in known.get(about, ())
            if paper.voided_at is None and paper.content_hash == draft.content_hash
        ]
        if same:
            kept[about] = same[0]
        else:
            fresh.append(draft)
    for draft in fresh:
        for paper in known.get((draft.volunteer_id, draft.about), ()):
            if paper.voided_at is None:
                _void(session, issuing.actor, issuing.now, paper, VoidCause.REPLACED)
    session.flush()  # the database lets one valid paper about the same thing stand
    for paper in _write(session, issuing, fresh):
        kept[paper.volunteer_id, paper.about] = paper
        for older in known.get((paper.volunteer_id, paper.about), ()):
            if older.replaced_by_id is None:
                older.replaced_by_id = paper.id
                record_change(session, issuing.actor, issuing.now, "certificate:replace", older)
    session.flush()
    return [kept[draft.volunteer_id, draft.about] for draft in drafts]


def _earlier(session: Session, drafts: Sequence[Draft]) -> dict[tuple[int, str], list[Certificate]]:
    """What these people had about the same."""
    statement = select(Certificate).where(
        Certificate.volunteer_id.in_({draft.volunteer_id for draft in drafts}),
        Certificate.about.in_({draft.about for draft in drafts}),
    )
    found: dict[tuple[int, str], list[Certificate]] = {}
    for paper in session.scalars(statement.execution_options(populate_existing=True)):
        found.setdefault((paper.volunteer_id, paper.about), []).append(paper)
    return found


def _write(session: Session, issuing: Issuing, drafts: Sequence[Draft]) -> list[Certificate]:
    """New papers with numbers of the year in which they are issued."""
    if not drafts:
        return []
    year = local_date(issuing.now, issuing.zone).year
    kind = drafts[0].kind
    numbers = take_numbers(session, f"{kind.value}:{year}", len(drafts))
    papers = [
        Certificate(
            kind=draft.kind,
            year=year,
            number=number,
            code=rules.new_code(),
            volunteer_id=draft.volunteer_id,
            campaign_id=draft.campaign_id,
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
            about=draft.about,
            holder_name=draft.holder_name,
            holder_unit=draft.holder_unit,
            languages="+".join(issuing.languages),
            minutes=draft.minutes,
            content_hash=draft.content_hash,
            letter_text_id=draft.letter_text_id,
            issued_at=issuing.now,
            issued_by_id=issuing.actor.id if issuing.actor else None,
        )
        for draft, number in zip(drafts, numbers, strict=True)
    ]
    session.add_all(papers)
    for paper in papers:
        record_change(
            session, issuing.actor, issuing.now, "certificate:issue", paper, paper.campaign_id
        )
    session.flush()
    session.add_all(
        CertificateRow(certificate_id=paper.id, position=position, **vars(row))
        for paper, draft in zip(papers, drafts, strict=True)
        for position, row in enumerate(draft.rows, start=1)
    )
    session.flush()
    return papers


def void_certificate(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    certificate: Certificate,
    reason: str,
) -> None:
    """Withdraw a paper. Refuses one that is void and a reason that says nothing."""
    session.refresh(certificate, with_for_update=True)
    if certificate.voided_at is not None:
        raise rules.AlreadyVoid()
    paper_rules.check_void_reason(reason)
    certificate.void_reason = reason.strip()[:500]
    _void(session, actor, now, certificate, VoidCause.BY_HAND)
    session.flush()


def void_certificates_for(
    session: Session, *, actor: Account | None, now: datetime, sign_up_ids: Collection[int]
) -> list[Certificate]:
    """Void the certificates on which the hours of these sign-ups stand otherwise than now.

    To be called after hours were confirmed, corrected or taken back, in the same transaction
    and under the lock of the volunteer; where nothing on paper differs it does nothing.
    """
    session.flush()
    differing = (
        select(CertificateRow.certificate_id)
        .join(SignUp, SignUp.id == CertificateRow.sign_up_id)
        .where(
            SignUp.id.in_(sign_up_ids),
            SignUp.worked_minutes.is_distinct_from(CertificateRow.minutes),
        )
    )
    statement = (
        select(Certificate)
        .where(Certificate.id.in_(differing), Certificate.voided_at.is_(None))
        .order_by(Certificate.id)
        .with_for_update()
    )
    papers = list(session.scalars(statement))
    for paper in papers:
        _void(session, actor, now, paper, VoidCause.HOURS_CHANGED)
    session.flush()
    return papers


def _void(
    session: Session, actor: Account | None, now: datetime, paper: Certificate, cause: VoidCause
) -> None:
    paper.voided_at, paper.void_cause = now, cause
    paper.voided_by_id = actor.id if actor else None
    record_change(session, actor, now, "certificate:void", paper, paper.campaign_id)
