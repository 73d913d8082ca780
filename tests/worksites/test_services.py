"""Places are taken by one crew, done, and opened again after the next snowfall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from campaign_app.campaigns.rules import CampaignClosed, CampaignStatus
from campaign_app.core.errors import NotFound
from campaign_app.volunteers.rules import ShiftKind
from campaign_app.worksites import queries, rules, services
from campaign_app.worksites.models import CrewMember, WorkRound, WorksitePhoto, WorksiteTask
from campaign_app.worksites.rules import PhotoMoment, TaskState
from tests.factories import NOW, make_account, make_campaign
from tests.worksites.makers import (
    make_picture,
    make_shift,
    make_site,
    make_worker,
    take,
    task_of,
)


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def shift(session, campaign):
    return make_shift(session, campaign)


@pytest.fixture
def actor(session):
    return make_account(session)


def finish(session, actor, task, *, minutes=30, reason="телефон отырып қалды", volunteer=None):
    return services.finish_worksite(
        session,
        actor=actor,
        now=NOW + timedelta(minutes=minutes),
        task=task,
        volunteer_id=volunteer.id if volunteer else None,
        no_photo_reason=reason,
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


def test_who_takes_it_names_her_crew(session, campaign, shift):
    site = make_site(session, campaign)
    people = [make_worker(session, shift, given_name=name) for name in ("Айгүл", "Болат", "Вера")]
    task = services.take_worksite(
        session,
        actor=None,
        now=NOW,
        shift_id=shift.id,
        task_id=task_of(session, site).id,
        volunteer_id=people[0].id,
        with_ids=[people[1].id],
    )
    assert (task.state, task.taken_at) == (TaskState.TAKEN, NOW)
    (crew,) = queries.list_crews(session, shift_ids=[shift.id])
    assert (crew.number, crew.people) == (1, ["Айгүл С.", "Болат С."])
    with pytest.raises(rules.InAnotherCrew):
        services.form_crew(
            session, actor=None, now=NOW, shift_id=shift.id, volunteer_ids=[people[1].id]
        )


def test_a_taken_place_is_not_taken_again_and_a_crew_has_one(session, campaign, shift):
    first, second = make_site(session, campaign), make_site(session, campaign, name="Аялдама 2")
    one, two = make_worker(session, shift), make_worker(session, shift)
    task = take(session, shift, first, one)
    assert take(session, shift, first, one).id == task.id  # pressed twice
    with pytest.raises(rules.SiteTaken) as refused:
        take(session, shift, first, two)
    assert refused.value.params == {"site": "Аялдама 1", "crew": 1}
    with pytest.raises(rules.CrewBusy) as refused:
        take(session, shift, second, one)
    assert refused.value.params == {"site": "Аялдама 1", "crew": 1}


def test_the_database_holds_one_place_a_crew(session, campaign, shift):
    first, second = make_site(session, campaign), make_site(session, campaign, name="Аялдама 2")
    task = take(session, shift, first, make_worker(session, shift))
    values = {"state": TaskState.TAKEN, "crew_id": task.crew_id, "taken_at": NOW}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            update(WorksiteTask).where(WorksiteTask.worksite_id == second.id).values(values)
        )


@pytest.mark.parametrize("minutes", [-1, 6 * 60])
def test_nothing_is_taken_outside_of_the_shift(session, campaign, shift, minutes):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    moment = shift.starts_at - rules.BEFORE_SHIFT + timedelta(minutes=minutes)
    if minutes > 0:
        moment = shift.ends_at + rules.AFTER_SHIFT + timedelta(seconds=1)
    with pytest.raises(rules.ShiftNotUnderWay):
        services.take_worksite(
            session,
            actor=None,
            now=moment,
            shift_id=shift.id,
            task_id=task_of(session, site).id,
            volunteer_id=worker.id,
        )


def test_only_who_has_a_place_in_the_shift(session, campaign, shift):
    site, stranger = make_site(session, campaign), make_worker(session, None)
    with pytest.raises(rules.NotInShift):
        take(session, shift, site, stranger)
    elsewhere = make_site(session, make_campaign(session), name="Бөтен")
    with pytest.raises(NotFound):
        take(session, shift, elsewhere, make_worker(session, shift))


def test_a_place_is_given_back_with_a_reason(session, campaign, shift, actor):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    task = take(session, shift, site, worker)
    other = make_worker(session, shift)
    for volunteer, reason, refusal in (
        (other, "x", rules.TaskNotOurs),
        (worker, " ", rules.ReasonMissing),
    ):
        with pytest.raises(refusal):
            services.release_worksite(
                session, actor=actor, now=NOW, task=task, reason=reason, volunteer_id=volunteer.id
            )
    services.release_worksite(
        session, actor=actor, now=NOW, task=task, reason="мұз қатып қалған", volunteer_id=worker.id
    )
    assert (task.state, task.crew_id, task.release_reason) == (
        TaskState.OPEN,
        None,
        "мұз қатып қалған",
    )
    assert take(session, shift, site, other).release_reason == ""


def test_done_with_a_photo_or_a_reason(session, campaign, shift, actor):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    task = take(session, shift, site, worker)
    with pytest.raises(rules.PhotoOrReason):
        finish(session, actor, task, reason="", volunteer=worker)
    services.add_photo(
        session,
        actor=actor,
        now=NOW,
        task=task,
        moment=PhotoMoment.BEFORE,
        picture=make_picture(),
        volunteer_id=worker.id,
    )
    with pytest.raises(rules.PhotoOrReason):
        finish(session, actor, task, reason="", volunteer=worker)
    services.add_photo(
        session, actor=actor, now=NOW, task=task, moment=PhotoMoment.AFTER, picture=make_picture()
    )
    finish(session, actor, task, minutes=45, reason="", volunteer=worker)
    assert task.state is TaskState.DONE
    (row,) = queries.list_own_tasks(session, task.crew_id)
    assert (row.minutes, row.no_photo_reason) == (45, "")
    assert queries.worksites_done(session, [campaign.id]) == 1
    (crew,) = queries.work_by_crew(session, campaign.id)
    assert (crew.done, crew.minutes) == (1, 45)


def test_what_was_not_done_is_opened_again_with_a_reason(session, campaign, shift, actor):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    task = finish(session, actor, take(session, shift, site, worker))
    with pytest.raises(rules.ReasonMissing):
        services.reopen_worksite(session, actor=actor, now=NOW, task=task, reason="")
    services.reopen_worksite(session, actor=actor, now=NOW, task=task, reason="жартысы қалды")
    assert (task.state, task.done_at, task.no_photo_reason) == (TaskState.OPEN, None, "")
    assert queries.worksites_done(session, [campaign.id]) == 0


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


def test_a_crew_is_left_but_not_deserted(session, campaign, shift, actor):
    site = make_site(session, campaign)
    one, two = make_worker(session, shift), make_worker(session, shift)
    task = take(session, shift, site, one)
    crew_id = task.crew_id
    services.join_crew(session, actor=None, now=NOW, crew_id=crew_id, volunteer_ids=[two.id])
    leave = {"actor": None, "now": NOW, "shift_id": shift.id}
    services.leave_crew(session, volunteer_id=one.id, **leave)
    assert not queries.is_in_crew(session, crew_id, one.id)
    with pytest.raises(rules.NotInCrew):
        services.leave_crew(session, volunteer_id=one.id, **leave)
    with pytest.raises(rules.CrewBusy):
        services.leave_crew(session, volunteer_id=two.id, **leave)
    again = services.form_crew(
        session, actor=None, now=NOW, shift_id=shift.id, volunteer_ids=[one.id]
    )
    assert again.number == 2
    assert session.scalar(select(func.count()).select_from(CrewMember)) == 3


def test_the_organiser_gives_a_place_to_a_crew_of_the_campaign(session, campaign, shift, actor):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    crew = services.form_crew(
        session, actor=None, now=NOW, shift_id=shift.id, volunteer_ids=[worker.id]
    )
    task = task_of(session, site)
    services.assign_worksite(session, actor=actor, now=NOW, task=task, crew_id=crew.id)
    assert (task.state, task.crew_id) == (TaskState.TAKEN, crew.id)
    other = make_shift(session, make_campaign(session))
    stranger = services.form_crew(
        session,
        actor=None,
        now=NOW,
        shift_id=other.id,
        volunteer_ids=[make_worker(session, other).id],
    )
    with pytest.raises(NotFound):
        services.assign_worksite(session, actor=actor, now=NOW, task=task, crew_id=stranger.id)


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


def test_a_removed_photo_keeps_its_line_and_no_pixels(session, campaign, shift, actor):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    task = take(session, shift, site, worker)
    add = {"actor": actor, "now": NOW, "task": task, "moment": PhotoMoment.AFTER}
    photo = services.add_photo(session, picture=make_picture(), **add)
    assert services.add_photo(session, picture=make_picture(), **add).id == photo.id
    for colour in ("red", "green", "blue"):
        services.add_photo(session, picture=make_picture(colour), **add)
    with pytest.raises(rules.PhotosEnough):
        services.add_photo(session, picture=make_picture("white"), **add)
    with pytest.raises(rules.TaskNotOurs):
        services.remove_photo(
            session,
            actor=actor,
            now=NOW,
            photo=photo,
            volunteer_id=make_worker(session, shift).id,
        )
    services.remove_photo(session, actor=actor, now=NOW, photo=photo, volunteer_id=worker.id)
    left = select(WorksitePhoto.content, WorksitePhoto.small, WorksitePhoto.sha256)
    assert session.execute(left.where(WorksitePhoto.id == photo.id)).one()[:2] == (None, None)
    assert queries.find_photo(session, campaign.id, photo.id) is None
    assert queries.count_photos(session, task.id, PhotoMoment.AFTER) == 3


def test_a_closed_campaign_stays_as_it_was(session, campaign, shift):
    site, worker = make_site(session, campaign), make_worker(session, shift)
    campaign.status = CampaignStatus.CLOSED
    session.flush()
    with pytest.raises(CampaignClosed):
        take(session, shift, site, worker)
    with pytest.raises(CampaignClosed):
        make_site(session, campaign, name="Аялдама 2")


@pytest.mark.parametrize(
    ("kind", "is_mine"),
    [(ShiftKind.SNOW_CLEARING, True), (ShiftKind.OTHER, True), (ShiftKind.PACKING, False)],
)
def test_which_shifts_have_places(session, campaign, kind, is_mine):
    shift = make_shift(session, campaign, kind=kind)
    worker = make_worker(session, shift)
    assert queries.my_shifts(session, worker.id, since=NOW) == []
    make_site(session, campaign)
    assert [each.id for each in queries.my_shifts(session, worker.id, since=NOW)] == (
        [shift.id] if is_mine else []
    )
