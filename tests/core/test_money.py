"""Amounts: how people type them, how they are shown, what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.core.money import (
    MAX_MINOR,
    AmountInvalid,
    AmountMissing,
    AmountNotPositive,
    AmountTooLarge,
    AmountTooPrecise,
    Money,
    amount_in_words,
    format_money,
    major_decimal,
    major_text,
)

AMOUNTS = st.integers(min_value=1, max_value=MAX_MINOR)


@pytest.mark.parametrize(
    ("entered", "minor"),
    [
        ("5000", 500_000),
        ("5 000,50", 500_050),
        ("5 000 ₸", 500_000),
        ("5000.5", 500_050),
        ("5000,5", 500_050),
        ("  5000  ", 500_000),
        ("5\u00a0000,00\u00a0₸", 500_000),
        ("5\u202f000", 500_000),
        ("5'000", 500_000),
        ("5’000", 500_000),
        ("1,234,567.50", 123_456_750),
        ("1.234.567,50", 123_456_750),
        ("1.234.567", 123_456_700),
        ("10 000,00", 1_000_000),
        ("10.000,00", 1_000_000),
        ("5,000", 500_000),
        ("5,00", 500),
        ("5,", 500),
        ("0,01", 1),
        ("0.10", 10),
        ("₸ 5000", 500_000),
        ("5000 тг", 500_000),
        ("5000 тг.", 500_000),
        ("5000 теңге", 500_000),
        ("5000 тенге", 500_000),
        ("5000KZT", 500_000),
        ("+5000", 500_000),
        ("007", 700),
        ("100000000000", MAX_MINOR),
        (5000, 500_000),
        (5000.0, 500_000),
        (0.1 + 0.2, 30),
        (1000000.1, 100_000_010),
        (Decimal("5000.50"), 500_050),
    ],
)
def test_amounts_are_read_as_people_type_them(entered: str, minor: int) -> None:
    assert Money.parse(entered) == Money(minor)


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ("", AmountMissing),
        ("   ", AmountMissing),
        ("\u00a0", AmountMissing),
        (None, AmountMissing),
        ("5 OOO", AmountInvalid),
        ("пять", AmountInvalid),
        ("₸", AmountInvalid),
        ("-", AmountInvalid),
        (".50", AmountInvalid),
        ("5 00", AmountInvalid),
        ("50 0000", AmountInvalid),
        ("1,23,456", AmountInvalid),
        ("1.234,567.00", AmountInvalid),
        ("5000 5000", AmountInvalid),
        ("--5000", AmountInvalid),
        ("1e6", AmountInvalid),
        ("５０００", AmountInvalid),
        ("٥٠٠٠", AmountInvalid),
        ("5" * 61, AmountInvalid),
        (True, AmountInvalid),
        (float("nan"), AmountInvalid),
        (float("inf"), AmountInvalid),
        ("5000.505", AmountTooPrecise),
        ("5.000", AmountTooPrecise),
        ("0,125", AmountTooPrecise),
        (5000.505, AmountTooPrecise),
        ("-5000", AmountNotPositive),
        ("−5 000,00", AmountNotPositive),
        (-5000.0, AmountNotPositive),
        ("0", AmountNotPositive),
        ("0,00", AmountNotPositive),
        ("100000000000.01", AmountTooLarge),
        ("99999999999999999999", AmountTooLarge),
        (1e300, AmountTooLarge),
    ],
)
def test_what_is_no_amount_is_refused(entered: str, error: type[AmountInvalid]) -> None:
    with pytest.raises(AmountInvalid) as refusal:
        Money.parse(entered)
    assert type(refusal.value) is error


def test_the_refusal_names_what_was_entered() -> None:
    with pytest.raises(AmountInvalid, match="“5 OOO” is not an amount"):
        Money.parse("5 OOO")


@pytest.mark.parametrize(("entered", "minor"), [("0", 0), ("-5 000,50", -500_050), (-2.5, -250)])
def test_zero_and_below_pass_where_they_are_asked_for(entered: str, minor: int) -> None:
    assert Money.parse(entered, positive=False) == Money(minor)


def test_money_adds_up_exactly() -> None:
    assert sum([Money(10)] * 1450) == Money(14_500)
    assert Money(500) - Money(700) == Money(-200)
    assert -Money(5) == Money(-5)
    assert abs(Money(-5)) == Money(5)
    assert 3 * Money(5) == Money(5) * 3 == Money(15)
    assert Money(1) < Money(2)
    assert not Money(0)
    assert str(Money(500_050)) == "5000.50"


def test_money_never_meets_a_fraction() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(1) * 1.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(1) + 1  # type: ignore[operator]


@pytest.mark.parametrize(
    ("minor", "locale", "shown"),
    [
        (123_456_750, "kk", "1\u00a0234\u00a0567,50\u00a0₸"),
        (123_456_750, "ru", "1\u00a0234\u00a0567,50\u00a0₸"),
        (123_456_750, "ru_KZ", "1\u00a0234\u00a0567,50\u00a0₸"),
        (123_456_750, "en", "1,234,567.50\u00a0₸"),
        (0, "ru", "0,00\u00a0₸"),
        (5, "en", "0.05\u00a0₸"),
        (-500_050, "kk", "-5\u00a0000,50\u00a0₸"),
        (-5, "en", "-0.05\u00a0₸"),
    ],
)
def test_amounts_are_shown(minor: int, locale: str, shown: str) -> None:
    assert format_money(minor, locale) == shown


@given(minor=st.integers(min_value=-MAX_MINOR, max_value=MAX_MINOR))
def test_the_form_of_kk_and_ru_is_that_of_cldr(minor: int) -> None:
    tenge = Decimal(minor).scaleb(-2)
    for locale, cldr in (("kk", "kk_KZ"), ("ru", "ru_KZ")):
        # Some Kazakhstan data puts a narrow space between groups; ours is always U+00A0.
        expected = format_currency(tenge, "KZT", locale=cldr).replace("\u202f", "\u00a0")
        assert format_money(minor, locale) == expected


def test_another_currency_keeps_its_own_sign() -> None:
    assert format_money(123_450, "ru", "RUB") == "1\u00a0234,50\u00a0₽"


@given(minor=AMOUNTS)
def test_what_is_shown_can_be_typed_again(minor: int) -> None:
    for locale in ("kk", "ru", "en"):
        assert Money.parse(format_money(minor, locale)) == Money(minor)
    assert Money.parse(major_text(minor)) == Money(minor)
    assert Money.parse(major_decimal(minor)) == Money(minor)


@pytest.mark.parametrize(
    ("minor", "text"), [(500_050, "5000.50"), (5, "0.05"), (-5, "-0.05"), (0, "0.00")]
)
def test_amounts_for_machines(minor: int, text: str) -> None:
    assert major_text(minor) == text
    assert major_decimal(minor) == Decimal(text)


@pytest.mark.parametrize(
    ("minor", "locale", "words"),
    [
        (555_600, "ru", "пять тысяч пятьсот пятьдесят шесть тенге 00 тиын"),
        (555_600, "kk", "бес мың бес жүз елу алты теңге 00 тиын"),
        (555_600, "en", "five thousand, five hundred and fifty-six tenge 00 tiyn"),
        (100_050, "ru", "одна тысяча тенге 50 тиын"),
        (100_050, "kk", "бір мың теңге 50 тиын"),
        (200_000_001, "ru", "два миллиона тенге 01 тиын"),
        (0, "ru", "ноль тенге 00 тиын"),
        (0, "kk", "нөл теңге 00 тиын"),
        (-2_100, "ru", "минус двадцать один тенге 00 тиын"),
    ],
)
def test_amounts_in_words(minor: int, locale: str, words: str) -> None:
    assert amount_in_words(minor, locale) == words
