"""The papers of handing out: the distribution sheet, the route sheet, the decision."""

from campaign_app.distribution.printing.decisions import (
    AnswerPaper,
    DecidedRow,
    DecisionPaper,
    render_answer,
    render_decision,
)
from campaign_app.distribution.printing.distribution_sheet import (
    DistributionSheet,
    SheetRow,
    VariantTotal,
    count_by_variant,
    render_distribution_sheet,
)
from campaign_app.distribution.printing.parcels import (
    ContentRow,
    HandoverAct,
    PackedVariant,
    ParcelLabel,
    render_handover_act,
    render_labels,
    render_packing_list,
)
from campaign_app.distribution.printing.pickup_slips import PickupSlip, render_pickup_slips
from campaign_app.distribution.printing.route_sheet import (
    RouteSheet,
    StopRow,
    render_route_sheet,
)

__all__ = [
    "AnswerPaper",
    "ContentRow",
    "DecidedRow",
    "DecisionPaper",
    "DistributionSheet",
    "HandoverAct",
    "PackedVariant",
    "ParcelLabel",
    "PickupSlip",
    "RouteSheet",
    "SheetRow",
    "StopRow",
    "VariantTotal",
    "count_by_variant",
    "render_answer",
    "render_decision",
    "render_distribution_sheet",
    "render_handover_act",
    "render_labels",
    "render_packing_list",
    "render_pickup_slips",
    "render_route_sheet",
]
