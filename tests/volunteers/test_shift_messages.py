"""An organiser writes once to all of a shift; everybody gets a message of her own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.audit import AuditEvent, write_pending_events
from campaign_app.core.errors import NotFound
from campaign_app.core.mail import MailMessage
from campaign_app.core.mail.texts import write_text
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.models import ShiftMessage
from campaign_app.volunteers.rules import NoticeKind, SignUpStatus
from tests.factories import make_campaign, make_member
from tests.support.shifts import LONG_BEFORE, make_shift, make_volunteer, sign_up

NOW = LONG_BEFORE
TEXT = "Күрек алып келіңіз.\nКездесу: №7 аялдама."


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def organiser(session, campaign):
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.fixture
def shift(session, campaign):
    """Two have a place, one of them without e-mail; one waits, one gave her place back."""
    made = make_shift(session, campaign)
    sign_up(session, made, make_volunteer(session, "ayan", locale="ru"))
    sign_up(session, made, make_volunteer(session, "phone", email=None, has_account=False))
    sign_up(session, made, make_volunteer(session, "dina"), status=SignUpStatus.WAITING)
    sign_up(session, made, make_volunteer(session, "gone"), status=SignUpStatus.CANCELLED)
    return made


@pytest.fixture
def write(session, campaign, organiser, shift):
    def write(*, now=NOW, **changes):
        return services.write_to_shift(
            session,
            actor=organiser,
            now=now,
            **{
                "campaign": campaign,
                "shift_id": shift.id,
                "subject": "Күрек",
                "body": TEXT,
                **changes,
            },
        )

    return write


def recipients(session) -> list[str]:
    return list(session.scalars(select(MailMessage.recipient).order_by(MailMessage.recipient)))


def test_it_goes_to_who_has_a_place(session, write):
    assert write().recipient_count == 1
    assert recipients(session) == ["ayan@students.internal"]


def test_it_goes_to_who_waits_too_if_that_is_wanted(session, write):
    assert write(is_for_waiting=True).recipient_count == 2
    assert recipients(session) == ["ayan@students.internal", "dina@students.internal"]


def test_the_text_stands_once_and_is_read_as_it_was_written(app, session, write):
    message = write(body=f"  {TEXT}\r\n".replace("\n", "\r\n"))
    queued = session.scalars(select(MailMessage)).one()
    assert "Күрек" not in str(queued.values)
    text = write_text(
        session, template=queued.template, language=queued.language, values=queued.values
    )
    assert text.subject == "Күрек"
    assert text.body.strip().startswith(TEXT)
    assert message.body == TEXT


def test_a_subject_is_one_line(session, write):
    assert write(subject="Күрек\r\nBcc: a@b.kz").subject == "Күрек Bcc: a@b.kz"


def test_who_wrote_when_is_logged_without_the_text(session, write, organiser):
    write()
    session.flush()
    write_pending_events(session)
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "shift:write_to_all")
    ).one()
    assert (event.actor_id, event.at) == (organiser.id, NOW)
    assert "Күрек" not in str(event.after)


def test_three_an_hour(session, write):
    for minutes in (0, 10, 20):
        write(now=NOW + timedelta(minutes=minutes))
    with pytest.raises(rules.TooManyMessages):
        write(now=NOW + timedelta(minutes=59))
    write(now=NOW + timedelta(minutes=60))
    assert len(session.scalars(select(ShiftMessage)).all()) == 4


def test_where_nobody_is_reached_nothing_is_written(session, campaign, write):
    empty = make_shift(session, campaign)
    with pytest.raises(rules.NobodyToWriteTo):
        write(shift_id=empty.id)


def test_who_does_not_want_it_gets_none(session, write, shift, organiser):
    volunteer = make_volunteer(session, "quiet")
    sign_up(session, shift, volunteer)
    wanted = [kind for kind in NoticeKind if kind is not NoticeKind.SHIFT_MESSAGE]
    services.choose_notices(session, actor=organiser, now=NOW, volunteer=volunteer, wanted=wanted)
    write()
    assert recipients(session) == ["ayan@students.internal"]


def test_a_shift_of_another_campaign_is_not_there(session, write):
    with pytest.raises(NotFound):
        write(campaign=make_campaign(session))


def test_a_second_click_sends_nothing(session, campaign, organiser, shift, client_for):
    browser = client_for(organiser)
    url = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}/message"
    page = browser.get(url)
    assert "with a place 1, on the waiting list 1" in page.text
    assert "phone" in page.text, "she is to be called"
    data = {"subject": "Күрек", "body": TEXT, "submission_id": "one"}
    for _click in range(2):
        answer = browser.post(url, data=data, follow_redirects=True)
        assert answer.status_code == 200
    assert TEXT.splitlines()[0] in answer.text, "what was written stands there"
    session.expire_all()
    assert recipients(session) == ["ayan@students.internal"]
    assert len(session.scalars(select(ShiftMessage)).all()) == 1


def test_too_long_a_text_is_shown_again(session, campaign, organiser, shift, client_for):
    url = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}/message"
    data = {"subject": "Күрек", "body": "ұ" * 2001, "submission_id": "one"}
    answer = client_for(organiser).post(url, data=data)
    assert answer.status_code == 422
    assert "2,001" in answer.text
    assert session.scalars(select(ShiftMessage)).all() == []


def test_the_shift_says_whom_to_call(session, campaign, organiser, shift, client_for, frozen_clock):
    for locale, words in (("kk", "Қоңырау шалу керек"), ("ru", "Позвонить")):
        page = client_for(organiser, locale=locale).get(
            f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}"
        )
        assert words in page.text


def test_a_volunteer_chooses_what_she_gets(session, client_for):
    volunteer = make_volunteer(session, "ayan")
    browser = client_for(session.get_one(Account, volunteer.account_id))
    page = browser.get("/my/notifications").text
    assert "ayan@students.internal" in page
    assert 'lang="kk" translate="no">Қазақша</label>' in page
    data = {"day_before": "y", "place_offered": "y", "language": "ru"}
    saved = browser.post("/my/notifications", data=data, follow_redirects=True)
    assert saved.status_code == 200
    session.expire_all()
    refused = queries.refused_kinds(session, volunteer.id)
    assert refused == {NoticeKind.HOURS_BEFORE, NoticeKind.SHIFT_MESSAGE}
    assert session.get_one(Account, volunteer.account_id).locale == "ru"
    browser.post("/my/notifications", data={**data, "hours_before": "y", "shift_message": "y"})
    session.expire_all()
    assert queries.refused_kinds(session, volunteer.id) == set()
