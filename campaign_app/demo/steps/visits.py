"""Home visits in April and May; one person was not visited for more than thirty days."""

from __future__ import annotations

from datetime import date, timedelta

from campaign_app.demo.cast import Cast, at
from campaign_app.visits import services
from campaign_app.visits.rules import VisitOutcome, Wellbeing

FIRST = date(2020, 4, 6)
RHYTHM_DAYS = 14
ROUNDS = 5
VISITED = tuple(f"B-{number:03d}" for number in range(1, 9))
NOT_VISITED = "B-008"  # only in the first round
VISITORS = ("P-006", "P-007", "P-009", "P-010")


def visit_people(cast: Cast) -> None:
    """Eight people every other week; one of them is left out after the first time."""
    for key in VISITED:
        services.plan_visits(
            cast.session,
            actor=cast.organiser,
            now=at(FIRST, "09:00"),
            beneficiary_id=cast.beneficiaries[key].id,
            every_days=RHYTHM_DAYS,
        )
    for number in range(ROUNDS):
        for place, key in enumerate(VISITED):
            if key == NOT_VISITED and number:
                continue
            day = FIRST + timedelta(days=number * RHYTHM_DAYS + place % 5)
            _visit(cast, key, VISITORS[(place + number) % len(VISITORS)], day)


def _visit(cast: Cast, key: str, visitor: str, day: date) -> None:
    is_worried = key == "B-003" and day.month == 5
    services.record_visit(
        cast.session,
        actor=cast.organiser,
        now=at(day, "18:00"),
        details=services.VisitDetails(
            beneficiary_id=cast.beneficiaries[key].id,
            volunteer_id=cast.volunteers[visitor].id,
            visited_at=at(day, "15:00"),
            outcome=VisitOutcome.MET,
            wellbeing=Wellbeing.NEEDS_ATTENTION if is_worried else Wellbeing.GOOD,
            note="Дәрі алып келу керек / Нужно принести лекарства" if is_worried else "",
            campaign_id=cast.food.id,
        ),
    )
