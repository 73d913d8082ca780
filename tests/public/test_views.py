"""What everybody sees: figures as of when, no name of anybody, nothing of drafts."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import event

from campaign_app.extensions import db
from campaign_app.funds import services as funds
from tests.factories import NOW, TODAY, make_account, make_administrator, make_campaign
from tests.factories import make_donation as give
from tests.support.reported import DONOR, HELPED, HELPER, PHONE, Story, words

OPEN_DATA = ("donations.csv", "expenses.csv", "distribution.csv")


def addresses(slug):
    return [
        "/",
        f"/campaigns/{slug}",
        f"/open-data/campaigns/{slug}.json",
        *(f"/open-data/campaigns/{slug}/{name}" for name in OPEN_DATA),
    ]


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_every_page_in_three_languages(session, client, locale):
    story = Story(session)
    client.read_in(locale)
    for address in addresses("food") + addresses("together"):
        assert client.get(address).status_code == 200
    assert client.get(f"/verify/{story.donation.verification_code}").status_code == 200


def test_nobody_is_named(session, client):
    story = Story(session)
    secrets = [DONOR, *DONOR.split(), *HELPED, HELPER, PHONE, PHONE[2:], "Абая"]
    pages = addresses("food") + addresses("together")
    pages.append(f"/verify/{story.donation.verification_code}")
    for address in pages:
        told = client.get(address).text
        assert [secret for secret in secrets if secret in told] == [], address


def test_a_draft_is_nobodys_business(session, client):
    make_campaign(session, slug="secret", title="Құпия", is_active=False)
    assert "Құпия" not in client.get("/").text
    for address in addresses("secret")[1:]:
        assert client.get(address).status_code == 404, address


def test_an_umbrella_leaves_its_drafts_out(session, client):
    umbrella = make_campaign(session, slug="umbrella")
    draft = make_campaign(session, slug="draft", title="Құпия", parent=umbrella, is_active=False)
    give(session, campaign=draft, amount_minor=900_000)
    page = client.get("/campaigns/umbrella")
    assert "Құпия" not in page.text
    assert "9,000" not in page.text
    assert client.get("/open-data/campaigns/umbrella.json").json["money"]["collected"] == "0.00"


def test_the_page_says_what_came_in_and_what_it_became(session, client):
    Story(session)
    page = words(client.get("/campaigns/food"))
    assert "5,000.50 ₸ of 1,000,000 ₸" in page
    assert "5,000.50 ₸ collected 0 ₸ spent 5,000.50 ₸ balance" in page
    assert "Who was helped <5" in page
    assert "lonely pensioner <5" in page
    assert "As of " in page


def test_what_is_not_known_is_not_a_zero(session, client):
    make_campaign(session, slug="one")
    page = words(client.get("/campaigns/one"))
    assert "not known packages handed out" in page
    assert "Who helped not known" in page
    assert client.get("/open-data/campaigns/one.json").json["people"]["recipients"] is None


def test_open_data_of_an_umbrella(session, client):
    story = Story(session)
    found = client.get("/open-data/campaigns/together.json").json
    assert found["money"]["collected"] == "5700.50"
    assert found["currency"] == "KZT"
    assert found["as_of"].endswith("Z")
    assert found["people"]["recipients"] == "<5"
    assert [part["slug"] for part in found["parts"]] == ["food", "gifts"]
    donations = rows_of(client.get("/open-data/campaigns/together/donations.csv"))
    assert [(row["campaign"], row["donor"], row["amount"]) for row in donations] == [
        ("food", "donor", "5000.50"),
        ("gifts", "anonymous", "700.00"),
    ]
    people = rows_of(client.get("/open-data/campaigns/food/distribution.csv"))
    assert [(row["measure"], row["group"], row["people"]) for row in people] == [
        ("people_served", "lonely_pensioner", "<5"),
        ("lines_by_outcome", "planned", "<5"),
        ("lines_by_outcome", "delivered", "<5"),
    ]
    assert story.donation.receipt == donations[0]["receipt"]


def test_a_receipt_is_verified_and_a_voided_one_says_so(session, client):
    campaign = make_campaign(session, slug="one", title="Азық")
    donation = give(session, campaign=campaign, amount_minor=500_050)
    address = f"/verify/{donation.verification_code}"
    page = words(client.get(address))
    assert "real and valid" in page
    assert "5,000.50 ₸" in page
    assert "Азық" in page
    funds.void_donation(
        session,
        actor=make_administrator(session),
        now=NOW,
        today=TODAY,
        donation=donation,
        reason="Екі рет енгізілген",
    )
    assert "not valid any more" in words(client.get(address))
    assert rows_of(client.get("/open-data/campaigns/one/donations.csv"))[0]["status"] == "voided"


@pytest.mark.parametrize("code", ["nothing", "%2e%2e", "x" * 300])
def test_a_code_that_nobody_gave(client, code):
    assert client.get(f"/verify/{code}").status_code == 404


def test_metrics_answer_this_machine_only(session, client):
    make_campaign(session, slug="one")
    told = client.get("/metrics")
    assert 'birge_campaigns{status="active"} 1' in told.text
    stranger = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/metrics", environ_base=stranger).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404


@pytest.mark.parametrize("address", ["/", "/campaigns/food", "/campaigns/together"])
def test_a_page_takes_at_most_eight_queries(session, client, address):
    Story(session)
    client.get(address)
    asked = []

    def note(connection, cursor, statement, *rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert 0 < len(asked) <= 8, "\n\n".join(asked)


def test_somebody_signed_in_chooses_her_language(session, client_for):
    """What views hand in as the account is a stand-in for it: the audit sees through it."""
    account = make_account(session, locale="kk")
    assert client_for(account).post("/language/ru").status_code == 302
    session.expire_all()
    assert account.locale == "ru"
