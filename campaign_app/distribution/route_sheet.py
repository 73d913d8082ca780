"""The route sheet of a route, filled from its stops and volunteers."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign_app.core.i18n import N_
from campaign_app.core.identifiers import format_phone
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import Message, Texts
from campaign_app.distribution import queries
from campaign_app.distribution.models import DistributionRound, Route
from campaign_app.distribution.printing import RouteSheet, StopRow
from campaign_app.distribution.queries import Stop
from campaign_app.distribution.rules import OUTCOMES, RouteStatus

OUTCOME_OF = {action.value: action for action in OUTCOMES}
DETAILS = (
    ("room", Message(N_("Room"))),
    ("flat", Message(N_("Flat"))),
    ("entrance", Message(N_("Entrance"))),
    ("floor", Message(N_("Floor"))),
)


def sheet_of_route(
    session: Session, round_: DistributionRound, route: Route, head: FormHead
) -> RouteSheet:
    """Everything that stands on the sheet.

    The counts are those of the journal of packages; where nothing was given out by it, they
    are left to be written by hand.
    """
    stops = queries.list_stops(session, route, usable_only=True)
    packages = queries.courier_sum(session, route)
    is_over = route.status is RouteStatus.FINISHED and packages.taken > 0
    return RouteSheet(
        head=head,
        round_title=Texts(round_.title_kk, round_.title_ru, round_.title_en),
        area=route.title,
        volunteers=[carrier.full_name for carrier in queries.list_carriers(session, route)],
        coordinator=round_.responsible,
        rows=[_row(stop) for stop in stops],
        taken=packages.taken if is_over else None,
        delivered=packages.delivered if is_over else None,
        returned=packages.returned if is_over else None,
    )


def _row(stop: Stop) -> StopRow:
    person = stop.line.person
    street = ", ".join(part for part in (person.street, person.house) if part)
    return StopRow(
        number=stop.number,
        address=person.dormitory or street or person.city,
        details=[(word, getattr(person, name)) for name, word in DETAILS if getattr(person, name)],
        recipient=person.short_name,
        phone=format_phone(person.phone) if person.phone else "",
        variant=stop.line.variant,
        quantity=stop.line.package_count,
        door_note=stop.door_note,
        outcome=OUTCOME_OF.get(stop.line.status.value),
    )
