"""Tools are lent and settled; never more are out than there are."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import NotFound
from campaign_app.worksites import queries, rules, services
from campaign_app.worksites.models import Tool, ToolLoan, ToolMovement
from campaign_app.worksites.rules import ToolMovementKind
from tests.factories import NOW, make_account, make_campaign, make_member
from tests.worksites.makers import make_shift, make_worker

BASE = "/manage/campaigns/snow/worksites/tools"


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="snow")


@pytest.fixture
def shift(session, campaign):
    return make_shift(session, campaign)


def make_tool(session, campaign, *, count=20, name="Күрек"):
    return services.add_tool(
        session, actor=None, now=NOW, campaign=campaign, name=name, count=count
    )


def lend(session, tool, shift, count, **holder):
    return services.lend_tool(
        session, actor=None, now=NOW, tool_id=tool.id, shift_id=shift.id, count=count, **holder
    )


def settle(session, loan, kind, count, reason=""):
    return services.settle_loan(
        session,
        actor=make_account(session),
        now=NOW,
        loan=loan,
        kind=kind,
        count=count,
        reason=reason,
    )


def test_what_is_out_comes_back_or_is_explained(session, campaign, shift):
    tool, worker = make_tool(session, campaign), make_worker(session, shift)
    crew = services.form_crew(
        session, actor=None, now=NOW, shift_id=shift.id, volunteer_ids=[worker.id]
    )
    loan = lend(session, tool, shift, 5, crew_id=crew.id)
    assert lend(session, tool, shift, 3, crew_id=crew.id).id == loan.id
    mine = lend(session, tool, shift, 2, volunteer_id=worker.id)
    assert (tool.left, tool.out_count, loan.out_count, mine.out_count) == (10, 10, 8, 2)
    settle(session, loan, ToolMovementKind.RETURNED, 6)
    settle(session, loan, ToolMovementKind.BROKEN, 1, "сабы сынды")
    settle(session, loan, ToolMovementKind.LOST, 1, "қарда қалды")
    assert (tool.total_count, tool.out_count, loan.out_count) == (18, 2, 0)
    with pytest.raises(rules.TooManyReturned) as refused:
        settle(session, mine, ToolMovementKind.RETURNED, 3)
    assert refused.value.params == {"name": "Күрек", "asked": 3, "out": 2}
    (left,) = queries.open_loans_of_shift(session, shift.id)
    assert (left.out_count, left.volunteer, left.crew_number) == (2, "Айгүл С.", None)
    # The numbers are the sums of the movements.
    sums = [0, 0]
    for kind, count in session.execute(select(ToolMovement.kind, ToolMovement.count)):
        total, out = rules.change_of(kind, count)
        sums = [sums[0] + total, sums[1] + out]
    assert sums == [tool.total_count, tool.out_count]
    assert session.scalar(select(func.sum(ToolLoan.out_count))) == tool.out_count


def test_more_than_there_are_is_refused_in_numbers(session, campaign, shift):
    tool, worker = make_tool(session, campaign, count=3), make_worker(session, shift)
    with pytest.raises(rules.ToolsShort) as refused:
        lend(session, tool, shift, 4, volunteer_id=worker.id)
    assert refused.value.params == {"name": "Күрек", "asked": 4, "left": 3}
    lend(session, tool, shift, 3, volunteer_id=worker.id)
    with pytest.raises(rules.ToolsShort):
        services.change_tool_number(
            session,
            actor=make_account(session),
            now=NOW,
            tool=tool,
            kind=ToolMovementKind.TAKEN_OUT,
            count=1,
            reason="ескі",
        )


def test_only_who_is_of_the_shift_borrows(session, campaign, shift):
    tool = make_tool(session, campaign)
    with pytest.raises(rules.NotInShift):
        lend(session, tool, shift, 1, volunteer_id=make_worker(session, None).id)
    with pytest.raises(rules.HolderMissing):
        lend(session, tool, shift, 1)
    other = make_shift(session, make_campaign(session))
    with pytest.raises(NotFound):
        lend(session, tool, other, 1, volunteer_id=make_worker(session, other).id)
    with pytest.raises(rules.ToolNameTaken):
        make_tool(session, campaign)


@pytest.mark.parametrize("values", [{"out_count": 21}, {"out_count": -1}, {"total_count": -1}])
def test_the_database_holds_the_numbers(session, campaign, values):
    tool = make_tool(session, campaign)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Tool).where(Tool.id == tool.id).values(values))


def test_movements_are_append_only(session, campaign):
    make_tool(session, campaign)
    for statement in (update(ToolMovement).values(count=1), delete(ToolMovement)):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(statement)


def test_lent_and_settled_on_the_pages(session, client_for, campaign, shift, frozen_clock):
    frozen_clock.set(NOW)
    make_worker(session, shift)
    browser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    assert "No tool is entered yet" in browser.get(BASE).text
    browser.submit(f"{BASE}/new", {"name": "Күрек", "count": "20"})
    page = browser.submit(f"{BASE}/lend/{shift.id}", {"count": "21"})
    assert (page.status_code, "asked for 21, 20 are there" in page.text) == (422, True)
    page = browser.submit(f"{BASE}/lend/{shift.id}", {"count": "4"}, follow_redirects=True)
    assert "Күрек" in page.text
    frozen_clock.advance(hours=9)
    assert "the shift is over" in browser.get(BASE).text
    assert "Tools that are still out: 4" not in browser.get(BASE).text
    loan = session.scalars(select(ToolLoan)).one()
    page = browser.submit(f"{BASE}/loans/{loan.id}", {"kind": "lost", "count": "1"})
    assert (page.status_code, "Say what happened." in page.text) == (422, True)
    browser.submit(f"{BASE}/loans/{loan.id}", {"count": "4"})
    page = browser.get(f"{BASE}/loans/{loan.id}")
    assert "Nothing of this is out any more." in page.text
    tool = session.scalars(select(Tool)).one()
    assert (tool.total_count, tool.out_count) == (20, 0)
    page = browser.submit(
        f"{BASE}/{tool.id}",
        {"kind": "taken_out", "count": "2", "reason": "ескі"},
        action="number",
        follow_redirects=True,
    )
    assert "ескі" in page.text
    assert "20" not in page.text.split("figures")[1].split("</div>")[0]
