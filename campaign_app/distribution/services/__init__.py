"""What people do with rounds and their lines. The campaign is locked first, as everywhere."""

from campaign_app.distribution.services.by_hand import (
    add_or_ask,
    ask_to_take_in,
    leave_out,
    refuse_to_take_in,
    take_in,
)
from campaign_app.distribution.services.carrying import (
    assign_volunteer,
    finish_route,
    record_at_door,
    remove_volunteer,
    return_packages_of_route,
    start_route,
    take_out_for_route,
)
from campaign_app.distribution.services.deliveries import (
    ProofGiven,
    note_for_door,
    record_outcome,
    return_package,
    take_off_list,
    take_out,
    undo_outcome,
)
from campaign_app.distribution.services.dividing import divide_into_routes
from campaign_app.distribution.services.door_records import (
    DoorEntry,
    leave_door_record,
    note_of,
    proof_of,
    receive_door_record,
    take_door_record,
)
from campaign_app.distribution.services.double_packages import settle_double_package
from campaign_app.distribution.services.erasing import erase_personal_data, forget_proxies
from campaign_app.distribution.services.follow_up import draw_calls, record_call
from campaign_app.distribution.services.pickups import (
    choose_pickups,
    describe_desk,
    hand_over_at_desk,
    remove_pickups,
)
from campaign_app.distribution.services.proof_pictures import forget_pictures, remove_picture
from campaign_app.distribution.services.rounds import (
    Choice,
    RoundPlan,
    add_line,
    close_round,
    lock_round,
    plan_round,
    record_print,
)
from campaign_app.distribution.services.routes import (
    RoutePlan,
    add_stops,
    edit_route,
    hand_stop_over,
    move_stop,
    plan_route,
    remove_stop,
)
from campaign_app.distribution.services.ticking import tick_sheet

__all__ = [
    "Choice",
    "DoorEntry",
    "ProofGiven",
    "RoundPlan",
    "RoutePlan",
    "add_line",
    "add_or_ask",
    "add_stops",
    "ask_to_take_in",
    "assign_volunteer",
    "choose_pickups",
    "close_round",
    "describe_desk",
    "divide_into_routes",
    "draw_calls",
    "edit_route",
    "erase_personal_data",
    "finish_route",
    "forget_pictures",
    "forget_proxies",
    "hand_over_at_desk",
    "hand_stop_over",
    "leave_door_record",
    "leave_out",
    "lock_round",
    "move_stop",
    "note_for_door",
    "note_of",
    "plan_round",
    "plan_route",
    "proof_of",
    "receive_door_record",
    "record_at_door",
    "record_call",
    "record_outcome",
    "record_print",
    "refuse_to_take_in",
    "remove_pickups",
    "remove_picture",
    "remove_stop",
    "remove_volunteer",
    "return_package",
    "return_packages_of_route",
    "settle_double_package",
    "start_route",
    "take_door_record",
    "take_in",
    "take_off_list",
    "take_out",
    "take_out_for_route",
    "tick_sheet",
    "undo_outcome",
]
