"""No name, phone, IIN, document, address or note of the registry gets out of a whole demo.

Loads the full demo and reads what leaves the house: every public page in three languages,
open data, the final report in every format, and of the staff's pages what others may see
over a shoulder or in a log: titles, file names, addresses of links, redirects, what the
program logs and what the server writes. Sabotaged channel by channel at the end.
"""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable

import pytest
from flask import Flask, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.core.audit import AuditEvent
from campaign_app.core.submissions import Submission
from campaign_app.demo.cast import Cast
from campaign_app.funds.models import Expense
from campaign_app.news.models import NewsItem
from tests.architecture.endpoints import list_endpoints
from tests.privacy.places import EXEMPT, PUBLIC_EXPORTS, addresses_of, values_in
from tests.privacy.reading import check, listened, read_public, surface_of, text_of
from tests.support.client import Client
from tests.support.traces import Traces

PAGES_OF_A_KIND = 4


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


def test_the_staffs_titles_links_file_names_and_logs_name_nobody(
    app: Flask,
    session: Session,
    traces: Traces,
    cast: Cast,
    client_for: Callable[..., Client],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Thousands of pages: in Kazakh on one database, in Russian on the other."""
    listened(caplog)
    language = "kk" if app.config["SETTINGS"].database_url.startswith("sqlite") else "ru"
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


def test_exemptions_of_the_features_that_are_here_exist(app: Flask) -> None:
    names = {endpoint.name for endpoint in list_endpoints(app)}
    of_features = {name for name in EXEMPT if name.partition(".")[0] in app.blueprints}
    assert of_features <= names, of_features - names
    assert all(EXEMPT.values())


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
