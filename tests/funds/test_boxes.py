"""Donation boxes: opened by two, counted twice, sealed again."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.printing.engine import PrintingFailed
from campaign_app.funds import printing, queries, rules, services
from campaign_app.funds.models import BoxOpening, Donation, DonationBox
from campaign_app.funds.rules import AccountKind
from tests.factories import NOW, TODAY, make_account, make_campaign, make_member
from tests.support.boxes import make_box
from tests.support.client import settle
from tests.support.papers import texts_of_pages

BASE = "/manage/campaigns/food"
PIECES = {20_000: 1, 500: 3, 5: 2}
TOTAL = 21_510_00


@pytest.mark.parametrize(
    ("text", "pieces"), [("12", 12), ("", 0), (None, 0), (" 1 000 ", 1000), ("0", 0)]
)
def test_pieces_are_read(text, pieces):
    assert rules.read_pieces(text) == pieces


@pytest.mark.parametrize("text", ["x", "-1", "1,5", "١٢", "9999999", "100001", "1e3"])
def test_what_are_no_pieces(text):
    with pytest.raises(rules.PiecesInvalid):
        rules.read_pieces(text)


def test_pieces_come_to_a_sum():
    assert rules.total_of(PIECES) == TOTAL
    assert rules.total_of({}) == 0


@pytest.fixture
def campaign(session, frozen_clock):
    frozen_clock.set(NOW)
    return make_campaign(session, slug="food")


@pytest.fixture
def box(session, campaign):
    return make_box(session, campaign=campaign)


def open_it(session, box, actor=None, **values):
    given = {"opened_on": TODAY, "seal_found": "A-1", "seal_note": "", "pieces": PIECES, **values}
    actor = actor or make_account(session)
    return services.open_box(session, actor=actor, now=NOW, today=TODAY, box=box, **given)


def recount(session, campaign, opening, actor=None, **values):
    given = {"pieces": PIECES, "difference_reason": "", "new_seal": "A-2", "to_cash": True}
    return services.recount_box(
        session,
        actor=actor or make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        opening=opening,
        **{**given, **values},
    )


def held(session, campaign, kind, box_id=None):
    return queries.account_balance(session, campaign.id, kind, box_id)


@pytest.mark.parametrize("to_cash", [True, False])
def test_two_counts_are_one_donation(session, campaign, box, to_cash):
    opening = recount(session, campaign, open_it(session, box), to_cash=to_cash)
    donation = session.get_one(Donation, opening.donation_id)
    assert (donation.amount_minor, donation.box_id, donation.is_anonymous) == (TOTAL, box.id, True)
    assert (opening.number, opening.difference_minor) == ("2020-0001", 0)
    assert box.seal_number == "A-2"
    in_box, in_cash = (0, TOTAL) if to_cash else (TOTAL, 0)
    assert held(session, campaign, AccountKind.BOX, box.id) == in_box
    assert held(session, campaign, AccountKind.CASH) == in_cash
    assert queries.money_equation(session, [campaign.id]).difference == 0


def test_a_difference_is_explained_and_the_second_count_counts(session, campaign, box):
    opening = open_it(session, box)
    with pytest.raises(rules.CountsDiffer):
        recount(session, campaign, opening, pieces={500: 3})
    recount(session, campaign, opening, pieces={500: 3}, difference_reason="20 000 жалған")
    assert opening.difference_minor == -20_010_00
    assert queries.collected_minor(session, [campaign.id]) == 1_500_00


def test_a_second_count_of_nothing_is_a_difference_too(session, campaign, box):
    opening = recount(
        session, campaign, open_it(session, box), pieces={}, difference_reason="жалған"
    )
    assert opening.difference_minor == -TOTAL


def test_an_empty_box_gives_nothing(session, campaign, box):
    opening = recount(session, campaign, open_it(session, box, pieces={}), pieces={})
    assert opening.donation_id is None
    assert session.scalar(select(func.count()).select_from(Donation)) == 0


def test_who_counted_first_does_not_count_again(session, campaign, box):
    one = make_account(session)
    opening = open_it(session, box, one)
    with pytest.raises(rules.SameCounter):
        recount(session, campaign, opening, one)
    recount(session, campaign, opening)
    with pytest.raises(rules.AlreadyRecounted):
        recount(session, campaign, opening)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"seal_found": "B-9"}, rules.SealDiffers),
        ({"opened_on": TODAY.replace(year=2021)}, rules.DateInFuture),
    ],
)
def test_an_opening_refuses(session, box, values, refusal):
    with pytest.raises(refusal):
        open_it(session, box, **values)


def test_a_box_is_opened_once_at_a_time(session, campaign, box):
    opening = open_it(session, box, seal_found="B-9", seal_note="Пломба үзілген")
    for refused in (open_it, withdraw):
        with pytest.raises(rules.BoxIsOpen):
            refused(session, box)
    recount(session, campaign, opening, to_cash=False)
    with pytest.raises(rules.BoxHoldsMoney):
        withdraw(session, box)
    services.transfer_money(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        source=rules.Place(AccountKind.BOX, box.id),
        target=rules.Place(AccountKind.CASH),
        amount_minor=TOTAL,
    )
    withdraw(session, box)
    with pytest.raises(rules.BoxWithdrawn):
        open_it(session, box, seal_found="A-2")


def withdraw(session, box):
    services.withdraw_box(session, actor=make_account(session), now=NOW, today=TODAY, box=box)


@pytest.mark.parametrize(
    "change",
    [
        "second_counted_by_id = first_counted_by_id",
        "second_counted_at = NULL",
        "second_total_minor = 1",
        "seal_found = 'other'",
    ],
)
def test_the_database_keeps_the_rules_too(session, campaign, box, change):
    recount(session, campaign, open_it(session, box))
    settle(session)
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE box_openings SET {change}"))
    session.rollback()


FIELDS = {f"pieces_{tenge}": str(count) for tenge, count in PIECES.items()}


def test_two_people_open_a_box_in_the_browser(session, campaign, client_for):
    one, two = (
        client_for(make_member(session, campaign=campaign, role=role))
        for role in (CampaignRole.ORGANISER, CampaignRole.TREASURER)
    )
    assert "No box is on record yet" in one.get(f"{BASE}/boxes").text
    values = {"number": "Ж-1", "place": "Холл", "seal_number": "A-1"}
    assert one.submit(f"{BASE}/boxes/new", {**values, "place": ""}).status_code == 422
    page = one.submit(f"{BASE}/boxes/new", values).location
    assert one.submit(f"{BASE}/boxes/new", values).status_code == 422
    wrong = one.submit(f"{page}/open", {**FIELDS, "pieces_500": "үш"})
    assert (wrong.status_code, 'value="үш"' in wrong.text) == (422, True)
    assert one.submit(f"{page}/open", FIELDS).location == page
    assert "Count again" not in one.get(page).text
    shown = two.get(page).text
    assert "21,510" not in shown
    url = re.search(r'href="([^"]+/recount)"', shown).group(1)
    assert two.get(url.replace("recount", "act.pdf")).status_code == 404
    assert one.submit(url, {**FIELDS, "new_seal": "A-2"}).status_code == 422
    differs = two.submit(url, {"pieces_500": "3", "new_seal": "A-2"})
    assert (differs.status_code, "21,510" in differs.text) == (422, False)
    assert two.submit(url, {**FIELDS, "new_seal": "A-2"}).location == page
    assert "21,510.00" in one.get(page).text
    rows = list(csv.reader(io.StringIO(one.get(f"{BASE}/boxes.csv").data.decode("utf-8-sig"))))
    assert rows[1][:3] == ["Ж-1", "Холл", "A-2"]
    assert two.post(f"{page}/move", data={"place": "Кітапхана"}).status_code == 302
    assert two.post(f"{page}/withdraw").status_code == 302
    box = session.scalars(select(DonationBox)).one()
    assert (box.place, box.withdrawn_on) == ("Кітапхана", TODAY)


@pytest.mark.parametrize(
    ("language", "told"),
    [("kk", "ашу актісі"), ("ru", "Акт вскрытия"), ("kk+ru", "Акт вскрытия")],
)
def test_the_act_on_paper(session, campaign, box, client_for, language, told):
    opening = recount(session, campaign, open_it(session, box))
    member = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    reader = client_for(member)
    url = f"{BASE}/box-openings/{opening.id}/act.pdf?language={language}"
    first, second = (" ".join(texts_of_pages(reader.get(url).data)) for _ in range(2))
    assert told in first
    assert "21 510,00" in first.replace("\u00a0", " ")
    copy = {"kk": "КӨШІРМЕ", "ru": "КОПИЯ", "kk+ru": "КӨШІРМЕ / КОПИЯ"}[language]
    assert copy not in first
    assert copy in second
    assert session.get_one(BoxOpening, opening.id).first_printed_at == NOW


def test_a_paper_that_was_not_made_was_not_printed(session, campaign, box, client_for, monkeypatch):
    opening = recount(session, campaign, open_it(session, box))
    organiser = client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))
    url = f"{BASE}/box-openings/{opening.id}/act.pdf?language=ru"

    def fail(*_arguments):
        raise PrintingFailed("broken")

    with monkeypatch.context() as broken:
        broken.setattr(printing, "render_opening_act", fail)
        assert organiser.get(url).mimetype != "application/pdf"
    assert "КОПИЯ" not in " ".join(texts_of_pages(organiser.get(url).data))
    assert "КОПИЯ" in " ".join(texts_of_pages(organiser.get(url).data))


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_pages_speak_three_languages(session, campaign, box, client_for, locale):
    opening = open_it(session, box)
    member = make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    reader = client_for(member, locale)
    other = make_box(session, campaign=campaign)
    for page in (
        "boxes",
        "boxes/new",
        f"boxes/{box.id}",
        f"boxes/{other.id}/open",
        f"box-openings/{opening.id}/recount",
    ):
        assert reader.get(f"{BASE}/{page}").status_code == 200
