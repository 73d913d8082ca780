"""Many shifts from one: repeated on other days, or last year's plan taken over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.dates import local_date
from campaign_app.core.errors import NotFound
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.services.shifts import ShiftDetails, create_shift


def details_of(shift: Shift) -> ShiftDetails:
    """What describes a shift, without the people in it."""
    values = {field.name: getattr(shift, field.name) for field in fields(ShiftDetails)}
    return ShiftDetails(**values)


def repeat_shift(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    days: Collection[date],
    zone: ZoneInfo,
) -> list[Shift]:
    """Open the same shift on other days, at the same hours of the clock.

    Refuses a shift of another campaign, no day and more than 60, and a closed campaign.
    """
    shift = session.get(Shift, shift_id)
    if shift is None or shift.campaign_id != campaign.id:
        raise NotFound()
    if not days:
        raise rules.NothingChosen()
    if len(days) > rules.MOST_REPEATS:
        raise rules.TooManyRepeats(limit=rules.MOST_REPEATS)
    made = []
    for day in sorted(set(days)):
        starts_at, ends_at = rules.on_day(shift.starts_at, shift.ends_at, day, zone)
        details = replace(details_of(shift), starts_at=starts_at, ends_at=ends_at)
        made.append(create_shift(session, actor=actor, now=now, campaign=campaign, details=details))
    return made


def clone_plan(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    source: Campaign,
    shift_ids: Collection[int],
    weeks: int,
    zone: ZoneInfo,
) -> list[Shift]:
    """Take over shifts of another campaign, moved by whole weeks, without the people.

    What was taken over before, also by a colleague at the same moment, is not taken over
    again. Refuses when nothing is chosen or left, and a closed campaign.
    """
    # Two who press at once: the second one sees what the first one made.
    session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update()).all()
    done = queries.copies_in(session, campaign.id, shift_ids)
    originals = session.scalars(
        select(Shift)
        .where(
            Shift.campaign_id == source.id,
            Shift.cancelled_at.is_(None),
            Shift.id.in_(set(shift_ids) - set(done)),
        )
        .order_by(Shift.starts_at, Shift.id)
    ).all()
    if not originals:
        raise rules.PlanTakenOver() if done else rules.NothingChosen()
    made = []
    for original in originals:
        day = local_date(original.starts_at, zone) + timedelta(weeks=weeks)
        starts_at, ends_at = rules.on_day(original.starts_at, original.ends_at, day, zone)
        details = replace(details_of(original), starts_at=starts_at, ends_at=ends_at)
        shift = create_shift(session, actor=actor, now=now, campaign=campaign, details=details)
        shift.copied_from_id = original.id
        made.append(shift)
    session.flush()
    return made
