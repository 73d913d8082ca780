"""Lists of donations from files: each row once, however often the file comes."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from campaign_app.core.printing.labels import translate
from campaign_app.core.spreadsheets.reading import HeaderNotFound, SheetInvalid
from campaign_app.core.spreadsheets.writing import write_xlsx
from campaign_app.funds import queries, rules, services
from campaign_app.funds.models import Donation, Posting
from campaign_app.funds.rules import DonationMethod
from tests.factories import NOW, TODAY, make_account, make_campaign, make_donation

HEADER = "received_on\tdonor_name\tamount\tmethod\treference\n"
GOOD = "2020-03-24\tСүлейменова Ә. С.\t2 000,00\tpayroll\tP-1\n"


def bring_in(session, campaign, text, *, header=HEADER, encoding="utf-8"):
    table = services.Table(content=(header + text).encode(encoding), filename="list.csv")
    return services.import_donations(
        session, actor=None, now=NOW, today=TODAY, campaign=campaign, table=table
    )


def outcomes(rows):
    return [(row.row, row.outcome.value) for row in rows]


def told(rows):
    return [(row.row, type(row.why).__name__) for row in rows if row.why]


def test_each_row_has_its_outcome(session):
    campaign = make_campaign(session)
    rows = bring_in(
        session,
        campaign,
        GOOD
        + "25.03.2020\tТөлегенов Б.\t3000\tжалақыдан ұстап қалу\tP-2\n"
        + GOOD
        + "2020-03-31\tТөлегенов Б.\t-5000\tpayroll\tP-9\n"
        + "2020-03-31\tТөлегенов Б.\t5OOO\tpayroll\tP-10\n"
        + "2020-03-31\t\t5000\tpayroll\tP-11\n"
        + "2020-04-21\tТөлегенов Б.\t5000\tpayroll\tP-12\n"
        + "\tТөлегенов Б.\t5000\tpayroll\tP-13\n"
        + "2020-03-31\tТөлегенов Б.\t5000\tby pigeon\tP-14\n"
        + "2020-03-31\tАнонимно\t5000\tналичные\t\n"
        + f"2020-03-31\t{'Т' * 201}\t5000\tcash\t\n"
        + "Барлығы\t\t10 000\t\t\n",
        encoding="utf-16",
    )
    assert outcomes(rows) == [
        (2, "new"),
        (3, "new"),
        (4, "already_there"),
        (5, "error"),
        (6, "error"),
        (7, "error"),
        (8, "error"),
        (9, "error"),
        (10, "error"),
        (11, "new"),
        (12, "error"),
    ]
    assert told(rows) == [
        (4, "SameAsRow"),
        (5, "AmountNotPositive"),
        (6, "AmountInvalid"),
        (7, "DonorMissing"),
        (8, "DateInFuture"),
        (9, "DateMissing"),
        (10, "MethodUnknown"),
        (12, "TextTooLong"),
    ]
    assert rows[2].of_row == 2
    assert queries.balance(session, [campaign.id]) == 1_000_000
    anonymous = session.scalars(select(Donation).where(Donation.is_anonymous)).one()
    assert (anonymous.donor_name, anonymous.method) == ("", DonationMethod.CASH)


def test_the_same_file_again_posts_nothing(session):
    campaign = make_campaign(session)
    # Two equal gifts without a reference are two gifts; a third one later is new.
    twice = "2020-03-24\tДемо\t500\tcash\t\n" * 2
    assert outcomes(bring_in(session, campaign, GOOD + twice)) == [
        (2, "new"),
        (3, "new"),
        (4, "new"),
    ]
    postings = session.scalar(select(func.count()).select_from(Posting))
    assert {o for _, o in outcomes(bring_in(session, campaign, GOOD + twice))} == {"already_there"}
    assert session.scalar(select(func.count()).select_from(Posting)) == postings
    third = bring_in(session, campaign, GOOD + twice + "2020-03-24\tдемо\t500,00\tcash\t\n")
    assert [o for _, o in outcomes(third)] == ["already_there"] * 3 + ["new"]


def test_what_was_logged_by_hand_is_known_again(session):
    campaign = make_campaign(session)
    make_donation(session, campaign=campaign, amount_minor=50_000, donor_name="Қасымов Ғани")
    rows = bring_in(session, campaign, "2020-04-20\tКасымов Гани\t500\tbank\tB-1\n")
    assert told(rows) == [(2, "AlreadyEntered")]
    assert rows[0].why is not None
    assert rows[0].why.params == {"receipt": "2020-0001"}


def test_one_reference_has_one_amount(session):
    campaign = make_campaign(session)
    bring_in(session, campaign, GOOD)
    rows = bring_in(session, campaign, GOOD.replace("2 000,00", "2 001"))
    assert outcomes(rows) == [(2, "error")]
    assert told(rows) == [(2, "ReferenceOfAnother")]


def test_a_voided_donation_does_not_come_back(session):
    campaign = make_campaign(session)
    bring_in(session, campaign, GOOD)
    services.void_donation(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        donation=session.scalars(select(Donation)).one(),
        reason="қайтарылды",
    )
    assert outcomes(bring_in(session, campaign, GOOD)) == [(2, "already_there")]
    assert queries.balance(session, [campaign.id]) == 0


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_columns_are_called_as_on_the_form_in_three_languages(session, locale):
    names = ("received_on", "donor_name", "amount", "method", "reference")
    header = ";".join(translate(rules.DONATION_COLUMNS[name], locale) for name in names)
    row = f"2020-03-24;Демо;500;{translate(DonationMethod.BOX.label, locale)};R-1\n"
    campaign = make_campaign(session)
    assert outcomes(bring_in(session, campaign, row, header=header + "\n")) == [(2, "new")]


def test_columns_have_other_usual_names(session):
    header, row = "Күні;Т.А.Ә.;СОМА;method;x\n", "24.03.2020;Демо;500;cash;-\n"
    assert outcomes(bring_in(session, make_campaign(session), row, header=header)) == [(2, "new")]


def test_a_workbook_comes_in_too(session):
    campaign = make_campaign(session)
    content = write_xlsx(
        "Тізім", ["amount", "received_on", "method", "donor_name"], [[1500, TODAY, "box", "Демо"]]
    )
    table = services.Table(content=content, filename="list.xlsx")
    rows = services.import_donations(
        session, actor=None, now=NOW, today=TODAY, campaign=campaign, table=table
    )
    assert outcomes(rows) == [(2, "new")]
    assert queries.balance(session, [campaign.id]) == 150_000


@pytest.mark.parametrize(
    ("header", "error"),
    [
        ("amount,donor_name,reference\n", rules.ColumnMissing),
        ("a,b\n", HeaderNotFound),
        ("%PDF-1.7\n", SheetInvalid),
    ],
)
def test_files_that_are_no_lists_of_donations(session, header, error):
    with pytest.raises(error):
        bring_in(session, make_campaign(session), "1,2,3\n", header=header)


def test_the_command_says_what_became_of_each_row(session, run_command, tmp_path):
    campaign = make_campaign(session, slug="food")
    file = tmp_path / "list.csv"
    file.write_text(HEADER + GOOD + "2020-03-31\tДемо\t5OOO\tpayroll\tP-2\n", encoding="utf-8")
    asked = ("donations", "import", str(file), "--campaign", "food")
    dry = run_command(*asked, "--dry-run", "--json")
    assert dry.exit_code == 0, dry.output
    expected = [
        {"row": 2, "outcome": "new"},
        {
            "row": 3,
            "outcome": "error",
            "why": "“5OOO” is not an amount. Write it like 5000 or 5000.50.",
        },
    ]
    assert json.loads(dry.output) == {"rows": expected, "total": "2000.00", "currency": "KZT"}
    assert queries.balance(session, [campaign.id]) == 0
    assert run_command(*asked, "--json").output == dry.output
    assert queries.balance(session, [campaign.id]) == 200_000
    again = run_command(*asked)
    assert again.output.splitlines()[-1] == (
        "new: 0, already there: 1, error: 1; total of the new ones: 0.00 KZT"
    )
    assert run_command("donations", "import", str(file), "--campaign", "no").exit_code == 1
