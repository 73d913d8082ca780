"""Statements on screen: uploaded, mapped, looked through, posted, decided line by line."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.spreadsheets.writing import write_xlsx
from campaign_app.funds.models import Donation, Statement, StatementLine
from campaign_app.funds.rules import DonationMethod, LineStatus
from tests.factories import NOW, make_campaign, make_donation, make_member
from tests.funds.test_statements import PAYROLL

BASE = "/manage/campaigns/food"
URL = f"{BASE}/donations/import"
HEAD = "Дата;Сумма;Плательщик;№ документа\n"
NEW = {"source": "", "new_source": "Kaspi 4567", "method": "kaspi"}


@pytest.fixture
def campaign(session, frozen_clock):
    frozen_clock.set(NOW)
    return make_campaign(session, slug="food")


@pytest.fixture
def treasurer(session, campaign, client_for):
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.TREASURER))


def upload(client, content, values=NEW, name="may.csv"):
    content = content.encode() if isinstance(content, str) else content
    data = {**values, "file": (io.BytesIO(content), name)}
    return client.post(URL, data=data, content_type="multipart/form-data")


def count(session, what=Donation):
    return session.scalar(select(func.count()).select_from(what))


def test_the_payroll_list_comes_in_as_expected(session, treasurer):
    new = {"source": "", "new_source": "Бухгалтерия", "method": "payroll"}
    page = upload(treasurer, PAYROLL.read_bytes(), new)
    shown = treasurer.get(page.location).text
    for text in ("30 lines", "126,500", "is not an amount", "The same as row"):
        assert text in shown.replace("\u00a0", " "), text
    assert count(session) == 0
    treasurer.post(f"{page.location}/confirm")
    assert count(session) == 30
    # The back button and a second click post nothing again.
    treasurer.post(f"{page.location}/confirm")
    assert count(session) == 30
    assert "Posted: 30" in treasurer.get(f"{BASE}/donations").text


def test_columns_said_once_are_remembered(session, treasurer):
    page = upload(treasurer, "Аа;Бб;Вв\n20.04.2020;700;Ким Вера\n").location
    asked = treasurer.get(page).text
    assert "Say below which column holds the day" in asked
    assert "Post the file" not in asked
    wrong = treasurer.post(f"{page}/columns", data={"column": ["received_on", "", "donor_name"]})
    assert wrong.status_code == 422
    twice = treasurer.post(f"{page}/columns", data={"column": ["received_on", "amount", "amount"]})
    assert (twice.status_code, "read as the same" in twice.text) == (422, True)
    forged = treasurer.post(f"{page}/columns", data={"column": ["received_on", "amount", "x"]})
    assert forged.status_code == 404
    treasurer.post(f"{page}/columns", data={"column": ["received_on", "amount", "donor_name"]})
    assert "Donations that are new get their receipts" in treasurer.get(page).text
    source_id = session.scalars(select(Statement.source_id)).one()
    known = {"source": str(source_id), "method": "kaspi"}
    later = upload(treasurer, "Аа;Бб;Вв\n19.04.2020;900;Асанов Б.\n", known).location
    assert "Donations that are new get their receipts" in treasurer.get(later).text


@pytest.mark.parametrize(
    ("values", "content", "told"),
    [
        ({**NEW, "new_source": ""}, HEAD + "1;2;3;4\n", "Choose a source, or name a new one."),
        ({**NEW, "method": "in_kind"}, HEAD + "1;2;3;4\n", "Not a valid choice"),
        ({**NEW, "source": "77"}, HEAD + "1;2;3;4\n", "Not a valid choice"),
        (NEW, b"%PDF-1.7 x", "is not a table"),
        (NEW, b"", "There is nothing in"),
        (NEW, "1\n2\n", "No row with the names of the columns"),
    ],
)
def test_a_wrong_upload_is_told_at_its_field(session, treasurer, values, content, told):
    answer = upload(treasurer, content, values)
    assert answer.status_code == 422
    assert told in answer.text
    assert values["new_source"] in answer.text
    assert count(session, Statement) == 0


def test_a_name_of_a_source_is_taken_once(treasurer):
    upload(treasurer, HEAD + "20.04.2020;1;Ким;1\n")
    answer = upload(treasurer, HEAD + "20.04.2020;1;Ким;1\n", {**NEW, "new_source": "KASPI 4567"})
    assert "There is a source of this name" in answer.text


def test_a_line_may_wait_instead(session, treasurer):
    page = upload(treasurer, HEAD + "20.04.2020;700;Ким Вера;\n20.04.2020;800;Асанов;\n").location
    treasurer.post(f"{page}/park", data={"row": "2", "is_parked": "yes"})
    assert "It waits because somebody said so." in treasurer.get(page).text
    treasurer.post(f"{page}/park", data={"row": "3", "is_parked": "yes"})
    treasurer.post(f"{page}/park", data={"row": "3", "is_parked": "no"})
    treasurer.post(f"{page}/confirm")
    assert session.scalars(select(Donation.donor_name)).all() == ["Асанов"]
    assert treasurer.post(f"{page}/park", data={"row": "2", "is_parked": "no"}).status_code == 404


def test_a_discarded_file_leaves_nothing(session, treasurer):
    page = upload(treasurer, HEAD + "20.04.2020;700;Ким Вера;\n").location
    treasurer.post(f"{page}/discard")
    assert (count(session), count(session, Statement)) == (0, 0)
    assert treasurer.post(f"{page}/discard").status_code == 404


def parked(session, client, text):
    page = upload(client, HEAD + text).location
    client.post(f"{page}/confirm")
    line = session.scalars(
        select(StatementLine).where(StatementLine.status == LineStatus.PARKED)
    ).one()
    return f"{page}/lines/{line.id}", line


def test_a_line_becomes_a_gift(session, treasurer):
    url, line = parked(session, treasurer, "20.04.2020;700;;K-9\n")
    nameless = treasurer.post(url, data={"decision": "gift", "received_on": "2020-04-20"})
    assert nameless.status_code == 422
    assert "Write the donor&#39;s name" in nameless.text
    gift = {"decision": "gift", "received_on": "2020-04-20", "donor_name": "Ким Вера"}
    assert treasurer.post(url, data=gift).status_code == 302
    assert treasurer.post(url, data=gift).status_code == 302
    made = session.scalars(select(Donation)).one()
    assert (made.reference, made.donor_name, made.amount_minor) == ("K-9", "Ким Вера", 70_000)
    session.refresh(line)
    assert (line.status, line.entry_id) == (LineStatus.POSTED, made.entry_id)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"decision": "fee", "charged_on": "?"}, "is not a date"),
        ({"decision": "fee", "charged_on": "2020-04-20"}, "700"),
        ({"decision": "set_aside", "reason": " "}, "Fill in this field."),
        ({"decision": "gift", "received_on": "2020-04-20", "donor_name": "x"}, "It is a bank fee"),
        ({"decision": "in_books", "entry_id": "1"}, "It is a bank fee"),
        ({"decision": "?"}, "It is a bank fee"),
        ({}, "It is a bank fee"),
    ],
)
def test_a_wrong_decision_changes_nothing(session, treasurer, sent, told):
    url, line = parked(session, treasurer, "20.04.2020;-700;Банк;\n")
    answer = treasurer.post(url, data=sent)
    assert (answer.status_code, told in answer.text) == (422, True)
    session.refresh(line)
    assert line.status is LineStatus.PARKED


def test_money_out_is_set_aside_with_its_reason(session, treasurer):
    url, line = parked(session, treasurer, "20.04.2020;-700;Банк;\n")
    treasurer.post(url, data={"decision": "set_aside", "reason": "Жеке аударым"})
    page = treasurer.get(f"{BASE}/statements/{line.statement_id}/lines?status=set_aside").text
    assert "Жеке аударым" in page
    assert "settled" in treasurer.get(f"{BASE}/statements").text


def test_a_line_is_tied_to_what_is_in_the_books(session, campaign, treasurer):
    there = make_donation(
        session,
        campaign=campaign,
        method=DonationMethod.KASPI,
        amount_minor=70_000,
        donor_name="Сейтқали Айгерім",
    )
    url, line = parked(session, treasurer, "21.04.2020;700;Айгерім С.;K-1\n".replace("21", "20"))
    shown = treasurer.get(url).text
    assert "donation 2020-0001 Сейтқали Айгерім" in shown
    assert shown.index("It is in the books already") < shown.index("It is a donation")
    treasurer.post(url, data={"decision": "in_books", "entry_id": str(there.entry_id)})
    session.refresh(line)
    assert (line.status, line.entry_id) == (LineStatus.MATCHED, there.entry_id)


def test_an_anonymous_donor_is_not_told_by_a_line(session, campaign, treasurer):
    _url, line = parked(session, treasurer, "20.04.2020;700;Құпия Ким;\n20.04.2020;-5;б;\n")
    made = session.scalars(select(Donation)).one()
    made.is_anonymous = True
    session.commit()
    page = f"{BASE}/statements/{line.statement_id}"
    for address in (f"{page}/lines", f"{page}.csv"):
        assert "Құпия" not in treasurer.get(address).get_data(as_text=True)


def test_a_sheet_of_excel_comes_in_too(session, treasurer):
    content = write_xlsx(
        "Май",
        ["Дата", "Кредит", "Дебет", "Отправитель"],
        [
            ["20.04.2020", 1500.5, None, "Ким Вера"],
            ["20.04.2020", None, 300, "Банк"],
        ],
    )
    page = upload(treasurer, content, name="may.xlsx").location
    treasurer.post(f"{page}/confirm")
    amounts = session.execute(select(StatementLine.amount_minor, StatementLine.status)).all()
    assert sorted(tuple(each) for each in amounts) == [
        (-30_000, LineStatus.PARKED),
        (150_050, LineStatus.POSTED),
    ]


def test_the_first_source_is_named_on_a_form_without_a_choice_of_sources(session, treasurer):
    assert 'name="source"' not in treasurer.get(URL).text
    first = {"new_source": "Kaspi 4567", "method": "kaspi"}
    assert upload(treasurer, HEAD + "20.04.2020;1;Ким;1\n", first).status_code == 302
    assert 'name="source"' in treasurer.get(URL).text
