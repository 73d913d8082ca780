"""Donors: found by name and address, thanked once, shown to the staff only."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.mail import MailMessage
from campaign_app.core.mail.recipients import find_unsendable
from campaign_app.core.mail.rules import MailFailure
from campaign_app.core.mail.texts import write_text
from campaign_app.funds import rules, services
from campaign_app.funds.models import Donation, Donor
from tests.factories import NOW, make_account, make_campaign, make_donation, make_member
from tests.support.papers import texts_of_pages

BASE = "/manage/campaigns/food"
GIFT = {"amount": "5000", "method": "cash", "received_on": "2020-04-20", "submission_id": "a"}


@pytest.fixture
def campaign(session, frozen_clock):
    frozen_clock.set(NOW)
    return make_campaign(session, slug="food")


@pytest.fixture
def organiser(session, campaign, client_for):
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))


def gift(session, campaign, name, email="", **more):
    return make_donation(
        session, campaign=campaign, donor_name=name, donor_email=email, **more
    ).donor_id


def test_one_name_with_one_address_is_one_donor(session, campaign):
    first = gift(session, campaign, "Ким Вера")
    assert gift(session, campaign, "ким  ВЕРА", "Vera@Mail.Example") == first
    assert gift(session, campaign, "Ким Вера") == first
    namesake = gift(session, campaign, "Ким Вера", "other@mail.example")
    assert namesake != first
    assert gift(session, campaign, "Ким Вера", "vera@mail.example") == first
    assert session.get_one(Donor, first).email == "vera@mail.example"
    assert gift(session, make_campaign(session), "Ким Вера") not in (first, namesake)
    assert gift(session, campaign, "", is_anonymous=True) is None


def test_an_address_is_somebodys(organiser, session):
    answer = organiser.post(
        f"{BASE}/donations/new", data={**GIFT, "is_anonymous": "y", "donor_email": "a@b.example"}
    )
    assert answer.status_code == 422
    assert "the address is somebody&#39;s" in answer.text
    wrong = organiser.post(
        f"{BASE}/donations/new", data={**GIFT, "donor_name": "Ким", "donor_email": "a@b"}
    )
    assert "This is not an e-mail address." in wrong.text
    assert session.scalar(select(func.count()).select_from(Donation)) == 0


def test_a_donor_with_an_address_is_thanked_once(organiser, session):
    sent = {**GIFT, "donor_name": "Ким Вера", "donor_email": "vera@mail.example"}
    for _click in range(2):
        organiser.post(f"{BASE}/donations/new", data=sent)
    message = session.scalars(select(MailMessage)).one()
    assert (message.recipient, message.language) == ("vera@mail.example", "kk")
    assert "Ким" not in str(message.values)
    assert find_unsendable(session, [message]) == {}
    text = write_text(session, template=message.template, language="ru", values=message.values)
    assert text.subject == "Спасибо за пожертвование: квитанция № 2020-0001"
    assert "5 000" in text.body.replace("\u00a0", " ")
    assert "/my/notifications" not in text.body


def test_a_voided_gift_is_not_thanked_for(session, campaign):
    made = make_donation(
        session, campaign=campaign, donor_name="Ким Вера", donor_email="vera@mail.example"
    )
    services.void_donation(
        session,
        actor=make_account(session),
        now=NOW,
        today=NOW.date(),
        donation=made,
        reason="қате",
    )
    message = session.scalars(select(MailMessage)).one()
    assert find_unsendable(session, [message]) == {message.id: MailFailure.OUTDATED}


def test_a_donor_is_corrected_and_receipts_stay(organiser, session, campaign):
    donor_id = gift(session, campaign, "Ким Вера")
    other = gift(session, campaign, "Асанов Б.", "asan@mail.example")
    session.commit()
    url = f"{BASE}/donors/{donor_id}"
    change = {"name": "Ким В. А.", "email": "Vera@mail.example", "language": "ru"}
    assert organiser.post(url, data=change).status_code == 302
    found = session.get_one(Donor, donor_id, populate_existing=True)
    assert (found.name, found.email, found.language) == ("Ким В. А.", "vera@mail.example", "ru")
    assert session.scalars(select(Donation.donor_name).order_by(Donation.id)).first() == "Ким Вера"
    for wrong, told in (
        ({"name": "…"}, "Write the donor&#39;s name"),
        ({"name": " "}, "Fill in this field."),
        ({"email": "x"}, "This is not an e-mail address."),
        ({"language": "de"}, "Not a valid choice"),
        ({"name": "Асанов Б.", "email": "asan@mail.example"}, "There is a donor of this name"),
    ):
        answer = organiser.post(url, data={**change, **wrong})
        assert (answer.status_code, told in answer.text) == (422, True), wrong
    assert other != donor_id


def test_who_only_reads_changes_no_donor(session, campaign, client_for):
    from campaign_app.accounts.rules import Role

    donor_id = gift(session, campaign, "Ким Вера")
    session.commit()
    auditor = client_for(make_account(session, role=Role.AUDITOR))
    url = f"{BASE}/donors/{donor_id}"
    assert auditor.get(url).status_code == 200
    changed = auditor.post(url, data={"name": "Х", "email": "", "language": "kk"})
    assert changed.status_code == 403


def test_the_list_counts_what_was_kept_and_hides_nothing_of_the_books(session, campaign, organiser):
    for amount in (100_000, 200_000):
        gift(session, campaign, "Ким Вера", amount_minor=amount)
    gift(session, campaign, "Құпия Асан", is_anonymous=True)
    gift(session, campaign, "Ким Вера", is_anonymous=True, amount_minor=700_000)
    session.commit()
    page = organiser.get(f"{BASE}/donors").text.replace("\u00a0", " ")
    assert "10,000" in page
    assert "Құпия Асан" in page
    assert "Құпия" not in organiser.get(f"{BASE}/donors?q=вера").text
    rows = list(csv.reader(io.StringIO(organiser.get(f"{BASE}/donors.csv").text.lstrip("\ufeff"))))
    # Anonymous gifts are neither named nor added in a file.
    assert [row[0] for row in rows[1:]] == ["Ким Вера"]
    assert rows[1][2:4] == ["2", "3000.00"]


def test_a_year_on_paper_says_the_sum_in_words(session, campaign, organiser):
    donor_id = gift(session, campaign, "Ким Вера", amount_minor=500_000)
    gift(session, campaign, "Ким Вера", amount_minor=55_600, received_on=date(2020, 4, 19))
    session.commit()
    paper = organiser.get(f"{BASE}/donors/{donor_id}/2020.pdf?language=kk+ru")
    (text,) = texts_of_pages(paper.data)
    text = " ".join(text.split())
    for said in (
        "Ким Вера",
        "2020-0001",
        "2020-0002",
        "Бес мың бес жүз елу алты теңге",
        "Пять тысяч пятьсот пятьдесят шесть тенге",
    ):
        assert said in text, said
    assert organiser.get(f"{BASE}/donors/{donor_id}/2019.pdf").status_code == 404
    assert organiser.get(f"{BASE}/donors/{donor_id}/99999.pdf").status_code == 404


def test_the_register_lists_voided_receipts_and_names_no_anonymous_donor(
    session, campaign, organiser
):
    gift(session, campaign, "Құпия Асан", is_anonymous=True)
    voided = make_donation(session, campaign=campaign, donor_name="Ким Вера")
    services.void_donation(
        session,
        actor=make_account(session),
        now=NOW,
        today=NOW.date(),
        donation=voided,
        reason="қате",
    )
    session.commit()
    (text,) = texts_of_pages(organiser.get(f"{BASE}/donations/register.pdf?language=ru").data)
    assert "2020-0001" in text
    assert "2020-0002" in text
    assert "Құпия" not in text
    days = organiser.get(f"{BASE}/donations/register.pdf?language=ru&from=2021-01-01")
    assert "2020-0001" not in texts_of_pages(days.data)[0]


@pytest.mark.parametrize(
    ("name", "email", "refused"),
    [("Ким", "a@b.kz", False), ("", "", False), ("", "a@b.kz", True), ("…", "a@b.kz", True)],
)
def test_an_address_needs_a_name(name, email, refused):
    if not refused:
        return rules.check_donor_email(name, email)
    with pytest.raises(rules.DonorUnnamed):
        rules.check_donor_email(name, email)
