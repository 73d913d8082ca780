"""Reading what a request asks for, forgivingly: a bad page number is page one."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import urlsplit

from flask import current_app, request

from campaign_app.core.i18n import LabelledEnum

Member = TypeVar("Member", bound=LabelledEnum)
HIGHEST_PAGE = 1_000_000
LARGEST_RECORD_NUMBER = 2**31 - 1  # what an integer column of PostgreSQL holds


def page_number() -> int:
    """The page of a list that the query string asks for, from 1."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdecimal()) or len(text) > 7:
        return 1
    return min(max(1, int(text)), HIGHEST_PAGE)


def chosen(name: str, enum: type[Member]) -> Member | None:
    """The member of `enum` that the query string chooses; None for none or an unknown one."""
    try:
        return enum(request.args.get(name, ""))
    except ValueError:
        return None


def record_number(text: object) -> int:
    """The number of a record that `text` writes; 0, which no record has, when it writes none."""
    try:
        number = int(str(text))
    except ValueError:
        return 0
    return number if 0 < number <= LARGEST_RECORD_NUMBER else 0


def searched(name: str = "q") -> str:
    """What the query string searches for, at most 200 characters, without NUL."""
    return request.args.get(name, "").replace("\x00", "").strip()[:200]


def absolute_address(path: str) -> str:
    """An address of this site for paper: below SITE_URL, else below the host that was asked."""
    settings = current_app.config["SETTINGS"]
    root: str = settings.site_url if settings.has_site_url else request.url_root
    return root.rstrip("/") + path


def safe_return_address(target: str | None) -> str | None:
    """The path and query of `target` if it is an address of this site, else None."""
    parts = urlsplit((target or "").strip())
    if parts.netloc and parts.netloc != request.host:
        return None
    if parts.scheme not in ("", "http", "https") or "\\" in parts.path:
        return None
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
