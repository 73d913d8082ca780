"""The table for people and the JSON for programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One measured row: the unit is milliseconds unless `unit` says otherwise."""

    profile: str
    name: str
    ours: float | None
    limit: float | None
    bar: float | None
    ours_median: float | None = None
    limit_median: float | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """Ours as a multiple of the limit."""
        return self.ours / self.limit if self.ours is not None and self.limit else None

    @property
    def median_ratio(self) -> float | None:
        """The same of the median latency."""
        if self.ours_median is None or not self.limit_median:
            return None
        return self.ours_median / self.limit_median


def print_table(lines: list[Line], profiles: list[str]) -> None:
    """Print all lines, and how ours and the limit grow from the first profile to the last."""
    head = ("", "", "limit", "ours", "ratio", "median", "median", "ratio", "bar")
    print(_columns(("profile", "CPU of a request", *head[2:])))
    for line in lines:
        cells = (line.limit, line.ours, line.ratio, line.limit_median, line.ours_median)
        texts = [_text(cell) for cell in (*cells, line.median_ratio)]
        bar = "" if line.bar is None else f"≤ {line.bar:g}"
        if line.ours is None:
            bar = "not there yet"
        name = line.name if line.unit == "ms" else f"{line.name}, {line.unit}"
        print(_columns((line.profile, name, *texts, bar)))
    for name, ours, limit in growth(lines, profiles):
        print(
            f"growth {profiles[0]} → {profiles[-1]}  {name:<28} "
            f"ours × {ours:.2f}   limit × {limit:.2f}"
        )


def growth(lines: list[Line], profiles: list[str]) -> list[tuple[str, float, float]]:
    """Name, and how many times as much ours and the limit take at the last profile."""
    found = []
    by_key = {(line.profile, line.name): line for line in lines}
    if len(profiles) < 2:
        return []
    for line in lines:
        other = by_key.get((profiles[-1], line.name))
        if line.profile != profiles[0] or other is None:
            continue
        if line.ours and other.ours and line.limit and other.limit:
            found.append((line.name, other.ours / line.ours, other.limit / line.limit))
    return found


def write_json(path: Path, lines: list[Line], facts: dict[str, object]) -> None:
    """Write everything that was measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        {**asdict(line), "ratio": line.ratio, "median_ratio": line.median_ratio} for line in lines
    ]
    path.write_text(
        json.dumps({**facts, "rows": rows}, indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def _columns(cells: tuple[str, ...]) -> str:
    widths = (8, 34, 8, 8, 7, 8, 8, 7, 14)
    first = "".join(cell.ljust(width) for cell, width in zip(cells[:2], widths, strict=False))
    return first + "".join(
        cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=False)
    )


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
