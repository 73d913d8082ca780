"""Twelve bus stops, two crews a shift, their tools and photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from campaign_app.core.pictures import clean_picture
from campaign_app.demo.cast import Cast, at
from campaign_app.demo.pictures import bus_stop
from campaign_app.demo.steps.coming import SLUG
from campaign_app.volunteers import queries as volunteers
from campaign_app.volunteers.models import Shift
from campaign_app.worksites import services
from campaign_app.worksites.models import Tool, ToolLoan, Worksite, WorksiteTask
from campaign_app.worksites.rules import PhotoMoment, ToolMovementKind, WorksiteKind

STOPS = 12
COMING_STOPS = 6
PLACES = ("Демо көшесі", "Үлгі даңғылы", "Сынақ көшесі")
NOTES = {
    3: "Орындықтың асты мұз / Под скамейкой лёд",
    8: "Жарық аз, шам алыңыз / Темно, нужен фонарь",
}
TOOLS = (
    ("Қар күрегі / Снеговая лопата", 20, 4),
    ("Сүймен / Ледоруб", 8, 1),
    ("Кеудеше / Сигнальный жилет", 24, 4),
)
#: At night no photo can be taken of this one.
IN_THE_DARK = 8


def clear_stops(cast: Cast) -> None:
    """All twelve are done: two in each of the six shifts, by two crews."""
    campaign = cast.campaigns["snow-together-2020"]
    sites, _known = services.add_worksites(
        cast.session,
        actor=cast.organiser,
        now=at("2020-01-16"),
        campaign=campaign,
        kind=WorksiteKind.BUS_STOP,
        lines=_lines(STOPS),
    )
    tools = [
        services.add_tool(
            cast.session,
            actor=cast.organiser,
            now=at("2020-01-17"),
            campaign=campaign,
            name=name,
            count=count,
        )
        for name, count, _each in TOOLS
    ]
    found = cast.session.scalars(
        select(Shift).where(Shift.campaign_id == campaign.id).order_by(Shift.starts_at)
    ).all()
    for number, shift in enumerate(found):
        _work_in(cast, shift, sites[number * 2 : number * 2 + 2], tools)


def open_coming_stops(cast: Cast, now: datetime) -> None:
    """The stops of the winter that is going on are free: whoever comes to clear snow takes one."""
    campaign = cast.campaigns[SLUG]
    services.add_worksites(
        cast.session,
        actor=cast.organiser,
        now=now,
        campaign=campaign,
        kind=WorksiteKind.BUS_STOP,
        lines=_lines(COMING_STOPS),
    )
    for name, count, _each in TOOLS:
        services.add_tool(
            cast.session, actor=cast.organiser, now=now, campaign=campaign, name=name, count=count
        )


def _lines(count: int) -> list[tuple[str, str, str]]:
    return [
        (f"Аялдама {number} — Демо", f"{PLACES[number % 3]}, {number}", NOTES.get(number, ""))
        for number in range(1, count + 1)
    ]


def _work_in(cast: Cast, shift: Shift, sites: Sequence[Worksite], tools: Sequence[Tool]) -> None:
    """Each half of those who came takes one stop."""
    came = [
        row.volunteer_id
        for row in volunteers.list_sign_ups(cast.session, shift.id)
        if row.has_attended
    ]
    half = len(came) // 2
    for site, people in zip(sites, (came[:half], came[half:]), strict=True):
        task_id = cast.session.scalars(
            select(WorksiteTask.id).where(WorksiteTask.worksite_id == site.id)
        ).one()
        task = services.take_worksite(
            cast.session,
            actor=cast.organiser,
            now=shift.starts_at + timedelta(minutes=10),
            shift_id=shift.id,
            task_id=task_id,
            volunteer_id=people[0],
            with_ids=people[1:],
        )
        loans = _lend(cast, shift, task.crew_id, tools)
        _finish(cast, shift, site, task)
        _bring_back(cast, shift, site, loans)


def _lend(cast: Cast, shift: Shift, crew_id: int | None, tools: Sequence[Tool]) -> list[ToolLoan]:
    return [
        services.lend_tool(
            cast.session,
            actor=cast.organiser,
            now=shift.starts_at,
            tool_id=tool.id,
            shift_id=shift.id,
            count=count,
            crew_id=crew_id,
        )
        for tool, (_name, _count, count) in zip(tools, TOOLS, strict=True)
    ]


def _finish(cast: Cast, shift: Shift, site: Worksite, task: WorksiteTask) -> None:
    started = shift.starts_at + timedelta(minutes=10)
    done_at = started + timedelta(minutes=70 + 5 * site.sort_order)
    is_dark = site.sort_order == IN_THE_DARK
    for moment, moment_at in ((PhotoMoment.BEFORE, started), (PhotoMoment.AFTER, done_at)):
        if is_dark and moment is PhotoMoment.AFTER:
            continue
        drawn = bus_stop(site.sort_order, is_cleared=moment is PhotoMoment.AFTER)
        services.add_photo(
            cast.session,
            actor=cast.organiser,
            now=moment_at,
            task=task,
            moment=moment,
            picture=clean_picture(drawn),
        )
    services.finish_worksite(
        cast.session,
        actor=cast.organiser,
        now=done_at,
        task=task,
        no_photo_reason="Қараңғы / Темно" if is_dark else "",
    )


def _bring_back(cast: Cast, shift: Shift, site: Worksite, loans: Sequence[ToolLoan]) -> None:
    """Everything comes back but one shovel, whose handle broke."""
    for number, loan in enumerate(loans):
        count = loan.out_count
        if number == 0 and site.sort_order == 5:
            count -= 1
            _settle(cast, shift, loan, ToolMovementKind.BROKEN, 1, "Сабы сынды / Сломался черенок")
        _settle(cast, shift, loan, ToolMovementKind.RETURNED, count, "")


def _settle(
    cast: Cast, shift: Shift, loan: ToolLoan, kind: ToolMovementKind, count: int, reason: str
) -> None:
    services.settle_loan(
        cast.session,
        actor=cast.organiser,
        now=shift.ends_at,
        loan=loan,
        kind=kind,
        count=count,
        reason=reason,
    )
