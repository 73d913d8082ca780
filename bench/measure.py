"""Measures one row: requests to both servers in turns, CPU and latency of each."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.servers import Browser, Server

Request = Callable[[Browser], int]
ROUNDS = 5
ROUND_SECONDS = 0.35
FEWEST_REQUESTS = 3
MOST_REQUESTS = 400
ANSWERED = (200, 302, 303)


@dataclass
class Figures:
    """What one application took for one row."""

    cpu_seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def cpu_milliseconds(self) -> float:
        """CPU of a request."""
        return 1000 * self.cpu_seconds / max(len(self.latencies), 1)

    @property
    def median_milliseconds(self) -> float:
        """Median latency."""
        return 1000 * statistics.median(self.latencies) if self.latencies else 0.0


@dataclass(frozen=True)
class Side:
    """An application, its browser, and how it is asked for a row."""

    server: Server
    browser: Browser
    request: Request


def measure(ours: Side, limit: Side) -> tuple[Figures, Figures] | None:
    """Give the figures of both, or None when the program does not answer this row yet."""
    sides = (ours, limit)
    counts = []
    for side in sides:
        for _ in range(2):  # both workers shall be warm
            side.browser.connection.close()
            for _ in range(3):
                if side.request(side.browser) not in ANSWERED:
                    return None
        began = time.perf_counter()
        side.request(side.browser)
        pace = time.perf_counter() - began
        counts.append(min(max(int(ROUND_SECONDS / pace), FEWEST_REQUESTS), MOST_REQUESTS))
    figures = (Figures(), Figures())
    for _ in range(ROUNDS):
        for side, count, found in zip(sides, counts, figures, strict=True):
            _one_round(side, count, found)
    return figures


def _one_round(side: Side, count: int, found: Figures) -> None:
    # A new connection may land on the other worker, so both take part over the rounds.
    side.browser.connection.close()
    before = side.server.cpu_seconds()
    for _ in range(count):
        began = time.perf_counter()
        status = side.request(side.browser)
        found.latencies.append(time.perf_counter() - began)
        if status not in ANSWERED:
            raise RuntimeError(f"a request that worked before answers {status}")
    found.cpu_seconds += side.server.cpu_seconds() - before
