"""The tables of worksites, by subject."""

from campaign_app.worksites.models.crews import Crew, CrewMember
from campaign_app.worksites.models.photos import WorksitePhoto
from campaign_app.worksites.models.sites import WorkRound, Worksite, WorksiteTask
from campaign_app.worksites.models.tools import Tool, ToolLoan, ToolMovement

__all__ = [
    "Crew",
    "CrewMember",
    "Tool",
    "ToolLoan",
    "ToolMovement",
    "WorkRound",
    "Worksite",
    "WorksitePhoto",
    "WorksiteTask",
]
