"""The blueprint that all views of worksites register on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("worksites", __name__)
MANAGED = "/manage/campaigns/<slug>/worksites"
TOOLS = f"{MANAGED}/tools"
OWN = "/my/worksites"
