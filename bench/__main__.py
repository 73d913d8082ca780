"""`make bench`: measures the program against the limit, prints the table, writes build/bench.json.

Both run under the same server command at the same time; requests go to them in turns, so
that whatever else the machine does falls on both. Nothing here asserts.
"""

from __future__ import annotations

import re
import statistics
import time

from bench.limit_data import fill
from bench.measure import Side, measure
from bench.our_data import EMAIL, FOLDER, PASSWORD, ROOT, NotThereYet, Place, look, prepare
from bench.report import Line, growth, print_table, write_json
from bench.rows import ROWS
from bench.servers import Browser, serve
from bench.sheet import measure_sheet
from bench.sign_ups import measure_sign_ups

PROFILES = ("demo", "L")
STARTS = 3
COLD_START_BAR_SECONDS = 1.2
MEMORY_BAR_MEGABYTES = 160.0


def main() -> None:
    """Measure every profile that can be prepared."""
    began = time.monotonic()
    lines: list[Line] = []
    volumes: dict[str, object] = {}
    for profile in PROFILES:
        try:
            place = look(prepare(profile))
        except NotThereYet as reason:
            print(f"profile {profile}: left out, {reason}")
            continue
        volumes[profile] = place.volume.as_dict()
        print(f"profile {profile}: {place.volume.as_dict()}", flush=True)
        if not lines:
            lines += _cold_start(place, profile)
        lines += _measure_profile(place, profile)
    profiles = list(volumes)
    print_table(lines, profiles)
    grown = [{"name": name, "ours": a, "limit": b} for name, a, b in growth(lines, profiles)]
    facts = {"volumes": volumes, "growth": grown, "seconds": round(time.monotonic() - began)}
    write_json(ROOT / "build" / "bench.json", lines, facts)


def _limit_environment(place: Place, profile: str) -> dict[str, str]:
    path = FOLDER / f"limit-{profile}.db"
    fill(path, place.volume)
    return {"LIMIT_DATABASE": str(path), "SECRET_KEY": "only-for-the-benchmark"}


def _cold_start(place: Place, profile: str) -> list[Line]:
    """From the command to the first answer."""
    limit_environment = _limit_environment(place, profile)
    ours, limit = [], []
    for _ in range(STARTS):
        with serve("wsgi:app", place.environment()) as server:
            ours.append(server.start_seconds)
        with serve("bench.limit_app:app", limit_environment) as server:
            limit.append(server.start_seconds)
    seconds, bare = statistics.median(ours), statistics.median(limit)
    name = f"cold start (bar: {COLD_START_BAR_SECONDS:g} s)"
    return [Line(profile, name, 1000 * seconds, 1000 * bare, None)]


def _measure_profile(place: Place, profile: str) -> list[Line]:
    lines = []
    with (
        serve("wsgi:app", place.environment()) as our_server,
        serve("bench.limit_app:app", _limit_environment(place, profile)) as limit_server,
    ):
        ours, limit = Browser(our_server.port), Browser(limit_server.port)
        _sign_in(ours)
        _sign_in_to_limit(limit)
        for row in ROWS:
            our_side = Side(our_server, ours, lambda browser, row=row: row.ours(browser, place))  # type: ignore[misc]
            found = measure(our_side, Side(limit_server, limit, row.limit))
            if found is None:
                lines.append(Line(profile, row.name, None, None, row.bar))
                continue
            mine, bare = found
            lines.append(
                Line(
                    profile,
                    row.name,
                    mine.cpu_milliseconds,
                    bare.cpu_milliseconds,
                    row.bar,
                    mine.median_milliseconds,
                    bare.median_milliseconds,
                )
            )
        lines += measure_sign_ups(profile, place, our_server, limit_server, limit)
        memory = (our_server.memory_megabytes(), limit_server.memory_megabytes())
        sheet = measure_sheet(ours, place)
    name = f"sheet of {place.sheet_lines} lines, against typst"
    times = (None, None) if sheet is None else (1000 * sheet[0], 1000 * sheet[1])
    lines.append(Line(profile, name, *times, 1.3))
    name = f"memory (bar: {MEMORY_BAR_MEGABYTES:g} MB)"
    lines.append(Line(profile, name, *memory, None, unit="MB"))
    return lines


def _sign_in(browser: Browser) -> None:
    """Sign in as a person does; keep the token for the forms."""
    token = _token(browser.send("GET", "/sign-in")[1])
    form = {"csrf_token": token, "email": EMAIL, "password": PASSWORD}
    status, _ = browser.send("POST", "/sign-in", form)
    if status not in (302, 303):
        raise NotThereYet(f"{EMAIL} cannot sign in: {status}")
    browser.cookies["csrf"] = _token(browser.send("GET", "/manage/campaigns/new")[1])


def _sign_in_to_limit(browser: Browser) -> None:
    token = browser.send("GET", "/token")[1].decode()
    browser.cookies["csrf"] = browser.send("POST", "/sign-in", {"csrf_token": token})[1].decode()


def _token(content: bytes) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', content.decode())
    if found is None:
        raise NotThereYet("a form has no csrf_token")
    return found[1]


if __name__ == "__main__":
    main()
