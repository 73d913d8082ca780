"""What can be read in an answer, and what others may see of a page."""

from __future__ import annotations

import io
import json
import logging
import urllib.parse

import pypdf
import pytest
from flask import Flask, Response
from lxml import html
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from tests.architecture.endpoints import list_endpoints
from tests.privacy.places import addresses_of, values_in
from tests.support.client import make_client
from tests.support.papers import texts_of_pages
from tests.support.traces import Traces

LANGUAGES = ("kk", "ru", "en")


def text_of(response: Response) -> str:
    """Everything that can be read in an answer, whatever its format; its head too."""
    head = f"{response.headers.get('Content-Disposition', '')} {response.headers.get('Location')}"
    data = response.get_data()
    if response.mimetype == "application/pdf":
        reader = pypdf.PdfReader(io.BytesIO(data))
        about = " ".join(str(value) for value in (reader.metadata or {}).values())
        return " ".join([head, about, *texts_of_pages(data)])
    if response.mimetype.endswith("spreadsheetml.sheet"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        cells = [
            str(cell)
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        ]
        return " | ".join([head, *book.sheet_names, *cells])
    text = data.decode("utf-8-sig", errors="replace")
    if response.is_json:  # letters may stand there as \\u0431
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return f"{head} {text}"


def surface_of(response: Response) -> str:
    """What of a page of the staff others may see: title, addresses, file name, redirect."""
    head = [response.headers.get(name, "") for name in ("Content-Disposition", "Location")]
    if response.mimetype == "application/pdf":
        reader = pypdf.PdfReader(io.BytesIO(response.get_data()))
        head += [str(value) for value in (reader.metadata or {}).values()]
    if response.mimetype == "text/html" and response.data:
        page = html.document_fromstring(response.get_data(as_text=True))
        head += [title.text_content() for title in page.iter("title")]
        for attribute in ("href", "action", "src", "formaction", "hx-get", "hx-post"):
            # Where a telephone is called from, the number must stand in the link.
            head += [
                value
                for value in page.xpath(f"//@{attribute}")
                if not str(value).startswith("tel:")
            ]
    return urllib.parse.unquote_plus(" | ".join(str(each) for each in head))


def listened(caplog: pytest.LogCaptureFixture) -> None:
    """Hear everything that the program says, and what libraries tell at their usual level."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="campaign_app")
    caplog.set_level(logging.DEBUG, logger="werkzeug")


def check(traces: Traces, found: dict[str, str]) -> None:
    leaks = {where: traces.find(text) for where, text in found.items()}
    leaks = {where: gives for where, gives in leaks.items() if gives}
    assert not leaks, "\n".join(f"{where}: {sorted(gives)}" for where, gives in leaks.items())


def read_public(app: Flask, session: Session) -> dict[str, str]:
    client = make_client(app, session)
    client.checks_pages = False
    found = {}
    values = values_in(session)
    for language in LANGUAGES:
        client.read_in(language)
        for endpoint in list_endpoints(app):
            if endpoint.permission != "public" or "GET" not in endpoint.methods:
                continue
            for address in addresses_of(app, endpoint, values):
                answer = client.get(address)
                assert answer.status_code in (200, 302, 404), f"{address}: {answer.status_code}"
                found[f"{language} {address}"] = text_of(answer)
    return found
