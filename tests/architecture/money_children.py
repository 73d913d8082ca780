"""How to make what an id below a campaign's money names; see `children.py`."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.funds import services as funds
from campaign_app.funds.models import Statement, StatementLine
from campaign_app.funds.rules import AccountKind, DonationMethod, Place
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_donation,
    make_expense,
)
from tests.support.boxes import make_box
from tests.support.statements import bring_in, confirm, make_source

STATEMENT = "received_on;amount;donor_name\n20.04.2020;500;\n"


def make_donor_id(session: Session, campaign: Campaign) -> int:
    """Somebody who gave."""
    return make_donation(session, campaign=campaign, donor_name="Демо").donor_id or 0


def make_statement_id(session: Session, campaign: Campaign) -> int:
    """A statement with one line that waits for a decision; the same one each time."""
    found = select(Statement.id).where(Statement.campaign_id == campaign.id)
    made = session.scalars(found).first()
    if made is not None:
        return made
    statement = bring_in(session, campaign, make_source(session), STATEMENT)
    confirm(session, campaign, statement)
    return statement.id


def make_line_id(session: Session, campaign: Campaign) -> int:
    """A line that waits for a decision."""
    statement_id = make_statement_id(session, campaign)
    found = select(StatementLine.id).where(StatementLine.statement_id == statement_id)
    return session.execute(found).scalar_one()


def make_donation_id(session: Session, campaign: Campaign) -> int:
    """A donation to the campaign."""
    return make_donation(session, campaign=campaign).id


def make_expense_id(session: Session, campaign: Campaign) -> int:
    """An expense of the campaign, with a document."""
    make_donation(session, campaign=campaign)
    return make_expense(session, campaign=campaign, document=b"%PDF-1.7 invoice").id


def make_entry_id(session: Session, campaign: Campaign) -> int:
    """A transfer in the journal of the campaign."""
    make_donation(session, campaign=campaign, amount_minor=1_000, method=DonationMethod.CASH)
    return funds.transfer_money(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        source=Place(AccountKind.CASH),
        target=Place(AccountKind.BANK),
        amount_minor=500,
    ).id


def make_box_id(session: Session, campaign: Campaign) -> int:
    """A box of the campaign."""
    return make_box(session, campaign=campaign).id


def make_opening_id(session: Session, campaign: Campaign) -> int:
    """An opening of a box, counted twice."""
    opening = funds.open_box(
        session,
        actor=make_administrator(session),
        now=NOW,
        today=TODAY,
        box=make_box(session, campaign=campaign),
        opened_on=TODAY,
        seal_found="A-1",
        seal_note="",
        pieces={500: 1},
    )
    return funds.recount_box(
        session,
        actor=make_administrator(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        opening=opening,
        pieces={500: 1},
        difference_reason="",
        new_seal="A-2",
        to_cash=True,
    ).id


def make_pledge_id(session: Session, campaign: Campaign) -> int:
    """A promise."""
    return funds.record_pledge(
        session,
        actor=make_administrator(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=funds.PledgeDetails(donor_name="Демо", amount_minor=100, promised_on=TODAY),
    ).id


MONEY_CHILDREN = {
    "pledge_id": make_pledge_id,
    "donation_id": make_donation_id,
    "expense_id": make_expense_id,
    "entry_id": make_entry_id,
    "box_id": make_box_id,
    "opening_id": make_opening_id,
    "donor_id": make_donor_id,
    "statement_id": make_statement_id,
    "line_id": make_line_id,
}
