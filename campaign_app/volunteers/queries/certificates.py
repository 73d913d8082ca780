"""Reads of papers for volunteers: what may be certified, what was issued, what it is worth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from campaign_app.accounts.models import Account
from campaign_app.core.names import fold
from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import (
    Certificate,
    CertificateRow,
    LetterText,
    Participation,
    Shift,
    SignUp,
    Volunteer,
)
from campaign_app.volunteers.rules import CertificateKind, CertificateState, VoidCause
from campaign_app.volunteers.rules.certificates import number_in_year, state_of
from campaign_app.volunteers.rules.people import ParticipationRole

HOURS_DIFFER = exists(
    select(1)
    .select_from(CertificateRow)
    .join(SignUp, SignUp.id == CertificateRow.sign_up_id)
    .where(
        CertificateRow.certificate_id == Certificate.id,
        SignUp.worked_minutes.is_distinct_from(CertificateRow.minutes),
    )
)


@dataclass(frozen=True)
class CertificateLine:
    """A paper in a list."""

    id: int
    kind: CertificateKind
    year: int
    number: int
    code: str
    volunteer_id: int
    holder_name: str
    holder_unit: str
    campaign_id: int | None
    starts_on: date | None
    ends_on: date | None
    minutes: int
    languages: str
    issued_at: datetime
    voided_at: datetime | None
    void_cause: VoidCause | None
    void_reason: str
    voided_by_id: int | None
    replaced_by_id: int | None
    letter_text_id: int | None
    issued_by_id: int | None
    account_id: int | None
    hours_differ: bool

    @property
    def shown_number(self) -> str:
        """Year and number, as it stands on the paper."""
        return number_in_year(self.year, self.number)

    @property
    def state(self) -> CertificateState:
        """What it is worth now."""
        return state_of(is_void=self.voided_at is not None, hours_differ=self.hours_differ)

    @property
    def is_self_issued(self) -> bool:
        """The volunteer made it for herself."""
        return self.issued_by_id is not None and self.issued_by_id == self.account_id

    @property
    def initials(self) -> str:
        """All that a stranger sees of the name."""
        return rules.initials(self.holder_name)


def _lines() -> Rows:
    return select(
        Certificate.id,
        Certificate.kind,
        Certificate.year,
        Certificate.number,
        Certificate.code,
        Certificate.volunteer_id,
        Certificate.holder_name,
        Certificate.holder_unit,
        Certificate.campaign_id,
        Certificate.starts_on,
        Certificate.ends_on,
        Certificate.minutes,
        Certificate.languages,
        Certificate.issued_at,
        Certificate.voided_at,
        Certificate.void_cause,
        Certificate.void_reason,
        Certificate.voided_by_id,
        Certificate.replaced_by_id,
        Certificate.letter_text_id,
        Certificate.issued_by_id,
        Volunteer.account_id,
        HOURS_DIFFER,
    ).join(Volunteer, Volunteer.id == Certificate.volunteer_id)


def _line(row: Any) -> CertificateLine:
    values: list[Any] = [*row[:-1], bool(row[-1])]
    return CertificateLine(*values)


def list_certificates(
    session: Session,
    *,
    q: str = "",
    kind: CertificateKind | None = None,
    page: int = 1,
) -> Page[CertificateLine]:
    """Everything that was issued, the latest first; `q` is in the name, unit or number."""
    statement = _lines().order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    if kind is not None:
        statement = statement.where(Certificate.kind == kind)
    if q:
        code = rules.read_code(q)
        named = Volunteer.search_text.contains(fold(q), autoescape=True)
        year, _, number = q.partition("-")
        if code:
            statement = statement.where(Certificate.code == code)
        elif len(q) <= 9 and year.isdecimal() and number.isdecimal() and q.isascii():
            wanted = (Certificate.year == int(year), Certificate.number == int(number))
            statement = statement.where(*wanted)
        else:
            statement = statement.where(named)
    return fetch_page(session, statement, page=page, make_row=_line)


def certificates_of(session: Session, volunteer_id: int) -> list[CertificateLine]:
    """Somebody's papers, the latest first."""
    statement = (
        _lines()
        .where(Certificate.volunteer_id == volunteer_id)
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        .limit(100)
    )
    return [_line(row) for row in session.execute(statement)]


def valid_in_campaign(
    session: Session, campaign_id: int, kind: CertificateKind | None = None
) -> list[CertificateLine]:
    """The valid papers of a campaign, in Kazakh order of the names."""
    statement = (
        _lines()
        .where(
            Certificate.campaign_id == campaign_id,
            Certificate.voided_at.is_(None),
            Certificate.starts_on.is_(None),
        )
        .order_by(Volunteer.sort_key, Volunteer.id)
    )
    if kind is not None:
        statement = statement.where(Certificate.kind == kind)
    return [_line(row) for row in session.execute(statement)]


def find_certificate(session: Session, certificate_id: int) -> CertificateLine | None:
    """One paper with what it is worth now."""
    row = session.execute(_lines().where(Certificate.id == certificate_id)).one_or_none()
    return None if row is None else _line(row)


def find_certificate_by_code(session: Session, typed: str) -> CertificateLine | None:
    """The paper that has this code, however it was typed."""
    code = rules.read_code(typed)
    if code is None:
        return None
    row = session.execute(_lines().where(Certificate.code == code)).one_or_none()
    return None if row is None else _line(row)


def newest_valid(
    session: Session, volunteer_id: int, about: str | None = None
) -> CertificateLine | None:
    """Somebody's latest valid certificate of hours: of this period, or any."""
    statement = (
        _lines()
        .where(
            Certificate.volunteer_id == volunteer_id,
            Certificate.kind == CertificateKind.HOURS,
            Certificate.voided_at.is_(None),
            ~HOURS_DIFFER,
        )
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        .limit(1)
    )
    if about is not None:
        statement = statement.where(Certificate.about == about)
    row = session.execute(statement).one_or_none()
    return None if row is None else _line(row)


def rows_of(session: Session, ids: Collection[int]) -> dict[int, list[CertificateRow]]:
    """The shifts on these certificates, by certificate, in their order."""
    statement = (
        select(CertificateRow)
        .where(CertificateRow.certificate_id.in_(ids))
        .order_by(CertificateRow.certificate_id, CertificateRow.position)
    )
    found: dict[int, list[CertificateRow]] = {each: [] for each in ids}
    for row in session.scalars(statement):
        found[row.certificate_id].append(row)
    return found


def campaigns_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """A campaign that each of these certificates has hours of: its organiser issues the paper."""
    statement = (
        select(CertificateRow.certificate_id, func.max(Shift.campaign_id))
        .join(SignUp, SignUp.id == CertificateRow.sign_up_id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(CertificateRow.certificate_id.in_(ids))
        .group_by(CertificateRow.certificate_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def confirmed_rows(
    session: Session,
    volunteer_ids: Collection[int],
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    campaign_id: int | None = None,
) -> dict[int, list[rules.IssuedRow]]:
    """What can be certified: the confirmed shifts of these people, the earliest first."""
    confirmer = aliased(Account)
    statement = (
        select(
            SignUp.volunteer_id,
            SignUp.id,
            Shift.starts_at,
            SignUp.worked_minutes,
            Shift.kind,
            Shift.title,
            Shift.place,
            func.coalesce(Participation.role, ParticipationRole.VOLUNTEER.value),
            confirmer.full_name,
        )
        .join(Shift, Shift.id == SignUp.shift_id)
        .outerjoin(
            Participation,
            and_(
                Participation.campaign_id == Shift.campaign_id,
                Participation.volunteer_id == SignUp.volunteer_id,
            ),
        )
        .join(confirmer, confirmer.id == SignUp.confirmed_by_id)
        .where(SignUp.volunteer_id.in_(volunteer_ids), SignUp.worked_minutes > 0)
        .order_by(SignUp.volunteer_id, Shift.starts_at, SignUp.id)
    )
    if since is not None:
        statement = statement.where(Shift.starts_at >= since)
    if before is not None:
        statement = statement.where(Shift.starts_at < before)
    if campaign_id is not None:
        statement = statement.where(Shift.campaign_id == campaign_id)
    found: dict[int, list[rules.IssuedRow]] = {each: [] for each in volunteer_ids}
    for row in session.execute(statement):
        values: list[Any] = [*row[1:7], ParticipationRole(row[7]), row[8]]
        found[row[0]].append(rules.IssuedRow(*values))
    return found


def latest_letter_text(session: Session, campaign_id: int) -> LetterText | None:
    """What the letters of a campaign say now; None: nobody wrote a text of its own."""
    return session.scalars(
        select(LetterText)
        .where(LetterText.campaign_id == campaign_id)
        .order_by(LetterText.id.desc())
        .limit(1)
    ).one_or_none()


def letter_texts(session: Session, ids: Sequence[int]) -> dict[int, LetterText]:
    """The texts with which letters went out."""
    found = session.scalars(select(LetterText).where(LetterText.id.in_(ids)))
    return {text.id: text for text in found}
