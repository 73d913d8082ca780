"""Incidents with personal data: noted at once, told to the authority in time."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.accounts.queries import account_names
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import to_local, to_utc
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import zone
from campaign_app.core.requests import page_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.privacy import queries, services
from campaign_app.privacy.forms import IncidentForm
from campaign_app.privacy.rules.incidents import notify_by
from campaign_app.privacy.views.blueprint import Answer, blueprint


@blueprint.get("/privacy/incidents")
@requires(Permission.PRIVACY_READ)
def list_incidents() -> str:
    """What happened, the latest first."""
    return render_template(
        "privacy/list_incidents.html",
        incidents=queries.list_incidents(db.session(), page=page_number()),
        notify_by=lambda incident: notify_by(incident.detected_at, zone()),
    )


@blueprint.route("/privacy/incidents/new", methods=["GET", "POST"])
@requires(Permission.PRIVACY_HANDLE)
def new_incident() -> Answer:
    """Note an incident."""
    form = IncidentForm()
    if request.method == "GET":
        form.detected_at.data = _local(now())
        form.contact.data = current_user.full_name
    if not form.validate_on_submit():
        page = render_template("privacy/new_incident.html", form=form)
        return page, 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="privacy.new_incident",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = url_for("privacy.list_incidents")
            services.record_incident(session, actor=current_user, now=now(), details=_details(form))
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("privacy/new_incident.html", form=form), 422
    flash(_("The incident was recorded."), "success")
    return redirect(url_for("privacy.list_incidents"))


@blueprint.route("/privacy/incidents/<int:incident_id>", methods=["GET", "POST"])
@requires(Permission.PRIVACY_HANDLE)
def edit_incident(incident_id: int) -> Answer:
    """Add what became known, what was done, who was told."""
    incident = queries.find_incident(db.session(), incident_id)
    if incident is None:
        abort(404)
    form = IncidentForm(
        obj=incident,
        data={
            "detected_at": _local(incident.detected_at),
            "notified_at": _local(incident.notified_at) if incident.notified_at else None,
        },
    )
    page = {
        "form": form,
        "incident": incident,
        "due": notify_by(incident.detected_at, zone()),
        "names": account_names(db.session(), {incident.recorded_by_id or 0}),
    }
    if not form.validate_on_submit():
        return render_template("privacy/edit_incident.html", **page), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            services.edit_incident(
                session,
                actor=current_user,
                now=now(),
                incident_id=incident_id,
                details=_details(form),
            )
    except DomainError as error:
        form.show_error(error)
        return render_template("privacy/edit_incident.html", **page), 422
    flash(_("The changes were saved."), "success")
    return redirect(url_for("privacy.list_incidents"))


def _local(instant: datetime) -> datetime:
    return to_local(instant, zone()).replace(tzinfo=None, second=0, microsecond=0)


def _details(form: IncidentForm) -> services.IncidentDetails:
    detected, notified = form.detected_at.data, form.notified_at.data
    return services.IncidentDetails(
        detected_at=now() if detected is None else to_utc(detected, zone()),
        what=form.what.data or "",
        whom=form.whom.data or "",
        measures=form.measures.data or "",
        contact=form.contact.data or "",
        notified_at=None if notified is None else to_utc(notified, zone()),
        notified_whom=form.notified_whom.data or "",
    )
