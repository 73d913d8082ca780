"""The distribution sheet on paper."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PageObject, PdfReader

from campaign_app.core.printing import engine
from campaign_app.core.printing.document import FormHead, Signature
from campaign_app.core.printing.labels import BOTH, CHOICES, Texts
from campaign_app.distribution.printing import (
    DistributionSheet,
    SheetRow,
    VariantTotal,
    count_by_variant,
    render_distribution_sheet,
)
from tests.support.papers import texts_of_pages as texts_of

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі₸№"
NOW = datetime(2020, 4, 1, 3, 5, tzinfo=UTC)
ON_PAGE = {"kk": "Бетте", "ru": "На странице", "en": "On this page"}
STANDARD, HALAL = Texts("стандартты", "стандартный", "standard"), Texts("халал", "халал", "halal")


def head(*, is_copy: bool = False) -> FormHead:
    return FormHead(
        organisation=Texts("Демо-университеті", "Демо-университет", "Demo University"),
        bin="990140000007",
        number="2020-001",
        on=date(2020, 4, 1),
        place=Texts("Теміртау қ.", "г. Темиртау", "Temirtau"),
        campaign_code="BB-2020",
        campaign_title=Texts("Азық-түлік", "Продукты", "Food"),
        record_url="https://demo.example/distributions/1",
        record_code="D1-7K4M",
        is_copy=is_copy,
    )


def row(number: int, *, quantity: int = 1, note: str = "") -> SheetRow:
    return SheetRow(
        recipient=f"Recipient-{number}",
        category=Texts("зейнеткер", "пенсионер", "pensioner"),
        document=Texts("ЖСН …0007", "ИИН …0007", "IIN …0007"),
        address="12/2-47",
        household_size=2,
        variant=HALAL if number % 2 else STANDARD,
        quantity=quantity,
        note=note,
    )


def sheet(rows: list[SheetRow], *, is_copy: bool = False) -> DistributionSheet:
    return DistributionSheet(
        head=head(is_copy=is_copy),
        round_title=Texts("1-кезең", "Этап 1", "Round 1"),
        package=Texts("Жиынтық", "Набор", "Package"),
        rows=rows,
    )


@pytest.mark.parametrize("locales", CHOICES)
def test_forty_rows_with_the_header_and_the_sum_on_every_page(locales: tuple[str, ...]) -> None:
    made = texts_of(render_distribution_sheet(sheet([row(n) for n in range(40)]), locales, NOW))
    on_page = []
    shown = set()
    for number, text in enumerate(made, 1):
        assert re.search(rf"\b{number} / {len(made)}\b", text), "page x of y"
        lines = re.findall(r"Recipient-(\d+)", text)
        shown.update(map(int, lines))
        if lines:
            assert {"kk": "Қолы", "ru": "Подпись", "en": "Signature"}[locales[0]] in text
            flat = " ".join(text.split())
            label = " / ".join(ON_PAGE[locale] for locale in locales)
            on_page.append(int(re.search(rf"{label} (\d+)", flat)[1]))  # type: ignore[index]
            assert on_page[-1] == len(lines)
    assert shown == set(range(40))
    assert sum(on_page) == 40
    assert len(on_page) > 1


def links_of(page: PageObject) -> list[str]:
    found = [note.get_object() for note in page.get("/Annots", [])]
    return [note["/A"]["/URI"] for note in found if note["/A"].get("/URI")]


@pytest.mark.parametrize("per_part", [5_000, 30])
@pytest.mark.parametrize("count", [1, 9, 10, 24, 25, 63])
def test_the_code_on_each_page_names_the_lines_of_that_page(
    monkeypatch: pytest.MonkeyPatch, count: int, per_part: int
) -> None:
    monkeypatch.setattr(engine, "ROWS_PER_PART", per_part)
    # Line 3 was taken off: the lines after it keep their numbers.
    rows = [replace(row(n), number=n if n < 3 else n + 1) for n in range(1, count + 1)]
    made = render_distribution_sheet(
        replace(sheet(rows), tick_url="https://birge.example/tick"), BOTH, NOW
    )
    ticked: list[int] = []
    for page in PdfReader(io.BytesIO(made)).pages:
        lines = [int(n) for n in re.findall(r"Recipient-(\d+)", page.extract_text())]
        if not lines:
            continue
        (link,) = set(links_of(page))
        first, last = (int(n) for n in re.findall(r"=(\d+)", link))
        numbers = [n if n < 3 else n + 1 for n in lines]
        assert first <= numbers[0]
        assert numbers[-1] <= last
        if per_part > count:
            assert (first, last) == (numbers[0], numbers[-1])
        ticked += numbers
    assert ticked == [each.number for each in rows]


def test_two_packages_count_twice_in_the_sums() -> None:
    rows = [row(1, quantity=2), row(2), row(3, quantity=3)]
    assert count_by_variant(rows) == [
        VariantTotal(variant=HALAL, people=2, planned=5),
        VariantTotal(variant=STANDARD, people=1, planned=1),
    ]
    text = " ".join(texts_of(render_distribution_sheet(sheet(rows), ("en",), NOW))[0].split())
    assert "On this page 6" in text
    assert "Total 3 6" in text


def test_a_sum_with_an_unknown_part_stays_open() -> None:
    known = VariantTotal(variant=HALAL, people=1, planned=1, issued=1, not_issued=0, returned=0)
    counted = DistributionSheet(
        head=head(),
        round_title="1",
        package="x",
        rows=[row(1)],
        totals=[known, VariantTotal(variant=STANDARD, people=2, planned=2, issued=2)],
        signatures=[Signature(role="Signer", name="Ким Валентина")],
    )
    text = " ".join(" ".join(texts_of(render_distribution_sheet(counted, ("en",), NOW))).split())
    assert re.search(r"Total 3 3 3 (?!\d)", text)
    assert "Ким Валентина" in text


def test_two_thousand_rows() -> None:
    made = texts_of(render_distribution_sheet(sheet([row(n) for n in range(2000)]), BOTH, NOW))
    assert len(made) > 100
    assert f"{len(made)} / {len(made)}" in made[-1]
    sums = [int(found) for text in made for found in re.findall(r"На странице\s+(\d+)", text)]
    assert sum(sums) == 2000


def test_a_very_long_sheet_comes_in_parts_and_stays_tagged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert engine.ROWS_PER_PART == 5_000
    monkeypatch.setattr(engine, "ROWS_PER_PART", 30)
    rows = [row(n) for n in range(63)]
    made = render_distribution_sheet(sheet(rows), ("en",), NOW)
    pdf = PdfReader(io.BytesIO(made))
    last = pdf.pages[-1].extract_text()
    assert "Part 3 / 3" in " ".join(last.split())
    assert "On this page 3 " in " ".join(last.split())
    assert re.search(r"Total\s+63\s+63", last)
    assert "Recipient-62" in last
    assert "/StructTreeRoot" in pdf.trailer["/Root"]


def test_names_and_signs_print_as_they_are() -> None:
    wild = [
        SheetRow(
            recipient=f"Adéyẹmí {KAZAKH}",
            category="x",
            note="#1 $5 *a* @b \\n <c> _d_",
            address="y",
        ),
        SheetRow(recipient="Oʻktam Yoʻldoshev", category="x"),
    ]
    text = " ".join(texts_of(render_distribution_sheet(sheet(wild), ("kk",), NOW))[0].split())
    assert f"Adéyẹmí {KAZAKH}" in text
    assert "#1 $5 *a* @b \\n <c> _d_" in text
    assert "Oʻktam Yoʻldoshev" in text


def test_an_english_sheet_has_no_cyrillic_label() -> None:
    text = " ".join(texts_of(render_distribution_sheet(sheet([row(1)]), ("en",), NOW)))
    assert re.findall(r"[\u0400-\u04ff]+", text) == []


@pytest.mark.parametrize(("locales", "foreign"), [(("kk",), "Подпись"), (("ru",), "Қолы")])
def test_a_sheet_in_one_language_has_no_label_of_the_other(
    locales: tuple[str, ...], foreign: str
) -> None:
    text = " ".join(texts_of(render_distribution_sheet(sheet([row(1)]), locales, NOW)))
    assert foreign not in text


def test_a_reprint_says_so_on_every_page() -> None:
    made = texts_of(
        render_distribution_sheet(sheet([row(n) for n in range(30)], is_copy=True), BOTH, NOW)
    )
    assert len(made) > 1
    assert all("КӨШІРМЕ / КОПИЯ" in text for text in made)
    first = texts_of(render_distribution_sheet(sheet([row(1)]), BOTH, NOW))
    assert "КӨШІРМЕ" not in first[0]


def test_an_empty_sheet_says_so() -> None:
    text = texts_of(render_distribution_sheet(sheet([]), ("en",), NOW))[0]
    assert "Nobody is on this sheet." in text


def test_the_stamp_stands_on_the_organisations_clock() -> None:
    text = texts_of(render_distribution_sheet(sheet([row(1)]), ("ru",), NOW))[0]
    assert "01.04.2020 09:05" in text
