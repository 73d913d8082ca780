"""Places are taken by one crew, done, and opened again after the next snowfall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from campaign_app.core.errors import NotFound
from campaign_app.volunteers.rules import ShiftKind
from campaign_app.worksites import queries, rules, services
from campaign_app.worksites.models import CrewMember, WorksitePhoto, WorksiteTask
from campaign_app.worksites.rules import PhotoMoment, TaskState
from tests.factories import NOW, make_campaign
from tests.worksites.makers import (
    finish,
    make_picture,
    make_shift,
    make_site,
    make_worker,
    take,
    task_of,
)


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
