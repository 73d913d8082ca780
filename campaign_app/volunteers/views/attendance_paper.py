"""The attendance list as paper."""

from __future__ import annotations

from flask import current_app, url_for
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.queries import list_members
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import local_date
from campaign_app.core.downloads import chosen_print_languages, pdf_response
from campaign_app.core.localisation import zone
from campaign_app.extensions import db
from campaign_app.volunteers import queries
from campaign_app.volunteers.printing.attendance_list import (
    AttendanceList,
    render_attendance_list,
)
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.shift_changes import SHIFT, campaign_shift


@blueprint.get(f"{SHIFT}/attendance.pdf")
@requires(Permission.SHIFT_READ)
def print_attendance_list(slug: str, shift_id: int) -> Response:
    """The list to be signed at the place, with empty lines for walk-ins."""
    languages = chosen_print_languages()
    shift, campaign, session = campaign_shift(shift_id), current_campaign(), db.session()
    settings = current_app.config["SETTINGS"]
    number = f"{campaign.code}-{shift.id}"
    head = form_head(
        session,
        campaign,
        number=number,
        on=local_date(shift.starts_at, zone()),
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
        place=shift.place,
        record_url=url_for(
            "volunteers.show_attendance", slug=slug, shift_id=shift.id, _external=True
        ),
    )
    members = list_members(session, campaign.id)
    ids = {each.account_id for each in members if each.role is CampaignRole.ORGANISER}
    sheet = AttendanceList(
        head=head,
        shift=shift,
        organisers=sorted(account_names(session, ids).values()),
        rows=queries.list_attendance(session, shift.id),
        zone=zone(),
    )
    session.rollback()  # the paper takes a second: no transaction stays open meanwhile
    return pdf_response(render_attendance_list(sheet, languages, now()), f"attendance-{number}.pdf")
