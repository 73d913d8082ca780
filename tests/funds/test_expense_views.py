"""Expenses through the browser's eyes: entry, decision, document."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.funds import queries
from campaign_app.funds.models import Attachment, Expense
from campaign_app.funds.rules import AccountKind, DonationMethod, ExpenseStatus
from tests.factories import NOW, make_campaign, make_donation, make_expense, make_member

BASE = "/manage/campaigns/food"
PDF = b"%PDF-1.7 invoice"
VALUES = {
    "supplier": "«Демо» ЖШС",
    "amount": "600",
    "purpose": "Азық-түлік",
    "document_number": "№ 12",
}


@pytest.fixture
def campaign(session, frozen_clock):
    """1 000 tenge in the bank, 300 in cash."""
    frozen_clock.set(NOW)
    campaign = make_campaign(session, slug="food")
    make_donation(session, campaign=campaign, amount_minor=100_000)
    make_donation(session, campaign=campaign, amount_minor=30_000, method=DonationMethod.CASH)
    return campaign


@pytest.fixture
def person(session, campaign, client_for):
    def make(role, locale="en"):
        return client_for(make_member(session, campaign=campaign, role=role), locale)

    return make


def only_expense(session):
    return session.scalars(select(Expense)).one()


def test_an_expense_is_entered_then_approved_by_another(session, campaign, person):
    organiser, treasurer = person(CampaignRole.ORGANISER), person(CampaignRole.TREASURER)
    page = organiser.get(f"{BASE}/expenses/new").text
    assert page.index("bank account: 1,000.00") < page.index("cash desk: 300.00")
    answer = organiser.submit(f"{BASE}/expenses/new", VALUES)
    expense = only_expense(session)
    url = f"{BASE}/expenses/{expense.id}"
    assert (answer.status_code, answer.location) == (302, url)
    assert (expense.account, expense.amount_minor) == (AccountKind.BANK, 60_000)
    assert (expense.number, expense.supplier_bin) == ("2020-0001", None)
    page = organiser.get(url).text
    assert "The treasurer approves expenses." in page
    assert "/approve" not in page
    assert organiser.post(f"{url}/approve").status_code == 403
    assert treasurer.post(f"{url}/approve").status_code == 302
    assert only_expense(session).status is ExpenseStatus.APPROVED
    assert queries.balance(session, [campaign.id]) == 70_000
    again = treasurer.post(f"{url}/approve")
    assert again.status_code == 422
    assert "decided already: approved" in again.text


def test_nobody_approves_her_own(session, campaign, person):
    treasurer = person(CampaignRole.TREASURER)
    treasurer.submit(f"{BASE}/expenses/new", VALUES)
    url = f"{BASE}/expenses/{only_expense(session).id}"
    page = treasurer.get(url).text
    assert "by another person" in page
    assert f"{url}/approve" not in page
    assert treasurer.post(f"{url}/approve").status_code == 422
    assert only_expense(session).status is ExpenseStatus.ENTERED


def test_what_is_no_longer_there_is_not_approved(session, campaign, person):
    for _ in range(2):
        make_expense(session, campaign=campaign, amount_minor=60_000)
    treasurer = person(CampaignRole.TREASURER)
    first, second = session.scalars(select(Expense.id).order_by(Expense.id)).all()
    assert treasurer.post(f"{BASE}/expenses/{first}/approve").status_code == 302
    assert "400.00" in treasurer.get(f"{BASE}/expenses/{second}").text
    refused = treasurer.post(f"{BASE}/expenses/{second}/approve")
    assert refused.status_code == 422
    assert "600.00" in refused.text
    assert queries.balance(session, [campaign.id]) == 70_000


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"amount": "1000,01"}, "1,000.01"),
        ({"amount": "301", "account": "cash"}, "300.00"),
        ({"supplier_bin": "123"}, "123"),
        ({"spent_on": "2020-04-21"}, "in the future"),
        ({"supplier": ""}, "Fill in this field"),
        ({"purpose": ""}, "Fill in this field"),
        ({"attachment": (io.BytesIO(b"<svg/>"), "invoice.pdf")}, "Attach a PDF"),
    ],
)
def test_refusals_stand_at_their_field(session, campaign, person, values, told):
    answer = person(CampaignRole.ORGANISER).submit(f"{BASE}/expenses/new", VALUES | values)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "№ 12" in answer.text
    assert session.scalars(select(Expense)).all() == []


def test_a_document_that_is_too_large_is_refused(session, campaign, person, monkeypatch):
    for place in ("campaign_app.funds.rules", "campaign_app.funds.rules.decisions"):
        monkeypatch.setattr(f"{place}.ATTACHMENT_BYTES", len(PDF))
    organiser = person(CampaignRole.ORGANISER)
    too_much = {"attachment": (io.BytesIO(PDF + b" "), "a.pdf")}
    answer = organiser.submit(f"{BASE}/expenses/new", VALUES | too_much)
    assert answer.status_code == 422
    assert "The document is larger than" in answer.text
    fits = {"attachment": (io.BytesIO(PDF), "a.pdf")}
    assert organiser.submit(f"{BASE}/expenses/new", VALUES | fits).status_code == 302


def test_the_same_form_twice_is_one_expense(session, campaign, person):
    organiser = person(CampaignRole.ORGANISER)
    values = VALUES | {"spent_on": "2020-04-20", "submission_id": "one"}
    answers = [organiser.post(f"{BASE}/expenses/new", data=values) for _ in range(2)]
    url = f"{BASE}/expenses/{only_expense(session).id}"
    assert [answer.location for answer in answers] == [url] * 2


def test_the_document_is_saved_and_never_run(session, campaign, person):
    organiser = person(CampaignRole.ORGANISER)
    values = VALUES | {"attachment": (io.BytesIO(PDF), "../../счёт.html")}
    organiser.submit(f"{BASE}/expenses/new", values)
    url = f"{BASE}/expenses/{only_expense(session).id}"
    answer = person(CampaignRole.STOREKEEPER).get(f"{url}/attachment")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    disposition = answer.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="expense-2020-0001.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f"{url}/attachment" in organiser.get(url).text
    organiser.submit(f"{BASE}/expenses/new", VALUES)
    without = session.scalars(select(Expense.id).order_by(Expense.id.desc())).first()
    assert organiser.get(f"{BASE}/expenses/{without}/attachment").status_code == 404


def test_a_rejection_needs_a_reason(session, campaign, person):
    expense = make_expense(session, campaign=campaign, amount_minor=60_000)
    treasurer, url = person(CampaignRole.TREASURER), f"{BASE}/expenses/{expense.id}"
    assert treasurer.submit(url, {"reason": ""}, action="/reject").status_code == 422
    assert treasurer.submit(url, {"reason": "құжат жоқ"}, action="/reject").status_code == 302
    page = treasurer.get(url).text
    assert "құжат жоқ" in page
    assert "/reject" not in page
    assert treasurer.post(f"{url}/reject", data={"reason": "again"}).status_code == 422
    assert queries.balance(session, [campaign.id]) == 130_000


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_speak_three_languages(session, campaign, person, locale):
    treasurer = person(CampaignRole.TREASURER, locale)
    assert treasurer.get(f"{BASE}/expenses").status_code == 200
    ids = [make_expense(session, campaign=campaign, amount_minor=1).id for _ in range(3)]
    paths = ["", "/new", "?status=entered", *(f"/{id_}" for id_ in ids)]
    treasurer.post(f"{BASE}/expenses/{ids[0]}/approve")
    treasurer.post(f"{BASE}/expenses/{ids[1]}/reject", data={"reason": "Құжат"})
    for path in paths:
        assert treasurer.get(f"{BASE}/expenses{path}").status_code == 200
    assert treasurer.post(f"{BASE}/expenses/{ids[0]}/approve").status_code == 422
    assert treasurer.get(f"{BASE}/accounts").status_code == 200


def test_the_list_and_its_exports(session, campaign, person):
    expense = make_expense(session, campaign=campaign, amount_minor=60_000)
    treasurer = person(CampaignRole.TREASURER)
    assert expense.number in treasurer.get(f"{BASE}/expenses?status=entered").text
    assert expense.number not in treasurer.get(f"{BASE}/expenses?status=approved").text
    content = treasurer.get(f"{BASE}/expenses.csv?status=entered").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["No."], row["Amount"], row["State"]) == (
        "2020-0001",
        "600.00",
        "waiting for approval",
    )
    assert treasurer.get(f"{BASE}/expenses.xlsx").data.startswith(b"PK")


URL = f"{BASE}/expenses/new"
WHOLE = VALUES | {"spent_on": "2020-04-20", "account": "bank"}


def test_a_document_is_not_chosen_again_when_the_form_is_refused(person, session):
    organiser = person(CampaignRole.ORGANISER)
    sent = WHOLE | {"attachment": (io.BytesIO(PDF), "a.pdf"), "purpose": " "}
    refused = organiser.post(URL, data=sent, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "The document is kept" in refused.text
    kept = session.scalars(select(Attachment.id)).one()
    assert f'name="kept_attachment" type="hidden" value="{kept}"' in refused.text
    organiser.post(URL, data=WHOLE | {"kept_attachment": str(kept), "submission_id": "a"})
    assert session.scalars(select(Expense.attachment_id)).one() == kept
    # It is behind one expense only.
    organiser.post(URL, data=WHOLE | {"kept_attachment": str(kept), "submission_id": "b"})
    assert sorted(session.scalars(select(Expense.attachment_id)), key=str) == [kept, None]


def test_a_document_of_somebody_else_is_not_taken(person, session):
    sent = WHOLE | {"attachment": (io.BytesIO(PDF), "a.pdf"), "purpose": " "}
    person(CampaignRole.TREASURER).post(URL, data=sent, content_type="multipart/form-data")
    kept = session.scalars(select(Attachment.id)).one()
    person(CampaignRole.ORGANISER).post(URL, data=WHOLE | {"kept_attachment": str(kept)})
    assert session.scalars(select(Expense.attachment_id)).all() == [None]
