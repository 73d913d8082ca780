"""Reads of retention: the periods in force, and what is past its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.queries import account_names, attempts_before
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Disclosure
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.queries import contacts_to_forget
from campaign_app.core.dates import local_date
from campaign_app.core.mail.queries import addresses_before
from campaign_app.core.submissions import Submission
from campaign_app.distribution import queries as distribution
from campaign_app.privacy.models import RetentionRule, RetentionRun
from campaign_app.privacy.rules.retention import LIMITS, RetentionPurpose, kept_since
from campaign_app.shelter import queries as shelter
from campaign_app.visits import queries as visits
from campaign_app.volunteers import queries as volunteers


@dataclass(frozen=True)
class Due:
    """What is past its time for one purpose. `ids` are the records' numbers or keys."""

    purpose: RetentionPurpose
    days: int
    ids: list[int] | list[str]


@dataclass(frozen=True)
class Period:
    """How long something is kept, since when that was decided, by whom and why."""

    purpose: RetentionPurpose
    days: int
    least_days: int
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class DecidedRow:
    """A decision in the history of a period."""

    days: int
    reason: str
    decided_at: datetime
    decided_by: str | None


def periods(session: Session) -> dict[RetentionPurpose, Period]:
    """The periods in force."""
    latest = select(func.max(RetentionRule.id)).group_by(RetentionRule.purpose)
    decided = {
        rule.purpose: rule
        for rule in session.scalars(select(RetentionRule).where(RetentionRule.id.in_(latest)))
    }
    names = account_names(session, {r.decided_by_id for r in decided.values() if r.decided_by_id})
    found = {}
    for purpose, limits in LIMITS.items():
        rule = decided.get(purpose)
        found[purpose] = (
            Period(purpose, limits.usual_days, limits.least_days)
            if rule is None
            else Period(
                purpose,
                rule.days,
                limits.least_days,
                rule.decided_at,
                names.get(rule.decided_by_id or 0),
                rule.reason,
            )
        )
    return found


def history_of(session: Session, purpose: RetentionPurpose) -> list[DecidedRow]:
    """What was decided about one purpose, the latest first."""
    rules = list(
        session.scalars(
            select(RetentionRule)
            .where(RetentionRule.purpose == purpose)
            .order_by(RetentionRule.id.desc())
        )
    )
    names = account_names(session, {r.decided_by_id for r in rules if r.decided_by_id})
    return [
        DecidedRow(r.days, r.reason, r.decided_at, names.get(r.decided_by_id or 0)) for r in rules
    ]


def last_runs(session: Session) -> dict[RetentionPurpose, RetentionRun]:
    """The last run of each purpose."""
    latest = select(func.max(RetentionRun.id)).group_by(RetentionRun.purpose)
    runs = session.scalars(select(RetentionRun).where(RetentionRun.id.in_(latest)))
    return {run.purpose: run for run in runs}


def _people(session: Session, since: datetime, zone: tzinfo) -> list[int]:
    ids = beneficiaries.ids_to_forget(session, _day(since, zone), since)
    waited_for = distribution.ids_under_way(session)
    return [id_ for id_ in ids if id_ not in waited_for]


def _day(instant: datetime, zone: tzinfo) -> date:
    return local_date(instant, zone)


def _disclosures(session: Session, since: datetime) -> list[int]:
    statement = select(Disclosure.id).where(Disclosure.at < since).order_by(Disclosure.id)
    return list(session.scalars(statement))


def _submissions(session: Session, since: datetime) -> list[str]:
    statement = (
        select(Submission.id).where(Submission.accepted_at < since).order_by(Submission.accepted_at)
    )
    return list(session.scalars(statement))


def _drafts(session: Session, since: datetime) -> list[int]:
    return sorted(draft.id for draft in beneficiaries.list_forgotten_drafts(session, since))


def _contacts(session: Session, since: datetime) -> list[int]:
    statement = select(Appeal.id).where(contacts_to_forget(before=since)).order_by(Appeal.id)
    return list(session.scalars(statement))


Finder = Callable[[Session, datetime], list[int] | list[str]]
FINDERS: dict[RetentionPurpose, Finder] = {
    RetentionPurpose.PROXY_DOCUMENTS: distribution.proxies_before,
    RetentionPurpose.PROOF_PICTURES: distribution.pictures_before,
    RetentionPurpose.SHELTER_NAMES: shelter.names_left_before,
    RetentionPurpose.VISIT_NOTES: visits.notes_before,
    RetentionPurpose.COMPLAINT_CONTACTS: _contacts,
    RetentionPurpose.IMPORT_DRAFTS: _drafts,
    RetentionPurpose.SIGN_IN_ATTEMPTS: attempts_before,
    RetentionPurpose.SUBMISSIONS: _submissions,
    RetentionPurpose.MAIL: addresses_before,
    RetentionPurpose.SHIFT_MESSAGES: volunteers.texts_before,
    RetentionPurpose.DISCLOSURES: _disclosures,
}


def find_due(
    session: Session, purpose: RetentionPurpose, *, days: int, now: datetime, zone: tzinfo
) -> Due:
    """What is past its time for one purpose, at that instant."""
    since = kept_since(now, days)
    if purpose is RetentionPurpose.REGISTRY:
        return Due(purpose, days, _people(session, since, zone))
    finder = FINDERS.get(purpose)
    return Due(purpose, days, finder(session, since) if finder else [])


def find_all_due(session: Session, *, now: datetime, zone: tzinfo) -> list[Due]:
    """What a run would do now, purpose by purpose; writes nothing."""
    return [
        find_due(session, purpose, days=period.days, now=now, zone=zone)
        for purpose, period in periods(session).items()
    ]
