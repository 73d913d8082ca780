"""Places are entered, put in order, and opened again after the next snowfall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign_app.campaigns.rules import CampaignClosed, CampaignStatus
from campaign_app.worksites import queries, rules, services
from campaign_app.worksites.models import WorkRound, WorksiteTask
from campaign_app.worksites.rules import PhotoMoment, TaskState
from tests.factories import NOW, make_campaign
from tests.worksites.makers import (
    finish,
    make_picture,
    make_site,
    make_worker,
    take,
    task_of,
)


def open_round(session, campaign, *sites, minutes=60):
    return services.open_round(
        session,
        actor=None,
        now=NOW + timedelta(minutes=minutes),
        campaign=campaign,
        worksite_ids=[site.id for site in sites],
    )


def test_the_first_place_opens_the_first_round(session, campaign):
    first, second = make_site(session, campaign), make_site(session, campaign, name="Аялдама 2")
    assert [first.sort_order, second.sort_order] == [1, 2]
    (only,) = session.scalars(select(WorkRound))
    assert (only.number, only.closed_at) == (1, None)
    assert task_of(session, second).state is TaskState.OPEN


def test_the_next_snowfall_opens_everything_and_carries_what_is_undone(
    session, campaign, shift, actor
):
    done, taken, free, left_out = (
        make_site(session, campaign, name=f"Аялдама {number}") for number in range(1, 5)
    )
    one, two = make_worker(session, shift), make_worker(session, shift)
    finish(session, actor, take(session, shift, done, one))
    finish(session, actor, take(session, shift, left_out, one))
    held = take(session, shift, taken, two)
    photo = services.add_photo(
        session, actor=actor, now=NOW, task=held, moment=PhotoMoment.BEFORE, picture=make_picture()
    )
    opened = open_round(session, campaign, done)
    assert opened.number == 2
    states = {
        (number, name): state
        for number, name, state in session.execute(
            select(WorkRound.number, WorksiteTask.worksite_id, WorksiteTask.state).join(
                WorkRound, WorkRound.id == WorksiteTask.round_id
            )
        )
    }
    assert states == {
        (1, done.id): TaskState.DONE,
        (1, left_out.id): TaskState.DONE,
        (1, taken.id): TaskState.CARRIED,
        (1, free.id): TaskState.CARRIED,
        (2, done.id): TaskState.OPEN,
        (2, taken.id): TaskState.TAKEN,
        (2, free.id): TaskState.OPEN,
    }
    now_held = task_of(session, taken)
    assert (now_held.crew_id, now_held.taken_at, now_held.from_task_id) == (
        held.crew_id,
        NOW,
        held.id,
    )
    session.refresh(photo)
    assert photo.task_id == now_held.id
    first, second = queries.list_rounds(session, campaign.id)
    assert (first.number, first.done, first.left) == (2, 0, 3)
    assert (second.number, second.done, second.carried) == (1, 2, 2)
    assert second.closed_at == opened.opened_at
    # Cleared twice, it is one bus stop that was cleared.
    finish(session, actor, take(session, shift, done, one), minutes=90)
    (count,) = queries.done_by_kind(session, [campaign.id])
    assert (count.sites, count.times) == (2, 3)


def test_a_round_needs_something_to_do(session, campaign, shift, actor):
    site = make_site(session, campaign)
    finish(session, actor, take(session, shift, site, make_worker(session, shift)))
    with pytest.raises(rules.SitesMissing):
        open_round(session, campaign)
    elsewhere = make_site(session, make_campaign(session), name="Бөтен")
    with pytest.raises(rules.SitesMissing):
        open_round(session, campaign, elsewhere)


def test_what_is_over_is_not_taken(session, campaign, shift):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    old = task_of(session, site)
    open_round(session, campaign, site)
    with pytest.raises(rules.TaskRefused):
        services.take_worksite(
            session,
            actor=None,
            now=NOW,
            shift_id=shift.id,
            task_id=old.id,
            volunteer_id=worker.id,
        )


def test_a_place_goes_out_of_use_and_comes_back(session, campaign, shift, actor):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    take(session, shift, site, worker)
    retire = {"actor": actor, "now": NOW, "worksite": site}
    with pytest.raises(rules.SiteTaken):
        services.retire_worksite(session, reason="жөндеу", **retire)
    services.release_worksite(
        session, actor=actor, now=NOW, task=task_of(session, site), reason="жөндеу"
    )
    with pytest.raises(rules.ReasonMissing):
        services.retire_worksite(session, reason="", **retire)
    services.retire_worksite(session, reason="жөндеу", **retire)
    assert task_of(session, site).state is TaskState.WITHDRAWN
    assert queries.list_free(session, campaign.id).total == 0
    with pytest.raises(rules.SiteRetired):
        services.move_worksite(session, place=1, **retire)
    make_site(session, campaign)  # the name is free meanwhile
    with pytest.raises(rules.NameTaken):
        services.restore_worksite(session, **retire)
    other = queries.list_free(session, campaign.id).items[0]
    services.edit_worksite(
        session,
        actor=actor,
        now=NOW,
        worksite=queries.find_worksite(session, campaign.id, other.worksite_id),
        details=services.WorksiteDetails(name="Басқа", kind=rules.WorksiteKind.YARD),
    )
    services.restore_worksite(session, **retire)
    assert task_of(session, site).state is TaskState.OPEN


def test_many_are_pasted_and_known_names_are_left_out(session, campaign):
    make_site(session, campaign, name="Аялдама 2")
    made, left_out = services.add_worksites(
        session,
        actor=None,
        now=NOW,
        campaign=campaign,
        kind=rules.WorksiteKind.BUS_STOP,
        lines=rules.parse_lines("Аялдама 1; Абай к.; тайғақ\nАялдама 2\nАялдама 3"),
    )
    assert ([site.name for site in made], left_out) == (["Аялдама 1", "Аялдама 3"], ["Аялдама 2"])
    assert (made[0].place, made[0].note, made[1].sort_order) == ("Абай к.", "тайғақ", 3)
    services.move_worksite(session, actor=None, now=NOW, worksite=made[1], place=1)
    found = queries.list_worksites(session, campaign.id, round_id=None)
    assert [row.name for row in found.items] == ["Аялдама 3", "Аялдама 2", "Аялдама 1"]


def test_a_closed_campaign_stays_as_it_was(session, campaign, shift):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    campaign.status = CampaignStatus.CLOSED
    session.flush()
    with pytest.raises(CampaignClosed):
        take(session, shift, site, worker)
    with pytest.raises(CampaignClosed):
        make_site(session, campaign, name="Аялдама 2")
