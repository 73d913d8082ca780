"""The register of volunteer activity: the columns of the law, and the counts without names."""

from __future__ import annotations

import io
from datetime import date

import pytest
import python_calamine
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Disclosure
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.rules import PartyRole
from campaign_app.volunteers import services
from campaign_app.volunteers.rules import ParticipationRole
from tests.factories import NOW, make_account, make_administrator, make_campaign, make_member
from tests.support.hours import make_volunteer, make_worked_shift

REGISTER = "/manage/volunteers/register.xlsx"
COUNTS = "/manage/volunteers/register-counts"


@pytest.fixture
def campaign(session):
    """A campaign with an organisation, an organiser, a coordinator and somebody who came."""
    campaign = make_campaign(session, slug="food", title="Азық-түлік")
    admin = make_administrator(session)
    university = campaigns.add_organisation(
        session,
        actor=admin,
        now=NOW,
        name={"kk": "Демо университеті", "ru": "Демо-университет", "en": "Demo University"},
        bin_number="990140000007",
    )
    campaigns.add_party(
        session,
        actor=admin,
        now=NOW,
        campaign=campaign,
        organisation=university,
        role=PartyRole.ORGANISER,
    )
    leader = make_volunteer(session, surname="Ершов", given_name="Александр")
    services.add_participation(
        session,
        actor=admin,
        now=NOW,
        campaign=campaign,
        volunteer=leader,
        role=ParticipationRole.COORDINATOR,
    )
    make_worked_shift(session, make_volunteer(session), campaign=campaign, minutes=200)
    return campaign


@pytest.fixture
def organiser(session, campaign):
    account = make_account(session, full_name="Қасымова Әлия")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER, account=account)


def sheets(answer):
    assert answer.status_code == 200
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_register_has_the_columns_of_the_law(session, client_for, campaign, organiser):
    found = sheets(client_for(organiser).get(f"{REGISTER}?language=en&year=2020"))
    assert list(found) == [
        "Volunteers",
        "Volunteer groups",
        "Organisations",
        "Coordinators and organisers",
        "Programmes",
        "Actions",
    ]
    people = {row[0]: row for row in found["Volunteers"][1:]}
    assert people["Қасымов Ғалымжан"][1:3] == ["student", "ИТ-19-1"]
    assert people["Қасымов Ғалымжан"][5:] == [1.0, 3.33]
    assert people["Ершов Александр"][5:] == [0.0, 0.0]
    assert found["Volunteer groups"][1:] == [["ИТ-19-1", 2.0, 1.0, 3.33]]
    assert found["Organisations"][1:] == [
        ["Demo University", "990140000007", "organiser", "Азық-түлік"]
    ]
    assert found["Coordinators and organisers"][1:] == [
        ["Қасымова Әлия", "organiser", "Азық-түлік"],
        ["Ершов Александр", "coordinator", "Азық-түлік"],
    ]
    assert found["Programmes"][1][1] == "Азық-түлік"
    assert found["Programmes"][1][5] == date(2020, 4, 1)
    action = found["Actions"][1]
    assert action[:4] == ["Азық-түлік", "Жеткізу", "delivery", "Металлургтер даңғылы"]
    assert action[4].isoformat() == "2020-04-01T10:00:00"
    assert action[8:] == [1.0, 3.33]


@pytest.mark.parametrize(
    ("language", "name", "column"),
    [
        ("kk", "Еріктілер", "Аты-жөні"),
        ("ru", "Волонтёры", "Ф.И.О."),
        ("en", "Volunteers", "Full name"),
    ],
)
def test_the_register_is_labelled_in_every_language(
    client_for, campaign, organiser, language, name, column
):
    found = sheets(client_for(organiser).get(f"{REGISTER}?language={language}"))
    assert found[name][0][0] == column
    assert all(len(sheet) < 31 for sheet in found)  # none was cut


def test_taking_the_register_out_is_noted(session, client_for, campaign, organiser):
    client_for(organiser).get(REGISTER)
    noted = session.scalars(select(Disclosure)).one()
    assert (noted.kind, noted.account_id) == (DisclosureKind.FILE_EXPORTED, organiser.id)
    assert (noted.row_count, noted.reason) == (2, "register of volunteer activity")


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_national_register_gets_counts_and_no_names(
    session, client_for, campaign, organiser, extension
):
    answer = client_for(organiser).get(f"{COUNTS}.{extension}?language=ru&year=2020")
    if extension == "csv":
        header, line = answer.text.lstrip("\ufeff").splitlines()
        assert header.startswith("Программа (проект),Вид деятельности,Количество участников")
        assert line.startswith("Азық-түлік,доставка,1,1,3.33,2020-04-01")
    else:
        ((_name, table),) = sheets(answer).items()
        assert table[1][:5] == ["Азық-түлік", "доставка", 1.0, 1.0, 3.33]
    assert "Ғалымжан".encode() not in answer.data
    assert not session.scalars(select(Disclosure)).all()


def test_only_campaigns_that_the_reader_works_on(session, client_for, campaign):
    elsewhere = make_campaign(session, slug="other", title="Басқа")
    other = make_member(session, campaign=elsewhere, role=CampaignRole.ORGANISER)
    found = sheets(client_for(other).get(f"{REGISTER}?language=en&year=2019"))
    assert [row[1] for row in found["Programmes"][1:]] == ["Басқа"]
    assert len(found["Actions"]) == 1
    line = client_for(other).get(f"{COUNTS}.csv").text.splitlines()
    assert len(line) == 1
