"""Lists of donations from a file: what is new comes in, what is there stays once.

A row is known again by its receipt, by its payment reference, or by donor, day, amount
and method; so the same file brought in twice posts nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.spreadsheets.reading import (
    Header,
    find_header,
    is_totals_row,
    label_key,
    read_table,
)
from campaign_app.funds import rules
from campaign_app.funds.rules import ImportOutcome
from campaign_app.funds.services.donations import record_donation
from campaign_app.funds.services.gift_rows import (
    ImportedRow,
    column_names,
    judge_row,
    known_gifts,
)

NEEDED = ("received_on", "amount", "method")


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file as it came."""

    content: bytes
    filename: str


def plan_import(
    session: Session, *, campaign: Campaign, today: date, table: Table
) -> list[ImportedRow]:
    """What would become of each row; writes nothing.

    Refuses a file that is no table and one without the columns that a donation needs.
    """
    sheet = read_table(table.content, table.filename)
    header = find_header(sheet, list(column_names()))
    places = _places(header)
    known = known_gifts(session, campaign.id)
    return [
        judge_row(
            row.line_number,
            {name: row.cell(place) for name, place in places.items()},
            known,
            today,
        )
        for row in header.body(sheet)
        if not is_totals_row(row)
    ]


def import_donations(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    campaign: Campaign,
    table: Table,
) -> list[ImportedRow]:
    """Record the rows that are new and without error; say what became of each.

    Refuses a closed campaign and what `plan_import` refuses.
    """
    lock_campaign(session, campaign.id)
    rows = plan_import(session, campaign=campaign, today=today, table=table)
    new = [row.details for row in rows if row.outcome is ImportOutcome.NEW and row.details]
    # Number series are locked in one order, so that two imports never wait for each other.
    for details in sorted(new, key=lambda each: each.received_on.year):
        record_donation(
            session, actor=actor, now=now, today=today, campaign=campaign, details=details
        )
    return rows


def _places(header: Header) -> dict[str, int]:
    """Where each column stands. Raises ColumnMissing."""
    names = column_names()
    places: dict[str, int] = {}
    for place, label in enumerate(header.labels):
        name = names.get(label_key(label))
        if name is not None:
            places.setdefault(name, place)
    for name in NEEDED:
        if name not in places:
            raise rules.ColumnMissing(column=name)
    return places
