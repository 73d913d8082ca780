"""How long personal data are kept, and what is past its time."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import zone
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.privacy import queries, services
from campaign_app.privacy.forms import PeriodForm
from campaign_app.privacy.rules.retention import RetentionPurpose
from campaign_app.privacy.views.blueprint import Answer, blueprint


@blueprint.get("/privacy/retention")
@requires(Permission.PRIVACY_READ)
def show_retention() -> str:
    """The periods, and what a run would forget now: the dry run."""
    session = db.session()
    due = queries.find_all_due(session, now=now(), zone=zone())
    return render_template(
        "privacy/show_retention.html",
        periods=queries.periods(session),
        due={each.purpose: each for each in due},
        runs=queries.last_runs(session),
    )


@blueprint.route("/privacy/retention/<purpose>", methods=["GET", "POST"])
@requires(Permission.PRIVACY_HANDLE)
def edit_period(purpose: str) -> Answer:
    """Decide a period; what was decided before stays in the history."""
    try:
        about = RetentionPurpose(purpose)
    except ValueError:
        abort(404)
    session = db.session()
    period = queries.periods(session)[about]
    form = PeriodForm(days=period.days)
    page = {"form": form, "period": period, "history": queries.history_of(session, about)}
    if not form.validate_on_submit():
        return render_template("privacy/edit_period.html", **page), 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            services.decide_period(
                writing,
                actor=current_user,
                now=now(),
                purpose=about,
                days=form.days.data or 0,
                reason=form.reason.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return render_template("privacy/edit_period.html", **page), 422
    flash(_("The period was changed."), "success")
    return redirect(url_for("privacy.show_retention"))
