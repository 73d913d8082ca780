"""What an organiser does with a shift that stands."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign_app.core.errors import NotFound
from campaign_app.core.mail.models import MailMessage
from campaign_app.volunteers import queries, rules, services
from tests.factories import NOW, make_account, make_campaign

ZONE = ZoneInfo("Asia/Almaty")


def make_volunteer(session, *, surname="Ким", born_on=date(1990, 1, 1), **more):
    details = services.VolunteerDetails(surname=surname, born_on=born_on, **more)
    return services.register_volunteer(session, actor=None, now=NOW, details=details)


def make_shift(session, campaign, *, places=1, hours=24, **more):
    details = services.ShiftDetails(
        title="Жеткізу",
        kind=rules.ShiftKind.DELIVERY,
        starts_at=NOW + timedelta(hours=hours),
        ends_at=NOW + timedelta(hours=hours + 3),
        places=places,
        **more,
    )
    return services.create_shift(session, actor=None, now=NOW, campaign=campaign, details=details)


def sign_up(session, shift, volunteer):
    actor = make_account(session)
    return services.sign_up(
        session, actor=actor, now=NOW, shift_id=shift.id, volunteer=volunteer, zone=ZONE
    )


def cancel(session, campaign, shift, *, now=NOW, reason="Аяз −38 °C"):
    return services.cancel_shift(
        session,
        actor=make_account(session),
        now=now,
        campaign=campaign,
        shift_id=shift.id,
        reason=reason,
    )


def test_a_cancelled_shift_takes_nobody_and_keeps_nobody_busy(session):
    campaign = make_campaign(session)
    shift, other = make_shift(session, campaign, places=2), make_shift(session, campaign)
    volunteer = make_volunteer(session)
    signed = sign_up(session, shift, volunteer)
    cancel(session, campaign, shift)
    with pytest.raises(rules.ShiftCancelled) as refusal:
        sign_up(session, shift, make_volunteer(session, surname="Ли"))
    assert refusal.value.params == {"reason": "Аяз −38 °C"}
    assert [row.id for row in queries.list_open_shifts(session, now=NOW, page=1).items] == [
        other.id
    ]
    coming = queries.list_coming_shifts(session, [campaign.id], now=NOW, limit=9)
    assert [row.id for row in coming] == [other.id]
    sign_up(session, other, volunteer)
    with pytest.raises(rules.ShiftCancelled):
        services.record_attendance(
            session,
            actor=make_account(session),
            now=shift.ends_at,
            campaign=campaign,
            sign_up_id=signed.id,
            has_attended=True,
        )


def test_whoever_is_in_a_cancelled_shift_is_told_once(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign)
    account = make_account(session, email="own@tests.example", locale="ru")
    sign_up(session, shift, make_volunteer(session, surname="А", account_id=account.id))
    sign_up(session, shift, make_volunteer(session, surname="Б", email="b@tests.example"))
    sign_up(session, shift, make_volunteer(session, surname="В"))
    left = make_volunteer(session, surname="Г", email="left@tests.example")
    sign_up(session, shift, left)
    services.cancel_sign_up(
        session, actor=account, now=NOW, shift_id=shift.id, volunteer=left, zone=ZONE
    )
    cancel(session, campaign, shift)
    messages = session.scalars(
        select(MailMessage)
        .where(MailMessage.template == "volunteers/mail_shift_cancelled")
        .order_by(MailMessage.id)
    ).all()
    assert [(row.recipient, row.language) for row in messages] == [
        ("own@tests.example", "ru"),
        ("b@tests.example", "kk"),
    ]
    assert messages[0].values["reason"] == "Аяз −38 °C"


def test_what_a_cancellation_is_refused_for(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign)
    with pytest.raises(rules.CancelReasonMissing):
        cancel(session, campaign, shift, reason="  ")
    with pytest.raises(rules.ShiftBegun):
        cancel(session, campaign, shift, now=shift.starts_at)
    with pytest.raises(NotFound):
        cancel(session, make_campaign(session), shift)
    cancel(session, campaign, shift)
    with pytest.raises(rules.ShiftCancelled):
        cancel(session, campaign, shift)


def test_the_database_holds_a_cancellation_to_have_a_reason(session):
    shift = make_shift(session, make_campaign(session))
    shift.cancelled_at = NOW
    with pytest.raises(IntegrityError):
        session.flush()
