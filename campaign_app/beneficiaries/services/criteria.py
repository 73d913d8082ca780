"""What people do with the criteria of need: publish a version, score a list by it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import CriteriaVersion, Enrolment, WeightedCriterion
from campaign_app.beneficiaries.rules import Criterion, EnrolmentStatus
from campaign_app.beneficiaries.rules.need import OWN_PREFIX
from campaign_app.beneficiaries.services.registry import record
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign

LANGUAGES = ("kk", "ru", "en")


def publish_criteria(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    lines: Sequence[Criterion],
    note: Mapping[str, str],
    after_version: int,
) -> CriteriaVersion:
    """Publish the criteria that hold from now on; scores that were found stay as they are.

    `after_version` is the version that was on the screen. Refuses when another one was
    published meanwhile, no criterion at all, a weight that is no weight, an own criterion
    without its text in three languages, the same criteria again, and a missing reason.
    """
    session.execute(
        select(CriteriaVersion.number).where(CriteriaVersion.number == 1).with_for_update()
    )
    in_force = queries.criteria_in_force(session)
    if in_force.number != after_version:
        raise rules.CriteriaMovedOn(number=in_force.number)
    known = queries.own_codes(session)
    kept = rules.number_own(_with_known_codes(lines, known), known)
    rules.check_criteria(kept, in_force)
    if not all(note.get(code, "").strip() for code in LANGUAGES):
        raise rules.ChangeReasonMissing(field="note_kk")
    version = CriteriaVersion(
        number=in_force.number + 1,
        published_at=now,
        published_by_id=actor.id if actor else None,
        **{f"note_{code}": note[code].strip() for code in LANGUAGES},
    )
    session.add(version)
    record(session, actor, now, "criteria:publish", version)
    session.flush()
    session.add_all(
        WeightedCriterion(version=version.number, position=position, **vars(line))
        for position, line in enumerate(kept, start=1)
    )
    session.flush()
    return version


def _with_known_codes(lines: Sequence[Criterion], known: set[str]) -> list[Criterion]:
    """A code that was made up in a form, or came twice, is a new criterion's."""
    kept: dict[str, Criterion] = {}
    new: list[Criterion] = []
    for line in lines:
        if line.code not in kept and (line.code in rules.BUILT_IN or line.code in known):
            kept[line.code] = line
        else:
            new.append(replace(line, code=OWN_PREFIX))
    return [*kept.values(), *new]


def score_again(
    session: Session, *, actor: Account | None, now: datetime, today: date, campaign: Campaign
) -> int:
    """Find the need of everybody on a campaign's list by the version in force.

    Gives how many scores changed. What rounds decided keeps its version; whoever's data
    are not to be used keeps her score. Refuses a closed campaign.
    """
    lock_campaign(session, campaign.id)
    criteria = queries.criteria_in_force(session)
    enrolments = session.scalars(
        select(Enrolment).where(
            Enrolment.campaign_id == campaign.id,
            Enrolment.status == EnrolmentStatus.ACTIVE,
        )
    ).all()
    usable = {
        each.enrolment_id: each.beneficiary_id
        for each in queries.list_candidates(session, campaign.id)
        if not each.is_restricted
    }
    people = queries.need_facts(session, set(usable.values()))
    changed = 0
    for enrolment in enrolments:
        if enrolment.id not in usable:
            continue
        lines = rules.need_lines(people[usable[enrolment.id]], today, criteria)
        found = (rules.need_score(lines), " ".join(line.code for line in lines), criteria.number)
        if found == (enrolment.need_score, enrolment.need_codes, enrolment.criteria_version):
            continue
        changed += found[0] != enrolment.need_score
        enrolment.need_score, enrolment.need_codes, enrolment.criteria_version = found
        record(session, actor, now, "enrolment:score", enrolment)
    session.flush()
    return changed
