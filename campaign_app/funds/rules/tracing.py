"""Which expense a gift paid for: the money that came first is spent first.

Money has no marks. The rule makes one of a campaign's money a line: gifts lie on it one behind
the other in the order in which they came, what was spent lies on it in the order of its days.
What a gift paid for is what lies beside it, so that every tenge is somewhere once.
"""

from __future__ import annotations

from collections.abc import Sequence


def shares_of_uses(before_minor: int, amount_minor: int, uses: Sequence[int]) -> list[int]:
    """How much of each use, in tiyn, is paid by the gift.

    `before_minor` came before the gift of `amount_minor`; `uses` are amounts in their order.
    """
    end, at, shares = before_minor + amount_minor, 0, []
    for use in uses:
        shares.append(max(0, min(end, at + use) - max(before_minor, at)))
        at += use
    return shares
