"""A clock that stands where a test puts it; services need none, they are handed `now`."""

from __future__ import annotations

import datetime as real

import pytest

from campaign_app.core import clock


class Clock:
    """What `core.clock` reads while the fixture `frozen_clock` is used."""

    def __init__(self) -> None:
        """Stand at noon UTC of a spring day of the demo's year."""
        self.instant = real.datetime(2020, 4, 20, 12, 0, tzinfo=real.UTC)

    def set(self, instant: real.datetime) -> None:
        """Put the clock to `instant`, which has a time zone."""
        assert instant.tzinfo is not None
        self.instant = instant.astimezone(real.UTC)

    def advance(self, **duration: float) -> None:
        """Go on by `timedelta(**duration)`."""
        self.instant += real.timedelta(**duration)


def freeze(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replace what `core.clock` sees of `datetime`; views that imported `now` see it too."""
    frozen = Clock()

    class FrozenDatetime(real.datetime):
        @classmethod
        def now(cls, tz: real.tzinfo | None = None) -> real.datetime:  # type: ignore[override]
            return frozen.instant.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", FrozenDatetime)
    return frozen
