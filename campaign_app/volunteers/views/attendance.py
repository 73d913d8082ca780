"""The staff says who came."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.requests import record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import AttendanceForm
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer
from campaign_app.volunteers.views.shifts import shift_page


@blueprint.post("/manage/campaigns/<slug>/shifts/<int:shift_id>/attendance")
@requires(Permission.SHIFT_EDIT)
def record_attendance(slug: str, shift_id: int) -> Answer:
    """Say who came; what is not ticked did not. One's own row waits for somebody else."""
    shift = queries.find_shift(db.session(), shift_id)
    if shift is None or shift.campaign_id != current_campaign().id:
        abort(404)
    came = set(map(record_number, request.form.getlist("came")))
    form = AttendanceForm()
    if not form.validate_on_submit():
        return shift_page(shift_id, form), 422
    try:
        with unit_of_work() as session:
            me = current_user.id
            for row in queries.list_sign_ups(session, shift_id):
                if row.status is rules.SignUpStatus.CONFIRMED and row.account_id != me:
                    services.record_attendance(
                        session,
                        actor=current_user,
                        now=now(),
                        campaign=current_campaign(),
                        sign_up_id=row.id,
                        has_attended=row.id in came,
                        break_minutes=form.break_minutes.data or 0,
                    )
    except DomainError as error:
        form.show_error(error)
        return shift_page(shift_id, form), 422
    flash(_("The attendance was recorded."), "success")
    return redirect(url_for("volunteers.show_shift", slug=slug, shift_id=shift_id))
