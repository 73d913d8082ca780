"""Issuing papers, taking them back, and what the database holds of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import Certificate, Shift
from campaign_app.volunteers.rules import CertificateKind, CertificateState, VoidCause
from tests.factories import NOW, make_account, make_campaign
from tests.support.hours import SPRING, ZONE, issuing, make_volunteer, make_worked_shift

YEAR = rules.whole_year(2020)


def issue(session, volunteer, *, period=YEAR, campaign=None, actor=None):
    return services.issue_hours_certificate(
        session,
        issuing=issuing(actor),
        volunteer_id=volunteer.id,
        period=period,
        campaign=campaign,
    )


def correct(session, signed, *, came, break_minutes=0):
    """Somebody says again who came, as the page of the shift does."""
    shift = session.get_one(Shift, signed.shift_id)
    return services.record_attendance(
        session,
        actor=make_account(session),
        now=shift.ends_at,
        campaign=queries.campaigns_by_id(session, [shift.campaign_id])[shift.campaign_id],
        sign_up_id=signed.id,
        has_attended=came,
        break_minutes=break_minutes,
        reason="Қате жазылған",
    )


def state(session, paper):
    session.flush()
    return queries.find_certificate(session, paper.id).state


def test_a_certificate_says_what_was_confirmed_in_its_period(session):
    volunteer = make_volunteer(session)
    make_worked_shift(session, volunteer, minutes=180)
    make_worked_shift(session, volunteer, starts_at=SPRING + timedelta(days=1), minutes=200)
    make_worked_shift(session, volunteer, starts_at=datetime(2019, 5, 1, tzinfo=UTC))
    make_worked_shift(session, volunteer, starts_at=SPRING + timedelta(days=2), came=False)
    paper = issue(session, volunteer)
    assert (paper.minutes, paper.shown_number) == (380, "2020-001")
    assert (paper.holder_name, paper.holder_unit) == ("Қасымов Ғалымжан", "ИТ-19-1")
    rows = queries.rows_of(session, [paper.id])[paper.id]
    assert [row.minutes for row in rows] == [180, 200]
    assert {row.confirmed_by for row in rows} == {"Жұмабаев Нұрлан"}
    assert issue(session, volunteer, period=None).minutes == 560


def test_over_new_year_a_shift_belongs_to_the_year_in_which_it_began(session):
    volunteer = make_volunteer(session)
    eve = datetime(2019, 12, 31, 17, 30, tzinfo=UTC)  # 23:30 on the clock of Almaty
    make_worked_shift(session, volunteer, starts_at=eve, minutes=120)
    with pytest.raises(rules.NoConfirmedHours):
        issue(session, volunteer)
    assert issue(session, volunteer, period=rules.whole_year(2019)).minutes == 120


def test_numbers_have_no_gap_and_the_same_paper_is_not_made_twice(session):
    people = [make_volunteer(session, surname=name) for name in ("Ким", "Асан", "Әлі")]
    make_worked_shift(session, *people)
    papers = services.issue_hours_certificates(
        session, issuing=issuing(), volunteer_ids=[p.id for p in people], period=YEAR
    )
    assert [paper.holder_name[:3] for paper in papers] == ["Аса", "Әлі", "Ким"]
    assert [paper.number for paper in papers] == [1, 2, 3]
    again = services.issue_hours_certificates(
        session, issuing=issuing(), volunteer_ids=[p.id for p in people], period=YEAR
    )
    assert [paper.id for paper in again] == [paper.id for paper in papers]
    assert issue(session, people[0], period=None).number == 4
    assert len({paper.code for paper in session.scalars(select(Certificate))}) == 4


def test_more_hours_make_a_new_certificate_that_replaces_the_old(session):
    volunteer = make_volunteer(session)
    make_worked_shift(session, volunteer)
    old = issue(session, volunteer)
    make_worked_shift(session, volunteer, starts_at=SPRING + timedelta(days=1))
    assert state(session, old) is CertificateState.VALID
    new = issue(session, volunteer)
    assert (old.void_cause, old.replaced_by_id) == (VoidCause.REPLACED, new.id)
    assert (new.minutes, new.number) == (360, 2)
    assert state(session, new) is CertificateState.VALID


def test_corrected_hours_void_the_certificate(session):
    volunteer = make_volunteer(session)
    (signed,) = make_worked_shift(session, volunteer)
    paper = issue(session, volunteer)
    corrector = make_account(session)
    signed.worked_minutes = 150
    voided = services.void_certificates_for(
        session, actor=corrector, now=NOW, sign_up_ids=[signed.id]
    )
    assert voided == [paper]
    assert (paper.void_cause, paper.voided_by_id) == (VoidCause.HOURS_CHANGED, corrector.id)
    new = issue(session, volunteer)
    assert (new.minutes, paper.replaced_by_id) == (150, new.id)


def test_saying_the_same_again_voids_nothing(session):
    volunteer = make_volunteer(session)
    (signed,) = make_worked_shift(session, volunteer)
    paper = issue(session, volunteer)
    assert not services.void_certificates_for(session, actor=None, now=NOW, sign_up_ids=[signed.id])
    assert state(session, paper) is CertificateState.VALID


@pytest.mark.parametrize(("came", "break_minutes"), [(False, 0), (True, 30)])
def test_recording_the_attendance_anew_voids_the_certificate(session, came, break_minutes):
    volunteer = make_volunteer(session)
    (signed,) = make_worked_shift(session, volunteer)
    paper = issue(session, volunteer)
    correct(session, signed, came=came, break_minutes=break_minutes)
    assert state(session, paper) is CertificateState.VOID


def test_hours_that_were_changed_behind_the_programs_back_are_noticed(session):
    volunteer = make_volunteer(session)
    (signed,) = make_worked_shift(session, volunteer)
    paper = issue(session, volunteer)
    signed.worked_minutes = 240
    assert state(session, paper) is CertificateState.OUTDATED
    assert queries.newest_valid(session, volunteer.id) is None


def test_a_paper_is_withdrawn_with_a_reason_and_once(session):
    volunteer, actor = make_volunteer(session), make_account(session)
    make_worked_shift(session, volunteer)
    paper = issue(session, volunteer)
    with pytest.raises(rules.VoidReasonMissing):
        services.void_certificate(session, actor=actor, now=NOW, certificate=paper, reason=" x ")
    services.void_certificate(
        session, actor=actor, now=NOW, certificate=paper, reason="Аты қате жазылған"
    )
    assert (paper.void_cause, paper.void_reason) == (VoidCause.BY_HAND, "Аты қате жазылған")
    with pytest.raises(rules.AlreadyVoid):
        services.void_certificate(
            session, actor=actor, now=NOW, certificate=paper, reason="Тағы да"
        )


def test_nobody_has_two_valid_papers_about_the_same(session):
    volunteer = make_volunteer(session)
    make_worked_shift(session, volunteer)
    paper = issue(session, volunteer)
    columns = {c.key for c in Certificate.__table__.columns} - {"id", "code", "number"}
    twin = Certificate(
        code=rules.new_code(), number=99, **{name: getattr(paper, name) for name in columns}
    )
    session.add(twin)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_everybody_in_a_campaign_is_thanked_once(session):
    campaign, actor = make_campaign(session, title="Азық"), make_account(session)
    with pytest.raises(rules.NobodyToThank):
        services.issue_for_campaign(
            session,
            issuing=issuing(actor),
            campaign=campaign,
            kind=CertificateKind.THANK_YOU,
        )
    people = [make_volunteer(session, surname=f"Ким {number}") for number in range(3)]
    for person in people:
        services.add_participation(
            session, actor=actor, now=NOW, campaign=campaign, volunteer=person
        )

    def thank():
        return services.issue_for_campaign(
            session,
            issuing=issuing(actor),
            campaign=campaign,
            kind=CertificateKind.THANK_YOU,
        )

    letters = thank()
    assert [letter.number for letter in letters] == [1, 2, 3]
    assert [letter.id for letter in thank()] == [letter.id for letter in letters]
    usual = queries.latest_letter_text(session, campaign.id)
    assert "«Азық»" in usual.text_kk
    assert "«Азық»" in usual.text_ru
    words = services.LetterWords(text_kk="Рақмет!", text_ru="Спасибо!", text_en="Thank you!")
    services.write_letter_text(session, actor=actor, now=NOW, campaign=campaign, words=words)
    others = thank()
    assert [letter.number for letter in others] == [4, 5, 6]
    assert [letter.replaced_by_id for letter in letters] == [letter.id for letter in others]
    assert queries.letter_texts(session, [usual.id])[usual.id].text_kk == usual.text_kk
    with pytest.raises(rules.NoConfirmedHours):
        services.issue_for_campaign(
            session, issuing=issuing(actor), campaign=campaign, kind=CertificateKind.HOURS
        )


def test_a_letter_needs_every_language(session):
    words = services.LetterWords(text_kk="Рақмет!", text_ru=" ", text_en="Thank you!")
    with pytest.raises(rules.LetterTextMissing) as refusal:
        services.write_letter_text(
            session, actor=None, now=NOW, campaign=make_campaign(session), words=words
        )
    assert refusal.value.field == "text_ru"


def test_the_year_of_a_number_is_that_of_the_organisations_clock(session):
    volunteer = make_volunteer(session)
    make_worked_shift(session, volunteer)
    eve = datetime(2020, 12, 31, 18, 30, tzinfo=UTC)
    paper = services.issue_hours_certificate(
        session,
        issuing=services.Issuing(actor=None, now=eve, zone=ZONE),
        volunteer_id=volunteer.id,
    )
    assert paper.shown_number == "2021-001"


def test_papers_are_found_by_name_number_and_code(session):
    volunteer = make_volunteer(session)
    make_worked_shift(session, volunteer)
    paper = issue(session, volunteer)

    def found(q):
        return [line.id for line in queries.list_certificates(session, q=q).items]

    shown = rules.shown_code(paper.code).lower()
    for q in ("касымов", "2020-001", "2020-1", paper.code, shown, ""):
        assert found(q) == [paper.id], q
    assert found("2020-002") == found("Иванов") == found("99999999-9") == []
