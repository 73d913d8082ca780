"""Sign-ups, the waiting list, attendance."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.rules import CampaignAction, CampaignClosed
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.rules import SignUpStatus
from tests.factories import NOW, make_account, make_campaign

ZONE = ZoneInfo("Asia/Almaty")


def make_volunteer(session, *, surname="Ким", born_on=date(1990, 1, 1), account=None):
    details = services.VolunteerDetails(
        surname=surname, born_on=born_on, account_id=account.id if account else None
    )
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


def test_a_freed_place_goes_to_the_first_who_can_take_it(session):
    campaign = make_campaign(session, slug="one")
    shift, other = make_shift(session, campaign), make_shift(session, campaign, places=9)
    first, busy, free = (make_volunteer(session, surname=name) for name in ("А", "Б", "В"))
    assert sign_up(session, shift, first).status is SignUpStatus.CONFIRMED
    assert sign_up(session, shift, busy).status is SignUpStatus.WAITING
    assert sign_up(session, shift, free).status is SignUpStatus.WAITING
    sign_up(session, other, busy)
    moved = services.cancel_sign_up(
        session,
        actor=make_account(session),
        now=NOW,
        shift_id=shift.id,
        volunteer=first,
        zone=ZONE,
    )
    assert moved is not None
    assert moved.volunteer_id == free.id
    assert moved.status is SignUpStatus.OFFERED
    assert queries.tally(session, shift.id).taken == 1


def test_what_a_sign_up_is_refused_for(session):
    campaign = make_campaign(session, slug="one")
    volunteer = make_volunteer(session)
    shift = make_shift(session, campaign)
    sign_up(session, shift, volunteer)
    with pytest.raises(rules.AlreadySignedUp):
        sign_up(session, shift, volunteer)
    with pytest.raises(rules.ShiftOverlaps):
        sign_up(session, make_shift(session, campaign), volunteer)
    with pytest.raises(rules.ShiftBegun):
        sign_up(session, make_shift(session, campaign, hours=-1), volunteer)
    minor = make_volunteer(session, born_on=date(2002, 11, 9))
    with pytest.raises(rules.HeavyWorkForMinor):
        sign_up(session, make_shift(session, campaign, is_heavy_work=True), minor)


def test_attendance_makes_hours_and_a_participant(session):
    campaign = make_campaign(session, slug="one")
    account = make_account(session)
    volunteer = make_volunteer(session, account=account)
    signed = sign_up(session, make_shift(session, campaign), volunteer)
    assert queries.participants_count(session, [campaign.id]) is None
    after = NOW + timedelta(hours=28)
    with pytest.raises(rules.ConfirmedByOneself):
        services.record_attendance(
            session,
            actor=account,
            now=after,
            campaign=campaign,
            sign_up_id=signed.id,
            has_attended=True,
        )
    services.record_attendance(
        session,
        actor=make_account(session),
        now=after,
        campaign=campaign,
        sign_up_id=signed.id,
        has_attended=True,
        break_minutes=30,
    )
    assert queries.worked_minutes_in(session, [campaign.id]) == 150
    assert queries.participants_count(session, [campaign.id]) == 1


def record(session, campaign, signed, *, now, has_attended=True, break_minutes=0, reason=""):
    return services.record_attendance(
        session,
        actor=make_account(session),
        now=now,
        campaign=campaign,
        sign_up_id=signed.id,
        has_attended=has_attended,
        break_minutes=break_minutes,
        reason=reason,
    )


def test_what_attendance_is_refused_for(session):
    campaign, elsewhere = make_campaign(session, slug="one"), make_campaign(session, slug="two")
    shift = make_shift(session, campaign)
    signed = sign_up(session, shift, make_volunteer(session))
    waits = sign_up(session, shift, make_volunteer(session, surname="Ли"))
    after = shift.ends_at
    with pytest.raises(rules.ShiftNotBegun):
        record(session, campaign, signed, now=shift.starts_at - timedelta(minutes=1))
    with pytest.raises(rules.NotSignedUp):
        record(session, elsewhere, signed, now=after)
    with pytest.raises(rules.PlaceNotTaken):
        record(session, campaign, waits, now=after)
    with pytest.raises(rules.BreakTooLong) as refusal:
        record(session, campaign, signed, now=after, break_minutes=180)
    assert refusal.value.params == {"asked": 180, "minutes": 180}
    session.refresh(signed)
    assert signed.worked_minutes is None


def test_who_does_not_come_has_no_hours_and_is_no_participant(session):
    campaign = make_campaign(session, slug="one")
    shift = make_shift(session, campaign)
    signed = sign_up(session, shift, make_volunteer(session))
    record(session, campaign, signed, now=shift.ends_at)
    assert queries.worked_minutes_in(session, [campaign.id]) == 180
    record(session, campaign, signed, now=shift.ends_at, has_attended=False, reason="Келмеді")
    assert signed.worked_minutes is None
    assert queries.worked_minutes_in(session, [campaign.id]) is None


def test_what_has_begun_is_not_cancelled(session):
    campaign = make_campaign(session, slug="one")
    shift, volunteer = make_shift(session, campaign), make_volunteer(session)
    sign_up(session, shift, volunteer)
    with pytest.raises(rules.ShiftBegun):
        services.cancel_sign_up(
            session,
            actor=make_account(session),
            now=shift.starts_at,
            shift_id=shift.id,
            volunteer=volunteer,
            zone=ZONE,
        )


def test_a_closed_campaign_takes_neither_shifts_nor_sign_ups(session):
    campaign = make_campaign(session, slug="one")
    shift, volunteer = make_shift(session, campaign), make_volunteer(session)
    for action in (CampaignAction.BEGIN_CLOSING, CampaignAction.CLOSE):
        campaigns.change_status(session, actor=None, now=NOW, campaign=campaign, action=action)
    with pytest.raises(CampaignClosed):
        make_shift(session, campaign)
    with pytest.raises(CampaignClosed):
        sign_up(session, shift, volunteer)
    assert queries.list_open_shifts(session, now=NOW, page=1).total == 0


def test_the_database_holds_hours_to_be_confirmed_by_somebody(session):
    campaign = make_campaign(session, slug="one")
    signed = sign_up(session, make_shift(session, campaign), make_volunteer(session))
    signed.worked_minutes, signed.has_attended = 60, True
    with pytest.raises(IntegrityError):
        session.flush()
