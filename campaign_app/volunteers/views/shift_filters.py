"""Which shifts are looked for, as the query string of the open shifts says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request, url_for

from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.core.clock import today
from campaign_app.core.dates import DateInvalid, parse_date, to_utc
from campaign_app.core.localisation import zone
from campaign_app.core.requests import chosen, searched
from campaign_app.extensions import db
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import Volunteer
from campaign_app.volunteers.queries import OpenShiftFilter, Taker


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the query string asks for."""

    kind: rules.ShiftKind | None = None
    days: rules.Days | None = None
    on: date | None = None
    campaign: Campaign | None = None
    fits: bool = False

    @property
    def is_anything(self) -> bool:
        """True when the list is narrowed in some way."""
        return self != Asked()

    @property
    def is_folded_away(self) -> bool:
        """True when something is asked for that the folded part of the page shows."""
        return self.on is not None or self.campaign is not None

    def address(self, **changes: Any) -> str:
        """The address of the list with something asked for otherwise."""
        asked = replace(self, **changes)
        day = asked.days.value if asked.days else asked.on.isoformat() if asked.on else None
        return url_for(
            "volunteers.list_open_shifts",
            fits="yes" if asked.fits else None,
            day=day,
            kind=asked.kind.value if asked.kind else None,
            campaign=asked.campaign.slug if asked.campaign else None,
        )


def read_filters() -> Asked:
    """What is asked for; what cannot be read is not asked for."""
    slug = searched("campaign")
    days = chosen("day", rules.Days)
    return Asked(
        kind=chosen("kind", rules.ShiftKind),
        days=days,
        on=None if days else _a_date(searched("day")),
        campaign=campaigns.find_public_campaign(db.session(), slug) if slug else None,
        fits=request.args.get("fits") == "yes",
    )


def _a_date(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except DateInvalid:
        return None


def shift_filter(asked: Asked, volunteer: Volunteer | None) -> OpenShiftFilter:
    """The same for the database: instants instead of days, and who looks."""
    since = before = None
    if asked.days is not None:
        since, before = map(midnight, rules.span_of(asked.days, today()))
    elif asked.on is not None:
        since, before = midnight(asked.on), midnight(asked.on + timedelta(days=1))
    return OpenShiftFilter(
        kind=asked.kind,
        campaign_id=asked.campaign.id if asked.campaign else None,
        since=since,
        before=before,
        taker=taker(volunteer) if asked.fits and volunteer else None,
    )


def taker(volunteer: Volunteer) -> Taker:
    """Somebody who looks for a shift that she can take now."""
    born_on = volunteer.born_on
    child_until = rules.becomes(born_on, rules.ACCOMPANIED_AGE) if born_on else today()
    return Taker(
        volunteer.id,
        ages=tuple((age, midnight(day)) for age, day in rules.ages_ahead(born_on, today())),
        child_until=midnight(child_until) if child_until > today() else None,
        adult_born_by=rules.born_by(today(), rules.ADULT_AGE),
    )


def midnight(day: date) -> datetime:
    """The instant at which a day begins on the organisation's clock."""
    return to_utc(datetime.combine(day, time.min), zone())
