"""What waits for whoever answers for personal data, on one page."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.campaigns.scope import may_anywhere
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.localisation import zone
from campaign_app.core.waiting import WaitingLine, tells_what_waits
from campaign_app.extensions import db
from campaign_app.privacy import queries
from campaign_app.privacy.rules.incidents import notify_by
from campaign_app.privacy.rules.requests import is_urgent
from campaign_app.privacy.views.blueprint import blueprint

LATEST = 8


@tells_what_waits
def urgent_requests() -> list[WaitingLine]:
    """What the Today page says to whoever answers requests: those near or past their day."""
    if not may_anywhere(Permission.PRIVACY_HANDLE):
        return []
    counts = queries.deadlines(db.session(), today())
    lines = []
    for count, state, label in (
        (counts.overdue, "refused", _("past the deadline")),
        (counts.soon, "waiting", _("due within 5 days")),
    ):
        if count:
            text = ngettext(
                "Answer %(num)d request about personal data",
                "Answer %(num)d requests about personal data",
                count,
            )
            lines.append(WaitingLine(text, url_for("privacy.list_requests"), state, label))
    return lines


@blueprint.get("/privacy")
@requires(Permission.PRIVACY_READ)
def show_privacy() -> str:
    """Requests that wait, what is past its time, the last looks, the last incidents."""
    session = db.session()
    waiting = queries.list_requests(session, waiting_only=True, page=1)
    due = queries.find_all_due(session, now=now(), zone=zone())
    looks = beneficiaries.list_disclosures(
        session, beneficiaries.DisclosureFilter(), page=1, per_page=LATEST
    )
    return render_template(
        "privacy/show_privacy.html",
        waiting=waiting.items[:LATEST],
        counts=queries.deadlines(session, today()),
        due=[each for each in due if each.ids],
        looks=looks.items,
        incidents=queries.list_incidents(session, page=1, per_page=LATEST).items,
        notify_by=lambda incident: notify_by(incident.detected_at, zone()),
        today=today(),
        is_urgent=is_urgent,
    )
