"""Lines of a statement as plain values: amounts, fingerprints, names, columns."""

from __future__ import annotations

import pytest

from campaign_app.core.money import AmountInvalid, AmountNotPositive
from campaign_app.funds import rules
from campaign_app.funds.rules import DonationMethod, ReadLine
from tests.factories import TODAY


@pytest.mark.parametrize(
    ("amount", "outgoing", "read"),
    [
        ("5 000,00", None, 500_000),
        ("+ 5 000,00 ₸", "", 500_000),
        ("- 1 200,50", None, -120_050),
        ("−1200", None, -120_000),
        (None, "700", -70_000),
        ("", "-700", -70_000),
        ("300", "0", 30_000),
        ("300", "0,00", 30_000),
        (1200.5, None, 120_050),
    ],
)
def test_money_in_and_out_is_read_from_either_column(amount, outgoing, read):
    assert rules.read_signed(amount, outgoing) == read


@pytest.mark.parametrize(
    ("amount", "outgoing", "refusal"),
    [
        ("0", None, AmountNotPositive),
        ("5OO", None, AmountInvalid),
        ("", "", AmountInvalid),
        ("100", "one", AmountInvalid),
    ],
)
def test_a_line_of_nothing_is_no_line(amount, outgoing, refusal):
    with pytest.raises(refusal):
        rules.read_signed(amount, outgoing)


def line(**changes):
    values = {
        "booked_on": TODAY,
        "amount_minor": 500_000,
        "method": DonationMethod.KASPI,
        "counterparty": "Айгерім С.",
    }
    return ReadLine(**{**values, **changes})


def test_equal_lines_have_their_own_fingerprints_and_keep_them():
    first, second, other = rules.fingerprints([line(), line(), line(amount_minor=1)])
    assert len({first, second, other}) == 3
    assert rules.fingerprints([line(counterparty="АЙГЕРИМ С."), line()]) == [first, second]


@pytest.mark.parametrize(
    ("first", "second", "may"),
    [
        ("Айгерім С.", "Сейтқали Айгерім", True),
        ("Ким В.", "Ким Вера", True),
        ("", "Ким Вера", True),
        ("С.", "Ким Вера", True),
        ("Асанов Б.", "Ким Вера", False),
    ],
)
def test_which_names_may_be_one_person(first, second, may):
    assert rules.may_be_same_name(first, second) is may


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (["received_on", "amount"], None),
        (["received_on", "outgoing", None], None),
        (["received_on", None], rules.ColumnsMissing),
        (["amount", "donor_name"], rules.ColumnsMissing),
        (["received_on", "amount", "amount"], rules.ColumnTwice),
    ],
)
def test_a_line_needs_a_day_and_an_amount(fields, refusal):
    if refusal is None:
        return rules.check_statement_columns(fields)
    with pytest.raises(refusal):
        rules.check_statement_columns(fields)
