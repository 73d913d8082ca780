"""What one person was given, for the pages of the registry; two packages in one round."""

from __future__ import annotations

from collections.abc import Collection

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.scope import current_campaign, may, may_anywhere, visible_campaign_ids
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import stripped
from campaign_app.core.localisation import error_text
from campaign_app.core.pagination import Page
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, services
from campaign_app.distribution.queries import PersonDecision, PersonLine, SharedRound
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.extensions import db


def _readable() -> Collection[int] | None:
    """The campaigns whose handing out the person may read; None: all."""
    visible = visible_campaign_ids()
    if visible is None and may_anywhere(Permission.DISTRIBUTION_READ):
        return None
    campaigns = [db.session().get_one(Campaign, each) for each in visible or ()]
    return [each.id for each in campaigns if may(Permission.DISTRIBUTION_READ, each)]


@blueprint.app_template_global("help_given")
def help_given(ids: Collection[int]) -> list[PersonLine]:
    """What these records of one person were given or are to be given."""
    return queries.help_given(db.session(), ids, _readable())


@blueprint.app_template_global("decisions_about")
def decisions_about(ids: Collection[int]) -> list[PersonDecision]:
    """Why one person was or was not on the lists of rounds."""
    return queries.decisions_about(db.session(), ids, _readable())


@blueprint.app_template_global("round_overlaps")
def round_overlaps(ids: Collection[int]) -> list[tuple[PersonLine, PersonLine]]:
    """Rounds in which two of these records have a line: what a merge would bring to light."""
    return queries.shared_rounds(db.session(), ids, _readable())


@blueprint.app_template_global("double_packages")
def double_packages(person_id: int | None = None, page: int = 1) -> Page[SharedRound]:
    """Rounds in which one person has two lines; of everybody, or of one person."""
    return queries.double_packages(db.session(), _readable(), person_id=person_id, page=page)


@blueprint.post(f"{MANAGED}/deliveries/<int:delivery_id>/settle-double")
@requires(Permission.DISTRIBUTION_PLAN)
def settle_double_package(slug: str, delivery_id: int) -> Response:
    """Note how it came to two packages of one person in one round."""
    delivery = queries.find_delivery(db.session(), current_campaign().id, delivery_id)
    other_id = request.form.get("other", "")
    if delivery is None or not (other_id.isascii() and other_id.isdecimal() and len(other_id) < 10):
        abort(404)
    try:
        with unit_of_work() as session:
            services.settle_double_package(
                session,
                actor=current_user,
                now=now(),
                delivery=delivery,
                other_id=int(other_id),
                note=(stripped(request.form.get("note")) or "")[:500],
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("The note was saved."), "success")
    return redirect(url_for("beneficiaries.list_duplicates", show="packages"))
