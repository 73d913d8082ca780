"""Everything about one person: for a program as JSON, for her to read on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.rules import Criterion
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import EntryKind
from campaign_app.config import Settings
from campaign_app.core.column_types import EnumText
from campaign_app.core.i18n import N_
from campaign_app.core.identifiers import format_phone
from campaign_app.core.personal import plain_value
from campaign_app.core.printing import document, formats
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, Texts, label
from campaign_app.core.site import is_demo
from campaign_app.privacy.paper_words import COLUMNS, KINDS
from campaign_app.privacy.queries import HOLDINGS, PersonalData
from campaign_app.shelter.models import Stay

TITLE = N_("Personal data that we hold")
INTRODUCTION = Message(
    N_("This is everything that the program holds about the person, as of the time of printing.")
)
NOTHING = Message(N_("nothing"))
YES, NO = Message(N_("yes")), Message(N_("no"))
FORMAT = "birge-person-1"
#: Numbers of rows and what repeats another column: for programs only.
TECHNICAL = frozenset(
    {
        *("id", "holding", "iin_last4", "document_last4"),
        *("line_number", "stop_number", "group_number"),
        *("own_helped_on", "taken"),
    }
)


def as_json(found: PersonalData, now: datetime) -> dict[str, Any]:
    """The data with the name of the format; `docs/privacy.md` says what each key means."""
    return {
        "format": FORMAT,
        "made_at": plain_value(now.astimezone(UTC)),
        "records": found.ids,
        "data": {
            kind: [{k: v for k, v in row.items() if k != "holding"} for row in found.of(kind)]
            for kind in KINDS
        },
    }


def render_person(
    session: Session,
    found: PersonalData,
    locales: tuple[str, ...],
    *,
    now: datetime,
    settings: Settings,
    zone: ZoneInfo,
) -> bytes:
    """The same on paper, for the person; empty columns are left out. Raises PrintingFailed."""
    head = FormHead(
        organisation=settings.organisation_name,
        bin="",
        number=str(found.ids[0]),
        on=now.astimezone(zone).date(),
        is_demo=is_demo(session),
        time_zone=settings.time_zone,
    )
    data = document.document_data(TITLE, head, {}, locales, now)
    paper = _Paper(locales, zone, _criteria(session))
    data["blocks"] = list(paper.blocks(found))
    return render_pdf("privacy/person", data, locales=locales)


def is_technical(key: str) -> bool:
    """True for what only a program needs."""
    return key in TECHNICAL or key.endswith("_id")


def _criteria(session: Session) -> dict[str, Text]:
    """What every criterion that was ever published is called."""
    lines = [line for version in beneficiaries.all_criteria(session).values()
             for line in version.lines]  # fmt: skip
    return {line.code: _named(line) for line in lines}


def _named(line: Criterion) -> Text:
    if line.is_own:
        return Texts(line.label_kk, line.label_ru, line.label_en)
    return Message(line.label)


class _Paper:
    """Writes rows as blocks in the languages of one document."""

    def __init__(self, locales: tuple[str, ...], zone: ZoneInfo, criteria: dict[str, Text]) -> None:
        self.locales, self.zone, self.criteria = locales, zone, criteria
        models = {holding.name: holding.model for holding in HOLDINGS} | {
            "stay": Stay,
            "appeal": Appeal,
        }
        self.types = {
            name: {a.key: a.columns[0].type for a in inspect(model).column_attrs}
            for name, model in models.items()
        }

    def blocks(self, found: PersonalData) -> Iterator[dict[str, Any]]:
        """The introduction, then every kind of row under its heading."""
        yield {"kind": "text", "texts": label(INTRODUCTION, self.locales)}
        for kind, title in KINDS.items():
            rows = found.of(kind)
            yield self._heading(2, Message(title))
            if not rows:
                yield {"kind": "text", "texts": label(NOTHING, self.locales)}
            for number, row in enumerate(rows, 1):
                if len(rows) > 1:
                    yield self._heading(3, f"{number}")
                yield {"kind": "facts", "pairs": list(self._pairs(kind, row))}

    def _heading(self, level: int, text: Text) -> dict[str, Any]:
        return {"kind": "heading", "level": level, "texts": label(text, self.locales)}

    def _pairs(self, kind: str, row: dict[str, Any]) -> Iterator[list[list[str]]]:
        for key, value in row.items():
            if is_technical(key) or value in (None, "") or key not in COLUMNS:
                continue
            shown = self._value(kind, key, value)
            yield [
                label(Message(COLUMNS[key]), self.locales),
                shown if isinstance(shown, list) else label(shown, self.locales),
            ]

    def _value(self, kind: str, key: str, value: Any) -> Text | list[str]:
        if key == "campaign":
            return Texts(value["kk"], value["ru"], value["en"])
        if key in ("needs", "need_codes"):
            return self._criteria(value)
        if key == "thread":
            return self._thread(value)
        if key == "phone":
            return format_phone(value)
        if isinstance(value, bool):
            return YES if value else NO
        column = self.types[kind].get(key)
        if isinstance(column, EnumText):
            return Message(column.enum(value).label)  # type: ignore[attr-defined]
        if isinstance(value, str) and key.endswith("_on"):
            return formats.short_date(date.fromisoformat(value), self.locales)
        if isinstance(value, str) and (key.endswith("_at") or key == "at"):
            return formats.instant(datetime.fromisoformat(value), self.zone, self.locales)
        return str(value)

    def _criteria(self, codes: str) -> list[str]:
        texts = [self.criteria[code] for code in codes.split() if code in self.criteria]
        return ["; ".join(label(text, (locale,))[0] for text in texts) for locale in self.locales]

    def _thread(self, lines: list[dict[str, Any]]) -> list[str]:
        return ["\n".join(f"{label(Message(EntryKind(line['kind']).label), (locale,))[0]}: "
                          f"{line['text']}" for line in lines)
                for locale in self.locales]  # fmt: skip
