"""Who is on the recipient list of a campaign: put on it, taken off it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Enrolment
from campaign_app.beneficiaries.rules import EnrolmentStatus
from campaign_app.beneficiaries.services.registry import record
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound


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
    closed campaign, people who are not on the registry, and records that are not worked
    with, as a form that was opened before may still name them.
    """
    lock_campaign(session, campaign.id)
    people = queries.need_facts(session, set(beneficiary_ids))
    if len(people) != len(set(beneficiary_ids)):
        raise NotFound(field="beneficiary_ids")
    unusable = len(people) - len(queries.usable_ids(session, set(people)))
    if unusable:
        raise rules.RecordsNotUsable(field="beneficiary_ids", count=unusable)
    known = {
        enrolment.beneficiary_id: enrolment
        for enrolment in session.scalars(
            select(Enrolment).where(Enrolment.campaign_id == campaign.id)
        )
    }
    criteria = queries.criteria_in_force(session)
    added = 0
    for beneficiary_id in dict.fromkeys(beneficiary_ids):
        enrolment = known.get(beneficiary_id)
        if enrolment is not None and enrolment.status is EnrolmentStatus.ACTIVE:
            continue
        lines = rules.need_lines(people[beneficiary_id], today, criteria)
        enrolment = enrolment or Enrolment(campaign_id=campaign.id, beneficiary_id=beneficiary_id)
        enrolment.status, enrolment.end_reason = EnrolmentStatus.ACTIVE, ""
        enrolment.need_score = rules.need_score(lines)
        enrolment.need_codes = " ".join(line.code for line in lines)
        enrolment.criteria_version = criteria.number
        enrolment.enrolled_at = now
        enrolment.enrolled_by_id = actor.id if actor else None
        session.add(enrolment)
        record(session, actor, now, "enrolment:add", enrolment)
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
    # Of a merged person every record leaves the list, or the copy would take the place.
    for each in queries.open_enrolments_of(session, enrolment):
        each.status, each.end_reason = EnrolmentStatus.ENDED, reason.strip()
        record(session, actor, now, "enrolment:end", each)
    session.flush()
