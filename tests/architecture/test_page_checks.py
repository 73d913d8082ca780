"""The check of every page finds what it is there for: each rule is broken once."""

from __future__ import annotations

import pytest

from tests.support.pages import PageProblem, check_page

GOOD = """<!doctype html>
<html lang="ru"><head><title>Бірге</title></head><body>
<nav><a href="/" lang="en">English</a></nav>
<main><h1>Пожертвования</h1>
<form method="post"><label for="amount">Сумма</label>
<input id="amount" name="amount" aria-describedby="hint"><p id="hint">В тенге</p>
<input type="hidden" name="csrf_token" value="x"><button>Готово</button></form>
<img src="/a.png" alt=""><svg aria-hidden="true"></svg></main>
</body></html>"""

BROKEN = [
    ('lang="ru"', 'lang="kk"', "<html lang>"),
    ("<h1>Пожертвования</h1>", "", "exactly one h1"),
    ("<h1>Пожертвования</h1>", "<h1>Раз</h1><h1>Два</h1>", "exactly one h1"),
    ("<title>Бірге</title>", "<title> </title>", "<title>"),
    ("<main>", "<div>", "exactly one <main>"),
    ('for="amount"', 'for="other"', "has no label"),
    ('id="hint"', 'id="amount"', "is there twice"),
    ('id="hint"', "", "points to nothing"),
    ('<img src="/a.png" alt="">', '<img src="/a.png">', "has no alt"),
    ('<svg aria-hidden="true">', "<svg>", "<svg> has neither"),
    ("<button>Готово</button>", "<button></button>", "has no text"),
    ("<main>", "<main><script>alert(1)</script>", "inline script"),
    ("<main>", "<main><style>a { color: red }</style>", "inline <style>"),
    ("<main>", '<main style="color: red">', "style attribute"),
    ("<button>", '<button onclick="go()">', "onclick= on"),
    ("Готово", "Close the campaign", "left in English"),
    ('name="amount"', 'name="amount" title="Close the campaign"', "left in English"),
    ("В тенге", "Too many attempts. Try again in 5 minutes.", "left in English"),
]


def test_a_good_page_passes() -> None:
    check_page(GOOD, "ru")


@pytest.mark.parametrize(("good", "bad", "problem"), BROKEN)
def test_a_broken_page_does_not(good: str, bad: str, problem: str) -> None:
    assert good in GOOD
    with pytest.raises(PageProblem, match=problem):
        check_page(GOOD.replace(good, bad, 1), "ru")


def test_marked_names_may_stay_as_they_are() -> None:
    for mark in ('translate="no"', 'lang="en"'):
        check_page(GOOD.replace("Готово", f"<b {mark}>Close the campaign</b>"), "ru")


def test_a_piece_of_a_page_needs_no_heading() -> None:
    check_page("<p>Готово</p>", "ru")


def test_an_empty_answer_is_a_problem() -> None:
    with pytest.raises(PageProblem, match="empty"):
        check_page(" ", "ru")
