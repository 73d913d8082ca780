"""States of an item, what it must have, whose visits count."""

from __future__ import annotations

from itertools import product

import pytest

from campaign_app.news import rules
from campaign_app.news.rules import NewsAction, NewsStatus

ALLOWED = {
    (NewsStatus.DRAFT, NewsAction.PUBLISH): NewsStatus.PUBLISHED,
    (NewsStatus.PUBLISHED, NewsAction.WITHDRAW): NewsStatus.WITHDRAWN,
    (NewsStatus.WITHDRAWN, NewsAction.PUBLISH): NewsStatus.PUBLISHED,
}
ALL = {"kk": "Қ", "ru": "Р", "en": "E"}


@pytest.mark.parametrize(("status", "action"), list(product(NewsStatus, NewsAction)))
def test_every_step_from_every_state(status, action):
    if (status, action) in ALLOWED:
        assert rules.next_status(status, action) is ALLOWED[status, action]
    else:
        with pytest.raises(rules.NewsStepRefused):
            rules.next_status(status, action)


@pytest.mark.parametrize("missing", ["kk", "ru", "en"])
@pytest.mark.parametrize("empty", ["", "  "])
def test_what_is_published_has_three_languages(missing, empty):
    rules.check_complete(ALL, ALL)
    for texts in (({**ALL, missing: empty}, ALL), (ALL, {**ALL, missing: empty})):
        with pytest.raises(rules.LanguageMissing):
            rules.check_complete(*texts)


@pytest.mark.parametrize(
    ("user_agent", "is_staff", "is_prefetch", "counts"),
    [
        ("Mozilla/5.0 (Linux; Android 9) Chrome/120 Mobile Safari/537.36", False, False, True),
        ("Mozilla/5.0 (Linux; Android 9) Chrome/120 Mobile Safari/537.36", True, False, False),
        ("Mozilla/5.0 (Linux; Android 9) Chrome/120 Mobile Safari/537.36", False, True, False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", False, False, False),
        ("Mozilla/5.0 (compatible; YandexBot/3.0)", False, False, False),
        ("WhatsApp/2.23", False, False, False),
        ("TelegramBot (like TwitterBot)", False, False, False),
        ("curl/8.0", False, False, False),
        ("", False, False, False),
    ],
)
def test_whose_visit_counts(user_agent, is_staff, is_prefetch, counts):
    found = rules.is_reader(user_agent, is_staff=is_staff, is_prefetch=is_prefetch)
    assert found is counts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("one", ["one"]),
        ("one\r\n\r\ntwo\r\nstill two", ["one", "two\nstill two"]),
        ("\n\none\n \n\n two \n", ["one", "two"]),
    ],
)
def test_an_empty_line_begins_a_paragraph(text, found):
    assert rules.paragraphs(text) == found


@pytest.mark.parametrize(
    ("before", "after", "was_published", "refused"),
    [("a", "a", True, False), ("a", "b", False, False), ("a", "b", True, True)],
)
def test_an_address_stays_once_published(before, after, was_published, refused):
    def check():
        rules.check_address_stays(before=before, after=after, was_published=was_published)

    if refused:
        with pytest.raises(rules.NewsSlugFixed):
            check()
    else:
        check()
