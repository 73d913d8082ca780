"""The one place that looks at the clock; services get `now` from their caller."""

from __future__ import annotations

from datetime import UTC, date, datetime

from campaign_app.core.localisation import zone


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date on the organisation's clock."""
    return now().astimezone(zone()).date()
