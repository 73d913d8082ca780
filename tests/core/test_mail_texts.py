"""Every mail can be read in three languages: found by its file, so that none is forgotten."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import StrictUndefined

from campaign_app.core.mail.texts import write_text
from tests.architecture.sources import TEMPLATES

MAILS = sorted(
    path.relative_to(TEMPLATES).with_suffix("").as_posix()
    for path in TEMPLATES.rglob("mail_*.txt")
    if path.parent.name != "layouts"
)
#: What messages are written with; a mail that needs more names it here.
VALUES = {
    "title": "«№7»",
    "place": "«№8»",
    "reason": "«№9»",
    "starts_at": "2020-04-22T04:00:00+00:00",
    "ends_at": "2020-04-22T07:00:00+00:00",
    "before_at": "2020-04-21T03:00:00+00:00",
    "is_waiting": False,
    "until_at": "2020-04-21T07:00:00+00:00",
    "confirmed": 3,
    "places": 10,
    "waiting": 0,
    # What an organiser wrote stands there as it was written.
    "subject": "«№1»",
    "body": "«№2»",
    "path": "/shifts/7",
    "campaign": SimpleNamespace(title_kk="«№7»", title_ru="«№7»", title_en="«№7»"),
    "receipt": "2020-0001",
    "received_on": "2020-04-20",
    "amount_minor": 500_000,
}
#: Whoever has no account chooses nothing: the letter says why it came.
CHOOSES = {"funds/mail_thanks": "Birge"}
AS_WRITTEN = {"Birge", "«№1»", "«№2»", "«№7»"}


def lines(text: str) -> set[str]:
    return {line for line in text.splitlines() if any(c.isalpha() for c in line)}


@pytest.mark.parametrize("template", MAILS)
def test_a_mail_says_everything_in_three_languages(app, session, monkeypatch, template):
    monkeypatch.setattr(app.jinja_env, "undefined", StrictUndefined)
    # What was read before keeps what it was read with.
    monkeypatch.setattr(app.jinja_env, "cache", {})
    monkeypatch.setattr("campaign_app.core.mail.texts._EXPANDS", {})
    said = {}
    for language in ("kk", "ru", "en"):
        text = write_text(session, template=template, language=language, values=VALUES)
        assert text.subject
        assert "%(" not in text.subject + text.body
        assert "\n\n\n" not in text.body
        assert CHOOSES.get(template, "/my/notifications") in text.body, "how one gets no more"
        said[language] = lines(f"{text.subject}\n{text.body}") - AS_WRITTEN
    assert said["kk"].isdisjoint(said["en"]), said["kk"] & said["en"]
    assert said["ru"].isdisjoint(said["en"]), said["ru"] & said["en"]
    assert said["kk"].isdisjoint(said["ru"]), said["kk"] & said["ru"]


def test_there_are_mails():
    assert MAILS
