"""Papers as people get, print, check and withdraw them."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.core.attempts import FailedAttempt
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import Certificate, LetterText
from campaign_app.volunteers.printing import certificates
from campaign_app.volunteers.rules import CertificateKind, ShiftKind
from tests.factories import NOW, make_account, make_auditor, make_campaign, make_member
from tests.support.hours import SPRING, issuing, make_volunteer, make_worked_shift

KAZAKH = "Әбдірахманов Өңғар Ұлықбекұлы Үкіһғқ"


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


@pytest.fixture
def me(session):
    account = make_account(session, role=Role.VOLUNTEER)
    return make_volunteer(session, surname=KAZAKH, given_name="Іңкәр", account=account), account


def text_of(answer, page=None):
    reader = PdfReader(io.BytesIO(answer.data))
    pages = reader.pages if page is None else [reader.pages[page]]
    return " ".join(" ".join(each.extract_text().split()) for each in pages).replace("\u00a0", " ")


def codes_of(answer):
    """The QR codes of each page, read from its picture as a telephone reads them."""
    document = pypdfium2.PdfDocument(answer.data)
    pictures = [document[number].render(scale=2).to_pil() for number in range(len(document))]
    return [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in pictures]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_my_hours_by_year_kind_and_campaign(session, client_for, me, locale):
    volunteer, account = me
    campaign = make_campaign(session, title="Жылулық")
    make_worked_shift(session, volunteer, campaign=campaign, minutes=20 * 60)
    make_worked_shift(
        session,
        volunteer,
        starts_at=SPRING - timedelta(days=365),
        minutes=200,
        kind=ShiftKind.PACKING,
    )
    browser = client_for(account, locale=locale)
    page = browser.get("/my/hours").text
    assert "20:00" in page
    assert "Жылулық" in page
    assert "30:00" in page  # what is missing to the second mark
    assert "3:20" not in page
    older = browser.get("/my/hours?year=2019").text
    assert "3:20" in older
    assert ("3.33" if locale == "en" else "3,33") in older
    everything = browser.get("/my/hours?year=all").text
    assert "23:20" in everything
    assert browser.get("/my/hours?year=x").status_code == 200


def test_hours_that_nobody_confirmed_stand_apart(session, client_for, me, frozen_clock):
    volunteer, account = me
    shift_of = make_worked_shift(session, volunteer)[0]
    shift_of.worked_minutes = shift_of.confirmed_by_id = shift_of.has_attended = None
    session.flush()
    page = client_for(account).get("/my/hours").text
    assert "Not confirmed yet" in page
    assert "up to 3:00" in page
    assert "No confirmed hours yet" in page


def test_a_printed_certificate_is_read_by_a_camera_and_verified(session, client_for, client, me):
    volunteer, account = me
    make_worked_shift(session, volunteer, minutes=200, title="Ұлы іс")
    browser = client_for(account)
    issued = {"period": "2020", "language": "kk+ru"}
    page = browser.submit("/my/hours", issued, action="certificate", follow_redirects=True)
    assert "Certificate No. 2020-001 is ready" in page.text
    browser.submit("/my/hours", issued, action="certificate")
    paper = session.scalars(select(Certificate)).one()
    answer = browser.get("/my/hours/certificate.pdf?year=2020&language=kk")
    assert answer.mimetype == "application/pdf"
    text = text_of(answer)
    for word in (f"{KAZAKH} Іңкәр", "Ұлы іс", "3:20", "3,33", "Жұмабаев Нұрлан", "2020-001"):
        assert word in text
    ((address,),) = codes_of(answer)
    assert address == f"http://localhost/verify/{rules.shown_code(paper.code)}"
    verified = client.get(address.removeprefix("http://localhost"))
    assert "This paper is real and valid" in verified.text
    assert "№ 2020-001" in verified.text
    assert "3:20" in verified.text
    assert "Ә. Ө. Ұ. Ү. І." in verified.text
    for name in ("Іңкәр", "Өңғар", "Жұмабаев", "ИТ-19-1"):
        assert name not in verified.text
    assert verified.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_void_paper_says_so_in_every_language(session, client, me, locale):
    volunteer, _account = me
    make_worked_shift(session, volunteer)
    old = services.issue_hours_certificate(session, issuing=issuing(), volunteer_id=volunteer.id)
    make_worked_shift(session, volunteer, starts_at=SPRING + timedelta(days=1))
    services.issue_hours_certificate(session, issuing=issuing(), volunteer_id=volunteer.id)
    client.read_in(locale)
    page = client.get(f"/verify/{old.code}").text
    assert {"kk": "жарамсыз", "ru": "недействителен", "en": "not valid since"}[locale] in page
    assert {"kk": "жаңа құжат", "ru": "новый документ", "en": "A newer one"}[locale] in page
    signed = make_worked_shift(session, volunteer, starts_at=SPRING + timedelta(days=2))[0]
    third = services.issue_hours_certificate(session, issuing=issuing(), volunteer_id=volunteer.id)
    signed.worked_minutes = 1
    session.flush()
    page = client.get(f"/verify/{third.code}").text
    assert {"kk": "өзгертілген", "ru": "изменены", "en": "were changed"}[locale] in page


def test_looking_issues_nothing_and_shows_nobody_elses(session, client_for, me):
    volunteer, account = me
    other = make_volunteer(session, surname="Басқа")
    make_worked_shift(session, volunteer, other)
    browser = client_for(account)
    answer = browser.get("/my/hours/certificate.pdf?year=2020")
    assert answer.status_code == 302
    assert not session.scalars(select(Certificate)).all()
    paper = services.issue_hours_certificate(session, issuing=issuing(), volunteer_id=other.id)
    assert browser.get(f"/my/hours/certificate.pdf?code={paper.code}").status_code == 404
    assert browser.get("/my/hours/certificate.pdf").status_code == 302
    nobody = client_for(make_account(session, role=Role.VOLUNTEER))
    assert nobody.get("/my/hours").status_code == 200
    assert nobody.get("/my/hours/certificate.pdf").status_code == 404
    assert nobody.post("/my/hours/certificate").status_code == 404


def test_a_code_is_typed_in_any_way_and_guessing_is_slowed_down(session, client, me, frozen_clock):
    volunteer, _account = me
    make_worked_shift(session, volunteer)
    paper = services.issue_hours_certificate(session, issuing=issuing(), volunteer_id=volunteer.id)
    typed = rules.shown_code(paper.code).lower().replace("0", "o").replace("1", "l")
    found = client.get("/verify", query_string={"code": f" {typed} "}, follow_redirects=True)
    assert "real and valid" in found.text
    assert "sign by sign" in client.get("/verify/1234-5678-9012").text
    assert client.get("/verify").status_code == 200
    for _ in range(29):
        assert client.get(f"/verify/{rules.new_code()}").status_code == 404
    refused = client.get(f"/verify/{paper.code}")
    assert refused.status_code == 429
    assert "Too many attempts" in refused.text
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get(f"/verify/{paper.code}", environ_base=elsewhere).status_code == 200
    frozen_clock.advance(minutes=16)
    assert client.get(f"/verify/{paper.code}").status_code == 200
    frozen_clock.advance(days=2)
    client.get(f"/verify/{rules.new_code()}")
    assert len(session.scalars(select(FailedAttempt)).all()) == 1


def test_the_staff_issues_prints_and_withdraws(session, client_for, client, me):
    volunteer, _account = me
    campaign = make_campaign(session)
    make_worked_shift(session, volunteer, campaign=campaign)
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    hours = f"/manage/volunteers/{volunteer.id}/hours"
    assert "3:00" in organiser.get(hours).text
    wanted = {"period": "all", "language": "ru"}
    page = organiser.submit(hours, wanted, action="certificates", follow_redirects=True)
    assert "2020-001 is ready" in page.text
    paper = session.scalars(select(Certificate)).one()
    here = f"/manage/volunteers/certificates/{paper.id}"
    assert "2020-001" in organiser.get("/manage/volunteers/certificates").text
    assert "Айгүл Серікқызы" in text_of(organiser.get(f"{here}.pdf?language=ru"))
    short = organiser.post(f"{here}/void", data={"reason": "x"})
    assert short.status_code == 422
    done = organiser.post(f"{here}/void", data={"reason": "Қате берілген"}, follow_redirects=True)
    assert "was withdrawn" in done.text
    assert "Қате берілген" in done.text
    seen = client.get(f"/verify/{paper.code}").text
    assert "withdrawn by the organisation" in seen
    assert "Қате берілген" not in seen
    assert "АННУЛИРОВАНО" in text_of(organiser.get(f"{here}.pdf?language=ru"))
    auditor = client_for(make_auditor(session))
    assert auditor.get(here).status_code == 200
    assert "<textarea" not in auditor.get(here).text


def test_a_campaigns_paper_is_withdrawn_by_who_works_on_it(session, client_for, me):
    volunteer, _account = me
    ours, theirs = make_campaign(session), make_campaign(session)
    make_worked_shift(session, volunteer, campaign=theirs)
    paper = services.issue_hours_certificate(
        session, issuing=issuing(), volunteer_id=volunteer.id, campaign=theirs
    )
    session.commit()
    address = f"/manage/volunteers/certificates/{paper.id}"
    reason = {"reason": "Қате берілген"}
    stranger = client_for(make_member(session, campaign=ours, role=CampaignRole.ORGANISER))
    assert "/void" not in stranger.get(address).text
    assert stranger.post(f"{address}/void", data=reason).status_code == 404
    assert queries.find_certificate(session, paper.id).voided_at is None
    organiser = client_for(make_member(session, campaign=theirs, role=CampaignRole.ORGANISER))
    assert "/void" in organiser.get(address).text
    assert organiser.post(f"{address}/void", data=reason).status_code == 302


def test_everybody_is_thanked_in_one_pdf(session, client_for):
    campaign = make_campaign(session, title="Азық-түлік")
    browser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    here = f"/manage/campaigns/{campaign.slug}"
    assert "Nobody took part yet" in browser.get(f"{here}/papers").text
    for number in range(3):
        services.add_participation(
            session,
            actor=None,
            now=NOW,
            campaign=campaign,
            volunteer=make_volunteer(session, surname=f"Ким {number}"),
        )
    assert browser.get(f"{here}/papers.pdf").status_code == 302
    wanted = {"kind": "thank_you", "language": "kk"}
    page = browser.submit(f"{here}/papers", wanted, follow_redirects=True)
    assert "3 papers are ready" in page.text
    answer = browser.get(f"{here}/papers.pdf?kind=thank_you&language=kk")
    assert [text.count("Кімге") for text in (text_of(answer, page) for page in range(3))] == [1] * 3
    assert "Ким 1" in text_of(answer, 1)
    assert "«Азық-түлік» акциясына қатысқаныңыз үшін" in text_of(answer, 2)
    letters = queries.valid_in_campaign(session, campaign.id, CertificateKind.THANK_YOU)
    assert [address.rpartition("/")[2] for (address,) in codes_of(answer)] == [
        rules.shown_code(letter.code) for letter in letters
    ]


def test_the_text_of_the_letter_is_edited(session, client_for):
    campaign = make_campaign(session)
    browser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    here = f"/manage/campaigns/{campaign.slug}/letter"
    assert "шын жүректен алғыс" in browser.get(here).text
    words = {"text_kk": "Рақмет!", "text_ru": "", "text_en": "Thanks!", "signer_name": "Ким"}
    assert browser.submit(here, words).status_code == 422
    browser.submit(here, words | {"text_ru": "Спасибо!"})
    text = session.scalars(select(LetterText)).one()
    assert (text.text_ru, text.signer_name, text.signer_position_kk) == ("Спасибо!", "Ким", "")
    assert "Спасибо!" in browser.get(here).text


@pytest.mark.parametrize("kind", list(CertificateKind))
def test_no_transaction_is_open_while_a_paper_is_drawn(session, client_for, monkeypatch, kind):
    campaign = make_campaign(session)
    volunteer = make_volunteer(session)
    make_worked_shift(session, volunteer, campaign=campaign)
    services.issue_for_campaign(session, issuing=issuing(), campaign=campaign, kind=kind)
    is_open = []

    def draw(*_arguments, **_named):
        is_open.append(db.session().in_transaction())
        return b"%PDF-"

    monkeypatch.setattr(certificates, "render_pdf", draw)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    address = f"/manage/campaigns/{campaign.slug}/papers.pdf?kind={kind.value}&language=kk"
    assert client_for(organiser).get(address).status_code == 200
    assert is_open == [False]
