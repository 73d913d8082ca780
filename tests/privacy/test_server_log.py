"""What a real server writes while people of the registry are looked up, read and refused."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from campaign_app.demo.cast import Cast
from tests.privacy.reading import check
from tests.support.browser import serve
from tests.support.client import settle
from tests.support.databases import Database
from tests.support.demo import PASSWORD
from tests.support.traces import Traces


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
