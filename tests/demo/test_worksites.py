"""The snow campaign of the demo: twelve stops, each with its crew and what shows it."""

from __future__ import annotations

from sqlalchemy import func, select

from campaign_app.worksites import queries
from campaign_app.worksites.models import Tool, WorksitePhoto, WorksiteTask
from campaign_app.worksites.rules import TaskState


def test_twelve_stops_are_cleared(cast, session, client):
    campaign = cast.campaigns["snow-together-2020"]
    (stops,) = queries.done_by_kind(session, [campaign.id])
    assert (stops.kind.value, stops.sites, stops.times) == ("bus_stop", 12, 12)
    assert queries.worksites_done(session, [cast.food.id]) is None
    crews = queries.work_by_crew(session, campaign.id)
    assert [crew.done for crew in crews] == [1] * 12
    without = select(func.count()).where(
        WorksiteTask.state == TaskState.DONE, WorksiteTask.no_photo_reason != ""
    )
    assert session.scalar(without) == 1
    assert session.scalar(select(func.count()).select_from(WorksitePhoto)) == 23
    # Everything is back but the shovel that broke.
    numbers = session.execute(select(Tool.total_count, Tool.out_count).order_by(Tool.id)).all()
    winter = [(20, 0), (8, 0), (24, 0)]
    assert [tuple(row) for row in numbers] == [(19, 0), (8, 0), (24, 0), *winter]
    # Those of the winter that is going on wait for a crew.
    coming = cast.campaigns["winter-help"]
    open_tasks = select(func.count()).where(
        WorksiteTask.campaign_id == coming.id, WorksiteTask.state == TaskState.OPEN
    )
    assert session.scalar(open_tasks) == 6
    page = client.get("/campaigns/snow-together-2020")
    assert "bus stops cleared" in page.text
    assert client.get("/campaigns/food-packages-2020").text.count("bus stops cleared") == 0
