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
from campaign_app.privacy.queries import HOLDINGS, PersonalData
from campaign_app.shelter.models import Stay

TITLE = N_("Personal data that we hold")
INTRODUCTION = Message(
    N_("This is everything that the program holds about the person, as of the time of printing.")
)
NOTHING = Message(N_("nothing"))
YES, NO = Message(N_("yes")), Message(N_("no"))
FORMAT = "birge-person-1"
#: The kinds of rows, in the order in which they are handed out.
KINDS: dict[str, str] = {
    "record": N_("Record on the registry"),
    "consent": N_("Consents"),
    "enrolment": N_("Recipient lists of campaigns"),
    "decision": N_("Decisions about rounds"),
    "proxy": N_("Proxies"),
    "merge": N_("Merged records"),
    "double_package": N_("Two packages in one round"),
    "head_count": N_("Head-counts before"),
    "delivery": N_("Packages in rounds"),
    "delivery_attempt": N_("What was recorded at the door"),
    "restriction": N_("When processing was stopped"),
    "proof": N_("Proofs of receipt and proxies"),
    "visit": N_("Home visits"),
    "visit_plan": N_("How often visits are planned"),
    "stay": N_("Nights in the shelter under this name"),
    "appeal": N_("Complaints and requests for help"),
    "request": N_("Requests about personal data"),
    "disclosure": N_("Who looked at the data"),
}
#: What a column is called on paper; a test asks for every column that is handed out.
COLUMNS: dict[str, str] = {
    "undo_reason": N_("Why it was undone"),
    "undone_at": N_("Undone"),
    "undone_by": N_("Undone by"),
    "account": N_("Who"),
    "address": N_("Address"),
    "action": N_("Action"),
    "answer": N_("Answer to the person"),
    "answered_by": N_("Answered by"),
    "answered_on": N_("Answered on"),
    "arrived_at": N_("Came to the shelter"),
    "assigned_to": N_("Who handles it"),
    "at": N_("When"),
    "attempt_count": N_("Attempts"),
    "bin": N_("BIN"),
    "born_on": N_("Date of birth"),
    "campaign": N_("Campaign"),
    "category": N_("Category"),
    "cause": N_("Why it was stopped"),
    "channel": N_("How it came"),
    "citizenship": N_("Citizenship"),
    "city": N_("City"),
    "consent_given_on": N_("Consent given on"),
    "contact": N_("How to reach the person"),
    "contact_person": N_("Contact person"),
    "criteria_version": N_("Criteria version"),
    "counted_on": N_("Counted on"),
    "created_at": N_("Recorded"),
    "created_by": N_("By whom"),
    "decided_at": N_("Decided"),
    "decided_by": N_("By whom"),
    "described": N_("Who asks, if not on the registry"),
    "document_number": N_("Document number"),
    "document_kind": N_("Document"),
    "door_note": N_("Note for the door"),
    "dormitory": N_("Dormitory"),
    "due_on": N_("To be answered by"),
    "end_reason": N_("Reason"),
    "ended_at": N_("Ended"),
    "enrolled_at": N_("Put on the list"),
    "enrolled_by": N_("By whom"),
    "entrance": N_("Entrance"),
    "erased_at": N_("Erased"),
    "every_days": N_("Every how many days"),
    "flat": N_("Flat"),
    "floor": N_("Floor"),
    "former_unit": N_("Former unit"),
    "full_name": N_("Full name"),
    "given_name": N_("Given name"),
    "given_on": N_("Given on"),
    "guest_name": N_("Name"),
    "handed_on": N_("Received on"),
    "head_count": N_("Number of people"),
    "head_counted_on": N_("Counted on"),
    "house": N_("House"),
    "household_size": N_("Members of the family"),
    "iin": N_("IIN"),
    "is_in": N_("On the list of the round"),
    "is_child": N_("Child"),
    "is_with_courier": N_("with a courier"),
    "kind": N_("What"),
    "legal_basis": N_("Legal basis"),
    "language": N_("Language"),
    "last_helped_on": N_("Last help"),
    "lift_reason": N_("Why it went on"),
    "lifted_at": N_("Went on"),
    "lifted_by": N_("Who let it go on"),
    "left_at": N_("Left the shelter"),
    "method": N_("How consent was given"),
    "need_codes": N_("Why"),
    "need_score": N_("Need"),
    "needs": N_("What is known about the need"),
    "merged_at": N_("Merged"),
    "merged_by": N_("Merged by"),
    "note": N_("Note"),
    "number": N_("No."),
    "outcome": N_("What came of it"),
    "package_count": N_("Quantity"),
    "package_variant": N_("Package variant"),
    "patronymic": N_("Patronymic"),
    "person_name": N_("Who needs help"),
    "phone": N_("Phone"),
    "planned_at": N_("Planned"),
    "proxy_document": N_("Proxy's document"),
    "proxy_name": N_("Proxy's name"),
    "rank": N_("Place by need"),
    "reason": N_("Reason"),
    "received_on": N_("Came on"),
    "recorded_at": N_("Recorded"),
    "recorded_by": N_("By whom"),
    "reference": N_("Reference of the proof"),
    "registered_at": N_("Registered"),
    "registered_by": N_("By whom"),
    "relation": N_("Who it is to the person"),
    "revoke_reason": N_("Why it was revoked"),
    "revoked_at": N_("Revoked"),
    "revoked_by": N_("By whom"),
    "revoked_on": N_("Revoked on"),
    "valid_until": N_("Valid until"),
    "replaced_at": N_("Counted again"),
    "replaced_by": N_("By whom"),
    "restricted_at": N_("Not used since"),
    "restricted_by": N_("By whom"),
    "room": N_("Room"),
    "row_count": N_("People"),
    "scope": N_("What the consent is for"),
    "settled_at": N_("Settled"),
    "settled_by": N_("Settled by"),
    "sex": N_("Sex"),
    "status": N_("State"),
    "street": N_("Street"),
    "surname": N_("Surname"),
    "taken_by": N_("By whom"),
    "thread": N_("What was written to and fro"),
    "text": N_("What was said"),
    "text_version": N_("Version of the text"),
    "variant": N_("Variant"),
    "visited_at": N_("When"),
    "waiting_since": N_("Last help"),
    "wellbeing": N_("How the person was"),
    "withdrawal_by": N_("Withdrawal noted by"),
    "withdrawal_method": N_("How it was withdrawn"),
    "withdrawn_on": N_("Withdrawn on"),
    "witness_name": N_("Witness"),
    "writer_name": N_("Who wrote"),
}
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
