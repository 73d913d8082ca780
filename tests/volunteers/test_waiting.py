"""The waiting list: who is offered a freed place, until when, and what follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignClosed, CampaignStatus
from campaign_app.core import background
from campaign_app.core.mail import MailMessage
from campaign_app.volunteers import queries, rules, services, tasks
from campaign_app.volunteers.models import SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpStatus
from tests.factories import NOW, make_account, make_campaign
from tests.support.client import settle
from tests.volunteers.test_services import ZONE, make_shift, make_volunteer, sign_up


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


def cancel(session, shift, volunteer, *, now=NOW):
    return services.cancel_sign_up(
        session,
        actor=make_account(session),
        now=now,
        shift_id=shift.id,
        volunteer=volunteer,
        zone=ZONE,
    )


def confirm(session, shift, volunteer, *, now=NOW):
    return services.confirm_place(
        session,
        actor=make_account(session),
        now=now,
        shift_id=shift.id,
        volunteer=volunteer,
        zone=ZONE,
    )


def statuses(session, shift):
    return [row.status.value for row in queries.list_sign_ups(session, shift.id)]


def make_full_shift(session, *, waiting=2, places=1, hours=24):
    """A shift with nobody left out: who has a place first, then who waits."""
    shift = make_shift(session, make_campaign(session), places=places, hours=hours)
    people = []
    for number in range(places + waiting):
        account = make_account(session, locale="ru")
        people.append(make_volunteer(session, surname=f"Ерікті {number}", account=account))
        sign_up(session, shift, people[-1])
    return shift, people


def test_a_freed_place_is_offered_once_and_told_once(session):
    shift, (first, second, third) = make_full_shift(session)
    offered = cancel(session, shift, first)
    assert offered.volunteer_id == second.id
    assert offered.offered_until == NOW + timedelta(hours=12)
    assert statuses(session, shift) == ["cancelled", "offered", "waiting"]
    mail = session.scalars(select(MailMessage)).one()
    assert (mail.language, mail.template) == ("ru", "volunteers/mail_place_offered")
    assert mail.expires_at == offered.offered_until
    assert mail.values["path"] == f"/shifts/{shift.id}"
    assert services.settle_shift(session, now=NOW, shift_id=shift.id, zone=ZONE) == []
    assert session.scalars(select(MailMessage)).all() == [mail]
    # The place is kept: somebody new waits behind, and an overlapping shift is refused.
    assert sign_up(session, shift, make_volunteer(session)).status is SignUpStatus.WAITING
    other = make_shift(session, make_campaign(session))
    with pytest.raises(rules.ShiftOverlaps):
        sign_up(session, other, second)
    assert confirm(session, shift, second).status is SignUpStatus.CONFIRMED
    assert confirm(session, shift, second).offered_until is None
    with pytest.raises(rules.NoPlaceOffered):
        confirm(session, shift, third)


def test_who_says_no_makes_room_for_the_next(session):
    shift, (first, second, third) = make_full_shift(session)
    cancel(session, shift, first)
    assert cancel(session, shift, second).volunteer_id == third.id
    assert statuses(session, shift) == ["cancelled", "cancelled", "offered"]


def test_an_offer_lapses_when_somebody_else_signs_up(session):
    shift, (first, second, third) = make_full_shift(session)
    cancel(session, shift, first)
    late = NOW + timedelta(hours=12)
    with pytest.raises(rules.OfferLapsed):
        confirm(session, shift, second, now=late)
    newcomer = make_volunteer(session)
    signed = services.sign_up(
        session,
        actor=make_account(session),
        now=late,
        shift_id=shift.id,
        volunteer=newcomer,
        zone=ZONE,
    )
    assert signed.status is SignUpStatus.WAITING
    assert statuses(session, shift) == ["cancelled", "cancelled", "offered", "waiting"]
    assert queries.lapsed_offer_of(session, shift.id, second.id) == late
    with pytest.raises(rules.OfferLapsed):
        confirm(session, shift, second, now=late)
    assert confirm(session, shift, third, now=late).status is SignUpStatus.CONFIRMED


def test_the_worker_finds_what_lapsed_while_it_was_down(session, spring):
    shift, (first, _second, third) = make_full_shift(session)
    cancel(session, shift, first)
    settle(session)
    assert queries.shifts_to_settle(session, now=NOW) == []
    spring.set(NOW + timedelta(hours=13))
    assert tasks.shifts_to_settle in background._RESUMES
    for _ in range(2):
        for name, shift_id in tasks.shifts_to_settle():
            background.run_task(name, shift_id)
        session.expire_all()
        assert statuses(session, shift) == ["cancelled", "cancelled", "offered"]
    # The third has until two hours before the shift, and was told once.
    offers = queries.offers_of(session, third.id, now=spring.instant)
    assert [until for _shift, until in offers] == [NOW + timedelta(hours=22)]
    told = select(MailMessage).where(MailMessage.template == "volunteers/mail_place_offered")
    assert len(session.scalars(told).all()) == 2


def test_an_offer_is_confirmed_as_the_shift_and_the_person_are_now(session):
    shift, (first, second, _third) = make_full_shift(session)
    cancel(session, shift, first)
    shift.is_heavy_work, second.born_on = True, date(2004, 1, 1)
    with pytest.raises(rules.HeavyWorkForMinor):
        confirm(session, shift, second)
    shift.is_heavy_work, second.left_at = False, NOW
    with pytest.raises(rules.VolunteerLeft):
        confirm(session, shift, second)
    second.left_at = None
    campaign = session.get_one(Campaign, shift.campaign_id)
    campaign.status = CampaignStatus.CLOSED
    with pytest.raises(CampaignClosed):
        confirm(session, shift, second)
    campaign.status = CampaignStatus.ACTIVE
    assert confirm(session, shift, second).status is SignUpStatus.CONFIRMED


def test_who_left_a_moment_ago_gets_no_place_while_others_move_up(session):
    shift, (first, _second, _third) = make_full_shift(session)
    newcomer = make_volunteer(session, surname="Кетті")
    cancel(session, shift, first)
    shift.places = 3
    session.flush()
    # Another process wrote it: this one holds what it read before.
    left = update(Volunteer).where(Volunteer.id == newcomer.id).values(left_at=NOW)
    session.execute(left.execution_options(synchronize_session=False))
    with pytest.raises(rules.VolunteerLeft):
        sign_up(session, shift, newcomer)


def test_who_helps_no_longer_gives_her_coming_places_to_who_waits(session):
    shift, (first, _second, _third) = make_full_shift(session)
    begun = make_shift(session, make_campaign(session), hours=-1)
    kept = SignUp(
        shift_id=begun.id,
        volunteer_id=first.id,
        status=SignUpStatus.CONFIRMED,
        position=1,
        signed_up_at=NOW,
    )
    session.add(kept)
    freed = services.mark_as_left(
        session,
        actor=make_account(session),
        now=NOW,
        volunteer=first,
        has_left=True,
        zone=ZONE,
    )
    assert freed == 1
    assert statuses(session, shift) == ["cancelled", "offered", "waiting"]
    assert kept.status is SignUpStatus.CONFIRMED


def test_a_shift_that_fails_keeps_no_other_waiting(session, spring, monkeypatch):
    broken, sound = (make_full_shift(session) for _ in range(2))
    for shift, (first, *_rest) in (broken, sound):
        cancel(session, shift, first)
    settle(session)
    spring.set(NOW + timedelta(hours=13))
    settle_shift = services.settle_shift

    def fail_with_one(*arguments, **named):
        if named["shift_id"] == broken[0].id:
            raise RuntimeError("a lock that was not given")
        return settle_shift(*arguments, **named)

    monkeypatch.setattr(services, "settle_shift", fail_with_one)
    for name, shift_id in tasks.shifts_to_settle():
        background.run_task(name, shift_id)
    session.expire_all()
    assert statuses(session, sound[0]) == ["cancelled", "cancelled", "offered"]
    assert statuses(session, broken[0]) == ["cancelled", "offered", "waiting"]
    assert [shift_id for _name, shift_id in tasks.shifts_to_settle()] == [broken[0].id]


def test_near_the_start_a_place_is_given_at_once(session):
    shift, (first, second, _third) = make_full_shift(session, hours=3)
    given = cancel(session, shift, first)
    assert (given.volunteer_id, given.status) == (second.id, SignUpStatus.CONFIRMED)
    mail = session.scalars(select(MailMessage)).one()
    assert mail.values["until_at"] is None
    assert mail.expires_at == shift.starts_at


def test_raised_places_are_offered_in_the_order_of_arrival(session):
    shift, (_first, second, third, _fourth) = make_full_shift(session, waiting=3)
    shift.places = 3
    session.flush()
    assert queries.shifts_to_settle(session, now=NOW) == [shift.id]
    handed = services.settle_shift(session, now=NOW, shift_id=shift.id, zone=ZONE)
    assert [signed.volunteer_id for signed in handed] == [second.id, third.id]
    assert statuses(session, shift) == ["confirmed", "offered", "offered", "waiting"]


def test_who_waits_already_comes_before_who_signs_up_now(session):
    shift, (first, second) = make_full_shift(session, waiting=1)
    minor = make_shift(session, make_campaign(session), places=9)
    sign_up(session, minor, second)  # keeps her busy, so the place stays free
    assert cancel(session, shift, first) is None
    cancel(session, minor, second)
    assert sign_up(session, shift, make_volunteer(session)).status is SignUpStatus.WAITING
    assert statuses(session, shift) == ["cancelled", "offered", "waiting"]


def test_nothing_is_offered_in_a_shift_that_was_cancelled(session):
    shift, (first, second, _third) = make_full_shift(session)
    cancel(session, shift, first)
    shift.cancelled_at, shift.cancel_reason, shift.places = NOW, "Боран", 3
    session.flush()
    assert services.settle_shift(session, now=NOW, shift_id=shift.id, zone=ZONE) == []
    with pytest.raises(rules.ShiftCancelled):
        confirm(session, shift, second)
    assert queries.offers_of(session, second.id, now=NOW) == []
    assert statuses(session, shift) == ["cancelled", "offered", "waiting"]
    assert queries.shifts_to_settle(session, now=NOW) == []


def test_the_database_holds_an_offer_to_have_a_deadline(session):
    shift, _people = make_full_shift(session)
    signed = session.scalars(select(SignUp).where(SignUp.shift_id == shift.id).limit(1)).one()
    signed.status = SignUpStatus.OFFERED
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_child_comes_with_an_adult(session):
    shift = make_shift(session, make_campaign(session), places=5)
    child = make_volunteer(session, born_on=date(2008, 1, 1))
    with pytest.raises(rules.ChildNotAccompanied):
        sign_up(session, shift, child)
    sign_up(session, shift, make_volunteer(session, born_on=date(2003, 1, 1)))
    with pytest.raises(rules.ChildNotAccompanied):
        sign_up(session, shift, child)
    sign_up(session, shift, make_volunteer(session, born_on=date(1980, 1, 1)))
    assert sign_up(session, shift, child).status is SignUpStatus.CONFIRMED


def test_what_else_can_be_taken(session):
    campaign = make_campaign(session)
    minor = make_volunteer(session, born_on=date(2003, 1, 1))
    taken = make_shift(session, campaign, hours=30)
    sign_up(session, taken, minor)
    make_shift(session, campaign, hours=20, is_heavy_work=True)
    make_shift(session, campaign, hours=31)  # overlaps with what she has
    make_shift(session, make_campaign(session, is_active=False), hours=40)
    full = make_shift(session, campaign, hours=50)
    sign_up(session, full, make_volunteer(session))
    free = [make_shift(session, campaign, hours=60 + 5 * number) for number in range(4)]
    found = services.find_other_shifts(session, volunteer=minor, now=NOW, zone=ZONE)
    assert [row.id for row in found] == [shift.id for shift in free[:3]]
