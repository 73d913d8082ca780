"""The rules of what is published: its states, what it must have, whose visits count."""

from __future__ import annotations

import re
from collections.abc import Mapping

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

LANGUAGES = ("kk", "ru", "en")
_BOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|fetch|scan|archiv|headless|phantom|facebookexternalhit"
    r"|whatsapp|curl|wget|python|java/|go-http|okhttp|libwww|httpclient|scrapy|lighthouse",
    re.IGNORECASE,
)


class NewsStatus(LabelledEnum):
    """Whether everybody can read it."""

    DRAFT = "draft", N_("draft")
    PUBLISHED = "published", N_("published")
    WITHDRAWN = "withdrawn", N_("withdrawn")


class NewsAction(LabelledEnum):
    """What is done with an item."""

    PUBLISH = "publish", N_("Publish")
    WITHDRAW = "withdraw", N_("Withdraw")


class NewsCategory(LabelledEnum):
    """What kind of item it is."""

    NEWS = "news", N_("news")
    ANNOUNCEMENT = "announcement", N_("announcement")
    REPORT = "report", N_("report")
    THANKS = "thanks", N_("thanks")


class NewsStepRefused(DomainError):
    """The state does not allow the step."""

    message = N_("An item that is “%(status)s” does not allow this.")


class LanguageMissing(DomainError):
    """What everybody reads is there in three languages."""

    message = N_("Before publishing, write the title and the text in Kazakh, Russian and English.")


class NewsSlugTaken(DomainError):
    """Another item has this address."""

    message = N_("There is an item with this address already.")


class NewsSlugFixed(DomainError):
    """Others have linked to it."""

    message = N_("The address stays as it was published: others have linked to it.")


class TitleMissing(DomainError):
    """A draft has a title in some language."""

    message = N_("Write a title in at least one language.")


TRANSITIONS: dict[tuple[NewsStatus, NewsAction], NewsStatus] = {
    (NewsStatus.DRAFT, NewsAction.PUBLISH): NewsStatus.PUBLISHED,
    (NewsStatus.PUBLISHED, NewsAction.WITHDRAW): NewsStatus.WITHDRAWN,
    (NewsStatus.WITHDRAWN, NewsAction.PUBLISH): NewsStatus.PUBLISHED,
}


def next_status(status: NewsStatus, action: NewsAction) -> NewsStatus:
    """The state after a step; raises NewsStepRefused for a step that is not in the table."""
    found = TRANSITIONS.get((status, action))
    if found is None:
        raise NewsStepRefused(status=status)
    return found


def check_complete(title: Mapping[str, str], body: Mapping[str, str]) -> None:
    """Raise LanguageMissing unless both are there in all languages."""
    if not all(text.get(code, "").strip() for text in (title, body) for code in LANGUAGES):
        raise LanguageMissing()


def check_title(title: Mapping[str, str]) -> None:
    """Raise TitleMissing for a draft that nobody could find again."""
    if not any(title.get(code, "").strip() for code in LANGUAGES):
        raise TitleMissing(field="title_kk")


def check_address_stays(*, before: str, after: str, was_published: bool) -> None:
    """Raise NewsSlugFixed when what was published would move."""
    if was_published and before != after:
        raise NewsSlugFixed(field="slug")


def is_reader(user_agent: str, *, is_staff: bool, is_prefetch: bool = False) -> bool:
    """True when a visit counts: a browser of somebody who does not work here.

    Nothing about the visitor is kept, so two visits of one person count twice.
    """
    return bool(user_agent) and not (is_staff or is_prefetch or _BOTS.search(user_agent))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what stands between empty lines."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [part.strip() for part in parts if part.strip()]
