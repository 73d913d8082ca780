"""No name, phone, IIN, document, address or note of the registry gets out of a whole demo.

Loads the full demo and reads what leaves the house: every public page in three languages,
open data, the final report in every format, and of the staff's pages what others may see
over a shoulder or in a log: titles, file names, addresses of links, redirects, what the
program logs and what the server writes. Sabotaged channel by channel at the end.
"""

from __future__ import annotations

import http.cookiejar
import io
import json
import logging
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from flask import Flask, Response
from lxml import html
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.core.audit import AuditEvent
from campaign_app.core.submissions import Submission
from campaign_app.demo.cast import Cast
from campaign_app.funds.models import Expense
from campaign_app.news.models import NewsItem
from tests.architecture.endpoints import list_endpoints
from tests.privacy.conftest import PASSWORD
from tests.privacy.places import EXEMPT, PUBLIC_EXPORTS, addresses_of, values_in
from tests.support.browser import serve
from tests.support.client import Client, make_client, settle
from tests.support.databases import Database
from tests.support.traces import Traces

LANGUAGES = ("kk", "ru", "en")
PAGES_OF_A_KIND = 4


def text_of(response: Response) -> str:
    """Everything that can be read in an answer, whatever its format; its head too."""
    head = f"{response.headers.get('Content-Disposition', '')} {response.headers.get('Location')}"
    data = response.get_data()
    if response.mimetype == "application/pdf":
        reader = pypdf.PdfReader(io.BytesIO(data))
        about = " ".join(str(value) for value in (reader.metadata or {}).values())
        return " ".join([head, about, *(page.extract_text() for page in reader.pages)])
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


def test_no_public_page_or_open_data_names_anybody(
    app: Flask, session: Session, traces: Traces, caplog: pytest.LogCaptureFixture
) -> None:
    listened(caplog)
    found = read_public(app, session)
    assert sum(len(text) > 500 for text in found.values()) >= 60
    found["log"] = caplog.text
    check(traces, found)


def test_the_final_report_names_nobody_in_any_format(
    app: Flask, session: Session, traces: Traces, cast: Cast, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.accounts["admin"])
    slugs = list(session.scalars(select(Campaign.slug)))
    found = {}
    for slug in slugs:
        for name in PUBLIC_EXPORTS:
            address = f"/manage/campaigns/{slug}/reports/{name}"
            answer = client.get(address)
            assert answer.status_code == 200, address
            found[address] = text_of(answer)
    assert any("408" in text for text in found.values())
    check(traces, found)


def read_staff(
    app: Flask, session: Session, client: Client
) -> tuple[dict[str, str], dict[str, str]]:
    """The surface of the staff's pages, and the whole text of files that are not exempt."""
    surfaces, files = {}, {}
    values = values_in(session, at_most=PAGES_OF_A_KIND)
    client.checks_pages = False
    for endpoint in list_endpoints(app):
        if not endpoint.address.startswith(("/manage", "/my")) or "GET" not in endpoint.methods:
            continue
        for address in addresses_of(app, endpoint, values):
            answer = client.get(address)
            assert answer.status_code < 500, address
            surfaces[address] = surface_of(answer)
            is_file = answer.status_code == 200 and answer.mimetype != "text/html"
            if is_file and endpoint.name not in EXEMPT:
                files[f"{address} as a file"] = text_of(answer)
    return surfaces, files


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_staffs_titles_links_file_names_and_logs_name_nobody(
    app: Flask,
    session: Session,
    traces: Traces,
    cast: Cast,
    client_for: Callable[..., Client],
    caplog: pytest.LogCaptureFixture,
    language: str,
) -> None:
    listened(caplog)
    surfaces, files = read_staff(app, session, client_for(cast.accounts["admin"], locale=language))
    assert len(surfaces) >= 100
    check(traces, surfaces | files | {"log": caplog.text})


def test_the_log_of_changes_and_the_submissions_name_nobody(
    session: Session, traces: Traces
) -> None:
    rows = session.execute(select(AuditEvent.id, AuditEvent.before, AuditEvent.after))
    found = {
        f"audit event {id_}": json.dumps(
            [json.loads(each or "null") for each in sides], ensure_ascii=False
        )
        for id_, *sides in rows
    }
    assert len(found) > 500
    for id_, url in session.execute(select(Submission.id, Submission.result_url)):
        found[f"submission {id_}"] = url
    check(traces, found)


def test_exemptions_are_endpoints_that_exist(app: Flask) -> None:
    names = {endpoint.name for endpoint in list_endpoints(app)}
    assert set(EXEMPT) <= names, set(EXEMPT) - names
    assert all(reason for reason in EXEMPT.values())


class Visitor:
    """A browser that keeps its cookies, on a real server."""

    def __init__(self, url: str) -> None:
        self.url = url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.page = ""

    def get(self, address: str) -> None:
        self._open(urllib.request.Request(self.url + address))

    def post(self, address: str, **values: str) -> None:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        assert token, "no form on the page before"
        data = urllib.parse.urlencode({"csrf_token": token[1], **values}).encode()
        headers = {"Referer": self.url + "/"}
        self._open(urllib.request.Request(self.url + address, data, headers))

    def _open(self, request: urllib.request.Request) -> None:
        try:
            answer = self.opener.open(request)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            self.page = answer.read().decode("utf-8", errors="replace")


@pytest.mark.journey
def test_a_real_server_writes_nobodys_name(
    session: Session, traces: Traces, cast: Cast, database: Database, tmp_path: Path
) -> None:
    """As `make run` serves it: people are looked up, read, registered, refused, printed."""
    person = cast.beneficiaries["B-002"]
    name, phone, iin = f"{person.surname} {person.given_name}", person.phone or "", person.iin
    settle(session)
    with serve(database.url, tmp_path) as server:
        visitor = Visitor(server.url)
        visitor.get("/sign-in")
        visitor.post("/sign-in", email="organiser@demo.example", password=PASSWORD)
        query = urllib.parse.urlencode({"q": name})
        for address in (
            f"/manage/beneficiaries?{query}",
            f"/manage/beneficiaries?{urllib.parse.urlencode({'q': phone})}",
            f"/manage/beneficiaries?{urllib.parse.urlencode({'q': iin})}",
            f"/manage/beneficiaries/{person.id}",
            "/manage/campaigns/food-packages-2020/distributions/1/sheet.pdf",
            f"/no-such-page?{query}",
            "/manage/beneficiaries/new",
        ):
            visitor.get(address)
        visitor.post(
            "/manage/beneficiaries/new",
            surname=person.surname,
            given_name=person.given_name,
            iin=iin or "",
            phone=phone,
            category="lonely_pensioner",
        )
        assert name.split()[0] in visitor.page
        log = server.log.read_text(encoding="utf-8", errors="replace")
    check(traces, {"server": urllib.parse.unquote_plus(log)})


def answer_with(**headers: str) -> Response:
    return Response("<title>x</title>", mimetype="text/html", headers=headers)


def test_each_spelling_is_found(traces: Traces, cast: Cast) -> None:
    person = cast.beneficiaries["B-002"]  # Мұқанова Әлия Жақсылыққызы
    phone, iin = person.phone or "", person.iin or ""
    for written in (
        f"{person.surname} {person.given_name}",
        f"{person.given_name} {person.surname}",
        f"{person.surname} {person.given_name[0]}. {person.patronymic[0]}.",
        "МУКАНОВА АЛИЯ",
        "Mukanova Aliya",
        f"{person.given_name} {person.patronymic}",
        phone,
        f"8 ({phone[2:5]}) {phone[5:8]}-{phone[8:10]}-{phone[10:]}",
        f"{phone[2:5]} {phone[5:8]} {phone[8:10]} {phone[10:]}",
        iin,
        f"{iin[:6]} {iin[6:]}",
    ):
        assert traces.find(f"<p>Келді: {written}, рақмет.</p>"), written
    assert not traces.find("<p>Барлығы 408 350 ₸, 64 жиынтық, 01.04.2020, № 12-д</p>")


def test_each_address_and_note_is_found(traces: Traces, cast: Cast) -> None:
    home, room = cast.beneficiaries["B-002"], cast.beneficiaries["B-042"]
    assert traces.find(f"{home.street}, д. {home.house}, кв. {home.flat}")
    assert traces.find(f"{room.dormitory}, комната {room.room}")
    assert not traces.find(home.street)
    assert traces.find("… Үй нөмірі қате / Номер дома неверный …")
    assert traces.find(f"No. {room.document_number}")


def test_each_channel_is_searched(
    app: Flask,
    session: Session,
    traces: Traces,
    cast: Cast,
    client_for: Callable[..., Client],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A name planted in each channel is found there."""
    person = cast.beneficiaries["B-002"]
    name = f"{person.surname} {person.given_name}"
    item = session.scalars(select(NewsItem)).first()
    assert item is not None
    item.body_ru = f"{item.body_ru} {name}"
    cast.food.title_kk = cast.food.title_ru = name
    for expense in session.scalars(select(Expense)):
        expense.document_number = expense.purpose = name
    session.flush()
    found = read_public(app, session)
    for place in (f"ru /news/{item.slug}", "kk /campaigns/food-packages-2020"):
        assert traces.find(found[place]), place
    assert traces.find(found["en /open-data/campaigns/food-packages-2020.json"])
    client = client_for(cast.accounts["admin"])
    for ending in PUBLIC_EXPORTS:
        answer = client.get(f"/manage/campaigns/food-packages-2020/reports/{ending}?language=ru")
        assert traces.find(text_of(answer)), ending
    page = f"<title>{name}</title><main><a href='/manage/beneficiaries?q={name}'>x</a></main>"
    for response in (
        Response(page, mimetype="text/html"),
        Response(page.replace("title", "p"), mimetype="text/html"),
        Response("x", headers={"Content-Disposition": f"inline; filename={name}.pdf"}),
        Response("x", headers={"Location": "/x?" + urllib.parse.urlencode({"q": name})}),
    ):
        assert traces.find(surface_of(response))
    assert not traces.find(surface_of(Response(f"<p>{name}</p>", mimetype="text/html")))
    listened(caplog)
    logging.getLogger("campaign_app").debug("printing for %s", name)
    assert traces.find(caplog.text)
