"""January's blizzard: nine rooms, 31 people of whom four are children, two nights."""

from __future__ import annotations

from campaign_app.demo.cast import Cast, at
from campaign_app.shelter import services
from campaign_app.shelter.rules import RoomPlan

ROOMS = tuple(RoomPlan(str(number), 4, 2) for number in range(201, 210))
# When they came, adults, children, the names that were given (two people gave none).
GROUPS = (
    ("21:40", 9, 2, tuple(f"Демо Жолаушы {number}" for number in range(1, 12))),
    ("23:15", 10, 1, tuple(f"Демо Жолаушы {number}" for number in range(12, 23))),
    ("02:30", 8, 1, tuple(f"Демо Жолаушы {number}" for number in range(23, 30))),
)


def shelter_people(cast: Cast) -> None:
    """Three groups come in the night, sleep two nights and go on."""
    campaign = cast.campaigns["blizzard-shelter-2020"]
    services.add_building(
        cast.session,
        actor=cast.organiser,
        now=at("2020-01-22", "18:00"),
        name={
            "kk": "Жатақхана №2 (демо)",
            "ru": "Общежитие №2 (демо)",
            "en": "Dormitory No. 2 (demo)",
        },
        rooms=ROOMS,
    )
    for clock, adults, children, names in GROUPS:
        day = "2020-01-23" if clock < "12:00" else "2020-01-22"
        stays = services.take_in_group(
            cast.session,
            actor=cast.organiser,
            now=at(day, clock),
            campaign=campaign,
            adults=adults,
            children=children,
            names=names,
        )
        services.check_out_group(
            cast.session,
            actor=cast.organiser,
            now=at("2020-01-24", "10:00"),
            campaign=campaign,
            group_number=stays[0].group_number,
        )
