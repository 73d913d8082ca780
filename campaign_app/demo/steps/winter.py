"""January: snow at the bus stops, with a minor who is refused and a shift over midnight."""

from __future__ import annotations

from datetime import timedelta

from campaign_app.demo.cast import ALMATY, Cast, at
from campaign_app.demo.steps import attendance
from campaign_app.volunteers import rules, services
from campaign_app.volunteers.models import Shift
from campaign_app.volunteers.rules import ShiftKind, SignUpStatus

MINOR = "P-029"
ABSENT = (MINOR, "P-001", "P-003", "P-021", "P-022")  # which leaves a crew of 24
MINORS_OF_THE_CREW = ("P-024", "P-025", "P-027")
LIGHT_SHIFTS = (1, 4)  # hot tea and brooms: open from 16
SHIFTS = (
    ("2020-01-18", "09:00", 3, "Аялдама 1–2 — Демо"),
    ("2020-01-19", "09:00", 3, "Аялдама 3–4 — Демо"),
    ("2020-01-22", "14:00", 3, "Аялдама 5–6 — Демо"),
    ("2020-01-23", "21:00", 5, "Аялдама 7–8 — Демо"),  # over midnight
    ("2020-01-24", "14:00", 3, "Аялдама 9–10 — Демо"),
    ("2020-01-25", "09:00", 3, "Аялдама 11–12 — Демо"),
)
PLACES = 10
TITLE = "Қар тазалау / Уборка снега"


def clear_snow(cast: Cast) -> None:
    """Six shifts of ten places; 24 people come, hours confirmed by the organiser."""
    shifts = [
        _open_shift(cast, *plan, is_heavy=number not in LIGHT_SHIFTS)
        for number, plan in enumerate(SHIFTS)
    ]
    crew = [key for key in cast.volunteers if key not in ABSENT]
    _refuse_the_minor(cast, shifts[0])
    _refuse_the_overlap(cast, shifts[2], crew[0])
    adults = [key for key in crew if key not in MINORS_OF_THE_CREW]
    for number, shift in enumerate(shifts):
        chosen = [adults[(number * PLACES + place) % len(adults)] for place in range(PLACES)]
        if number in LIGHT_SHIFTS:
            chosen = [*MINORS_OF_THE_CREW, *chosen][:PLACES]
        for key in chosen:
            _work(cast, shift, key)
    attendance.plant_exceptions(cast, shifts, crew)
    _write_to_the_crew(cast, shifts[3])


def _write_to_the_crew(cast: Cast, shift: Shift) -> None:
    """The organiser writes once, and everybody is reminded; nothing of it leaves the demo."""
    services.write_to_shift(
        cast.session,
        actor=cast.organiser,
        now=at("2020-01-22", "18:00"),
        campaign=cast.campaigns["snow-together-2020"],
        shift_id=shift.id,
        subject="Күрек пен жылы қолғап / Лопаты и тёплые перчатки",
        body="Күректі өзіміз әкелеміз. Қолғап пен термос алып келіңіз.\n\n"
        "Лопаты привезём сами. Возьмите перчатки и термос.",
    )
    services.queue_reminders(cast.session, now=at("2020-01-22", "20:30"), zone=ALMATY)


def _open_shift(
    cast: Cast, day: str, clock: str, hours: int, place: str, *, is_heavy: bool
) -> Shift:
    starts_at = at(day, clock)
    return services.create_shift(
        cast.session,
        actor=cast.organiser,
        now=at("2020-01-15"),
        campaign=cast.campaigns["snow-together-2020"],
        details=services.ShiftDetails(
            title=TITLE,
            kind=ShiftKind.SNOW_CLEARING,
            place=place,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            places=PLACES,
            minimum_age=16,
            is_heavy_work=is_heavy,
        ),
    )


def _sign_up(cast: Cast, shift: Shift, key: str) -> rules.SignUpStatus:
    signed = services.sign_up(
        cast.session,
        actor=cast.organiser,
        now=at("2020-01-16"),
        shift_id=shift.id,
        volunteer=cast.volunteers[key],
        zone=ALMATY,
    )
    return signed.status


def _refuse_the_minor(cast: Cast, shift: Shift) -> None:
    """Seventeen years old: heavy work is refused."""
    try:
        _sign_up(cast, shift, MINOR)
    except rules.HeavyWorkForMinor:
        return
    raise AssertionError("the minor of the demo got into heavy work")


def _refuse_the_overlap(cast: Cast, shift: Shift, key: str) -> None:
    """Somebody wants to be at two stops at once: the second is refused."""
    other = services.create_shift(
        cast.session,
        actor=cast.organiser,
        now=at("2020-01-15"),
        campaign=cast.campaigns["blizzard-shelter-2020"],
        details=services.ShiftDetails(
            title="Жатақханадағы кезекшілік / Дежурство в общежитии",
            kind=ShiftKind.SHELTER_DUTY,
            place="Жатақхана №1 — Демо",
            starts_at=shift.starts_at + timedelta(hours=1),
            ends_at=shift.ends_at + timedelta(hours=5),
            places=4,
            is_emergency_work=True,
        ),
    )
    _sign_up(cast, other, key)
    try:
        _sign_up(cast, shift, key)
    except rules.ShiftOverlaps:
        return
    raise AssertionError("somebody in the demo is at two places at once")


def _work(cast: Cast, shift: Shift, key: str) -> None:
    try:
        status = _sign_up(cast, shift, key)
    except rules.ShiftOverlaps:
        return
    if status is not SignUpStatus.CONFIRMED:
        return
    attendance.keep_times(cast, shift, key)
