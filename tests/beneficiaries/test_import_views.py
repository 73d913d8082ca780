"""Importing a list on the screen: looked through, decided, confirmed once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.models import Beneficiary, ImportDraft
from campaign_app.beneficiaries.rules.columns import FIELD_NAMES, field_of
from tests.factories import make_campaign, make_member

LISTS = Path(__file__).parents[1] / "data" / "import"
UPLOAD = "/manage/beneficiaries/import"


@pytest.fixture
def organiser(session):
    campaign = make_campaign(session, slug="food")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


def upload(client, name="pensioners.csv", category="lonely_pensioner", content=None):
    content = (LISTS / name).read_bytes() if content is None else content
    data = {"category": category, "file": (io.BytesIO(content), name)}
    return client.post(UPLOAD, data=data, content_type="multipart/form-data")


def count_people(session):
    return session.scalar(select(func.count(Beneficiary.id)))


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("kk", ["Тізімнің 2-жолы", "аты-жөні басқаша жазылған", "ЖСН: "]),
        ("ru", ["Строка 2 списка", "другое написание имени", "Туған күні: "]),
        ("en", ["Row 2 of the list", "the same telephone", "Import 26 good rows"]),
    ],
)
def test_the_preview_explains_each_row(session, client_for, organiser, locale, texts):
    client = client_for(organiser, locale)
    answer = upload(client)
    assert answer.status_code == 302
    page = client.get(answer.location)
    for text in texts:
        assert text in page.text
    for outcome in ("new", "likely_duplicate", "error", "changed"):
        assert client.get(f"{answer.location}?outcome={outcome}").status_code == 200
    assert client.get(UPLOAD).text.count("pensioners.csv") >= 1
    assert count_people(session) == 0


def test_good_rows_are_written_once(session, client_for, organiser):
    client = client_for(organiser)
    draft_url = upload(client).location
    for _again in range(2):
        answer = client.post(f"{draft_url}/confirm", follow_redirects=True)
        assert "Imported. New: 26, changed: 0." in answer.text
        assert count_people(session) == 26
    assert client.get(draft_url).status_code == 302
    # The same list on another day brings in nothing.
    again = upload(client).location
    answer = client.post(f"{again}/confirm", follow_redirects=True)
    assert "there is nothing to import" in answer.text
    assert count_people(session) == 26


def test_a_likely_duplicate_may_be_somebody_else(session, client_for, organiser):
    client = client_for(organiser)
    draft_url = upload(client, "students_cp1251.csv", "foreign_student").location
    client.post(f"{draft_url}/another", data={"row": "14", "is_another": "yes"})
    client.post(f"{draft_url}/confirm")
    assert count_people(session) == 13


def test_a_list_is_its_owners(session, client_for, organiser):
    draft_url = upload(client_for(organiser)).location
    campaign = make_campaign(session, slug="other")
    stranger = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    assert stranger.get(draft_url).status_code == 404
    for page in ("problems.csv", "problems.xlsx", "progress"):
        assert stranger.get(f"{draft_url}/{page}").status_code == 404
    for action in ("confirm", "discard", "another", "columns", "compare", "work"):
        assert stranger.post(f"{draft_url}/{action}", data={"row": "2"}).status_code == 404
    assert count_people(session) == 0


def test_a_list_is_thrown_away(session, client_for, organiser):
    client = client_for(organiser)
    draft_url = upload(client).location
    client.post(f"{draft_url}/discard")
    assert session.scalar(select(func.count(ImportDraft.id))) == 0
    assert client.get(draft_url).status_code == 404


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90\x00", b"1;2;3\n4;5;6\n", "Телефон;Адрес\n1;2\n".encode()]
)
def test_what_is_no_list_is_refused_at_the_field(client_for, organiser, locale, content):
    page = upload(client_for(organiser, locale), "list.csv", content=content)
    assert page.status_code == 422
    assert 'id="file-error"' in page.text


def test_no_file_is_said_at_the_field(client_for, organiser):
    page = client_for(organiser).post(UPLOAD, data={"category": "other"})
    assert page.status_code == 422
    assert "Choose a file." in page.text


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_our_own_labels_name_the_columns(app, locale):
    from flask_babel import force_locale, gettext

    with app.test_request_context(), force_locale(locale):
        found = {name: field_of(gettext(text)) for name, text in FIELD_NAMES.items()}
    assert found == {name: name for name in FIELD_NAMES}


@pytest.mark.parametrize(
    ("locale", "told"),
    [("kk", "жарамсыз жолдар саны: 6"), ("ru", "с замечаниями: 6"), ("en", "not good: 6")],
)
def test_all_or_nothing_is_refused_with_the_count(session, client_for, organiser, locale, told):
    client = client_for(organiser, locale)
    draft_url = upload(client).location
    answer = client.post(f"{draft_url}/confirm", data={"rows": "all"}, follow_redirects=True)
    assert told in answer.text
    assert count_people(session) == 0


def test_all_or_nothing_writes_a_list_of_good_rows(session, client_for, organiser):
    client = client_for(organiser)
    draft_url = upload(client, "list.csv", content=b"surname,given_name\nPak,Anna\n").location
    assert "rows-all" not in client.get(draft_url).text, "nothing to choose"
    client.post(f"{draft_url}/confirm", data={"rows": "all"})
    assert count_people(session) == 1


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_what_changes_is_shown_old_and_new(session, client_for, organiser, locale):
    client = client_for(organiser, locale)
    header = "surname,given_name,born_on,phone,note\n"
    first = header + "Пак,Анна,1950-01-02,+77010000001,\n"
    client.post(upload(client, "a.csv", content=first.encode()).location + "/confirm")
    second = header + "Пак,Анна,1950-01-02,+77010000002,код 5\n"
    page = client.get(upload(client, "b.csv", content=second.encode()).location)
    assert "<del>+7 701 000 00 01</del>" in page.text
    assert "<ins>+7 701 000 00 02</ins>" in page.text
    assert "<del>–</del>" in page.text
    assert "<ins>код 5</ins>" in page.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_example_comes_in_without_errors(session, client_for, organiser, locale, kind):
    client = client_for(organiser, locale)
    assert f"example.{kind}" in client.get(UPLOAD).text
    example = client.get(f"{UPLOAD}/example.{kind}").data
    draft_url = upload(client, f"example.{kind}", content=example).location
    client.post(f"{draft_url}/confirm", data={"rows": "all"})
    people = session.scalars(select(Beneficiary)).all()
    assert len(people) == 3
    assert all(person.street and person.born_on for person in people)
    assert client.get(f"{UPLOAD}/example.pdf").status_code == 404
