"""Resolves the campaign of a URL once, and decides before every request whether it may go on.

`current_campaign()` is the campaign that the URL names; children are looked up inside
it. What a person may not see answers exactly as what does not exist: 404. What she
may see but not do answers 403.
"""

from __future__ import annotations

from flask import Flask, abort, current_app, g, request
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.rules import (
    CampaignRole,
    Role,
    permissions_in_campaign,
)
from campaign_app.campaigns import queries
from campaign_app.campaigns.models import Campaign
from campaign_app.core.access import Permission
from campaign_app.extensions import db, login_manager

MANAGED = "/manage"


def current_campaign() -> Campaign:
    """The campaign that the URL names and that the person may see."""
    campaign: Campaign = g.campaign
    return campaign


def may(permission: Permission | str, campaign: Campaign | None = None) -> bool:
    """True when the person who is signed in has the permission.

    In the given campaign, else in the one of the URL, else in any campaign.
    """
    if not current_user.is_authenticated:
        return False
    campaign = campaign or g.get("campaign")
    if campaign is None:
        return may_anywhere(permission)
    mine = _roles().get(campaign.id, frozenset())
    return Permission(permission) in permissions_in_campaign(current_user.role, mine)


def may_anywhere(permission: Permission | str) -> bool:
    """True when one of her roles, in whatever campaign, gives the permission."""
    if not current_user.is_authenticated:
        return False
    mine = frozenset[CampaignRole]().union(*_roles().values())
    return Permission(permission) in permissions_in_campaign(current_user.role, mine)


def visible_campaign_ids() -> frozenset[int] | None:
    """The campaigns that the person works on; None when she sees all of them."""
    if current_user.role in (Role.ADMINISTRATOR, Role.AUDITOR):
        return None
    return frozenset(_roles())


def _roles() -> dict[int, frozenset[CampaignRole]]:
    if "campaign_roles" not in g:
        g.campaign_roles = queries.campaign_roles_of(db.session(), current_user.id)
    roles: dict[int, frozenset[CampaignRole]] = g.campaign_roles
    return roles


def check_access() -> Response | None:
    """Let the request go on, lead to the sign-in, or end with 404 or 403."""
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None
    view = current_app.view_functions[endpoint]
    if getattr(view, "is_public", False):
        return None
    if not current_user.is_authenticated:
        response: Response = login_manager.unauthorized()
        return response
    permission: Permission = getattr(view, "permission")  # noqa: B009 - set by @requires
    slug = (request.view_args or {}).get("slug")
    if slug is not None and request.path.startswith(MANAGED):
        campaign = queries.find_campaign(db.session(), slug)
        if campaign is None or not may(Permission.CAMPAIGN_READ, campaign):
            abort(404)
        g.campaign = campaign
    if may(permission):
        return None
    if g.get("campaign") is None and not may(Permission.STAFF_HOME):
        abort(404)
    abort(403)


def init_scope(app: Flask) -> None:
    """Check every request before it reaches its view; refuse to start with an open endpoint."""
    undeclared = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static"
        and not getattr(view, "is_public", False)
        and not hasattr(view, "permission")
    ]
    if undeclared:
        names = ", ".join(sorted(undeclared))
        raise RuntimeError(
            f"Endpoints without a permission: {names}. Put @requires(Permission.…) under "
            "the route, or @public if everybody may open it."
        )
    app.before_request(check_access)
    app.jinja_env.globals["may"] = may
