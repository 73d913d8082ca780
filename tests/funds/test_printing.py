"""The receipt for a donation on paper."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.formats import amount_in_words
from campaign_app.core.printing.labels import BOTH, CHOICES, Texts
from campaign_app.funds.printing import DonationReceipt, render_donation_receipt

NOW = datetime(2020, 4, 1, 3, 5, tzinfo=UTC)
ADDRESS = "https://demo.example/verify/R7K4M9QX"


def receipt(
    *,
    donor: str = "Қасымов Ғалымжан",
    amount_minor: int | None = 555600,
    purpose: str = "food",
    is_cancelled: bool = False,
) -> DonationReceipt:
    return DonationReceipt(
        head=FormHead(
            organisation=Texts("Демо-университеті", "Демо-университет", "Demo University"),
            bin="990140000007",
            number="2020-017",
            on=date(2020, 4, 1),
            campaign_code="BB-2020",
            campaign_title="Biz birgemiz",
            record_url=ADDRESS,
            record_code="R7K4-M9QX",
            is_cancelled=is_cancelled,
        ),
        donor=donor,
        amount_minor=amount_minor,
        method=Texts("қолма-қол ақша", "наличные", "cash"),
        purpose=purpose,
        contact="+7 700 000 00 04",
    )


def printed(what: DonationReceipt, locales: tuple[str, ...]) -> str:
    (page,) = PdfReader(io.BytesIO(render_donation_receipt(what, locales, NOW))).pages
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


@pytest.mark.parametrize("locales", CHOICES)
def test_two_copies_stand_on_one_page(locales: tuple[str, ...]) -> None:
    text = printed(receipt(), locales)
    assert text.count("2020-017") == 2 * len(locales)
    assert text.count("Қасымов Ғалымжан") == 2
    assert text.count("R7K4-M9QX") == 2
    assert text.count("5,556.00 ₸" if locales == ("en",) else "5 556,00 ₸") == 2
    assert text.count(ADDRESS) == 1


def test_the_amount_stands_in_words_of_every_language() -> None:
    text = printed(receipt(), BOTH)
    assert "Бес мың бес жүз елу алты теңге 00 тиын" in text
    assert "Пять тысяч пятьсот пятьдесят шесть тенге 00 тиын" in text


@pytest.mark.parametrize(
    ("minor", "locale", "words"),
    [
        (555600, "kk", "Бес мың бес жүз елу алты теңге 00 тиын"),
        (555607, "ru", "Пять тысяч пятьсот пятьдесят шесть тенге 07 тиын"),
        (100, "en", "One tenge 00 tiyn"),
    ],
)
def test_amount_in_words(minor: int, locale: str, words: str) -> None:
    assert amount_in_words(minor, locale) == words


def test_an_anonymous_donor_is_called_so() -> None:
    text = printed(receipt(donor=""), BOTH)
    assert text.count("Анонимді қайырымдылық жасаушы / Анонимный жертвователь") == 2


def test_a_value_that_is_not_known_is_not_zero() -> None:
    text = printed(receipt(amount_minor=None), ("en",))
    assert text.count("Amount not known") == 2
    assert "Amount in words" not in text


def test_a_cancelled_receipt_says_so() -> None:
    assert printed(receipt(is_cancelled=True), ("ru",)).count("АННУЛИРОВАНО") == 2


def test_an_english_receipt_has_no_cyrillic_label() -> None:
    text = printed(receipt(donor="Okafor Chukwuemeka"), ("en",))
    assert "Cut here" in text
    assert re.findall(r"[\u0400-\u04ff]+", text.replace("Демо-университеті", "")) == []


def test_long_texts_stay_on_the_page() -> None:
    long = "азық-түлік жиынтықтарын сатып алу және жеткізу " * 12
    text = printed(receipt(purpose=long, donor="Әбдірахманова " * 9), BOTH)
    assert text.count("Әбдірахманова") == 18
