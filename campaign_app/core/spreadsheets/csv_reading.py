"""CSV files: which encoding, which separator, which line a row began on."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from campaign_app.core.spreadsheets.neutral import restore_text
from campaign_app.core.spreadsheets.sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    CellTooLong,
    LettersUnreadable,
    QuoteNotClosed,
    Row,
    Sheet,
    SheetInvalid,
    SheetTooLong,
    SheetTooWide,
)

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Old code pages; cp1251 is by far the most frequent and wins a draw. kz1048 is cp1251 with
#: the Kazakh letters in the places of others.
_CODE_PAGES = ("cp1251", "kz1048", "cp866", "koi8-r")
_FREQUENT = frozenset("оеаинтсрвлкмОЕАИНТСРВЛКМәғқңөұүһӘҒҚҢӨҰҮҺ")
_CYRILLIC = re.compile("[А-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
_MIXED = re.compile("(?<=[A-Za-z])[А-яЁё]|[А-яЁё](?=[A-Za-z])")
_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_ROWS = 300


def read_csv(content: bytes, filename: str) -> Sheet:
    """Rows of a CSV. Refuses binary files, unclosed quotes, too many rows or columns."""
    text, encoding = decode(content, filename)
    if not any(map(str.isalnum, text)):  # separators and spaces only
        return Sheet([], encoding)
    forced, skip = _separator_line(text)
    delimiter = forced or detect_delimiter(text)
    rows: list[Row] = []
    for line_number, record in _records(text, delimiter, filename):
        if line_number <= skip:
            continue
        if len(record) > MAX_COLUMNS:
            raise SheetTooWide(filename=filename, limit=MAX_COLUMNS)
        cells: list[Cell] = [restore_text(cell.strip()) or None for cell in record]
        if any(cell is not None for cell in cells):
            if len(rows) >= MAX_ROWS:
                raise SheetTooLong(filename=filename, limit=MAX_ROWS)
            rows.append(Row(line_number, cells))
    return Sheet(rows, encoding, delimiter)


def decode(content: bytes, filename: str) -> tuple[str, str]:
    """The text and its encoding. UTF-16 needs its mark; what else is no UTF-8 is a code page."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                raise SheetInvalid(filename=filename) from error
            break
    else:
        text, encoding = _decode_unmarked(content, filename)
    # Texts hold no control characters; whatever else carries another file's ending does.
    if any(c in text for c in "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x1b"):
        raise SheetInvalid(filename=filename)
    return text, encoding


def _decode_unmarked(content: bytes, filename: str) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\x00" in content:
        raise SheetInvalid(filename=filename)
    sample = content[:100_000]
    scores = {}
    for encoding in _CODE_PAGES:
        guess = sample.decode(encoding, errors="replace")
        scores[encoding] = sum(c in _FREQUENT for c in guess) - 3 * guess.count("\ufffd")
    encoding = max(_CODE_PAGES, key=lambda name: scores[name])
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise LettersUnreadable(filename=filename) from error
    # A code page turns any bytes into some letters. Russian ones inside Latin words (cafй) say
    # that the file is from elsewhere, and a name would be wrong for ever.
    if 2 * len(_MIXED.findall(text)) > len(_CYRILLIC.findall(text)):
        raise LettersUnreadable(filename=filename)
    return text, encoding


def _separator_line(text: str) -> tuple[str | None, int]:
    """Excel's own first line `sep=;` names the separator and is no row."""
    first = text[:10].splitlines()[:1]
    if first and first[0].lower().startswith("sep=") and len(first[0]) == 5:
        return first[0][4], 1
    return None, 0


def detect_delimiter(text: str) -> str:
    """The separator that gives the same number of columns most steadily.

    Counting signs is not enough: in a list separated by semicolons every address holds a comma.
    """
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for record in reader:
                if any(cell.strip() for cell in record):
                    widths[len(record)] += 1
                if widths.total() >= _SAMPLE_ROWS:
                    break
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        score = (count / widths.total()) ** 2 * (min(width, 12) - 1)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str, filename: str) -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of each record; a record in quotes may run over several lines."""
    strict = not _has_loose_quotes(text, delimiter)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    line = 1
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise QuoteNotClosed(filename=filename, line=line) from error
            if "field limit" in str(error):
                raise CellTooLong(filename=filename, line=line) from error
            raise SheetInvalid(filename=filename) from error
        yield line, record
        line = reader.line_num + 1


def _has_loose_quotes(text: str, delimiter: str) -> bool:
    """Whether a name in quotes is followed by more («"Ромашка" ТОО»), which people do write."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "expected after" in str(error)
    return False
