"""What happens to money that is there: transfers, fees, counts, refunds, what is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from campaign_app.funds import queries, rules, services
from campaign_app.funds.models import (
    ClosedPeriod,
    DonationBox,
    JournalEntry,
    LedgerAccount,
    Posting,
)
from campaign_app.funds.rules import AccountKind, DonationMethod, EntryKind, Place
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_approved_expense,
    make_campaign,
    make_donation,
)
from tests.support.client import settle

CASH, BANK, KASPI, BOX, ADVANCES = (
    Place(kind)
    for kind in (
        AccountKind.CASH,
        AccountKind.BANK,
        AccountKind.KASPI,
        AccountKind.BOX,
        AccountKind.ADVANCES,
    )
)


@pytest.fixture
def campaign(session):
    """A campaign with 100 ₸ in cash."""
    campaign = make_campaign(session)
    make_donation(session, campaign=campaign, amount_minor=100_00, method=DonationMethod.CASH)
    return campaign


@pytest.fixture
def do(session, campaign):
    """`do("transfer_money", source=…, …)`: a service with what all of them are given."""
    actor = make_account(session)

    def run(name, **values):
        if not {"donation", "expense", "entry"} & set(values):
            values["campaign"] = values.get("campaign", campaign)
        return getattr(services, name)(session, actor=actor, now=NOW, today=TODAY, **values)

    return run


def held(session, campaign, place):
    return queries.account_balance(session, campaign.id, place.account, place.box_id)


def zero(session, campaign):
    assert session.scalar(select(func.sum(Posting.amount_minor))) == 0
    assert queries.money_equation(session, [campaign.id]).difference == 0


def move(do, amount_minor, source=CASH, target=BANK, **more):
    return do("transfer_money", source=source, target=target, amount_minor=amount_minor, **more)


def test_a_transfer_moves_what_is_there(session, campaign, do):
    move(do, 60_00)
    assert (held(session, campaign, CASH), held(session, campaign, BANK)) == (40_00, 60_00)
    assert queries.balance(session, [campaign.id]) == 100_00
    zero(session, campaign)


def test_a_transfer_refuses(session, campaign, do):
    other = DonationBox(
        campaign_id=make_campaign(session).id,
        number="1",
        place="Холл",
        seal_number="A1",
        placed_on=TODAY,
    )
    session.add(other)
    session.flush()
    for refusal, values in (
        (rules.InsufficientFunds, {"amount_minor": 100_01}),
        (rules.SameAccount, {"amount_minor": 1, "target": CASH}),
        (rules.AccountUnknown, {"amount_minor": 1, "target": Place(AccountKind.SPENT)}),
        (rules.AccountUnknown, {"amount_minor": 1, "target": Place(AccountKind.BOX, other.id)}),
        (rules.AccountUnknown, {"amount_minor": 1, "target": Place(AccountKind.BOX, 999)}),
        (rules.AccountUnknown, {"amount_minor": 1, "source": ADVANCES}),
        (rules.NotOwed, {"amount_minor": 1, "target": ADVANCES}),
        (rules.DateInFuture, {"amount_minor": 1, "moved_on": TODAY + timedelta(days=1)}),
    ):
        with pytest.raises(refusal):
            move(do, **values)
    assert held(session, campaign, CASH) == 100_00


def test_a_fee_is_shown_apart(session, campaign, do):
    move(do, 50_00)
    do("record_bank_fee", account=AccountKind.BANK, amount_minor=2_50, charged_on=TODAY)
    equation = queries.money_equation(session, [campaign.id])
    assert dict(equation.outgoing)["balance"] == 97_50
    assert equation.difference == 0
    with pytest.raises(rules.InsufficientFunds):
        do("record_bank_fee", account=AccountKind.BANK, amount_minor=47_51, charged_on=TODAY)


@pytest.mark.parametrize(("counted", "difference"), [(99_00, -1_00), (103_50, 3_50), (0, -100_00)])
def test_a_count_brings_the_books_to_what_is_there(session, campaign, do, counted, difference):
    entry = do("record_count", place=CASH, counted_minor=counted, counted_on=TODAY, reason="санау")
    assert held(session, campaign, CASH) == counted
    own = select(Posting.amount_minor).where(Posting.entry_id == entry.id)
    assert sorted(session.scalars(own)) == sorted((difference, -difference))
    zero(session, campaign)


@pytest.mark.parametrize(
    ("counted", "reason", "refusal"),
    [
        (100_00, "бірдей", rules.NoDifference),
        (-1, "теріс", rules.CountedBelowZero),
        (99_00, " ", rules.ReasonMissing),
    ],
)
def test_a_count_refuses(session, campaign, do, counted, reason, refusal):
    with pytest.raises(refusal):
        do("record_count", place=CASH, counted_minor=counted, counted_on=TODAY, reason=reason)
    assert held(session, campaign, CASH) == 100_00


def test_a_donor_gets_a_part_back(session, campaign, do):
    donation = make_donation(
        session, campaign=campaign, amount_minor=30_00, method=DonationMethod.CASH
    )
    give_back = {"donation": donation, "refunded_on": TODAY, "reason": "сұрады"}
    do("refund_donation", amount_minor=10_00, **give_back)
    assert donation.kept_minor == 20_00
    assert queries.collected_minor(session, [campaign.id]) == 120_00
    with pytest.raises(rules.RefundTooLarge):
        do("refund_donation", amount_minor=20_01, **give_back)
    with pytest.raises(rules.AlreadyRefunded):
        do("void_donation", donation=donation, reason="қате")
    with pytest.raises(rules.ReasonMissing):
        do("refund_donation", amount_minor=1, **{**give_back, "reason": ""})
    do("refund_donation", amount_minor=20_00, **give_back)
    assert donation.kept_minor == 0
    zero(session, campaign)


def test_what_is_spent_is_not_given_back_to_the_donor(session, campaign, do):
    donation = make_donation(
        session, campaign=campaign, amount_minor=30_00, method=DonationMethod.KASPI
    )
    move(do, 25_00, source=KASPI, target=BANK)
    with pytest.raises(rules.InsufficientFunds):
        do(
            "refund_donation",
            donation=donation,
            amount_minor=30_00,
            refunded_on=TODAY,
            reason="сұрады",
        )
    assert donation.kept_minor == 30_00


def test_a_supplier_gives_a_part_back(session, campaign, do):
    expense = make_approved_expense(session, campaign=campaign, amount_minor=40_00)
    before = held(session, campaign, Place(expense.account))
    take_back = {"expense": expense, "refunded_on": TODAY, "reason": "артық төленді"}
    do("refund_expense", amount_minor=15_00, **take_back)
    assert held(session, campaign, Place(expense.account)) == before + 15_00
    assert expense.paid_minor == 25_00
    assert queries.spent_minor(session, [campaign.id]) == 25_00
    with pytest.raises(rules.RefundTooLarge):
        do("refund_expense", amount_minor=25_01, **take_back)
    zero(session, campaign)


def test_a_transfer_is_taken_back_once(session, campaign, do):
    entry = move(do, 60_00)
    reversal = do("reverse_entry", entry=entry, reason="қате шот")
    assert reversal.kind is EntryKind.REVERSAL
    assert reversal.reverses_id == entry.id
    assert (held(session, campaign, CASH), held(session, campaign, BANK)) == (100_00, 0)
    for again in (entry, reversal):
        with pytest.raises((rules.AlreadyReversed, rules.HasItsOwnReversal)):
            do("reverse_entry", entry=again, reason="тағы")
    zero(session, campaign)


def test_what_moved_on_is_not_taken_back(session, campaign, do):
    entry = move(do, 60_00)
    move(do, 30_00, source=BANK, target=KASPI)
    with pytest.raises(rules.InsufficientFunds):
        do("reverse_entry", entry=entry, reason="қате шот")
    with pytest.raises(rules.ReasonMissing):
        do("reverse_entry", entry=entry, reason="")
    assert held(session, campaign, BANK) == 30_00


def test_a_donation_is_not_taken_back_from_the_journal(session, campaign, do):
    entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "donation")).first()
    with pytest.raises(rules.HasItsOwnReversal):
        do("reverse_entry", entry=entry, reason="қате")


def test_nothing_is_posted_into_a_closed_period(session, campaign, do):
    session.add(
        ClosedPeriod(campaign_id=campaign.id, ends_on=TODAY - timedelta(days=1), closed_at=NOW)
    )
    session.flush()
    closed = TODAY - timedelta(days=1)
    with pytest.raises(rules.PeriodClosed) as refusal:
        move(do, 10_00, moved_on=closed)
    assert refusal.value.field == "moved_on"
    with pytest.raises(rules.PeriodClosed):
        make_donation(session, campaign=campaign, amount_minor=1, received_on=closed)
    move(do, 10_00)


def test_the_database_refuses_an_entry_of_a_closed_period(session, campaign):
    session.add(ClosedPeriod(campaign_id=campaign.id, ends_on=TODAY, closed_at=NOW))
    settle(session)
    with pytest.raises(DBAPIError, match="the period is closed"):
        session.execute(
            text(
                "INSERT INTO journal_entries (campaign_id, kind, occurred_on, recorded_at, reason) "
                "VALUES (:campaign, 'transfer', :day, :instant, '')"
            ),
            {"campaign": campaign.id, "day": TODAY.isoformat(), "instant": NOW.isoformat()},
        )
    session.rollback()


@pytest.mark.parametrize("table", ["postings", "journal_entries"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET campaign_id = campaign_id",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table})",
    ],
)
def test_the_database_refuses_to_change_or_delete(session, campaign, table, statement):
    settle(session)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement.format(table=table)))
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Posting)) == 2


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (((AccountKind.CASH, 5_00),), "do not add up"),
        (((AccountKind.CASH, -200_00), (AccountKind.SPENT, 200_00)), "below zero"),
    ],
)
def test_a_journal_that_does_not_add_up_is_told(session, campaign, run_command, lines, told):
    settle(session)
    assert run_command("audit", "verify").exit_code == 0
    accounts = {
        account.kind: account.id
        for account in session.scalars(
            select(LedgerAccount).where(LedgerAccount.campaign_id == campaign.id)
        )
    }
    entry = JournalEntry(
        campaign_id=campaign.id, kind=EntryKind.TRANSFER, occurred_on=TODAY, recorded_at=NOW
    )
    session.add(entry)
    session.flush()
    for kind, amount in lines:
        if kind not in accounts:
            account = LedgerAccount(campaign_id=campaign.id, kind=kind)
            session.add(account)
            session.flush()
            accounts[kind] = account.id
        session.add(
            Posting(
                entry_id=entry.id,
                campaign_id=campaign.id,
                ledger_account_id=accounts[kind],
                amount_minor=amount,
            )
        )
    settle(session)
    answer = run_command("audit", "verify")
    assert answer.exit_code == 1
    assert told in answer.output
