"""Papers of packing and handing over, and the sheet that is ticked in row by row."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryKind
from campaign_app.distribution.models import Delivery, Proof
from campaign_app.distribution.rules import DeliveryStatus as S
from campaign_app.inventory.models import PackageStock
from tests.factories import NOW, make_campaign, make_member
from tests.support.papers import texts_of_pages
from tests.support.routes import RouteScene

BASE = "/manage/campaigns/food"


@pytest.fixture
def scene(session, frozen_clock):
    frozen_clock.set(NOW)
    return RouteScene(session, campaign=make_campaign(session, slug="food"), stops=2)


@pytest.fixture
def organiser(scene, session, client_for):
    session.commit()
    return client_for(make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER))


def text_of(browser, address):
    answer = browser.get(address)
    assert answer.mimetype == "application/pdf", address
    return " ".join(" ".join(texts_of_pages(answer.data)).split())


@pytest.mark.parametrize("language", ["kk", "ru", "en", "kk+ru"])
def test_the_packing_list_counts_and_names_nobody(scene, organiser, language):
    address = f"{BASE}/distributions/{scene.round.id}/packing-list.pdf?language={language}"
    text = text_of(organiser, address)
    assert scene.people[0].surname not in text
    assert "3" in text


def test_labels_carry_initials_and_no_address(scene, organiser):
    address = f"{BASE}/distributions/{scene.round.id}/labels.pdf?language=kk"
    text = text_of(organiser, address)
    assert "Қасымова Ғ." in text
    assert "Ғалия" not in text
    assert scene.people[0].street not in text
    assert "1 / 1" in text
    assert "1-1" in text
    one = text_of(organiser, f"{address}&route={scene.route.id}")
    assert "Савельева" not in one


def test_an_institution_signs_an_act_whose_second_print_is_a_copy(session, scene, organiser):
    line = scene.lines[0]
    person = next(each for each in scene.people if each.id == line.beneficiary_id)
    assert "handover-act" not in organiser.get(f"{BASE}/deliveries/{line.id}").text
    person.kind, person.category = BeneficiaryKind.INSTITUTION, BeneficiaryCategory.INSTITUTION
    person.head_count, person.given_name, person.patronymic = 30, "", ""
    line.package_count = 3
    session.commit()
    address = f"{BASE}/deliveries/{line.id}/handover-act.pdf?language=ru"
    assert "handover-act" in organiser.get(f"{BASE}/deliveries/{line.id}").text
    first, second = text_of(organiser, address), text_of(organiser, address)
    assert "Акт приёма-передачи" in first
    assert "Передано наборов 3" in first
    assert "КОПИЯ" not in first
    assert "КОПИЯ" in second


def test_a_sheet_is_ticked_in_row_by_row(session, scene, organiser):
    url = f"{BASE}/distributions/{scene.round.id}/tick"
    assert scene.people[0].surname in organiser.get(url).text
    first, second, third = (line.id for line in scene.lines)
    ticked = {
        "handed_on": "2020-04-20",
        "reference": "2-бет",
        f"line-{first}": "delivered",
        f"line-{second}": "refused",
        f"line-{third}": "",
        "line-x": "delivered",
        f"line-{first + 999}": "delivered",
    }
    answer = organiser.post(url, data=ticked)
    assert answer.status_code == 422  # a row that is not on this sheet
    session.expire_all()
    assert [line.status for line in scene.lines] == [S.DELIVERED, S.REFUSED, S.PLANNED]
    assert session.scalars(select(Proof.reference)).one() == "2-бет"
    # Sent again, what is recorded is told at its row and nothing is twice.
    again = organiser.post(url, data=ticked)
    assert "has received the package" in again.text
    session.expire_all()
    assert session.scalars(select(Delivery.attempt_count).order_by(Delivery.id)).all() == [1, 1, 0]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_code_of_a_page_opens_the_lines_of_that_page(session, scene, client_for, locale):
    member = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    session.commit()
    browser = client_for(member, locale=locale)
    url = f"{BASE}/distributions/{scene.round.id}/tick"
    page = browser.get(f"{url}?from=2&to=3").text
    assert [f'name="line-{line.id}"' in page for line in scene.lines] == [False, True, True]
    answer = browser.post(
        f"{url}?from=2&to=3",
        data={"handed_on": "2020-04-20", f"line-{scene.lines[1].id}": "delivered"},
    )
    assert answer.location == f"{url}?from=2&to=3"
    for wrong in ("?from=x&to=3", "?from=2", "?from=99999999999&to=99999999999999999"):
        assert f'name="line-{scene.lines[0].id}"' in browser.get(url + wrong).text, wrong
    assert browser.get(f"{url}?from=3&to=2").status_code == 200


def test_the_sheet_prints_the_numbers_of_the_list(session, scene, organiser):
    scene.lines[0].status = S.CANCELLED
    session.commit()
    made = organiser.get(f"{BASE}/distributions/{scene.round.id}/sheet.pdf?language=en").data
    (page,) = PdfReader(io.BytesIO(made)).pages
    links = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}
    assert [link.partition("?")[2] for link in links] == ["from=2&to=3"]


def test_a_wrong_day_keeps_what_was_chosen(scene, organiser):
    url = f"{BASE}/distributions/{scene.round.id}/tick"
    line = scene.lines[0].id
    answer = organiser.post(url, data={"handed_on": "?", f"line-{line}": "delivered"})
    assert answer.status_code == 422
    assert '<option value="delivered" selected>' in answer.text


def test_what_is_not_in_stock_is_told_and_the_rest_is_kept(session, scene, organiser):
    stock = session.scalars(select(PackageStock)).one()
    stock.on_hand_count = 1
    session.commit()
    url = f"{BASE}/distributions/{scene.round.id}/tick"
    rows = {f"line-{line.id}": "delivered" for line in scene.lines}
    answer = organiser.post(url, data={"handed_on": "2020-04-20", **rows})
    assert answer.status_code == 422
    session.expire_all()
    assert sum(line.status is S.DELIVERED for line in scene.lines) == 1
