"""Who came when in January: times, a no-show, a walk-in, a correction with its reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from campaign_app.demo.cast import ALMATY, Cast
from campaign_app.volunteers import services
from campaign_app.volunteers.models import Shift

SNOW = "snow-together-2020"
LATEST = 12  # minutes after the beginning
LONGEST_AFTER = 8
TEA = 20


def keep_times(cast: Cast, shift: Shift, key: str) -> None:
    """Somebody came some minutes before or after the beginning, drank tea, and left."""
    number = int(key.partition("-")[2])
    times = services.Times(
        arrived_at=shift.starts_at + timedelta(minutes=number * 5 % (LATEST + 5) - 5),
        left_at=shift.ends_at + timedelta(minutes=number * 3 % LONGEST_AFTER),
        break_minutes=TEA if shift.ends_at - shift.starts_at > timedelta(hours=3) else None,
    )
    _record(cast, shift, key, has_attended=True, times=times)


def _record(cast: Cast, shift: Shift, key: str, *, has_attended: bool, **more: Any) -> None:
    signed = services.find_sign_up(cast.session, shift.id, cast.volunteers[key].id)
    if signed is None or cast.volunteers[key].account_id == cast.organiser.id:
        return
    services.record_attendance(
        cast.session,
        actor=cast.organiser,
        now=shift.ends_at + timedelta(hours=1),
        campaign=cast.campaigns[SNOW],
        sign_up_id=signed.id,
        has_attended=has_attended,
        briefing_was_held=True,
        **more,
    )


def plant_exceptions(cast: Cast, shifts: list[Shift], crew: list[str]) -> None:
    """One came who was not expected, one was expected and did not, one left early after all."""
    shift, earlier = shifts[-1], shifts[1]
    there = [key for key in crew if _is_in(cast, shift, key)]
    by_the_way = next(key for key in reversed(crew) if not _is_in(cast, shift, key))
    _record(cast, shift, there[-1], has_attended=False, reason="Тізімде басқа адам белгіленген")
    services.add_walk_in(
        cast.session,
        actor=cast.organiser,
        now=shift.starts_at + timedelta(minutes=25),
        campaign=cast.campaigns[SNOW],
        shift_id=shift.id,
        volunteer=cast.volunteers[by_the_way],
        zone=ALMATY,
    )
    _record(cast, shift, by_the_way, has_attended=True)
    leaves_early = next(key for key in crew if _is_in(cast, earlier, key))
    _record(
        cast,
        earlier,
        leaves_early,
        has_attended=True,
        times=services.Times(
            arrived_at=earlier.starts_at, left_at=earlier.ends_at - timedelta(minutes=45)
        ),
        reason="Сабаққа ертерек кетті / Ушёл раньше на занятие",
    )


def _is_in(cast: Cast, shift: Shift, key: str) -> bool:
    return services.find_sign_up(cast.session, shift.id, cast.volunteers[key].id) is not None
