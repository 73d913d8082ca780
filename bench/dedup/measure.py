"""Precision and recall over pairs: found by the program's keys, judged by its comparison."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from campaign_app.beneficiaries.rules import Identity, Match, compare
from campaign_app.beneficiaries.rules.blocking import stored_keys, wanted_keys

Pair = tuple[int, int]


@dataclass
class Quality:
    """What was found of what there is; `missed` and `wrong` by kind."""

    name: str
    records: int
    copies: int
    found: int
    right: int
    compared: int
    by_kind: dict[str, tuple[int, int]] = field(default_factory=dict)
    missed: list[Pair] = field(default_factory=list)
    wrong: dict[Pair, Match] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Of the suggested pairs, how many are one person."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are one person, how many are suggested."""
        return self.right / self.copies if self.copies else 1.0


def candidate_pairs(identities: Sequence[Identity]) -> set[Pair]:
    """The pairs that share a key or a number, as the registry finds them."""
    blocks: dict[int | str, list[int]] = defaultdict(list)
    pairs: set[Pair] = set()
    for place, identity in enumerate(identities):
        numbers = [identity.iin, *identity.iin_near, identity.document]
        for block in (*wanted_keys(identity), *filter(None, numbers)):
            pairs.update((other, place) for other in blocks.get(block, ()))
        for block in (*stored_keys(identity), identity.iin, identity.document):
            if block:
                blocks[block].append(place)
    return pairs


def measure(
    name: str, identities: Sequence[Identity], copies: Mapping[Pair, str], *, sides: int = 0
) -> Quality:
    """Compare every candidate pair. `sides`: where two lists meet, the length of the first."""
    pairs = candidate_pairs(identities)
    if sides:
        pairs = {pair for pair in pairs if pair[0] < sides <= pair[1]}
    found = {}
    for first, second in sorted(pairs):
        match = compare(identities[second], identities[first])
        if match is not None:
            found[first, second] = match
    all_of, right_of = Counter(copies.values()), Counter(copies[p] for p in found if p in copies)
    return Quality(
        name=name,
        records=len(identities),
        copies=len(copies),
        found=len(found),
        right=sum(right_of.values()),
        compared=len(pairs),
        by_kind={kind: (right_of[kind], count) for kind, count in all_of.items()},
        missed=[pair for pair in copies if pair not in found],
        wrong={pair: match for pair, match in found.items() if pair not in copies},
    )
