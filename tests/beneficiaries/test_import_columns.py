"""Which column is read as which field: by its name, by a person's choice, for the next time."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary, ColumnChoice
from campaign_app.beneficiaries.rules import columns
from tests.factories import make_campaign, make_member

UPLOAD = "/manage/beneficiaries/import"
STRANGE = "Кто это;Мобила;Туған күні\nПак Анна;87010000001;02.01.1950\n"


@pytest.fixture
def clerk(session, client_for):
    """Somebody who may import lists, with a browser."""
    campaign = make_campaign(session, slug="food")
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))


def upload(client, text, name="list.csv"):
    data = {"category": "other", "file": (io.BytesIO(text.encode()), name)}
    return client.post(UPLOAD, data=data, content_type="multipart/form-data")


@pytest.mark.parametrize(
    ("labels", "chosen", "expected"),
    [
        (["ФИО", "Телефон"], {}, ["full_name", "phone"]),
        # A person's choice goes before the names that are known here,
        (["ФИО", "Телефон"], {"телефон": "note"}, ["full_name", "note"]),
        # also when it takes a field away from the column whose name fits it,
        (["ФИО", "Тел.", "Второй"], {"второй": "phone"}, ["full_name", None, "phone"]),
        # and when it leaves a column out.
        (["ФИО", "Телефон"], {"телефон": ""}, ["full_name", None]),
        # Of two columns for one field the first counts.
        (["ФИО", "Тел.", "Телефон"], {}, ["full_name", "phone", None]),
        (["ФИО", "А", "Б"], {"а": "phone", "б": "phone"}, ["full_name", "phone", None]),
        (["№", "ФИО", ""], {}, ["ordinal", "full_name", None]),
    ],
)
def test_columns_are_read_by_choice_then_by_name(labels, chosen, expected):
    assert columns.map_columns(labels, chosen) == expected


def test_two_columns_for_one_field_are_refused_by_name():
    with pytest.raises(rules.ColumnTwice) as refusal:
        columns.check_columns(["Имя", "Тел.", "Мобила"], ["given_name", "phone", "phone"])
    assert (
        str(refusal.value) == "Two columns are read as “Phone”: “Тел.” and “Мобила”. Leave one out."
    )


def test_a_list_without_names_is_refused():
    with pytest.raises(rules.NoNameColumn):
        columns.check_columns(["Тел."], ["phone"])


@pytest.mark.parametrize(
    ("labels", "fields", "kept", "forgotten"),
    [
        (["ФИО", "Мобила"], ["full_name", "phone"], {"Мобила": "phone"}, {"фио"}),
        (["ФИО", "Телефон"], ["full_name", None], {"Телефон": ""}, {"фио"}),
        # Of two columns with one name nothing can be remembered, of one without a name neither.
        (["ФИО", "X", "x", ""], ["full_name", "phone", "note", "city"], {}, {"фио"}),
    ],
)
def test_only_what_differs_from_the_name_is_remembered(labels, fields, kept, forgotten):
    assert columns.new_choices(labels, fields) == (kept, forgotten)


def test_our_own_extra_columns_are_known_in_every_language(app):
    from flask_babel import force_locale, gettext

    for locale in ("kk", "ru", "en"):
        with app.test_request_context(), force_locale(locale):
            labels = [gettext("What becomes of it"), gettext("Why")]
        assert [columns.field_of(label) for label in labels] == [columns.ORDINAL] * 2, locale


def test_a_list_without_a_known_name_column_asks_for_one(clerk):
    assert upload(clerk, "Кто это;Мобила\nПак Анна;87010000001\n").status_code == 422


@pytest.mark.parametrize(
    ("locale", "told"),
    [("kk", "Екі баған «Телефон»"), ("ru", "Два столбца"), ("en", "Two columns")],
)
def test_two_columns_for_one_field_are_refused_on_screen(session, client_for, locale, told):
    campaign = make_campaign(session, slug="food")
    account = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(account, locale)
    url = upload(client, "ФИО;Тел.;Мобила\nПак Анна;87010000001;87010000002\n").location
    answer = client.post(f"{url}/columns", data={"column": ["full_name", "phone", "phone"]})
    assert answer.status_code == 422
    assert told in answer.text
    assert 'id="columns-error"' in answer.text
    assert session.scalars(select(ColumnChoice)).all() == []


def test_an_unknown_column_is_assigned_and_remembered(session, clerk):
    text = "ФИО;Мобила;Туған күні\nПак Анна;87010000001;02.01.1950\n"
    url = upload(clerk, text).location
    page = clerk.get(url).text
    assert "left out: 1" in page
    assert "87010000001" in page, "an example of what stands in the column"
    chosen = ["full_name", "phone", "born_on"]
    assert clerk.post(f"{url}/columns", data={"column": chosen}).location == url
    clerk.post(f"{url}/confirm")
    (person,) = session.scalars(select(Beneficiary)).all()
    assert (person.phone, person.born_on.isoformat()) == ("+77010000001", "1950-01-02")
    # The next list with such a column is read at once,
    assert "left out" not in clerk.get(upload(clerk, text).location).text
    (choice,) = queries.list_column_choices(session)
    assert (choice.label, choice.field) == ("Мобила", "phone")
    # until somebody forgets it.
    assert "Мобила" in clerk.get(UPLOAD).text
    clerk.post(f"{UPLOAD}/columns/{choice.id}/forget")
    assert "left out: 1" in clerk.get(upload(clerk, text).location).text


def test_a_choice_outranks_our_own_name_for_the_column(session, clerk):
    text = "ФИО;Примечание;Телефон\nПак Анна;87010000001;5 подъезд\n"
    url = upload(clerk, text).location
    assert "is not a telephone number" in clerk.get(url).text
    clerk.post(f"{url}/columns", data={"column": ["full_name", "phone", "note"]})
    assert "is not a telephone number" not in clerk.get(url).text
    assert queries.column_choices(session) == {"примечание": "phone", "телефон": "note"}
    # Chosen back, nothing is left to remember.
    clerk.post(f"{url}/columns", data={"column": ["full_name", "note", "phone"]})
    assert queries.column_choices(session) == {}


def test_a_name_column_that_nobody_knows_is_read_by_choice(session, clerk):
    session.add(
        ColumnChoice(label_key="ктоэто", label="Кто это", field="full_name", chosen_at=make_now())
    )
    url = upload(clerk, STRANGE).location
    assert "Пак Анна" in clerk.get(url).text


def make_now():
    from tests.factories import NOW

    return NOW


@pytest.mark.parametrize(
    "sent", [[], ["full_name"], ["full_name", "is_admin", "note"], ["full_name"] * 9]
)
def test_columns_that_no_page_sends_are_not_found(session, clerk, sent):
    url = upload(clerk, "ФИО;Тел.;Мобила\nПак Анна;87010000001;1\n").location
    assert clerk.post(f"{url}/columns", data={"column": sent}).status_code == 404
    assert queries.column_choices(session) == {}
