"""Texts that a spreadsheet would run as formulas: made harmless, and made whole again.

A CSV cell that begins with = + - @ or a tab is carried out by spreadsheet programs. An
apostrophe in front stops that; reading takes exactly one away, so that nothing is changed by
going out and coming in. Numbers and telephone numbers stay as they are.
"""

from __future__ import annotations

import re

#: First characters that need a closer look; all other texts pass at the cost of one look-up.
SUSPECT_STARTS = frozenset("=+-@\t\r\n '＝＋－＠\u00a0")
_ACTIVE = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_NUMBER = re.compile(r"[+-][0-9][0-9 ().,\u00a0-]*")


def neutral_text(text: str) -> str:
    """With an apostrophe in front, if a spreadsheet would run it (or take the apostrophe)."""
    if text[:1] in "+-" and text[1:].isdecimal() and text.isascii():
        return text  # the telephone numbers of a whole list, without the slower look below
    if _ACTIVE.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def restore_text(text: str) -> str:
    """Without the apostrophe that `neutral_text` put in front."""
    if text[:1] == "'" and _ACTIVE.match(text, 1):
        return text[1:]
    return text
