"""Ten crews press "We take it" for one bus stop: one has it, and nobody has two."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.core.audit import verify_chain
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.worksites import rules, services
from campaign_app.worksites.models import Crew, Tool, ToolLoan, WorkRound, WorksiteTask
from campaign_app.worksites.rules import TaskState
from tests.factories import NOW, make_campaign
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.processes import run_together
from tests.worksites.makers import make_shift, make_site, make_worker, task_of

pytestmark = pytest.mark.concurrency
PROCESSES, PRESSES = 4, 3


def press(app: Flask, task: tuple[int, list[tuple[int, int]]]) -> list[str]:
    """Take each (place, volunteer), one after the other."""
    del app
    shift_id, pairs = task
    found = []
    for task_id, volunteer_id in pairs:
        try:
            with unit_of_work() as session:
                services.take_worksite(
                    session,
                    actor=None,
                    now=NOW,
                    shift_id=shift_id,
                    task_id=task_id,
                    volunteer_id=volunteer_id,
                )
            found.append("taken")
        except DomainError as error:
            found.append(type(error).__name__)
    return found


def test_ten_crews_want_one_place_and_one_crew_wants_many(
    session: Session, database: Database
) -> None:
    campaign = make_campaign(session)
    shift = make_shift(session, campaign)
    wanted, *others = (
        task_of(session, make_site(session, campaign, name=f"Аялдама {number}")).id
        for number in range(1 + PROCESSES)
    )
    people = [make_worker(session, shift).id for _ in range(PRESSES * PROCESSES)]
    greedy = make_worker(session, shift).id
    settle(session)
    tasks = [
        (shift.id, [*((wanted, one) for one in people[start::PROCESSES]), (other, greedy)])
        for start, other in enumerate(others)
    ]
    results = run_together(database.url, press, tasks)
    crews = Counter(word for found in results for word in found[:PRESSES])
    assert crews == {"taken": 1, "SiteTaken": PRESSES * PROCESSES - 1}
    assert Counter(found[-1] for found in results) == {"taken": 1, "CrewBusy": PROCESSES - 1}
    session.expire_all()
    assert session.scalar(select(func.count()).where(WorksiteTask.state == TaskState.TAKEN)) == 2
    # Who was refused has formed no crew either.
    assert session.scalar(select(func.count()).select_from(Crew)) == 2
    assert verify_chain(session) is None


def lend_two(app: Flask, task: tuple[int, int, list[int]]) -> list[str]:
    """Lend two of a tool to each volunteer."""
    del app
    tool_id, shift_id, people = task
    found = []
    for volunteer_id in people:
        try:
            with unit_of_work() as session:
                services.lend_tool(
                    session,
                    actor=None,
                    now=NOW,
                    tool_id=tool_id,
                    shift_id=shift_id,
                    count=2,
                    volunteer_id=volunteer_id,
                )
            found.append("lent")
        except rules.ToolsShort:
            found.append("short")
    return found


def test_seven_shovels_go_to_three_pairs_of_hands(session: Session, database: Database) -> None:
    campaign = make_campaign(session)
    shift = make_shift(session, campaign)
    tool = services.add_tool(session, actor=None, now=NOW, campaign=campaign, name="Күрек", count=7)
    people = [make_worker(session, shift).id for _ in range(PRESSES * PROCESSES)]
    settle(session)
    tasks = [(tool.id, shift.id, people[start::PROCESSES]) for start in range(PROCESSES)]
    results = Counter(
        word for found in run_together(database.url, lend_two, tasks) for word in found
    )
    assert results == {"lent": 3, "short": 9}
    session.expire_all()
    assert session.get_one(Tool, tool.id).out_count == 6
    assert session.scalar(select(func.sum(ToolLoan.out_count))) == 6


def snow(app: Flask, task: tuple[int, list[int]]) -> str:
    """Open the next round."""
    from campaign_app.campaigns.models import Campaign

    del app
    campaign_id, sites = task
    with unit_of_work() as session:
        campaign = session.get_one(Campaign, campaign_id)
        opened = services.open_round(
            session, actor=None, now=NOW, campaign=campaign, worksite_ids=sites
        )
        return str(opened.number)


def test_rounds_follow_each_other(session: Session, database: Database) -> None:
    campaign = make_campaign(session)
    sites = [make_site(session, campaign, name=f"Аялдама {number}").id for number in range(3)]
    settle(session)
    results = run_together(database.url, snow, [(campaign.id, sites)] * 3)
    assert sorted(results) == ["2", "3", "4"]
    session.expire_all()
    open_ones = select(func.count()).where(WorkRound.closed_at.is_(None))
    assert session.scalar(open_ones) == 1
    free = select(func.count()).where(WorksiteTask.state == TaskState.OPEN)
    assert session.scalar(free) == 3
