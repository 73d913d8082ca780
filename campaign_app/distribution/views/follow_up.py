"""Follow-up calls of a round: drawn, made, counted."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import error_text
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, services
from campaign_app.distribution.forms import CallForm, DrawForm
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.rules import CallOutcome
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.rounds import note_list, round_or_404
from campaign_app.extensions import db

HERE = f"{MANAGED}/distributions/<int:round_id>/follow-up"


@blueprint.route(HERE, methods=["GET", "POST"])
@requires(Permission.DISTRIBUTION_PLAN)
def list_calls(slug: str, round_id: int) -> str | Response | tuple[str, int]:
    """Whom to call and what was said; draw some more."""
    round_, form = round_or_404(round_id), DrawForm()
    if not form.validate_on_submit():
        return _page(round_, form), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            drawn = services.draw_calls(
                session,
                actor=current_user,
                now=now(),
                round_=round_or_404(round_id),
                count=form.count.data or 1,
            )
            told = _("Drawn: %(count)s.", count=len(drawn))
    except DomainError as error:
        form.show_error(error)
        return _page(round_or_404(round_id), form), 422
    flash(told, "success")
    return redirect(url_for("distribution.list_calls", slug=slug, round_id=round_id))


def _page(round_: DistributionRound, form: DrawForm) -> str:
    note_list(DisclosureKind.ROUND_LIST, round_)
    calls = queries.list_calls(db.session(), round_.id)
    people = {row.call.called_by_id for row in calls if row.call.called_by_id}
    return render_template(
        "distribution/list_calls.html",
        round=round_,
        form=form,
        calls=calls,
        counts=queries.count_calls(db.session(), round_.id),
        left=len(queries.deliveries_to_call(db.session(), round_.id)),
        outcomes=list(CallOutcome),
        names=account_names(db.session(), people),
    )


@blueprint.post(f"{HERE}/<int:call_id>")
@requires(Permission.DISTRIBUTION_PLAN)
def record_call(slug: str, round_id: int, call_id: int) -> Response:
    """Write down what somebody said."""
    round_ = round_or_404(round_id)
    if queries.find_call(db.session(), round_.id, call_id) is None:
        abort(404)
    form = CallForm()
    form.outcome.choices = enum_choices(CallOutcome)
    back = redirect(url_for("distribution.list_calls", slug=slug, round_id=round_id))
    if not form.validate():
        flash(_("Choose what was said."), "error")
        return back
    try:
        with unit_of_work() as session:
            services.record_call(
                session,
                actor=current_user,
                now=now(),
                call=queries.find_call(session, round_id, call_id) or abort(404),
                outcome=CallOutcome(form.outcome.data),
                note=form.note.data or "",
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("The call was written down."), "success")
    return back
