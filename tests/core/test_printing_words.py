"""Labels in the languages of a document, and how values look on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from campaign_app.core.printing import formats
from campaign_app.core.printing.labels import BOTH, Message, Texts, joined, label, translate

KK, RU, EN = ("kk",), ("ru",), ("en",)


def test_labels_come_from_the_catalogs_without_a_request() -> None:
    assert translate("Total", "kk") == "Барлығы"
    assert translate("Total", "ru") == "Итого"
    assert translate("Total", "en") == "Total"
    assert translate("a text that nobody wrote", "kk") == "a text that nobody wrote"


@pytest.mark.parametrize(
    ("text", "locales", "shown"),
    [
        (Message("Page"), BOTH, ["Бет", "Стр."]),
        (Message("Page"), EN, ["Page"]),
        (Texts("халал", "халал", "halal"), BOTH, ["халал"]),
        (Texts(ru="только по-русски"), EN, ["только по-русски"]),
        ("Лебедев", BOTH, ["Лебедев"]),
    ],
)
def test_a_text_is_said_once_in_each_language(
    text: object, locales: tuple[str, ...], shown: list[str]
) -> None:
    assert label(text, locales) == shown  # type: ignore[arg-type]


def test_both_languages_stand_in_one_line_kazakh_first() -> None:
    assert joined(Message("Seal"), BOTH) == "М.О. / М.П."


@pytest.mark.parametrize(
    ("minor", "locales", "shown"),
    [
        (123456750, BOTH, "1\u00a0234\u00a0567,50\u00a0₸"),
        (123456750, EN, "1,234,567.50\u00a0₸"),
        (-500, KK, "−5,00\u00a0₸"),
        (0, RU, "0,00\u00a0₸"),
        (None, BOTH, "белгісіз / нет сведений"),
        (None, EN, "not known"),
    ],
)
def test_money(minor: int | None, locales: tuple[str, ...], shown: str) -> None:
    assert formats.money(minor, locales) == shown


@pytest.mark.parametrize(
    ("milli", "locales", "shown"),
    [(2500, KK, "2,5"), (1_000_000, RU, "1\u00a0000"), (2500, EN, "2.5"), (-1, RU, "−0,001")],
)
def test_quantity(milli: int, locales: tuple[str, ...], shown: str) -> None:
    assert formats.quantity(milli, locales) == shown


def test_dates() -> None:
    day = date(2020, 4, 3)
    assert formats.short_date(day, BOTH) == "03.04.2020"
    assert formats.short_date(day, EN) == "3 Apr 2020"
    both = formats.long_date(day, BOTH)
    assert both.replace("\u00a0", " ") == "2020 жылғы 3 сәуір / 3 апреля 2020 г."
    assert formats.long_date(day, EN).replace("\u00a0", " ") == "3 April 2020"
    assert formats.short_date(None, KK) == ""
    assert formats.period(date(2020, 3, 24), day, RU) == "24.03.2020 – 03.04.2020"
    assert formats.period(day, day, RU) == "03.04.2020"


def test_an_instant_stands_on_the_organisations_clock() -> None:
    zone = ZoneInfo("Asia/Almaty")
    spring = datetime(2020, 4, 3, 12, 46, 37, tzinfo=UTC)
    assert formats.instant(spring, zone, RU) == "03.04.2020 18:46"
    assert formats.instant(spring.replace(year=2025), zone, RU) == "03.04.2025 17:46"
