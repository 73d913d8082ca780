"""The opening of a donation box: the first count, the second count, the act on paper."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.requests import absolute_address
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import printing, queries, rules, services
from campaign_app.funds.forms import OpeningForm, RecountForm
from campaign_app.funds.models import BoxOpening
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint
from campaign_app.funds.views.boxes import BOX, find_box_here
from campaign_app.funds.views.originals import print_paper

OPENING = f"{CAMPAIGN}/box-openings/<int:opening_id>"


@blueprint.route(f"{BOX}/open", methods=["GET", "POST"])
@requires(Permission.BOX_OPEN)
def open_box(slug: str, box_id: int) -> str | Response | tuple[str, int]:
    """Open a box and write the first count down."""
    box = find_box_here(box_id)
    form = OpeningForm(data={"opened_on": today().isoformat(), "seal_found": box.seal_number})
    if not form.validate_on_submit():
        return _opening_page(box_id, form), 422 if form.errors else 200
    url = url_for("funds.show_box", slug=slug, box_id=box_id)
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="funds.open_box",
                actor_id=current_user.id,
                now=now(),
            )
            services.open_box(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                box=find_box_here(box_id),
                opened_on=form.opened_on.parsed,
                seal_found=form.seal_found.data or "",
                seal_note=form.seal_note.data or "",
                pieces=form.pieces(),
            )
            submission.result_url = url
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _opening_page(box_id, form), 422
    flash(_("The first count is written down. Somebody else counts again now."), "success")
    return redirect(url)


def _opening_page(box_id: int, form: OpeningForm) -> str:
    return render_template(
        "funds/open_box.html",
        box=find_box_here(box_id),
        form=form,
        denominations=rules.DENOMINATIONS,
    )


def _find(opening_id: int) -> BoxOpening:
    """The opening, if it is one of the campaign's, else 404."""
    return queries.find_opening(db.session(), current_campaign().id, opening_id) or abort(404)


@blueprint.route(f"{OPENING}/recount", methods=["GET", "POST"])
@requires(Permission.BOX_OPEN)
def recount_box(slug: str, opening_id: int) -> str | Response | tuple[str, int]:
    """Count again, without seeing the first count, and seal the box anew."""
    opening, form = _find(opening_id), RecountForm()
    if not form.validate_on_submit():
        return _recount_page(opening, form), 422 if form.errors else 200
    url = url_for("funds.show_box", slug=slug, box_id=opening.box_id)
    try:
        with unit_of_work() as writing:
            services.recount_box(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=current_campaign(),
                opening=_find(opening_id),
                pieces=form.pieces(),
                difference_reason=form.difference_reason.data or "",
                new_seal=form.new_seal.data or "",
                to_cash=form.to_cash.data,
            )
    except DomainError as error:
        form.show_error(error)
        return _recount_page(_find(opening_id), form), 422
    flash(_("The box is counted twice and sealed. Print the act and sign it together."), "success")
    return redirect(url)


def _recount_page(opening: BoxOpening, form: RecountForm) -> str:
    return render_template(
        "funds/recount_box.html",
        opening=opening,
        box=find_box_here(opening.box_id),
        form=form,
        denominations=rules.DENOMINATIONS,
    )


@blueprint.get(f"{OPENING}/act.pdf")
@requires(Permission.MONEY_READ)
def print_opening(slug: str, opening_id: int) -> Response:
    """The act of the opening; whoever prints it later prints a copy."""
    if _find(opening_id).second_counted_at is None:
        abort(404)  # whoever counts again must not see the first count
    languages = downloads.chosen_print_languages()

    def render(is_copy: bool) -> bytes:
        return printing.render_opening_act(_act(_find(opening_id), is_copy), languages, now())

    content = print_paper(lambda: _find(opening_id), render, may_issue=may(Permission.BOX_OPEN))
    return downloads.pdf_response(content, f"box-act-{_find(opening_id).number}.pdf")


def _act(opening: BoxOpening, is_copy: bool) -> printing.OpeningAct:
    settings, campaign = current_app.config["SETTINGS"], current_campaign()
    people = {id_ for id_ in (opening.first_counted_by_id, opening.second_counted_by_id) if id_}
    record = url_for("funds.show_box", slug=campaign.slug, box_id=opening.box_id)
    return printing.OpeningAct(
        head=form_head(
            db.session(),
            campaign,
            number=opening.number,
            on=opening.opened_on,
            place=opening.place,
            organisation_name=settings.organisation_name,
            time_zone=settings.time_zone,
            record_url=absolute_address(record),
            is_copy=is_copy,
        ),
        box_number=find_box_here(opening.box_id).number,
        opening=opening,
        names=account_names(db.session(), people),
    )
