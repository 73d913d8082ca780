"""How many sign-ups a second: a hundred people, eight clients at once, five places.

In turns with the limit, which counts and inserts as little as one can and stay right.
"""

from __future__ import annotations

import statistics

from bench.crowd import Press, make_crowd, press_all
from bench.our_data import Place
from bench.report import Line
from bench.servers import Browser, Server

PEOPLE, PLACES, CLIENTS, ROUNDS = 100, 5, 8, 5
BAR = 4.0
RUSH, RUSH_BAR_SECONDS = 40, 1.0


def measure_sign_ups(
    profile: str, place: Place, ours: Server, limit: Server, signed_in: Browser
) -> list[Line]:
    """Time of one sign-up, sign-ups a second, and how long forty wait who press at once."""
    crowd = make_crowd(place.environment(), PEOPLE, ROUNDS + 2, PLACES)
    session, token = signed_in.cookies["session"], signed_in.cookies["csrf"]

    def limit_presses(shift_id: int) -> list[Press]:
        forms = [
            {"csrf_token": token, "shift": str(shift_id), "person": str(person)}
            for person in range(PEOPLE)
        ]
        return [Press("/sign-up", session, form) for form in forms]

    seconds: tuple[list[float], list[float]] = ([], [])
    for number, shift_id in enumerate(crowd.shifts[: ROUNDS + 1]):
        one = press_all(ours.port, crowd.presses(shift_id), CLIENTS)
        other = press_all(limit.port, limit_presses(shift_id), CLIENTS)
        if number:  # the first is for warming up
            seconds[0].append(one)
            seconds[1].append(other)
    mine, bare = (statistics.median(found) for found in seconds)
    last = crowd.shifts[-1]
    rush = press_all(ours.port, crowd.presses(last)[:RUSH], RUSH)
    rush_of_limit = press_all(limit.port, limit_presses(last)[:RUSH], RUSH)
    each = (1000 * mine / PEOPLE, 1000 * bare / PEOPLE)
    name = f"{RUSH} press at once (bar: {RUSH_BAR_SECONDS:g} s)"
    return [
        Line(profile, f"sign-up, {CLIENTS} clients at once", *each, BAR),
        Line(profile, "sign-ups a second", PEOPLE / mine, PEOPLE / bare, None, unit="1/s"),
        Line(profile, name, 1000 * rush, 1000 * rush_of_limit, None),
    ]
