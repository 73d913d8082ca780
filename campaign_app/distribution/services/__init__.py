"""What people do with rounds and their lines. The campaign is locked first, as everywhere."""

from campaign_app.distribution.services.deliveries import (
    ProofGiven,
    record_outcome,
    return_package,
    take_off_list,
    take_out,
    undo_outcome,
)
from campaign_app.distribution.services.rounds import (
    RoundPlan,
    add_line,
    close_round,
    lock_round,
    plan_round,
    record_print,
)

__all__ = [
    "ProofGiven",
    "RoundPlan",
    "add_line",
    "close_round",
    "lock_round",
    "plan_round",
    "record_outcome",
    "record_print",
    "return_package",
    "take_off_list",
    "take_out",
    "undo_outcome",
]
