"""The attendance list on paper: who is expected, and a line of each to sign.

It carries no telephone and no date of birth: it lies open on a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from campaign_app.core import dates
from campaign_app.core.i18n import N_
from campaign_app.core.printing import document
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.engine import render_pdf
from campaign_app.core.printing.labels import Message, Text, joined
from campaign_app.volunteers.queries import AttendanceRow, ShiftRow

TITLE = N_("Attendance list")
WORDS: dict[str, str] = {
    "shift": N_("Shift"),
    "kind": N_("Kind of work"),
    "time": N_("Time"),
    "organisers": N_("Organiser"),
    "line": N_("No."),
    "name": N_("Full name"),
    "unit": N_("Department or group"),
    "came": N_("Arrived"),
    "left": N_("Left"),
    "hours": N_("Hours"),
    "signature": N_("Signature"),
    "sums": N_("Came, people"),
    "all_hours": N_("Hours in all"),
    "empty": N_("Empty lines are for those who come without a sign-up."),
    "collect": N_(
        "This sheet holds personal data: it is handed back to the coordinator on the same day."
    ),
}
SIGNER = Message(N_("Responsible for the shift"))
EMPTY_LINES = 5
FEWEST_LINES = 12


@dataclass(frozen=True, kw_only=True)
class AttendanceList:
    """Everything on the list."""

    head: FormHead
    shift: ShiftRow
    organisers: Sequence[str]
    rows: Sequence[AttendanceRow]
    zone: ZoneInfo


def render_attendance_list(sheet: AttendanceList, locales: tuple[str, ...], now: datetime) -> bytes:
    """The list as PDF: A4, a line of 9 mm for each signature. Raises PrintingFailed."""
    data = document.document_data(TITLE, sheet.head, WORDS, locales, now)
    shift = sheet.shift
    facts: list[tuple[str, Text]] = [
        ("shift", shift.title),
        ("kind", shift.kind),
        ("time", _time(sheet)),
        ("organisers", ", ".join(sheet.organisers)),
    ]
    rows = [_row(number, row, sheet.zone) for number, row in enumerate(sheet.rows, start=1)]
    empty = max(EMPTY_LINES, FEWEST_LINES - len(rows))
    rows += [[str(len(rows) + number), "", "", "", "", ""] for number in range(1, empty + 1)]
    signers = [Signature(role=SIGNER)]
    data |= {
        "facts": [[name, joined(text, locales)] for name, text in facts if text],
        "rows": rows,
        "signatures": document.signatures_data(signers, locales),
    }
    return render_pdf("volunteers/attendance_list", data, locales=locales)


def _time(sheet: AttendanceList) -> str:
    shift, zone = sheet.shift, sheet.zone
    begins, ends = (dates.format_time(each, zone) for each in (shift.starts_at, shift.ends_at))
    return f"{begins}–{ends}"


def _row(number: int, row: AttendanceRow, zone: ZoneInfo) -> list[str]:
    times = [
        dates.format_time(each, zone) if each else "" for each in (row.arrived_at, row.left_at)
    ]
    minutes = row.worked_minutes
    hours = "" if minutes is None else f"{minutes // 60}:{minutes % 60:02d}"
    if row.has_attended is False:
        times, hours = ["—", "—"], "—"
    return [str(number), row.full_name, row.unit, *times, hours]
