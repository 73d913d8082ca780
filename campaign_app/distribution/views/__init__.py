"""Rounds, their lines and routes, what is recorded at a door, and the papers."""

from campaign_app.distribution.views import (
    buying,
    decisions,
    deliveries,
    dividing,
    door_records,
    follow_up,
    lots,
    own,
    parcels,
    persons,
    proof_pictures,
    rounds,
    route_steps,
    routes,
    sheets,
    summary,
    ticking,
)
from campaign_app.distribution.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "buying",
    "decisions",
    "deliveries",
    "dividing",
    "door_records",
    "follow_up",
    "lots",
    "own",
    "parcels",
    "persons",
    "proof_pictures",
    "rounds",
    "route_steps",
    "routes",
    "sheets",
    "summary",
    "ticking",
]
