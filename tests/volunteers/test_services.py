"""Sign-ups, the waiting list, attendance."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

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
    assert queries.count_confirmed(session, shift.id) == 1


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
    with pytest.raises(rules.ConfirmedByOneself):
        services.record_attendance(
            session,
            actor=account,
            now=NOW,
            campaign=campaign,
            sign_up_id=signed.id,
            has_attended=True,
        )
    services.record_attendance(
        session,
        actor=make_account(session),
        now=NOW,
        campaign=campaign,
        sign_up_id=signed.id,
        has_attended=True,
        break_minutes=30,
    )
    assert queries.worked_minutes_in(session, [campaign.id]) == 150
    assert queries.participants_count(session, [campaign.id]) == 1
