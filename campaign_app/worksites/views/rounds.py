"""It has snowed again: the next round."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.worksites import queries, rules, services
from campaign_app.worksites.forms import RoundForm
from campaign_app.worksites.queries import SiteRow
from campaign_app.worksites.views.blueprint import MANAGED, blueprint
from campaign_app.worksites.views.sites import Answer


def _is_left(site: SiteRow) -> bool:
    """It was not done in the last round, so it goes over by itself."""
    return site.state is not None and site.state not in rules.CLOSED_STATES


@blueprint.route(f"{MANAGED}/rounds/new", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def new_round(slug: str) -> Answer:
    """Open the next round with all places or with chosen ones; what is undone goes over."""
    found = queries.list_for_rounds(db.session(), current_campaign().id)
    left = [site for site in found if _is_left(site)]
    others = [site for site in found if not _is_left(site)]
    form = RoundForm(data={"sites": [str(site.id) for site in others]})
    # A second press comes when what was chosen is open already: it is no error, just nothing new.
    form.sites.choices = [SelectChoice(str(site.id), site.name) for site in found]
    is_valid = form.validate_on_submit()
    form.sites.choices = [SelectChoice(str(site.id), site.name) for site in others]
    page = {"form": form, "left": left, "others": others}
    if not is_valid:
        return render_template("worksites/new_round.html", **page), 422 if form.errors else 200
    address = url_for("worksites.list_worksites", slug=slug)
    try:
        with unit_of_work() as session:
            claim_submission(
                session,
                submission_id=form.submission(),
                purpose="worksites.new_round",
                actor_id=current_user.id,
                now=now(),
            ).result_url = address
            opened = services.open_round(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                worksite_ids=[int(each) for each in form.sites.data or []],
                note=form.note.data or "",
            )
            told = _("Round No. %(number)s is open.", number=opened.number)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("worksites/new_round.html", **page), 422
    flash(told, "success")
    return redirect(address)
