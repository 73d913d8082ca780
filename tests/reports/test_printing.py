"""The final report on paper."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import BOTH, CHOICES, Texts
from campaign_app.reports.printing import (
    Breakdown,
    ExpenseLine,
    Feedback,
    Figure,
    FinalReport,
    GoalLine,
    GoodsLine,
    IncomeLine,
    Money,
    PackageLine,
    People,
    Reconciliation,
    Term,
    UnitLine,
    Volunteers,
    render_final_report,
)

NOW = datetime(2020, 4, 3, 13, 0, tzinfo=UTC)
HEAD = FormHead(
    organisation=Texts("Демо-университеті", "Демо-университет", "Demo University"),
    bin="990140000007",
    number="2020-003",
    on=date(2020, 4, 3),
    record_url="https://demo.example/verify/F7K4",
)
MONEY = Money(
    income_by_method=[
        IncomeLine(name="cash", count=9, amount_minor=6_335_000),
        IncomeLine(name="bank", count=4, amount_minor=17_500_000),
    ],
    income_minor=23_835_000,
    expenses=[
        ExpenseLine(
            purpose="food", document="118", spent_on=date(2020, 3, 28), amount_minor=20_000_000
        )
    ],
    expenses_minor=20_000_000,
    balance_minor=3_835_000,
)
PEOPLE = People(
    recipients=61,
    recipients_definition="People with a proven delivery.",
    deliveries=70,
    eligible=64,
    served=61,
    breakdowns=[Breakdown(title="Area", lines=[("North", 58), ("South", 3), ("East", None)])],
    not_served=[("refused", 2)],
)


def report(*, is_public: bool = False, difference: int | None = 0) -> FinalReport:
    return FinalReport(
        head=HEAD,
        as_of=datetime(2020, 4, 3, 12, 46, 37, tzinfo=UTC),
        frozen_at=NOW,
        content_hash="ab" * 32,
        is_public=is_public,
        parties=[("organiser", "Demo University")],
        starts_on=date(2020, 3, 24),
        ends_on=date(2020, 4, 3),
        goals=[GoalLine(goal="packages", planned=Figure(64), reached=Figure(None))],
        money=MONEY,
        goods=[
            GoodsLine(
                item="tea",
                unit="kg",
                bought_milli=6400,
                donated_milli=None,
                packed_milli=6400,
                written_off_milli=0,
                left_milli=0,
            )
        ],
        packages=[
            PackageLine(
                variant="halal", packed=12, delivered=11, with_couriers=1, written_off=0, in_stock=0
            )
        ],
        people=PEOPLE,
        volunteers=Volunteers(
            participants=29,
            participants_definition="People with a confirmed shift.",
            minutes=12_345,
            by_unit=[UnitLine(unit="Library", people=6, minutes=3000)],
        ),
        results=[("Stops cleared", Figure(12))],
        feedback=Feedback(received=1, solved=1, median_days_milli=2500),
        lessons=["Check the tea."],
        annexes=["Distribution sheet 2020-001"],
        reconciliations=[
            Reconciliation(
                name="Packages balance",
                terms=[Term(name="packed", figure=Figure(12))],
                difference=Figure(difference),
            )
        ],
    )


def printed(what: FinalReport, locales: tuple[str, ...]) -> str:
    pages = PdfReader(io.BytesIO(render_final_report(what, locales, NOW))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def test_every_section_stands_in_the_report() -> None:
    text = printed(report(), ("en",))
    for line in (
        "Final report No. 2020-003",
        "Period 24 Mar 2020 – 3 Apr 2020",
        "Figures as of 3 Apr 2020, 18:46",
        "1. Parties and their roles",
        "2. Goals and results",
        "packages 64 not known",
        "3. Money",
        "cash 9 63,350.00 ₸",
        "Total 13 238,350.00 ₸",
        "food 28 Mar 2020 118 200,000.00 ₸",
        "Balance 38,350.00 ₸",
        "Decision on the balance not known",
        "4. Goods",
        "tea kg 6.4 not known 6.4 0 0",
        "halal 12 11 1 0 0",
        "5. People who were helped",
        "Recipients, each person counted once 61",
        "Who is counted People with a proven delivery.",
        "Deliveries 70",
        "Coverage (served of those entitled) 95.3 %",
        "South 3",
        "East not known",
        "refused 2",
        "6. People who took part",
        "Participants, each person counted once 29",
        "Who is counted People with a confirmed shift.",
        "Confirmed hours (h:mm) 205:45",
        "Library 6 50:00",
        "7. Shelter, visits and work Stops cleared 12",
        "8. Feedback and complaints",
        "Median time to solve, days 2.5",
        "9. Lessons",
        "10. Reconciliation Packages balance",
        "Difference (must be zero) 0 ✓",
        "11. Annexes",
        "Campaign manager",
        "Treasurer",
        "Auditor",
        "ab" * 32,
        "https://demo.example/verify/F7K4",
    ):
        assert line in text, line


@pytest.mark.parametrize("locales", CHOICES)
def test_the_report_speaks_the_languages_asked_for(locales: tuple[str, ...]) -> None:
    text = printed(report(), locales)
    titles = {"kk": "Қорытынды есеп", "ru": "Итоговый отчёт", "en": "Final report"}
    for locale, title in titles.items():
        assert (title in text) == (locale in locales)
    if locales == ("en",):
        assert re.findall(r"[\u0400-\u04ff]+", text) == []


def test_what_is_not_known_is_not_a_zero_and_not_none() -> None:
    bare = FinalReport(head=HEAD, as_of=NOW, goods=[], packages=None)
    text = printed(bare, ("en",))
    assert "3. Money not known" in text
    assert "4. Goods None Packages not known" in text
    assert "5. People who were helped not known" in text
    assert "Not frozen: the figures may still change" in text


def test_small_counts_of_people_are_hidden_in_public() -> None:
    text = printed(report(is_public=True), ("en",))
    assert "South <5" in text
    assert "refused <5" in text
    assert "North 58" in text
    assert "South <5" not in printed(report(), ("en",))


@pytest.mark.parametrize(
    ("difference", "shown"), [(0, "0 ✓"), (1, "1 ≠ 0"), (-2, "−2 ≠ 0"), (None, "not known")]
)
def test_a_difference_is_seen_without_colour(difference: int | None, shown: str) -> None:
    assert f"(must be zero) {shown}" in printed(report(difference=difference), ("en",))


def test_both_languages_keep_the_unknown_in_both() -> None:
    assert "белгісіз / нет сведений" in printed(report(), BOTH)


def test_a_frozen_report_is_small_and_stays_tagged() -> None:
    made = render_final_report(report(), ("ru",), NOW)
    pdf = PdfReader(io.BytesIO(made))
    assert len(made) < 60_000
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    xmp = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
