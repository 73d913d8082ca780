"""What a message says: its template in the recipient's language, as a subject and a body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from unicodedata import category

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from campaign_app.config import Settings

SUBJECT_LENGTH = 200
#: Where the footer stands that tells where one chooses what one gets, unless the folder of
#: the text has its own: whoever has no account chooses nothing there.
FOOTER, OWN_FOOTER = "layouts/mail_footer.txt", "_mail_footer.txt"
#: By template: what adds to `values` what is not kept in each message.
Expand = Callable[[Session, Mapping[str, Any]], Mapping[str, Any]]
_EXPANDS: dict[str, Expand] = {}


@dataclass(frozen=True)
class MailText:
    """A subject of one line and a body of plain text."""

    subject: str
    body: str


def expands(template: str) -> Callable[[Expand], Expand]:
    """Register what reads the rest of a template's values when the message is sent."""

    def register(function: Expand) -> Expand:
        _EXPANDS[template] = function
        return function

    return register


def write_text(
    session: Session, *, template: str, language: str, values: Mapping[str, Any]
) -> MailText:
    """Read `templates/<template>.txt` in `language`; its first line is the subject.

    Values whose names end in `_at` or `_on` are instants and dates as ISO text. The template
    gets `link`, the whole address of the page at `values["path"]`. Raises what Jinja raises.
    """
    expand = _EXPANDS.get(template)
    settings: Settings = current_app.config["SETTINGS"]
    shown = {name: _read_value(name, value) for name, value in values.items()}
    shown |= {
        "site_url": settings.site_url,
        "link": settings.site_url + str(values.get("path", "/")),
        "organisation_name": settings.organisation_name,
        **(expand(session, values) if expand else {}),
    }
    # Not render_template: that would fill in what belongs to a page and its reader.
    with force_locale(language):
        text = current_app.jinja_env.get_template(f"{template}.txt").render(shown)
        folder = template.rpartition("/")[0]
        footers = [f"{folder}/{OWN_FOOTER}", FOOTER]
        footer = current_app.jinja_env.select_template(footers).render(shown)
    subject, _, body = text.strip().partition("\n")
    return MailText(
        _one_line(subject)[:SUBJECT_LENGTH], f"{_clean(body)}\n\n-- \n{_clean(footer)}\n"
    )


def _read_value(name: str, value: Any) -> Any:
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and name.endswith("_on"):
        return date.fromisoformat(value)
    # A title with a line end in it would end the subject.
    return _one_line(value) if isinstance(value, str) else value


def _one_line(text: str) -> str:
    """Nothing that could begin another header: one line, no control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    # A space that does not break, as in an amount, counts as not printable.
    return "\n".join(
        "".join(c for c in line if c.isprintable() or c == "\t" or category(c) == "Zs").rstrip()
        for line in lines
    )
