"""Makes a PDF of a typst document and its data: tagged, with our fonts only, in a child process."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.core.printing.press import FONTS, PRESS, PressStopped

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
DOCUMENT = re.compile(r"[a-z_]+/[a-z_]+")
# One compilation takes about 130 KB a row; a longer list is set in parts.
ROWS_PER_PART = 5_000
REPLACEMENT = "\ufffd"
# Escapes that JSON writes for characters which no page can show.
CONTROL_ESCAPE = re.compile(r"\\[bfru]")

log = logging.getLogger(__name__)


class PrintingFailed(DomainError):
    """No PDF came out; `reason` is for the log, not for the reader."""

    message = N_("The document could not be made. Try again; if it fails again, tell whoever "
                 "looks after the program.")  # fmt: skip

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


def render_pdf(
    document: str, data: dict[str, Any], *, locales: tuple[str, ...], shrink: bool = False
) -> bytes:
    """The PDF of `templates/<document>.typ` with `data`, in `locales` (the first one leads).

    `data` is what JSON can hold; `data["meta"]` has `title`, `author` and `timestamp`
    (seconds since 1970, UTC): equal data give equal bytes. `data["rows"]`, where there
    are more than 5,000, is set in parts that say "part 1 / 2" and are joined.
    `shrink` takes a third more time and makes a long file five times smaller: for
    files that are kept. Raises PrintingFailed.
    """
    if not DOCUMENT.fullmatch(document):
        raise ValueError(f"not a document: {document!r}")
    parts = [_as_json(part) for part in _parts({**data, "locales": list(locales)})]
    job = {
        "input": str(TEMPLATES / f"{document}.typ"),
        "root": str(TEMPLATES),
        "timestamp": data["meta"]["timestamp"],
        "in_parts": len(parts) > 1,
        "shrink": shrink,
    }
    body = json.dumps(parts) if len(parts) > 1 else parts[0]
    try:
        head, pdf = PRESS.run(job, body.encode())
    except PressStopped as error:
        log.error("printing %s: the child process ended or took too long", document)
        raise PrintingFailed("the child process ended or took too long") from error
    if not head["ok"]:
        log.error("printing %s: %s\n%s", document, head["reason"], head["where"])
        raise PrintingFailed(head["reason"])
    for warning in head["warnings"]:
        log.warning("printing %s: %s", document, warning)
    return pdf


def _parts(data: dict[str, Any]) -> list[dict[str, Any]]:
    rows = data.get("rows", [])
    starts = range(0, max(len(rows), 1), ROWS_PER_PART)
    return [
        {
            **data,
            "rows": rows[start : start + ROWS_PER_PART],
            "part": number,
            "parts": len(starts),
        }
        for number, start in enumerate(starts, 1)
    ]


def _as_json(data: dict[str, Any]) -> str:
    """JSON in which every character can be printed.

    A name may come in any script. One letter that our fonts lack must not keep two
    thousand people from their packages: it prints as a replacement mark, and the log
    says so.
    """
    text = json.dumps(data, ensure_ascii=False)
    if (
        unicodedata.is_normalized("NFC", text)
        and not CONTROL_ESCAPE.search(text)
        and set(text) <= printable()
    ):
        return text
    return json.dumps(_printable_data(data), ensure_ascii=False)


def _printable_data(value: Any) -> Any:
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {key: _printable_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable_data(item) for item in value]
    return value


def printable_text(text: str) -> str:
    """The text in composed form, without control characters, unknown letters marked."""
    known = printable()
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    result = []
    for character in composed:
        if character in known or character == "\n":
            result.append(character)
        elif character.isspace():
            result.append(" ")
        elif unicodedata.category(character) not in ("Cc", "Cf"):
            result.append(REPLACEMENT)
    shown = "".join(result)
    if REPLACEMENT in shown and REPLACEMENT not in text:
        log.warning("printing: a text has letters that the fonts lack")
    return shown


@lru_cache(maxsize=1)
def printable() -> frozenset[str]:
    """Every character that our fonts have, from the list kept beside them."""
    found: set[str] = set()
    for line in (FONTS / "coverage.txt").read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)
