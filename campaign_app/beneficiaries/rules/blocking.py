"""By which keys somebody is found again, although the name and one more thing differ.

Comparing everybody with everybody is out of the question, so records are compared that
share a key: the birthday, the telephone, the door; or, where these have a slip each, one
part of the name by ear with the year or the day of birth, or the name with the dormitory.
Two records that share none have too little in common to pass `matching.compare`.
IIN and document numbers need no key: their columns have an index each.
"""

from __future__ import annotations

from datetime import date
from hashlib import blake2b

from campaign_app.beneficiaries.rules.matching import Identity


def stored_keys(identity: Identity) -> frozenset[int]:
    """Under what a record is kept; numbers of 63 bits, as both databases have them."""
    texts = _shared(identity, (identity.born_on,))
    texts.add(f"n:{identity.plain_name}")
    if identity.has_only_a_name:
        texts.add(f"o:{identity.plain_name}")
    return frozenset(map(_number, texts))


def wanted_keys(identity: Identity) -> frozenset[int]:
    """Under what the same person may be kept: the date also with day and month turned."""
    texts = _shared(identity, (identity.born_on, _turned(identity.born_on)))
    # Of many with one name only those are asked for who have nothing else to tell them apart.
    texts.add(f"{'n' if identity.has_only_a_name else 'o'}:{identity.plain_name}")
    return frozenset(map(_number, texts))


def _shared(identity: Identity, dates: tuple[date | None, ...]) -> set[str]:
    texts = set()
    sounds = identity.sounds
    for born_on in filter(None, dates):
        texts.add(f"b:{born_on}")
    if identity.born_on is not None:
        year, day = f"{identity.born_on:%Y}", f"{identity.born_on:%m-%d}"
        texts.update(f"y:{sound}|{year}" for sound in sounds)
        texts.update(f"md:{sound}|{day}" for sound in sounds)
    if identity.phone:
        texts.add(f"p:{identity.phone}")
    if identity.address:
        texts.add(f"a:{identity.address}")
    if identity.dormitory:
        texts.add(f"r:{identity.dormitory}|{' '.join(sounds)}")
    return texts


def _turned(born_on: date | None) -> date | None:
    if born_on is None or born_on.day > 12 or born_on.day == born_on.month:
        return None
    return born_on.replace(month=born_on.day, day=born_on.month)


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
