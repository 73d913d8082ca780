"""Whoever locks several people does it by number: two never wait for each other in a ring."""

from __future__ import annotations

from campaign_app.accounts.rules import CampaignRole
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.services import attendance, placing
from campaign_app.volunteers.services.waiting import lock_volunteers
from tests.factories import NOW, make_account, make_campaign, make_member
from tests.volunteers.attendance_makers import ENDS, ZONE, make_shift, make_volunteer, sign_up


def test_who_is_confirmed_is_locked_by_number_not_by_name(
    session, client_for, frozen_clock, monkeypatch
):
    campaign = make_campaign(session)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    shift = make_shift(session, campaign)
    people = [make_volunteer(session, surname=name) for name in ("Яковлев", "Ким", "Абаев")]
    for person in people:
        sign_up(session, shift, person)
    locked = []

    def lock(session, ids):
        locked.extend(ids)
        lock_volunteers(session, ids)

    monkeypatch.setattr(attendance, "lock_volunteers", lock)
    frozen_clock.set(ENDS)
    address = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}/attendance"
    assert client_for(organiser).post(address, data={}).status_code == 302
    assert locked == [person.id for person in people]


def test_all_who_may_move_up_are_locked_at_once(session, monkeypatch):
    campaign = make_campaign(session)
    full, free = make_shift(session, campaign, places=1), make_shift(session, campaign)
    first, waits, later = (make_volunteer(session, surname=name) for name in "АБВ")
    for one in (waits, later, first):
        sign_up(session, full, one)
    locked = []
    monkeypatch.setattr(placing, "lock_volunteers", lambda _session, ids: locked.append(set(ids)))
    services.move_to_shift(
        session,
        actor=make_account(session),
        now=NOW,
        campaign=campaign,
        shift_id=full.id,
        volunteer_id=waits.id,
        to_shift_id=free.id,
        zone=ZONE,
    )
    assert locked == [{waits.id, later.id, first.id}]
    (moved,) = queries.list_sign_ups(session, free.id)
    assert moved.status is SignUpStatus.CONFIRMED
