"""The number that everybody may know and the code that only the person knows.

`Ш-2026-0042` is a complaint (шағым), `Ө-2026-0007` a request for help (өтініш). The code has
eight letters and digits of which no two look alike, in print or in handwriting.
"""

from __future__ import annotations

import re

from campaign_app.complaints.rules.kinds import AppealKind

CODE_ALPHABET = "ACDEFHJKMNPRTVWXY34679"
CODE_LENGTH = 8
LETTERS = {AppealKind.COMPLAINT: "Ш", AppealKind.HELP: "Ө"}
#: What people type instead: other keyboards have no Ө, other languages another word.
TYPED_LETTERS = {
    AppealKind.COMPLAINT: frozenset("ШЩЖCS"),
    AppealKind.HELP: frozenset("ӨОOПH0"),
}
#: Cyrillic letters that look like Latin ones of the code.
LOOK_ALIKES = str.maketrans("АСЕНКМРТХУ", "ACEHKMPTXY")
NUMBER = re.compile(r"(?:(\D?)\D*?)??(\d{4})\D+(\d{1,7})", re.ASCII)


def number_text(kind: AppealKind, year: int, number: int) -> str:
    """The number as it is written on the page that is printed."""
    return f"{LETTERS[kind]}-{year}-{number:04d}"


def parse_number(typed: str) -> tuple[AppealKind | None, int, int] | None:
    """(kind, year, number) of what was typed; kind None when the letter is missing or unknown."""
    text = " ".join(typed.upper().split())
    found = NUMBER.fullmatch(text)
    if found is None:
        return None
    kind = next((kind for kind, letters in TYPED_LETTERS.items() if found[1] in letters), None)
    return kind if found[1] else None, int(found[2]), int(found[3])


def make_code(digest: bytes) -> str:
    """A code from at least eight random bytes."""
    number, code = int.from_bytes(digest[:16], "big"), ""
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        code += CODE_ALPHABET[rest]
    return code


def read_code(typed: str) -> str:
    """The code that was meant: any case, gaps and Cyrillic look-alikes are put right."""
    return "".join(typed.upper().translate(LOOK_ALIKES).replace("-", " ").split())[:64]


def spaced_code(code: str) -> str:
    """In two groups, as one reads it out."""
    return f"{code[:4]} {code[4:]}"
