"""What is done with worksites, crews, photos and tools."""

from campaign_app.worksites.services.crews import form_crew, join_crew, leave_crew
from campaign_app.worksites.services.photos import add_photo, remove_photo
from campaign_app.worksites.services.rounds import open_round
from campaign_app.worksites.services.sites import (
    WorksiteDetails,
    add_worksite,
    add_worksites,
    edit_worksite,
    move_worksite,
    restore_worksite,
    retire_worksite,
)
from campaign_app.worksites.services.tasks import (
    assign_worksite,
    finish_worksite,
    release_worksite,
    reopen_worksite,
    take_worksite,
)
from campaign_app.worksites.services.tools import (
    add_tool,
    change_tool_number,
    lend_tool,
    settle_loan,
)

__all__ = [
    "WorksiteDetails",
    "add_photo",
    "add_tool",
    "add_worksite",
    "add_worksites",
    "assign_worksite",
    "change_tool_number",
    "edit_worksite",
    "finish_worksite",
    "form_crew",
    "join_crew",
    "leave_crew",
    "lend_tool",
    "move_worksite",
    "open_round",
    "release_worksite",
    "remove_photo",
    "reopen_worksite",
    "restore_worksite",
    "retire_worksite",
    "settle_loan",
    "take_worksite",
]
