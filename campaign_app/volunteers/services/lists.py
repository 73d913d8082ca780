"""Lists of volunteers from a file: looked through, kept until confirmed, written."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.audit import record_new_rows, shown_values
from campaign_app.core.bulk import insert_rows
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.names import full_name, match_key
from campaign_app.core.sequences import take_next_number
from campaign_app.core.spreadsheets.reading import find_header, is_totals_row, read_table
from campaign_app.volunteers import rules
from campaign_app.volunteers.models import Volunteer, VolunteerList
from campaign_app.volunteers.rules import (
    Judged,
    Known,
    ListedVolunteer,
    ListRowOutcome,
    Register,
    VolunteerKind,
)
from campaign_app.volunteers.services.people import VolunteerDetails, fill, record_change

NAME_CELLS = ("full_name", "surname", "given_name", "patronymic")
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class PlannedRow:
    """What becomes of a row; `row` is its line in the file."""

    row: int
    judged: Judged
    listed: ListedVolunteer | None = None
    said: str = ""

    @property
    def name(self) -> str:
        """Who the row names; of a row that cannot be read what stands in it."""
        if self.listed is None:
            return self.said
        return full_name(self.listed.surname, self.listed.given_name, self.listed.patronymic)

    def as_json(self) -> dict[str, Any]:
        """For programs: reasons in English."""
        found: dict[str, Any] = {"row": self.row, "outcome": self.judged.outcome.value}
        if self.judged.of is not None and self.judged.of.row:
            found["of_row"] = self.judged.of.row
        if self.judged.why is not None:
            found["why"] = str(self.judged.why)
        return found


def plan_list(session: Session, *, content: bytes, filename: str, today: date) -> list[PlannedRow]:
    """What would become of each row; writes nothing.

    Refuses a file that is no table, has no column with names, or more than 10,000 rows.
    """
    sheet = read_table(content, filename)
    header = find_header(sheet, rules.KNOWN_LABELS)
    places = rules.places_of(header.labels)
    rows = [row for row in header.body(sheet) if not is_totals_row(row)]
    if len(rows) > rules.MOST_ROWS:
        raise rules.ListTooLong(field="file", rows=len(rows), limit=rules.MOST_ROWS)
    register = _register(session)
    planned = []
    for row in rows:
        cells = {name: row.cell(place) for name, place in places.items()}
        planned.append(_plan_row(row.line_number, cells, register, today))
    return planned


def _plan_row(line: int, cells: dict[str, Any], register: Register, today: date) -> PlannedRow:
    try:
        listed = rules.read_row(cells, today)
    except DomainError as error:
        said = " ".join(str(cells[name]) for name in NAME_CELLS if cells.get(name))[:100]
        judged = Judged(outcome=ListRowOutcome.ERROR, why=error)
        return PlannedRow(row=line, judged=judged, said=said)
    planned = PlannedRow(row=line, judged=rules.judge(listed, register), listed=listed)
    if planned.judged.outcome is ListRowOutcome.NEW:
        register.add(
            Known(
                row=line,
                name=planned.name,
                key=rules.key_of(listed),
                phone=listed.phone,
                email=listed.email,
                born_on=listed.born_on,
                unit=listed.unit,
                kind=listed.kind,
            )
        )
    return planned


def _register(session: Session) -> Register:
    register = Register()
    statement = select(
        Volunteer.id,
        Volunteer.surname,
        Volunteer.given_name,
        Volunteer.patronymic,
        Volunteer.phone,
        Volunteer.email,
        Volunteer.born_on,
        Volunteer.unit,
        Volunteer.kind,
    )
    for row in session.execute(statement.order_by(Volunteer.id)):
        name = full_name(row.surname, row.given_name, row.patronymic)
        register.add(
            Known(
                id=row.id,
                name=name,
                key=match_key(name),
                phone=row.phone,
                email=row.email.lower() if row.email else None,
                born_on=row.born_on,
                unit=row.unit,
                kind=row.kind,
            )
        )
    return register


def import_list(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    content: bytes,
    filename: str,
    kind: VolunteerKind,
) -> list[PlannedRow]:
    """Look a list through and write its good rows; lists come in one after the other.

    Refuses what `plan_list` refuses.
    """
    # Two at once would both find nobody of the other's.
    take_next_number(session, "volunteer lists")
    planned = plan_list(session, content=content, filename=filename, today=today)
    _write_list(session, actor=actor, now=now, planned=planned, kind=kind)
    return planned


def _write_list(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    planned: Sequence[PlannedRow],
    kind: VolunteerKind,
) -> None:
    """Register who is new, complete who is known; `kind` is that of rows that do not say it."""
    made = []
    for row in planned:
        if row.judged.outcome is ListRowOutcome.NEW and row.listed is not None:
            details = VolunteerDetails(**{**vars(row.listed), "kind": row.listed.kind or kind})
            volunteer = Volunteer(created_at=now)
            fill(volunteer, details, now)
            made.append(_values(volunteer))
    ids = insert_rows(session, Volunteer, made)
    record_new_rows(
        session,
        actor_id=actor.id if actor else None,
        now=now,
        action="volunteer:import",
        table=Volunteer,
        rows=(
            (id_, shown_values(Volunteer, values)) for id_, values in zip(ids, made, strict=True)
        ),
    )
    _write_changes(session, actor, now, planned)


def _values(volunteer: Volunteer) -> dict[str, Any]:
    keys = [column.key for column in inspect(Volunteer).column_attrs if column.key != "id"]
    return {key: getattr(volunteer, key) for key in keys}


def _write_changes(
    session: Session, actor: Account | None, now: datetime, planned: Sequence[PlannedRow]
) -> None:
    changes = {
        row.judged.of.id: row.judged.changes
        for row in planned
        if row.judged.outcome is ListRowOutcome.CHANGED and row.judged.of is not None
    }
    known = session.scalars(
        select(Volunteer).where(Volunteer.id.in_(changes)).order_by(Volunteer.id).with_for_update()
    )
    for volunteer in known.all():
        details = replace(details_of_volunteer(volunteer), **changes[volunteer.id])
        fill(volunteer, details, now)
        record_change(session, actor, now, "volunteer:import", volunteer)
    session.flush()


def details_of_volunteer(volunteer: Volunteer) -> VolunteerDetails:
    """What is known about somebody, as the form would give it."""
    return VolunteerDetails(
        surname=volunteer.surname,
        given_name=volunteer.given_name,
        patronymic=volunteer.patronymic,
        kind=volunteer.kind,
        unit=volunteer.unit,
        born_on=volunteer.born_on,
        phone=volunteer.phone,
        email=volunteer.email,
    )


# ---- a list that waits for its confirmation ----


def keep_list(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    content: bytes,
    filename: str,
    kind: VolunteerKind,
) -> VolunteerList:
    """Keep a list until it is confirmed; lists that nobody confirmed in a day go."""
    session.execute(delete(VolunteerList).where(VolunteerList.uploaded_at < now - KEPT_FOR))
    kept = VolunteerList(
        owner_id=actor.id,
        kind=kind,
        filename=filename.replace("\x00", "")[-200:],  # PostgreSQL refuses NUL in a text
        content=base64.b64encode(content).decode("ascii"),
        uploaded_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def find_list(session: Session, *, actor: Account, list_id: int) -> VolunteerList:
    """A list that the person uploaded herself. Refuses any other."""
    kept = session.get(VolunteerList, list_id)
    if kept is None or kept.owner_id != actor.id:
        raise NotFound()
    return kept


def content_of(kept: VolunteerList) -> bytes:
    """The file as it came."""
    return base64.b64decode(kept.content)


def confirm_list(
    session: Session, *, actor: Account, now: datetime, today: date, list_id: int
) -> list[PlannedRow]:
    """Write the good rows as they stand against the register now, and forget the file.

    Refuses somebody else's list and one that is gone: nothing is written twice.
    """
    locked = select(VolunteerList).where(VolunteerList.id == list_id).with_for_update()
    if session.scalars(locked).one_or_none() is None:
        raise NotFound()
    kept = find_list(session, actor=actor, list_id=list_id)
    planned = import_list(
        session,
        actor=actor,
        now=now,
        today=today,
        content=content_of(kept),
        filename=kept.filename,
        kind=kept.kind,
    )
    session.delete(kept)
    session.flush()
    return planned


def discard_list(session: Session, *, actor: Account, list_id: int) -> None:
    """Throw an unconfirmed list away. Refuses somebody else's."""
    session.delete(find_list(session, actor=actor, list_id=list_id))
    session.flush()
