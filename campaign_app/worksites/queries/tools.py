"""Reads of tools: what is there, what is out and with whom, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.core.pagination import Page, Rows, fetch_page
from campaign_app.volunteers.models import Shift, Volunteer
from campaign_app.worksites.models import Crew, Tool, ToolLoan, ToolMovement
from campaign_app.worksites.rules import ToolMovementKind, short_name

TOOLS_PER_PAGE = 50


@dataclass(frozen=True)
class LoanRow:
    """What somebody has of a tool; a crew by its number, a volunteer by her short name."""

    id: int
    tool_id: int
    tool: str
    out_count: int
    shift_id: int
    shift_title: str
    starts_at: datetime
    ends_at: datetime
    crew_number: int | None
    volunteer: str | None


@dataclass(frozen=True)
class MovementRow:
    """A line of a tool's history."""

    kind: ToolMovementKind
    count: int
    reason: str
    recorded_at: datetime
    recorded_by_id: int | None
    crew_number: int | None
    volunteer: str | None


def list_tools(session: Session, campaign_id: int, *, page: int = 1) -> Page[Tool]:
    """The tools of a campaign by name."""
    statement = select(Tool).where(Tool.campaign_id == campaign_id).order_by(Tool.name, Tool.id)
    return fetch_page(
        session, statement, page=page, per_page=TOOLS_PER_PAGE, make_row=lambda row: row[0]
    )


def find_tool(session: Session, campaign_id: int, tool_id: int) -> Tool | None:
    """A tool of the campaign."""
    found = session.get(Tool, tool_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def find_loan(session: Session, campaign_id: int, loan_id: int) -> ToolLoan | None:
    """What somebody was lent in the campaign."""
    found = session.get(ToolLoan, loan_id)
    return found if found is not None and found.campaign_id == campaign_id else None


def _loans() -> Rows:
    return (
        select(
            ToolLoan.id,
            Tool.id,
            Tool.name,
            ToolLoan.out_count,
            Shift.id,
            Shift.title,
            Shift.starts_at,
            Shift.ends_at,
            Crew.number,
            Volunteer.surname,
            Volunteer.given_name,
        )
        .join(Tool, Tool.id == ToolLoan.tool_id)
        .join(Shift, Shift.id == ToolLoan.shift_id)
        .outerjoin(Crew, Crew.id == ToolLoan.crew_id)
        .outerjoin(Volunteer, Volunteer.id == ToolLoan.volunteer_id)
        .where(ToolLoan.out_count > 0)
        .order_by(Shift.starts_at, Tool.name, ToolLoan.id)
    )


def _loan_row(row: Any) -> LoanRow:
    name = short_name(row[9], row[10]) if row[9] is not None else None
    return LoanRow(*(*row[:9], name))


def list_loans(session: Session, campaign_id: int, *, page: int = 1) -> Page[LoanRow]:
    """What is out in a campaign, the longest first."""
    statement = _loans().where(ToolLoan.campaign_id == campaign_id)
    return fetch_page(session, statement, page=page, make_row=_loan_row)


def open_loans_of_shift(session: Session, shift_id: int) -> list[LoanRow]:
    """What was lent in a shift and is still out."""
    rows = session.execute(_loans().where(ToolLoan.shift_id == shift_id))
    return [_loan_row(row) for row in rows]


def list_movements(session: Session, tool_id: int, *, page: int = 1) -> Page[MovementRow]:
    """What happened to a tool, the latest first."""
    statement = (
        select(
            ToolMovement.kind,
            ToolMovement.count,
            ToolMovement.reason,
            ToolMovement.recorded_at,
            ToolMovement.recorded_by_id,
            Crew.number,
            Volunteer.surname,
            Volunteer.given_name,
        )
        .outerjoin(ToolLoan, ToolLoan.id == ToolMovement.loan_id)
        .outerjoin(Crew, Crew.id == ToolLoan.crew_id)
        .outerjoin(Volunteer, Volunteer.id == ToolLoan.volunteer_id)
        .where(ToolMovement.tool_id == tool_id)
        .order_by(ToolMovement.id.desc())
    )

    def make_row(row: Any) -> MovementRow:
        name = short_name(row[6], row[7]) if row[6] is not None else None
        return MovementRow(*(*row[:6], name))

    return fetch_page(session, statement, page=page, make_row=make_row)
