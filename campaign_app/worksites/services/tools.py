"""Tools: added, lent, brought back, and what became of those that did not come back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.errors import NotFound
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.worksites import rules
from campaign_app.worksites.models import Crew, Tool, ToolLoan, ToolMovement
from campaign_app.worksites.rules import ToolMovementKind
from campaign_app.worksites.services.locking import lock_shift_work, record


def add_tool(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    name: str,
    count: int,
) -> Tool:
    """Enter a kind of tool with how many there are.

    Refuses a name that is there already, a number below one, and a closed campaign.
    """
    lock_campaign(session, campaign.id)
    rules.check_movement(ToolMovementKind.ADDED, count, "")
    if not name.strip():
        raise rules.NameMissing(field="name")
    known = select(Tool.id).where(Tool.campaign_id == campaign.id, Tool.name == name.strip())
    if session.execute(known).first() is not None:
        raise rules.ToolNameTaken(field="name", name=name.strip())
    tool = Tool(
        campaign_id=campaign.id, name=name.strip(), total_count=0, out_count=0, created_at=now
    )
    session.add(tool)
    record(session, actor, now, "tool:create", tool)
    session.flush()
    _move(session, actor, now, tool, None, ToolMovementKind.ADDED, count, "")
    return tool


def change_tool_number(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    tool: Tool,
    kind: ToolMovementKind,
    count: int,
    reason: str = "",
) -> Tool:
    """More of a tool (ADDED), or some that are out of use (TAKEN_OUT, with a reason).

    Refuses to take out more than are there, and what is lent.
    """
    lock_campaign(session, tool.campaign_id)
    session.refresh(tool)
    rules.check_movement(kind, count, reason)
    if kind is ToolMovementKind.TAKEN_OUT:
        rules.check_lend(tool.name, count, left=tool.left)
    elif kind is not ToolMovementKind.ADDED:
        raise NotFound()
    _move(session, actor, now, tool, None, kind, count, reason)
    return tool


def lend_tool(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    tool_id: int,
    shift_id: int,
    count: int,
    crew_id: int | None = None,
    volunteer_id: int | None = None,
) -> ToolLoan:
    """Lend tools to a crew, or to a volunteer of a shift.

    Refuses more than are there, naming both numbers, who is not of the shift, and nobody.
    """
    shift = lock_shift_work(session, shift_id, [volunteer_id] if volunteer_id else [])
    tool = session.get(Tool, tool_id, populate_existing=True)
    if tool is None or tool.campaign_id != shift.campaign_id:
        raise NotFound()
    rules.check_movement(ToolMovementKind.LENT, count, "")
    if (crew_id is None) == (volunteer_id is None):
        raise rules.HolderMissing(field="holder")
    if crew_id is not None:
        crew = session.get(Crew, crew_id)
        if crew is None or crew.shift_id != shift.id:
            raise NotFound()
    elif not _is_in_shift(session, shift.id, volunteer_id):
        raise rules.NotInShift(field="holder")
    rules.check_lend(tool.name, count, left=tool.left)
    loan = _loan(session, tool, shift.id, crew_id, volunteer_id, now)
    record(session, actor, now, "tool:lend", loan, count=count)
    session.flush()
    _move(session, actor, now, tool, loan, ToolMovementKind.LENT, count, "")
    return loan


def settle_loan(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    loan: ToolLoan,
    kind: ToolMovementKind,
    count: int,
    reason: str = "",
) -> ToolLoan:
    """What was lent came back, broke or was lost. Refuses more than is out, and no reason."""
    lock_campaign(session, loan.campaign_id)
    session.refresh(loan)
    tool = session.get_one(Tool, loan.tool_id, populate_existing=True)
    if kind not in rules.ENDS_LOAN:
        raise NotFound()
    rules.check_movement(kind, count, reason)
    rules.check_return(tool.name, count, out=loan.out_count)
    record(session, actor, now, "tool:settle", loan, kind=kind.value, count=count)
    _move(session, actor, now, tool, loan, kind, count, reason)
    return loan


def _move(
    session: Session,
    actor: Account | None,
    now: datetime,
    tool: Tool,
    loan: ToolLoan | None,
    kind: ToolMovementKind,
    count: int,
    reason: str,
) -> None:
    total, out = rules.change_of(kind, count)
    tool.total_count += total
    tool.out_count += out
    if loan is not None:
        loan.out_count += out
    movement = ToolMovement(
        campaign_id=tool.campaign_id,
        tool_id=tool.id,
        loan_id=loan.id if loan else None,
        kind=kind,
        count=count,
        reason=reason.strip()[:500],
        recorded_at=now,
        recorded_by_id=actor.id if actor else None,
    )
    session.add(movement)
    record(session, actor, now, f"tool:{kind.value}", movement)
    session.flush()


def _loan(
    session: Session,
    tool: Tool,
    shift_id: int,
    crew_id: int | None,
    volunteer_id: int | None,
    now: datetime,
) -> ToolLoan:
    """What this holder has of the tool already, or a new line for it."""
    mine = ToolLoan.crew_id == crew_id if crew_id else ToolLoan.volunteer_id == volunteer_id
    known = session.scalars(
        select(ToolLoan)
        .where(ToolLoan.tool_id == tool.id, ToolLoan.shift_id == shift_id, mine)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if known is None:
        known = ToolLoan(
            campaign_id=tool.campaign_id,
            tool_id=tool.id,
            shift_id=shift_id,
            crew_id=crew_id,
            volunteer_id=volunteer_id,
            out_count=0,
            lent_at=now,
        )
        session.add(known)
    return known


def _is_in_shift(session: Session, shift_id: int, volunteer_id: int | None) -> bool:
    return any(
        row.volunteer_id == volunteer_id and row.status is SignUpStatus.CONFIRMED
        for row in volunteers.list_sign_ups(session, shift_id)
    )
