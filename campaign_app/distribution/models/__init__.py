"""The tables of handing out."""

from campaign_app.distribution.models.deliveries import (
    Delivery,
    DeliveryAttempt,
    DoorRecord,
    DoublePackage,
    FollowUpCall,
    Proof,
)
from campaign_app.distribution.models.proof_pictures import ProofPicture
from campaign_app.distribution.models.rounds import (
    DistributionRound,
    RoundDecision,
    Route,
    RouteVolunteer,
    SheetPrint,
)

__all__ = [
    "Delivery",
    "DeliveryAttempt",
    "DistributionRound",
    "DoorRecord",
    "DoublePackage",
    "FollowUpCall",
    "Proof",
    "ProofPicture",
    "RoundDecision",
    "Route",
    "RouteVolunteer",
    "SheetPrint",
]
