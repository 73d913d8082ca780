"""What comes in: its number, its code, what is refused, what is readable."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from campaign_app.complaints import rules, services
from campaign_app.complaints.models import Appeal, Throttle
from campaign_app.complaints.rules import AppealKind
from campaign_app.core.audit import AuditEvent
from tests.complaints.makers import make_complaint, make_request
from tests.factories import (
    NOW,
    TODAY,
    make_campaign,
)
from tests.support.client import settle


@pytest.fixture
def campaign(session):
    return make_campaign(session)


def numbers(session, *kinds):
    found = select(Appeal.number).where(Appeal.kind.in_(kinds)).order_by(Appeal.id)
    return list(session.scalars(found))


def test_each_series_has_numbers_without_gaps(session, campaign):
    for _ in range(3):
        make_complaint(session, campaign=campaign)
        make_request(session)
    assert numbers(session, AppealKind.COMPLAINT) == [1, 2, 3]
    assert numbers(session, AppealKind.HELP) == [1, 2, 3]
    with pytest.raises(rules.CampaignUnknown):
        make_complaint(session, campaign=make_campaign(session, is_active=False))
    make_complaint(session)
    assert numbers(session, AppealKind.COMPLAINT) == [1, 2, 3, 4]


def test_words_and_contacts_are_unreadable_in_the_database(session):
    appeal = make_request(session).appeal
    session.flush()
    row = session.execute(
        text("SELECT text, contact, person_name, code_hash FROM appeals WHERE id = :id"),
        {"id": appeal.id},
    ).one()
    joined = " ".join(str(value) for value in row)
    for secret in ("Ұн", "701", "Қасымова"):
        assert secret not in joined
    settle(session)
    logged = " ".join(
        f"{event.before} {event.after}" for event in session.scalars(select(AuditEvent))
    )
    assert "Қасымова" not in logged
    assert "Ұн" not in logged


def test_a_request_says_how_to_reach_the_person_and_consents(session):
    with pytest.raises(rules.UnreachablePerson):
        make_request(session, contact="")
    with pytest.raises(rules.ConsentMissing):
        make_request(session, has_consented=False)
    with pytest.raises(rules.TextMissing):
        make_request(session, text="  ")
    other = make_request(session, for_whom=rules.ForWhom.SOMEBODY_ELSE, has_consented=False)
    assert other.appeal.consent_given_on is None
    assert make_request(session).appeal.consent_given_on == TODAY


def test_five_forms_an_hour_from_one_place(session):
    for _ in range(5):
        make_complaint(session, place="10.0.0.1")
    with pytest.raises(rules.TooManySent):
        make_complaint(session, place="10.0.0.1")
    make_complaint(session, place="10.0.0.2")
    make_complaint(session, place="10.0.0.1", now=NOW + timedelta(hours=1))
    places = session.scalars(select(Throttle.key_hash)).all()
    assert all("10.0.0" not in place for place in places)


def test_counts_of_yesterday_are_forgotten(session):
    make_complaint(session, place="10.0.0.1")
    make_complaint(session, place="10.0.0.2", now=NOW + timedelta(days=2))
    kept = session.scalars(select(Throttle.started_at).where(Throttle.purpose == "form")).all()
    assert kept == [NOW + timedelta(days=2)]


def find(session, received, *, code=None, number=None, place="home", now=NOW):
    appeal = received.appeal
    return services.find_by_code(
        session,
        now=now,
        place=place,
        number=number or rules.number_text(appeal.kind, appeal.year, appeal.number),
        code=code or received.code,
    )


def test_number_and_code_find_it_and_nothing_else_does(session):
    complaint, request = make_complaint(session), make_request(session)
    assert complaint.code != request.code
    assert find(session, complaint) is complaint.appeal
    assert find(session, complaint, code=complaint.code.lower()) is complaint.appeal
    # Without the letter the number fits both; the code tells them apart.
    assert find(session, complaint, number="2020-1") is complaint.appeal
    assert find(session, request, number="2020-1") is request.appeal
    for code in (request.code, "", "XXXXXXXX", "-" * 64, "😀"):
        assert find(session, complaint, code=code or " ") is None
    for number in ("Ш-2020-2", "x", "2021-1", "Ө-2020-1"):
        assert find(session, complaint, number=number) is None


def test_ten_wrong_codes_in_a_quarter_of_an_hour(session):
    received = make_complaint(session)
    for _ in range(10):
        assert find(session, received, code="XXXXXXXX") is None
    with pytest.raises(rules.TooManyWrongCodes):
        find(session, received)
    assert find(session, received, place="elsewhere") is received.appeal
    later = NOW + timedelta(minutes=15)
    assert find(session, received, now=later) is received.appeal
