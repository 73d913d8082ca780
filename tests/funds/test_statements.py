"""Statements of a bank: each line once, tied to one entry of the journal, or it waits."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from campaign_app.funds import queries, rules, services
from campaign_app.funds.models import Donation, StatementLine
from campaign_app.funds.rules import (
    AccountKind,
    DonationMethod,
    ImportOutcome,
    LineStatus,
    Place,
)
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_administrator,
    make_campaign,
    make_donation,
    make_expense,
)
from tests.support.statements import bring_in, confirm, make_source

PAYROLL = Path(__file__).parents[1] / "data" / "import" / "payroll_donations.csv"
HEAD = "Дата операции;Сумма;Плательщик;Номер документа;Назначение платежа\n"


def outcomes(planned):
    return [(each.row, each.outcome.value) for each in planned]


def statuses(session):
    rows = session.execute(select(StatementLine.row, StatementLine.status).order_by("row"))
    return [(row.row, row.status.value) for row in rows]


def test_payroll_comes_in_as_expected_and_once(session):
    campaign = make_campaign(session)
    source = make_source(session, method=DonationMethod.PAYROLL)
    content = PAYROLL.read_bytes()
    today = date(2020, 4, 20)
    statement = bring_in(session, campaign, source, content, name="payroll.csv")
    planned = services.plan_statement(session, statement=statement, today=today)
    expected = [(row, "new") for row in range(2, 32)]
    assert outcomes(planned) == [*expected, (32, "already_there"), (33, "error"), (34, "error")]
    assert planned[30].of_row is not None
    confirm(session, campaign, statement)
    assert queries.balance(session, [campaign.id]) == 126_500_00
    assert (statement.error_count, statement.repeated_count) == (2, 1)
    again = bring_in(session, campaign, source, content, name="payroll.csv")
    assert queries.find_same_file(session, again) is statement
    confirm(session, campaign, again)
    assert queries.balance(session, [campaign.id]) == 126_500_00
    assert again.repeated_count == 31
    assert session.scalar(select(func.count()).select_from(StatementLine)) == 30


LOGGED_AND_NEW = (
    HEAD
    + "20.04.2020;1 000,00;Кто-то;K-1;\n"  # the same reference
    + "20.04.2020;2 000,00;Ким Вера;K-2;\n"  # amount, date and name
    + "21.04.2020;3 000,00;Айгерім С.;K-3;\n"  # perhaps
    + "20.04.2020;4 000,00;Асанов Б.;K-4;Демеу\n"  # new
    + "20.04.2020;5 000,00;;K-5;\n"  # from whom?
    + "20.04.2020;-250,00;Банк;;Комиссия\n"  # out
    + "20.04.2020;5OO;Асанов Б.;K-6;\n"  # unreadable
    + "20.05.2020;500;Асанов Б.;K-7;\n"  # in the future
)


def test_what_was_logged_is_tied_and_the_rest_is_posted_or_waits(session):
    campaign = make_campaign(session)
    kaspi = {"campaign": campaign, "method": DonationMethod.KASPI, "received_on": TODAY}
    by_reference = make_donation(session, amount_minor=100_000, reference="K-1", **kaspi)
    by_name = make_donation(session, amount_minor=200_000, donor_name="Ким Вера", **kaspi)
    make_donation(session, amount_minor=300_000, donor_name="Сейтқали Айгерім", **kaspi)
    statement = bring_in(session, campaign, make_source(session), LOGGED_AND_NEW)
    planned = confirm(session, campaign, statement, today=TODAY + timedelta(days=1))
    assert [
        (*each, type(line.why).__name__)
        for each, line in zip(outcomes(planned), planned, strict=False)
    ] == [
        (2, "already_there", "AlreadyEntered"),
        (3, "already_there", "AlreadyEntered"),
        (4, "parked", "PerhapsEntered"),
        (5, "new", "NoneType"),
        (6, "parked", "DonorMissing"),
        (7, "parked", "MoneyWentOut"),
        (8, "error", "AmountInvalid"),
        (9, "error", "DateInFuture"),
    ]
    said = ("matched", "matched", "parked", "posted", "parked", "parked")
    assert statuses(session) == list(enumerate(said, start=2))
    tied = dict(session.execute(select(StatementLine.row, StatementLine.entry_id)).all())
    assert (tied[2], tied[3]) == (by_reference.entry_id, by_name.entry_id)
    # 600 000 was logged, 400 000 is new; nothing else was posted.
    assert queries.balance(session, [campaign.id]) == 1_000_000


def test_overlapping_statements_post_nothing_twice(session):
    campaign = make_campaign(session)
    source = make_source(session)
    days = [
        "18.04.2020;500;Ким Вера;;\n",
        "18.04.2020;500;Ким Вера;;\n",
        "19.04.2020;700;;;\n",
        "20.04.2020;900;Асанов Б.;K-9;\n",
    ]
    confirm(session, campaign, bring_in(session, campaign, source, HEAD + "".join(days[:3])))
    later = bring_in(session, campaign, source, HEAD + "".join(days[1:] + days[1:2]))
    # The day of the overlap is there whole in both: two gifts of 500 stay two.
    assert outcomes(services.plan_statement(session, statement=later, today=TODAY)) == [
        (2, "already_there"),
        (3, "already_there"),
        (4, "new"),
        (5, "already_there"),
    ]
    confirm(session, campaign, later)
    amounts = session.scalars(select(Donation.amount_minor).order_by(Donation.id)).all()
    assert amounts == [50_000, 50_000, 90_000]
    assert queries.count_parked_lines(session, campaign.id) == 1
    # Confirmed again, it does nothing again.
    assert confirm(session, campaign, later) == []


def test_a_line_that_was_decided_does_not_come_back(session):
    campaign = make_campaign(session)
    source = make_source(session)
    text = HEAD + "19.04.2020;700;;;\n19.04.2020;800;;;\n"
    confirm(session, campaign, bring_in(session, campaign, source, text))
    first, second = session.scalars(select(StatementLine).order_by(StatementLine.row))
    actor = make_account(session)
    services.book_line_as_donation(
        session,
        actor=actor,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        line=first,
        donor_name="",
        is_anonymous=True,
        received_on=first.booked_on,
    )
    services.set_line_aside(
        session, actor=actor, now=NOW, campaign=campaign, line=second, reason="Жеке аударым"
    )
    confirm(session, campaign, bring_in(session, campaign, source, text))
    assert queries.balance(session, [campaign.id]) == 70_000
    assert statuses(session) == [(2, "posted"), (3, "set_aside")]
    with pytest.raises(rules.LineDecided):
        services.set_line_aside(
            session, actor=actor, now=NOW, campaign=campaign, line=second, reason="тағы"
        )


def make_line(session, campaign, text):
    """A parked line of a statement."""
    confirm(session, campaign, bring_in(session, campaign, make_source(session), HEAD + text))
    return session.scalars(select(StatementLine).order_by(StatementLine.id.desc())).first()


def test_money_out_is_tied_to_the_one_entry_that_it_can_be(session):
    campaign = make_campaign(session)
    make_donation(session, campaign=campaign, method=DonationMethod.KASPI, amount_minor=900_000)
    expense = make_expense(
        session, campaign=campaign, account=AccountKind.KASPI, amount_minor=250_000
    )
    services.approve_expense(session, actor=make_administrator(session), now=NOW, expense=expense)
    found = make_line(session, campaign, "20.04.2020;-2500;ТОО Демо;;\n")
    assert (found.status, found.entry_id) == (LineStatus.MATCHED, expense.entry_id)


def test_two_entries_of_one_amount_are_for_a_person_to_tell_apart(session):
    campaign = make_campaign(session)
    actor = make_account(session)
    make_donation(session, campaign=campaign, method=DonationMethod.KASPI, amount_minor=900_000)
    moves = [
        services.transfer_money(
            session,
            actor=actor,
            now=NOW,
            today=TODAY,
            campaign=campaign,
            source=Place(AccountKind.KASPI),
            target=Place(AccountKind.CASH),
            amount_minor=100_000,
        )
        for _ in range(2)
    ]
    found = make_line(session, campaign, "20.04.2020;-1000;;;\n")
    assert found.status is LineStatus.PARKED
    assert {entry.id for entry in services.possible_entries(session, found)} == {
        move.id for move in moves
    }
    common = {"actor": actor, "now": NOW, "campaign": campaign, "line": found}
    with pytest.raises(rules.EntryUnknown):
        services.tie_line_to_entry(session, entry_id=moves[1].id + 999, **common)
    services.tie_line_to_entry(session, entry_id=moves[1].id, **common)
    assert (found.status, found.entry_id) == (LineStatus.MATCHED, moves[1].id)


def test_a_deposit_is_no_donation(session):
    campaign = make_campaign(session)
    make_donation(session, campaign=campaign, method=DonationMethod.CASH, amount_minor=900_000)
    services.transfer_money(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        source=Place(AccountKind.CASH),
        target=Place(AccountKind.KASPI),
        amount_minor=900_000,
    )
    statement = bring_in(
        session, campaign, make_source(session), HEAD + "20.04.2020;9000;Кассир А.;;\n"
    )
    (planned,) = services.plan_statement(session, statement=statement, today=TODAY)
    assert (planned.outcome, type(planned.why)) == (ImportOutcome.PARKED, rules.PerhapsInJournal)


def test_a_fee_is_posted_from_its_line(session):
    campaign = make_campaign(session)
    make_donation(session, campaign=campaign, method=DonationMethod.KASPI, amount_minor=900_000)
    found = make_line(session, campaign, "20.04.2020;-150;;;Комиссия\n")
    services.book_line_as_fee(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        line=found,
        charged_on=TODAY,
    )
    assert queries.account_balance(session, campaign.id, AccountKind.KASPI) == 885_000
    income = make_line(session, campaign, "20.04.2020;150;;;\n")
    with pytest.raises(rules.NotAFee):
        services.book_line_as_fee(
            session,
            actor=make_account(session),
            now=NOW,
            today=TODAY,
            campaign=campaign,
            line=income,
            charged_on=TODAY,
        )


def test_columns_are_chosen_once_for_a_source(session):
    campaign = make_campaign(session)
    source = make_source(session)
    text = "Аа;Бб;Вв\n20.04.2020;1 000,00;Ким Вера\n"
    statement = bring_in(session, campaign, source, text)
    assert services.plan_statement(session, statement=statement, today=TODAY) == []
    with pytest.raises(rules.ColumnsMissing):
        confirm(session, campaign, statement)
    services.choose_statement_columns(
        session,
        actor=make_account(session),
        now=NOW,
        statement=statement,
        fields=["received_on", "amount", "donor_name"],
    )
    confirm(session, campaign, statement)
    assert session.scalars(select(Donation.donor_name)).all() == ["Ким Вера"]
    next_one = bring_in(session, campaign, source, "Бб;Вв;Аа\n700;Асанов Б.;19.04.2020\n")
    assert outcomes(services.plan_statement(session, statement=next_one, today=TODAY)) == [
        (2, "new")
    ]


def test_a_line_of_a_closed_period_waits(session):
    campaign = make_campaign(session)
    services.close_period(
        session,
        actor=make_administrator(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        ends_on=TODAY - timedelta(days=1),
        found=services.Reconciliation(pieces={}, bank_minor=0, kaspi_minor=0, counted_with=""),
    )
    found = make_line(session, campaign, "19.04.2020;150;Ким Вера;;\n")
    assert found.status is LineStatus.PARKED
    waiting = queries.waiting_until(session, campaign.id, TODAY)
    assert [(each.number, each.statement_id) for each in waiting] == [
        ("statement.csv:2", found.statement_id)
    ]


def test_the_database_refuses_a_line_twice_and_an_entry_for_two_lines(session):
    campaign = make_campaign(session)
    text = "19.04.2020;150;Ким Вера;;\n20.04.2020;150;Асанов Б.;;\n"
    last = make_line(session, campaign, text)
    first = session.scalars(select(StatementLine).order_by(StatementLine.id)).first()
    for name in ("fingerprint", "entry_id"):
        change = update(StatementLine).where(StatementLine.id == last.id)
        savepoint = session.begin_nested()
        with pytest.raises(IntegrityError):
            session.execute(change.values({name: getattr(first, name)}))
        savepoint.rollback()


def test_a_file_of_years_is_refused(session):
    campaign = make_campaign(session)
    text = HEAD + "19.04.2020;150;Ким Вера;;\n" * (rules.MOST_LINES + 1)
    with pytest.raises(rules.StatementTooLong):
        bring_in(session, campaign, make_source(session), text)
