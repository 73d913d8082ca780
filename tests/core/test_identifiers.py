"""IIN, BIN and telephone numbers: what is taken, what is warned about, what is refused."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign_app.core.identifiers import (
    NO_SUCH_DATE,
    OTHER_DATE,
    OTHER_SEX,
    UNUSUAL_CENTURY,
    BinCheckDigitWrong,
    BinInvalid,
    BinLengthWrong,
    BinMissing,
    BinNotDigits,
    BinOfPerson,
    IinCheckDigitWrong,
    IinImpossible,
    IinInvalid,
    IinLengthWrong,
    IinMissing,
    IinNotDigits,
    PhoneInvalid,
    PhoneMissing,
    SupplierNumberInvalid,
    birth_date_in,
    check_bin,
    check_digit,
    check_iin,
    check_supplier_number,
    format_phone,
    mask_document,
    mask_iin,
    parse_phone,
    restore_iin,
)

VALID_IINS = [
    ("480315400007", date(1948, 3, 15), "female"),
    ("521109300003", date(1952, 11, 9), "male"),
    ("010722600006", date(2001, 7, 22), "female"),
    ("991231300003", date(1999, 12, 31), "male"),
    ("040229500600", date(2004, 2, 29), "male"),  # needs the second weights
]


@pytest.mark.parametrize(("iin", "born_on", "sex"), VALID_IINS)
def test_valid_iins_pass_without_a_warning(iin: str, born_on: date, sex: str) -> None:
    assert check_iin(iin, born_on, sex).value == iin
    assert check_iin(iin, born_on, sex).warnings == ()
    assert birth_date_in(iin) == born_on


@pytest.mark.parametrize("entered", [" 480315 400007 ", "480315-400007", "480\u00a0315 400–007"])
def test_spaces_and_hyphens_are_left_out(entered: str) -> None:
    assert check_iin(entered).value == "480315400007"


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ("", IinMissing),
        (" - ", IinMissing),
        ("480315400008", IinCheckDigitWrong),
        ("408315400007", IinCheckDigitWrong),
        ("48031540000", IinLengthWrong),
        ("4803154000070", IinLengthWrong),
        *((f"55112030187{last}", IinImpossible) for last in range(10)),
        ("４８０３１５４０００００", IinNotDigits),
        ("٤٨٠٣١٥٤٠٠٠٠٧", IinNotDigits),
        ("48031540000O", IinNotDigits),
        ("480315.400007", IinNotDigits),
    ],
)
def test_what_cannot_be_an_iin_is_refused(entered: str, error: type[IinInvalid]) -> None:
    with pytest.raises(IinInvalid) as refusal:
        check_iin(entered)
    assert type(refusal.value) is error
    # An IIN is personal data, and messages end up in logs.
    assert not entered.strip(" -") or entered not in str(refusal.value)


@pytest.mark.parametrize(
    ("iin", "born_on", "sex", "warnings"),
    [
        ("900230300009", None, None, (NO_SUCH_DATE,)),
        ("900101900005", None, None, (UNUSUAL_CENTURY,)),
        ("900101900005", date(1990, 1, 1), "male", (UNUSUAL_CENTURY,)),
        ("480315400007", date(1948, 3, 16), "female", (OTHER_DATE,)),
        ("480315400007", date(1948, 3, 15), "male", (OTHER_SEX,)),
        ("480315400007", date(1950, 1, 1), "male", (OTHER_DATE, OTHER_SEX)),
        ("480315400007", None, "unknown", ()),
    ],
)
def test_a_date_or_sex_that_differs_only_warns(
    iin: str, born_on: date | None, sex: str | None, warnings: tuple[str, ...]
) -> None:
    assert check_iin(iin, born_on, sex).warnings == warnings


@pytest.mark.parametrize(
    ("entered", "restored"),
    [
        (10722600046.0, "010722600046"),
        (10722600046, "010722600046"),
        (521225300034.0, "521225300034"),
        ("10722600046", "010722600046"),
        ("10722600046.0", "010722600046"),
        ("010722600046", "010722600046"),
        ("48031540000", "48031540000"),  # a forgotten digit is no lost zero
        (float("nan"), "nan"),
        (1.5, "1.5"),
        (12345, "12345"),
        ("", ""),
    ],
)
def test_a_spreadsheet_gives_back_the_zeros_it_took(entered: str | float, restored: str) -> None:
    assert restore_iin(entered) == restored


@given(first=st.from_regex(r"\A[0-9]{11}\Z"))
def test_whatever_has_a_check_digit_passes_and_no_other_digit_does(first: str) -> None:
    right = check_digit(first)
    for last in range(10):
        if last == right:
            assert check_iin(f"{first}{last}").value == f"{first}{last}"
        else:
            with pytest.raises(IinInvalid):
                check_iin(f"{first}{last}")


@pytest.mark.parametrize(
    ("iin", "masked"),
    [("480315400007", "4803••••0007"), (None, ""), ("", ""), ("4803", "••••")],
)
def test_an_iin_is_masked(iin: str | None, masked: str) -> None:
    assert mask_iin(iin) == masked


@pytest.mark.parametrize(
    ("number", "masked"), [("DEMO003299", "••••3299"), ("123456", "••••"), (None, "")]
)
def test_a_document_is_masked(number: str | None, masked: str) -> None:
    assert mask_document(number) == masked


@pytest.mark.parametrize(
    "number", ["990140000007", "051240000018", "200341000017", "080940000016", "9901 4000 0007"]
)
def test_valid_bins_pass(number: str) -> None:
    assert check_bin(number) == number.replace(" ", "")


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ("", BinMissing),
        ("99014000000", BinLengthWrong),
        ("990140000008", BinCheckDigitWrong),
        ("９９０１４００００００７", BinNotDigits),
        ("480315400007", BinOfPerson),
    ],
)
def test_what_cannot_be_a_bin_is_refused(entered: str, error: type[BinInvalid]) -> None:
    with pytest.raises(BinInvalid) as refusal:
        check_bin(entered)
    assert type(refusal.value) is error


def test_the_iin_of_a_person_is_not_shown_when_it_is_no_bin() -> None:
    with pytest.raises(BinOfPerson, match="4803••••0007"):
        check_bin("480315400007")


def test_a_supplier_has_a_bin_or_the_iin_of_a_sole_entrepreneur() -> None:
    assert check_supplier_number("990140000007") == "990140000007"
    assert check_supplier_number("480315 400007") == "480315400007"
    for entered in ("", "480315400008", "551120301870", "48031540000", "９９０１４００００００７"):
        with pytest.raises(SupplierNumberInvalid):
            check_supplier_number(entered)


@pytest.mark.parametrize(
    ("entered", "e164", "shown"),
    [
        ("87011234567", "+77011234567", "+7 701 123 45 67"),
        ("8 (701) 123-45-67", "+77011234567", "+7 701 123 45 67"),
        ("7011234567", "+77011234567", "+7 701 123 45 67"),
        ("+7 701 123 45 67", "+77011234567", "+7 701 123 45 67"),
        ("77011234567", "+77011234567", "+7 701 123 45 67"),
        (77011234567.0, "+77011234567", "+7 701 123 45 67"),
        (7011234567, "+77011234567", "+7 701 123 45 67"),
        ("8(700)0051606", "+77000051606", "+7 700 005 16 06"),
        ("7000061557", "+77000061557", "+7 700 006 15 57"),
        ("87000067394", "+77000067394", "+7 700 006 73 94"),
        ("+7 700 003-75-19", "+77000037519", "+7 700 003 75 19"),
        ("＋7\u00a0700\u202f003–75–19", "+77000037519", "+7 700 003 75 19"),
        ("+7 700 000 0001", "+77000000001", "+7 700 000 00 01"),
        ("+7 7213 91 23 45", "+77213912345", "+7 7213 91 23 45"),
        ("8 7213 912345", "+77213912345", "+7 7213 91 23 45"),
        ("+7 900 123 45 67", "+79001234567", "+7 900 123 45 67"),
        ("+91 9807990795", "+919807990795", "+91 98079 90795"),
        ("+92 300 6954962", "+923006954962", "+92 300 6954962"),
        ("+998 90 3323573", "+998903323573", "+998 90 332 35 73"),
        ("00 998 90 3323573", "+998903323573", "+998 90 332 35 73"),
        ("+976 9911 2233", "+97699112233", "+976 9911 2233"),
        ("+234 803 123 4567", "+2348031234567", "+234 803 123 4567"),
    ],
)
def test_telephone_numbers(entered: str | float, e164: str, shown: str) -> None:
    assert parse_phone(entered) == e164
    assert format_phone(e164) == shown
    assert parse_phone(shown) == e164


@pytest.mark.parametrize(
    "entered",
    [
        "12345",
        "+7 701 123 45",
        "+7 701 123 45 678",
        "7OO1234567",
        "8-800-KASPI",
        "701 123 45 67 или 702",
        "+",
        "８７０１１２３４５６７",
        "+7" * 50,
        float("nan"),
    ],
)
def test_what_is_no_telephone_number_is_refused(entered: str | float) -> None:
    with pytest.raises(PhoneInvalid, match=re.escape(f"“{str(entered)[:40]}”")):
        parse_phone(entered)


def test_a_missing_telephone_number_has_its_own_refusal() -> None:
    with pytest.raises(PhoneMissing):
        parse_phone(" ")
    assert format_phone(None) == ""


@given(number=st.from_regex(r"\A70[0-2][0-9]{7}\Z"))
def test_each_way_of_writing_is_one_number(number: str) -> None:
    e164 = f"+7{number}"
    assert parse_phone(f"8{number}") == parse_phone(number) == parse_phone(e164) == e164
    assert parse_phone(format_phone(e164)) == e164
