"""The register: lists, one case, its history, what waits, who can deal with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CAMPAIGN_ROLE_PERMISSIONS, Role
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.campaigns.models import Campaign, Membership
from campaign_app.complaints.models import Appeal, AppealEntry
from campaign_app.complaints.queries.access import visible_to
from campaign_app.complaints.rules import (
    OPEN_STATUSES,
    AppealKind,
    AppealStatus,
    CaseFacts,
    EntryKind,
    Outcome,
    Topic,
    Viewer,
    days_left,
    number_text,
    parse_number,
)
from campaign_app.core.access import Permission
from campaign_app.core.names import fold, full_name
from campaign_app.core.pagination import Page, fetch_page
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.queries import list_volunteers

SUBJECTS_SHOWN = 10
LONGEST_NUMBER = 7
HANDLING_ROLES = tuple(
    role
    for role, permissions in CAMPAIGN_ROLE_PERMISSIONS.items()
    if Permission.COMPLAINT_HANDLE in permissions
)


@dataclass(frozen=True, kw_only=True)
class AppealFilters:
    """What the list shows. `is_overdue`: only what nobody answered in time."""

    kind: AppealKind
    status: AppealStatus | None = None
    campaign_id: int | None = None
    is_overdue: bool = False
    q: str = ""


@dataclass(frozen=True)
class AppealRow:
    """A line of the register: nothing of what was written, nobody's name but the handler's."""

    id: int
    kind: AppealKind
    year: int
    number: int
    status: AppealStatus
    received_at: datetime
    due_on: date
    topic: Topic | None
    category: BeneficiaryCategory | None
    campaign_id: int | None
    is_urgent: bool
    is_sensitive: bool
    outcome: Outcome | None
    handler: str | None

    @property
    def number_text(self) -> str:
        """The number as people write it."""
        return number_text(self.kind, self.year, self.number)

    def days_left(self, today: date) -> int | None:
        """Days until the answer is due, below zero when it is late."""
        return days_left(self.status, self.due_on, today)


@dataclass(frozen=True)
class EntryRow:
    """A line of the history."""

    kind: EntryKind
    at: datetime
    text: str
    actor: str | None


@dataclass(frozen=True)
class WaitingAppeal:
    """What waits for a handler."""

    id: int
    kind: AppealKind
    number_text: str
    status: AppealStatus
    due_on: date
    is_overdue: bool


_ROW = (
    Appeal.id,
    Appeal.kind,
    Appeal.year,
    Appeal.number,
    Appeal.status,
    Appeal.received_at,
    Appeal.due_on,
    Appeal.topic,
    Appeal.category,
    Appeal.campaign_id,
    Appeal.is_urgent,
    Appeal.is_sensitive,
    Appeal.outcome,
    Account.full_name,
)


def _late(today: date) -> ColumnElement[bool]:
    return and_(Appeal.status.in_(OPEN_STATUSES), Appeal.due_on < today)


def _matches(session: Session, q: str) -> ColumnElement[bool]:
    """By number or campaign: what people wrote is encrypted and cannot be searched."""
    titles = select(
        Campaign.id, Campaign.title_kk, Campaign.title_ru, Campaign.title_en, Campaign.slug
    )
    named = [id_ for id_, *names in session.execute(titles) if fold(q) in fold(" ".join(names))]
    conditions: list[ColumnElement[bool]] = [Appeal.campaign_id.in_(named)]
    parsed = parse_number(q)
    if parsed is not None:
        conditions.append(and_(Appeal.year == parsed[1], Appeal.number == parsed[2]))
    elif q.isascii() and q.isdecimal() and len(q) <= LONGEST_NUMBER:
        conditions.append(Appeal.number == int(q))
    return or_(*conditions)


def list_appeals(
    session: Session, viewer: Viewer, filters: AppealFilters, *, today: date, page: int
) -> Page[AppealRow]:
    """What `viewer` may see: open ones by their deadline, then the closed ones, latest first."""
    is_closed = Appeal.status == AppealStatus.CLOSED
    statement = (
        select(*_ROW)
        .outerjoin(Account, Account.id == Appeal.handler_id)
        .where(visible_to(viewer), Appeal.kind == filters.kind)
        .order_by(
            case((is_closed, 1), else_=0),
            case((is_closed, None), else_=Appeal.due_on).asc(),
            Appeal.received_at.desc(),
            Appeal.id.desc(),
        )
    )
    if filters.status is not None:
        statement = statement.where(Appeal.status == filters.status)
    if filters.campaign_id is not None:
        statement = statement.where(Appeal.campaign_id == filters.campaign_id)
    if filters.is_overdue:
        statement = statement.where(_late(today))
    if filters.q:
        statement = statement.where(_matches(session, filters.q))
    return fetch_page(session, statement, page=page, make_row=lambda row: AppealRow(*row))


def count_open(session: Session, viewer: Viewer) -> dict[AppealKind, int]:
    """How many of each kind wait for an answer."""
    statement = (
        select(Appeal.kind, func.count(Appeal.id))
        .where(visible_to(viewer), Appeal.status.in_(OPEN_STATUSES))
        .group_by(Appeal.kind)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def find_appeal(session: Session, viewer: Viewer, appeal_id: int) -> Appeal | None:
    """The case, if it exists for `viewer`."""
    statement = select(Appeal).where(Appeal.id == appeal_id, visible_to(viewer))
    return session.scalars(statement).one_or_none()


def candidates(session: Session, typed: str) -> list[Appeal]:
    """At most one complaint and one request that a typed number can mean."""
    parsed = parse_number(typed)
    if parsed is None:
        return []
    kind, year, number = parsed
    statement = select(Appeal).where(Appeal.year == year, Appeal.number == number)
    if kind is not None:
        statement = statement.where(Appeal.kind == kind)
    return list(session.scalars(statement.order_by(Appeal.id)))


def find_by_number(session: Session, kind: AppealKind, year: int, number: int) -> Appeal | None:
    """The case with exactly this number."""
    statement = select(Appeal).where(
        Appeal.kind == kind, Appeal.year == year, Appeal.number == number
    )
    return session.scalars(statement).one_or_none()


def list_entries(session: Session, appeal_id: int) -> list[EntryRow]:
    """The whole history with names, for the staff."""
    statement = (
        select(AppealEntry.kind, AppealEntry.at, AppealEntry.text, Account.full_name)
        .outerjoin(Account, Account.id == AppealEntry.actor_id)
        .where(AppealEntry.appeal_id == appeal_id)
        .order_by(AppealEntry.id)
    )
    return [EntryRow(*row) for row in session.execute(statement)]


def list_thread(session: Session, appeal_id: int) -> list[EntryRow]:
    """What was written to and fro, without any name, for the person who follows it."""
    shown = (EntryKind.MESSAGE, EntryKind.ANSWER)
    return [
        EntryRow(entry.kind, entry.at, entry.text, None)
        for entry in list_entries(session, appeal_id)
        if entry.kind in shown
    ]


def list_waiting(
    session: Session, viewer: Viewer, *, today: date, limit: int
) -> list[WaitingAppeal]:
    """New ones that nobody has taken, and what she has to answer, the most urgent first."""
    if viewer.is_auditor:
        return []
    statement = (
        select(Appeal.id, Appeal.kind, Appeal.year, Appeal.number, Appeal.status, Appeal.due_on)
        .where(
            visible_to(viewer),
            Appeal.status.in_(OPEN_STATUSES),
            or_(Appeal.status == AppealStatus.NEW, Appeal.handler_id == viewer.account_id),
        )
        .order_by(Appeal.due_on, Appeal.id)
        .limit(limit)
    )
    return [
        WaitingAppeal(
            row.id,
            row.kind,
            number_text(row.kind, row.year, row.number),
            row.status,
            row.due_on,
            row.due_on < today,
        )
        for row in session.execute(statement)
    ]


def campaign_choices(session: Session, viewer: Viewer) -> list[Campaign]:
    """The campaigns about which somebody wrote what `viewer` may see."""
    written = select(Appeal.campaign_id).where(visible_to(viewer), Appeal.campaign_id.is_not(None))
    statement = select(Campaign).where(Campaign.id.in_(written))
    return list(session.scalars(statement.order_by(Campaign.starts_on.desc(), Campaign.id)))


def handler_choices(session: Session, facts: CaseFacts) -> list[tuple[int, str]]:
    """The accounts that may deal with such a case, by name."""
    members = select(Membership.account_id).where(Membership.role.in_(HANDLING_ROLES))
    if facts.campaign_id is not None:
        members = members.where(Membership.campaign_id == facts.campaign_id)
    may: ColumnElement[bool] = Account.role == Role.ADMINISTRATOR
    if not facts.is_sensitive and not facts.is_about_organisers:
        may = or_(may, and_(Account.id.in_(members), Account.role != Role.AUDITOR))
    statement = (
        select(Account.id, Account.full_name)
        .where(may, Account.is_closed.is_(False), Account.id.not_in(facts.subject_ids))
        .order_by(Account.full_name, Account.id)
    )
    return [(row.id, row.full_name) for row in session.execute(statement)]


def subject_choices(
    session: Session, q: str
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Accounts and volunteers whose name contains `q`: whom a complaint can be about."""
    if not q:
        return [], []
    staff = (
        select(Account.id, Account.full_name)
        .where(Account.role != Role.VOLUNTEER)
        .order_by(Account.full_name, Account.id)
    )
    found = [(id_, name) for id_, name in session.execute(staff) if fold(q) in fold(name)]
    people = list_volunteers(session, q=q, page=1, per_page=SUBJECTS_SHOWN).items
    return found[:SUBJECTS_SHOWN], [(person.id, person.full_name) for person in people]


def name_of_subject(session: Session, appeal: Appeal) -> str | None:
    """Whom the complaint is about, as far as it is set."""
    if appeal.subject_volunteer_id is not None:
        person = session.get_one(Volunteer, appeal.subject_volunteer_id)
        return full_name(person.surname, person.given_name, person.patronymic)
    if appeal.subject_account_id is not None:
        return session.get_one(Account, appeal.subject_account_id).full_name
    return None
