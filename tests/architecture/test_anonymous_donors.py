"""Who gives anonymously is named on no open page, in no export, on no plot: all are asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from flask import Flask
from sqlalchemy.orm import Session

from campaign_app.accounts.rules import CampaignRole
from campaign_app.funds.rules import DonationMethod
from tests.architecture.endpoints import Endpoint, list_endpoints, url_of
from tests.factories import NOW, make_administrator, make_campaign, make_donation, make_member
from tests.support.client import Client, settle
from tests.support.papers import texts_of_pages
from tests.support.statements import bring_in, confirm, make_source

SURNAME = "Құпиябеков"
#: The donor's own paper, handed to nobody else.
OF_THE_DONOR = {"funds.print_donor_year"}
FILES = ("csv", "xlsx", "pdf", "json", "ics", "xml", "txt")
STATEMENT = f"received_on;amount;donor_name;reference\n20.04.2020;700;{SURNAME} Ж.;A-1\n"


def is_asked(endpoint: Endpoint) -> bool:
    """Open pages, and whatever leaves the house as a file; pages of money with plots."""
    if "GET" not in endpoint.methods or endpoint.name in OF_THE_DONOR:
        return False
    is_file = any(f".{kind}" in endpoint.address for kind in FILES) or "extension" in str(
        endpoint.arguments
    )
    is_plot = endpoint.name in ("funds.show_money", "reports.show_campaign", "reports.show_trace")
    return endpoint.permission == "public" or is_file or is_plot


def read(content: bytes) -> str:
    """All that a file says, whatever it is."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(
                parts.read(name).decode("utf-8", "replace") for name in parts.namelist()
            )
    if content.startswith(b"%PDF"):
        return " ".join(texts_of_pages(content))
    return content.decode("utf-8", "replace")


def test_an_anonymous_donor_is_named_nowhere_outside(
    app: Flask, session: Session, client_for: Callable[..., Client], frozen_clock
) -> None:
    frozen_clock.set(NOW)
    campaign = make_campaign(session, slug="food")
    gift = make_donation(
        session,
        campaign=campaign,
        method=DonationMethod.KASPI,
        amount_minor=700_00,
        donor_name=f"{SURNAME} Жасырын",
        donor_email="secret@mail.example",
        reference="A-1",
        is_anonymous=True,
    )
    statement = bring_in(session, campaign, make_source(session), STATEMENT)
    confirm(session, campaign, statement)
    administrator = client_for(make_administrator(session))
    treasurer = client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))
    ids = {
        "donation_id": gift.id,
        "donor_id": gift.donor_id,
        "statement_id": statement.id,
        "code": gift.verification_code,
    }
    settle(session)
    asked = [endpoint for endpoint in list_endpoints(app) if is_asked(endpoint)]
    told = []
    for endpoint in asked:
        for client in (administrator, treasurer):
            address = url_of(app, endpoint, "food", **ids)
            answer = client.get(address)
            said = read(answer.data)
            if SURNAME in said or "secret@mail" in said:
                told.append(address)
    assert told == []
    assert {"funds.export_donations", "public.verify_code", "public.show_open_data"} <= {
        endpoint.name for endpoint in asked
    }


def test_the_reader_would_find_the_name(client_for, session, frozen_clock) -> None:
    """So that the test above says something: the same name, given openly, is in the files."""
    frozen_clock.set(NOW)
    campaign = make_campaign(session, slug="food")
    make_donation(session, campaign=campaign, donor_name=f"{SURNAME} Ашық")
    client = client_for(make_administrator(session))
    for name in ("donations.csv", "donations.xlsx", "donations/register.pdf?language=kk"):
        assert SURNAME in read(client.get(f"/manage/campaigns/food/{name}").data), name
