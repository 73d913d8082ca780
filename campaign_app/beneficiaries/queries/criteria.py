"""Reads of the published criteria, and of what a new version would change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import (
    Beneficiary,
    CriteriaVersion,
    Enrolment,
    WeightedCriterion,
)
from campaign_app.beneficiaries.queries.registry import IS_USABLE, need_facts
from campaign_app.beneficiaries.rules import (
    Criteria,
    Criterion,
    CriterionChange,
    EnrolmentStatus,
    compare_versions,
    need_lines,
    need_score,
)
from campaign_app.beneficiaries.rules.need import OWN_PREFIX
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.core.pagination import Rows


@dataclass(frozen=True)
class PublishedVersion:
    """A version with its lines and what changed against the one before."""

    version: CriteriaVersion
    criteria: Criteria
    changes: list[CriterionChange]


@dataclass(frozen=True)
class CriteriaEffect:
    """How scores would move: people on lists of campaigns that are not closed, each once."""

    people: int
    rises: int
    falls: int

    @property
    def stays(self) -> int:
        """Those whose score would not move."""
        return self.people - self.rises - self.falls


_LINE = (
    WeightedCriterion.version,
    WeightedCriterion.code,
    WeightedCriterion.weight,
    WeightedCriterion.label_kk,
    WeightedCriterion.label_ru,
    WeightedCriterion.label_en,
)


def _by_number(session: Session, statement: Rows) -> dict[int, Criteria]:
    lines: dict[int, list[Criterion]] = {}
    ordered = statement.order_by(WeightedCriterion.version, WeightedCriterion.position)
    for version, *values in session.execute(ordered):
        lines.setdefault(version, []).append(Criterion(*values))
    return {number: Criteria(number, tuple(found)) for number, found in lines.items()}


def criteria_in_force(session: Session) -> Criteria:
    """The latest version."""
    latest = select(func.max(CriteriaVersion.number)).scalar_subquery()
    (found,) = _by_number(
        session, select(*_LINE).where(WeightedCriterion.version == latest)
    ).values()
    return found


def all_criteria(session: Session) -> dict[int, Criteria]:
    """Every version by its number: a handful of lines each."""
    return _by_number(session, select(*_LINE))


def list_versions(session: Session) -> list[PublishedVersion]:
    """Every version, the latest first, with what changed."""
    known = all_criteria(session)
    statement = select(CriteriaVersion).order_by(CriteriaVersion.number.desc())
    return [
        PublishedVersion(
            version,
            known[version.number],
            compare_versions(known.get(version.number - 1), known[version.number]),
        )
        for version in session.scalars(statement)
    ]


def own_codes(session: Session) -> set[str]:
    """The codes that own criteria have or had."""
    found = select(WeightedCriterion.code).where(WeightedCriterion.code.startswith(OWN_PREFIX))
    return set(session.scalars(found.distinct()))


def effect_of(session: Session, lines: Sequence[Criterion], today: date) -> CriteriaEffect:
    """How today's scores would move if `lines` were published."""
    statement = (
        select(Enrolment.beneficiary_id)
        .distinct()
        .join(Campaign, Campaign.id == Enrolment.campaign_id)
        .join(Beneficiary, Beneficiary.id == Enrolment.beneficiary_id)
        .where(
            Enrolment.status == EnrolmentStatus.ACTIVE,
            Campaign.status != CampaignStatus.CLOSED,
            IS_USABLE,
        )
    )
    people = need_facts(session, set(session.scalars(statement)))
    now, then = criteria_in_force(session), Criteria(0, tuple(lines))
    moves = [
        need_score(need_lines(facts, today, then)) - need_score(need_lines(facts, today, now))
        for facts in people.values()
    ]
    return CriteriaEffect(
        people=len(moves), rises=_count(m > 0 for m in moves), falls=_count(m < 0 for m in moves)
    )


def _count(which: Iterable[bool]) -> int:
    return sum(1 for each in which if each)
