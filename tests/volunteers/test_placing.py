"""Changing a shift that people are in, and what is done with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from campaign_app.core.errors import NotFound
from campaign_app.core.mail import MailMessage
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.rules import SignUpStatus
from tests.factories import NOW, make_account, make_campaign
from tests.volunteers.test_planning import cancel, make_shift, make_volunteer, sign_up

ZONE = ZoneInfo("Asia/Almaty")


@pytest.mark.parametrize(("asked", "taken", "fits"), [(5, 5, True), (4, 5, False), (1, 0, True)])
def test_places_do_not_fall_below_those_who_have_one(asked, taken, fits):
    if fits:
        rules.check_places(asked, taken)
        return
    with pytest.raises(rules.PlacesTaken) as refusal:
        rules.check_places(asked, taken)
    assert refusal.value.params == {"asked": asked, "taken": taken}


def edit(session, campaign, shift, *, now=NOW, is_confirmed=False, **changes):
    return services.edit_shift(
        session,
        actor=make_account(session),
        now=now,
        campaign=campaign,
        shift_id=shift.id,
        details=replace(services.details_of(shift), **changes),
        zone=ZONE,
        is_confirmed=is_confirmed,
    )


def mails(session, what):
    statement = select(MailMessage).where(MailMessage.template == f"volunteers/mail_{what}")
    return session.scalars(statement.order_by(MailMessage.id)).all()


def statuses(session, shift):
    return [row.status for row in queries.list_sign_ups(session, shift.id)]


def test_more_places_go_to_who_waits(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign, hours=72)
    for name in "АБВ":
        sign_up(session, shift, make_volunteer(session, surname=name))
    edit(session, campaign, shift, places=2)
    assert statuses(session, shift) == [
        SignUpStatus.CONFIRMED,
        SignUpStatus.OFFERED,
        SignUpStatus.WAITING,
    ]
    with pytest.raises(rules.PlacesTaken) as refusal:
        edit(session, campaign, shift, places=1)
    assert refusal.value.params == {"taken": 2, "asked": 1}
    assert mails(session, "shift_changed") == []


def test_another_time_is_told_to_all_and_those_who_cannot_are_named_first(session):
    campaign = make_campaign(session)
    shift, other = make_shift(session, campaign, places=3), make_shift(session, campaign, hours=48)
    busy = make_volunteer(session, surname="Бос емес", email="busy@tests.example")
    minor = make_volunteer(session, surname="Жас", born_on=date(2002, 4, 22))
    free = make_volunteer(session, surname="Бос", email="free@tests.example")
    for one in (busy, minor, free):
        sign_up(session, shift, one)
    sign_up(session, other, busy)
    later = {name: getattr(shift, name) + timedelta(hours=24) for name in ("starts_at", "ends_at")}
    changed = replace(services.details_of(shift), **later, is_heavy_work=True)
    affected = services.find_affected(session, shift, changed, ZONE)
    assert [(each.name, type(each.why)) for each in affected] == [
        ("Бос емес", rules.ShiftOverlaps)
    ]  # the minor is 18 on the day after
    earlier = replace(services.details_of(shift), is_heavy_work=True)
    affected = services.find_affected(session, shift, earlier, ZONE)
    assert [(each.name, type(each.why)) for each in affected] == [("Жас", rules.HeavyWorkForMinor)]
    with pytest.raises(rules.ChangeNotConfirmed):
        edit(session, campaign, shift, **later)
    was = shift.starts_at
    edit(session, campaign, shift, **later, is_confirmed=True)
    assert shift.starts_at == was + timedelta(hours=24)
    told = mails(session, "shift_changed")
    assert [row.recipient for row in told] == ["busy@tests.example", "free@tests.example"]
    assert told[0].values["before_at"] == was.isoformat()


def test_a_shift_lasts_three_days_at_most(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign)
    edit(session, campaign, shift, ends_at=shift.starts_at + timedelta(hours=72))
    with pytest.raises(rules.ShiftTooLong) as refused:
        edit(session, campaign, shift, ends_at=shift.starts_at + timedelta(hours=72, minutes=1))
    assert (refused.value.field, refused.value.params) == ("ends_at", {"hours": 72})


def test_what_an_edit_is_refused_for(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign)
    signed = sign_up(session, shift, make_volunteer(session))
    with pytest.raises(rules.ShiftEndsBeforeStart):
        edit(session, campaign, shift, ends_at=shift.starts_at)
    with pytest.raises(NotFound):
        edit(session, make_campaign(session), shift, places=3)
    services.record_attendance(
        session,
        actor=make_account(session),
        now=shift.ends_at,
        campaign=campaign,
        sign_up_id=signed.id,
        has_attended=True,
    )
    with pytest.raises(rules.HoursRecorded):
        edit(
            session, campaign, shift, now=shift.ends_at, ends_at=shift.ends_at + timedelta(hours=1)
        )
    edit(session, campaign, shift, now=shift.ends_at, note="Түзетілді")
    off = make_shift(session, campaign)
    cancel(session, campaign, off)
    with pytest.raises(rules.ShiftCancelled):
        edit(session, campaign, off, places=3)


def place(session, service, campaign, shift, volunteer, **more):
    return service(
        session,
        actor=make_account(session),
        now=more.pop("now", NOW),
        campaign=campaign,
        shift_id=shift.id,
        volunteer_id=volunteer.id,
        zone=ZONE,
        **more,
    )


def test_whoever_is_taken_off_is_told_why_and_who_waits_moves_up(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign, hours=72)
    first = make_volunteer(session, surname="А", email="a@tests.example")
    second = make_volunteer(session, surname="Б")
    for one in (first, second):
        sign_up(session, shift, one)
    with pytest.raises(rules.TakingOffReasonMissing):
        place(session, services.take_off, campaign, shift, first, reason=" ")
    place(session, services.take_off, campaign, shift, first, reason="Екі рет жазылған")
    assert statuses(session, shift) == [SignUpStatus.CANCELLED, SignUpStatus.OFFERED]
    (told,) = mails(session, "taken_off")
    assert (told.recipient, told.values["reason"]) == ("a@tests.example", "Екі рет жазылған")
    with pytest.raises(rules.NotSignedUp):
        place(session, services.take_off, campaign, shift, first, reason="Тағы")
    with pytest.raises(rules.ShiftBegun):
        place(
            *(session, services.take_off, campaign, shift, second),
            reason="Кеш",
            now=shift.starts_at,
        )


def test_somebody_is_moved_only_to_a_free_place(session):
    campaign = make_campaign(session)
    shift, full = make_shift(session, campaign), make_shift(session, campaign, hours=48)
    free = make_shift(session, campaign, hours=25)  # overlaps with the first, which she leaves
    one = make_volunteer(session, email="one@tests.example")
    sign_up(session, shift, one)
    sign_up(session, full, make_volunteer(session, surname="Толы"))
    move = services.move_to_shift
    elsewhere = make_shift(session, make_campaign(session), hours=72)
    with pytest.raises(NotFound):
        place(session, move, campaign, shift, one, to_shift_id=elsewhere.id)
    place(session, move, campaign, shift, one, to_shift_id=free.id)
    assert statuses(session, shift) == [SignUpStatus.CANCELLED]
    assert statuses(session, free) == [SignUpStatus.CONFIRMED]
    (told,) = mails(session, "shift_moved")
    assert told.values["before_at"] == shift.starts_at.isoformat()
    with pytest.raises(rules.NoPlaceThere):
        place(session, move, campaign, free, one, to_shift_id=full.id)


def test_somebody_is_added_by_hand_under_the_rules_of_a_sign_up(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign, is_heavy_work=True)
    one = make_volunteer(session, email="one@tests.example")
    minor = make_volunteer(session, surname="Жас", born_on=date(2004, 1, 1))
    assert [row.id for row in queries.find_to_add(session, shift.id, "ким")] == [one.id]
    signed = place(session, services.add_by_hand, campaign, shift, one)
    assert signed.status is SignUpStatus.CONFIRMED
    assert queries.find_to_add(session, shift.id, "ким") == []
    (told,) = mails(session, "shift_added")
    assert told.values["is_waiting"] is False
    with pytest.raises(rules.HeavyWorkForMinor):
        place(session, services.add_by_hand, campaign, shift, minor)
    with pytest.raises(NotFound):
        place(session, services.add_by_hand, make_campaign(session), shift, minor)
