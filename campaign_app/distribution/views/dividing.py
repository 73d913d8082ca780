"""The routes of a round: the list, and everybody who waits divided into new ones."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.requests import page_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, services
from campaign_app.distribution.forms import DivideForm
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.views.blueprint import blueprint
from campaign_app.distribution.views.rounds import round_or_404
from campaign_app.distribution.views.routes import ROUTES
from campaign_app.extensions import db


@blueprint.get(ROUTES)
@requires(Permission.DISTRIBUTION_READ)
def list_routes(slug: str, round_id: int) -> str:
    """The routes of a round."""
    round_ = round_or_404(round_id)
    form = DivideForm(formdata=None, runs_on=max(today(), round_.starts_on))
    return _list_page(round_, form)


def _list_page(round_: DistributionRound, form: DivideForm) -> str:
    session = db.session()
    return render_template(
        "distribution/list_routes.html",
        round=round_,
        routes=queries.list_routes(session, round_.id, page=page_number()),
        free_count=len(queries.list_free_lines(session, round_.id)),
        form=form,
    )


@blueprint.post(f"{ROUTES}/divide")
@requires(Permission.DISTRIBUTION_PLAN)
def divide_into_routes(slug: str, round_id: int) -> str | Response | tuple[str, int]:
    """Plan routes of about equal work through every door that is on none."""
    round_, form = round_or_404(round_id), DivideForm()
    if not form.validate_on_submit():
        return _list_page(round_, form), 422
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="distribution.divide_into_routes",
                actor_id=current_user.id,
                now=now(),
            )
            routes = services.divide_into_routes(
                session,
                actor=current_user,
                now=now(),
                round_=round_,
                runs_on=form.runs_on.data or today(),
                count=form.count.data or 1,
            )
            submission.result_url = url_for(
                "distribution.list_routes", slug=slug, round_id=round_id
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _list_page(round_, form), 422
    told = ngettext(
        "%(num)s route is planned. Now put volunteers on it.",
        "%(num)s routes are planned. Now put volunteers on them.",
        len(routes),
    )
    flash(told, "success")
    return redirect(url_for("distribution.list_routes", slug=slug, round_id=round_id))
