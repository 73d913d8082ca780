"""The rules of money, as tables."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from campaign_app.funds import rules
from campaign_app.funds.rules import (
    AccountKind,
    DonationMethod,
    ExpenseAction,
    ExpenseStatus,
    Line,
)

PDF = b"%PDF-1.7 invoice"


@pytest.mark.parametrize(
    ("method", "account", "income"),
    [
        (DonationMethod.CASH, AccountKind.CASH, AccountKind.INCOME_DONATIONS),
        (DonationMethod.KASPI, AccountKind.KASPI, AccountKind.INCOME_DONATIONS),
        (DonationMethod.BANK, AccountKind.BANK, AccountKind.INCOME_DONATIONS),
        (DonationMethod.PAYROLL, AccountKind.BANK, AccountKind.INCOME_DONATIONS),
        (DonationMethod.BOX, AccountKind.BOX, AccountKind.INCOME_DONATIONS),
        (DonationMethod.IN_KIND, AccountKind.GOODS_IN_KIND, AccountKind.INCOME_IN_KIND),
    ],
)
def test_where_a_donation_goes(method, account, income):
    assert rules.donation_lines(method, 500) == (Line(account, 500), Line(income, -500))


@pytest.mark.parametrize("account", rules.MONEY_ACCOUNTS)
def test_an_expense_takes_from_its_account(account):
    lines = rules.expense_lines(account, 700)
    assert lines == (Line(account, -700), Line(AccountKind.SPENT, 700))


@pytest.mark.parametrize(
    ("amount", "advanced", "lines"),
    [
        (700, 200, [(AccountKind.BANK, -500), (AccountKind.ADVANCES, -200)]),
        (700, 700, [(AccountKind.ADVANCES, -700)]),
    ],
)
def test_what_the_account_lacks_is_advanced(amount, advanced, lines):
    made = rules.expense_lines(AccountKind.BANK, amount, advanced)
    assert [(line.account, line.amount_minor) for line in made] == [
        *lines,
        (AccountKind.SPENT, amount),
    ]


ENTERED, HALF, APPROVED, REJECTED = ExpenseStatus
APPROVE, REJECT = ExpenseAction
ALLOWED = {
    (ENTERED, APPROVE, False): APPROVED,
    (ENTERED, REJECT, False): REJECTED,
    (ENTERED, APPROVE, True): HALF,
    (ENTERED, REJECT, True): REJECTED,
    (HALF, APPROVE, True): APPROVED,
    (HALF, REJECT, True): REJECTED,
}


@pytest.mark.parametrize("asked", list(product(ExpenseStatus, ExpenseAction, (False, True))))
def test_the_states_of_an_expense(asked):
    if asked in ALLOWED:
        assert rules.next_expense_status(*asked) is ALLOWED[asked]
    else:
        with pytest.raises(rules.ExpenseDecided) as refusal:
            rules.next_expense_status(*asked)
        assert refusal.value.params == {"status": asked[0]}


@pytest.mark.parametrize(
    ("amount", "held", "balance", "reason", "expected"),
    [
        (500, 500, 500, "", 0),
        (501, 500, 900, "", None),
        (500, 900, 499, "", None),  # the rest is owed to whoever advanced it
        (501, 500, 900, "жол", 1),
        (500, 900, 400, "жол", 100),
        (500, 900, -400, "жол", 500),
        (500, 0, 0, "жол", 500),
        (500, 900, 900, "жол", 0),
    ],
)
def test_what_an_expense_takes_beyond_what_is_there(amount, held, balance, reason, expected):
    asked = (amount, held, balance, AccountKind.BANK, reason)
    if expected is None:
        with pytest.raises(rules.InsufficientFunds):
            rules.overdraft(*asked)
    else:
        assert rules.overdraft(*asked) == expected


@pytest.mark.parametrize(
    ("approver", "entered", "first", "refusal"),
    [
        (1, 2, None, None),
        (1, 2, 3, None),
        (2, 2, None, rules.OwnExpense),
        (2, 2, 3, rules.OwnExpense),
        (1, 2, 1, rules.SameApprover),
    ],
)
def test_everybody_with_a_say_is_another_person(approver, entered, first, refusal):
    if refusal is None:
        return rules.check_approver(approver, entered, first)
    with pytest.raises(refusal):
        rules.check_approver(approver, entered, first)


@pytest.mark.parametrize(("asked", "left", "is_refused"), [(5, 5, False), (6, 5, True)])
def test_nothing_is_spent_that_is_not_there(asked, left, is_refused):
    if not is_refused:
        return rules.check_funds(asked, left, AccountKind.CASH)
    with pytest.raises(rules.InsufficientFunds) as refusal:
        rules.check_funds(asked, left, AccountKind.CASH)
    assert (refusal.value.params["asked"].minor, refusal.value.params["left"].minor) == (6, 5)


@pytest.mark.parametrize(
    ("donor_name", "is_anonymous", "is_refused"),
    [("Демо", False, False), ("", True, False), ("Демо", True, False), (" ", False, True)],
)
def test_who_gave(donor_name, is_anonymous, is_refused):
    if not is_refused:
        return rules.check_donor(donor_name, is_anonymous)
    with pytest.raises(rules.DonorMissing):
        rules.check_donor(donor_name, is_anonymous)


def test_the_day_is_not_in_the_future():
    today = date(2020, 4, 20)
    rules.check_not_in_future(today, today, "received_on")
    with pytest.raises(rules.DateInFuture):
        rules.check_not_in_future(date(2020, 4, 21), today, "received_on")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0 photo", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n picture", "image/png"),
        (PDF + b" " * (5 * 1024**2 - len(PDF)), "application/pdf"),
    ],
)
def test_documents_are_told_by_their_first_bytes(content, media_type):
    assert rules.media_type_of(content) == media_type


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", rules.AttachmentKindRefused),
        (b"<svg onload='alert(1)'>", rules.AttachmentKindRefused),
        (b"<html>", rules.AttachmentKindRefused),
        (b"GIF89a %PDF-", rules.AttachmentKindRefused),
        (PDF + b" " * (5 * 1024**2), rules.AttachmentTooLarge),
    ],
)
def test_documents_that_are_refused(content, error):
    with pytest.raises(error):
        rules.media_type_of(content)


@pytest.mark.parametrize(
    ("year", "number", "shown"), [(2020, 32, "2020-0032"), (2026, 12345, "2026-12345")]
)
def test_numbers_on_paper(year, number, shown):
    assert rules.number_in_year(year, number) == shown
