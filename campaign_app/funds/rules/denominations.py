"""Notes and coins of the tenge, and what a count of them comes to."""

from __future__ import annotations

from collections.abc import Mapping

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_

#: In tenge, the largest first, as they lie on the table. Source: National Bank of Kazakhstan.
DENOMINATIONS = (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
MOST_PIECES = 100_000


class PiecesInvalid(DomainError):
    """What was typed is not a number of notes or coins."""

    message = N_("“%(entered)s” is not a number of pieces. Write it like 12.")


def read_pieces(text: str | None) -> int:
    """How many pieces `text` says; nothing typed is none. Raises PiecesInvalid."""
    entered = (text or "").replace(" ", "").replace("\u00a0", "") or "0"
    if not (entered.isascii() and entered.isdecimal()) or len(entered) > 6:
        raise PiecesInvalid(entered=(text or "")[:40])
    if int(entered) > MOST_PIECES:
        raise PiecesInvalid(entered=entered)
    return int(entered)


def total_of(pieces: Mapping[int, int]) -> int:
    """The sum in tiyn of so many pieces of each denomination in tenge."""
    return sum(tenge * 100 * count for tenge, count in pieces.items())
