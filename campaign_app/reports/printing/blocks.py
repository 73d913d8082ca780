"""The pieces of which a report on paper is made: headings, facts, tables, texts.

`templates/printing/blocks.typ` sets them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from campaign_app.core.printing import formats
from campaign_app.core.printing.labels import Message, Text, joined, label
from campaign_app.reports.printing.content import Figure
from campaign_app.reports.rules import SMALLEST_PUBLIC_COUNT

Block = dict[str, Any]


@dataclass(frozen=True)
class Writer:
    """Writes values and blocks in the languages of one document."""

    locales: tuple[str, ...]
    is_public: bool = False

    def figure(self, figure: Figure) -> str:
        """A figure with its unit."""
        if figure.kind == "money":
            return formats.money(figure.value, self.locales)
        if figure.kind == "people":
            return self.people(figure.value)
        write = formats.quantity if figure.kind == "quantity" else formats.number
        shown = write(figure.value, self.locales)
        if figure.value is None or not figure.unit:
            return shown
        return f"{shown}{formats.NO_BREAK_SPACE}{joined(figure.unit, self.locales)}"

    def people(self, count: int | None) -> str:
        """A count of people; a small one is hidden in what is published."""
        if self.is_hidden(count):
            return f"<{SMALLEST_PUBLIC_COUNT}"
        return formats.number(count, self.locales)

    def is_hidden(self, count: int | None) -> bool:
        """True for a count of people that is too small to be published."""
        return self.is_public and count is not None and 0 < count < SMALLEST_PUBLIC_COUNT

    def number(self, count: int | None) -> str:
        """A plain count."""
        return formats.number(count, self.locales)

    def money(self, minor: int | None) -> str:
        """An amount in tiyn."""
        return formats.money(minor, self.locales)

    def goods(self, milli: int | None) -> str:
        """Thousandths of a unit."""
        return formats.quantity(milli, self.locales)

    def hours(self, minutes: int | None) -> str:
        """`12:30`: hours and minutes, as a certificate has them."""
        if minutes is None:
            return formats.unknown(self.locales)
        return f"{formats.number(minutes // 60, self.locales)}:{minutes % 60:02d}"

    def words(self, text: Text) -> list[str]:
        """The text in the document's languages."""
        return label(text, self.locales)

    def heading(self, text: Message, number: int | None = None) -> Block:
        """The heading of a section, numbered, or of a part of one."""
        texts = self.words(text)
        if number is not None:
            texts = [f"{number}. {texts[0]}", *texts[1:]]
        return {"kind": "heading", "level": 3 if number is None else 2, "texts": texts}

    def facts(self, pairs: Iterable[tuple[Text, str | Text]]) -> Block:
        """Names and values, one pair a line."""
        return {
            "kind": "facts",
            "pairs": [[self.words(name), self.words(value)] for name, value in pairs],
        }

    def table(
        self,
        columns: Sequence[tuple[Text, bool]],
        rows: Iterable[Sequence[Text]],
        total: Sequence[Text] = (),
    ) -> Block:
        """A table; a column is (title, whether it holds numbers)."""
        return {
            "kind": "table",
            "columns": [{"title": self.words(t), "is_number": numeric} for t, numeric in columns],
            "rows": [[self.words(cell) for cell in row] for row in rows],
            "total": [self.words(cell) for cell in total],
        }

    def text(self, text: Text) -> Block:
        """A paragraph in each language."""
        return {"kind": "text", "texts": self.words(text)}

    def listed(self, texts: Sequence[Text]) -> Block:
        """A list with bullets."""
        return {"kind": "list", "items": [self.words(text) for text in texts]}
