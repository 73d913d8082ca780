"""Donation boxes: where they stand, their openings, their two counts."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.money import major_decimal
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.forms import BoxForm, PlaceForm
from campaign_app.funds.models import DonationBox
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

BOX = f"{CAMPAIGN}/boxes/<int:box_id>"


def find_box_here(box_id: int) -> DonationBox:
    """The box, if it is one of the campaign's, else 404."""
    return queries.find_box(db.session(), current_campaign().id, box_id) or abort(404)


@blueprint.get(f"{CAMPAIGN}/boxes")
@requires(Permission.MONEY_READ)
def list_boxes(slug: str) -> str:
    """Where boxes stand, and what they collected."""
    boxes = queries.list_boxes(db.session(), current_campaign().id)
    return render_template("funds/list_boxes.html", boxes=boxes)


@blueprint.get(f"{CAMPAIGN}/boxes.<any(csv, xlsx):extension>")
@requires(Permission.MONEY_READ)
def export_boxes(slug: str, extension: str) -> Response:
    """The boxes as a file."""
    header = [
        _("Number"),
        _("Where it stands"),
        _("Seal number"),
        _("Placed on"),
        _("Taken away on"),
        _("Last opened"),
        _("Collected"),
        _("In the box's account"),
    ]
    rows: list[tuple[Any, ...]] = [
        (
            box.number,
            box.place,
            box.seal_number,
            box.placed_on,
            box.withdrawn_on or "",
            box.last_opened_on or "",
            major_decimal(box.collected_minor),
            major_decimal(box.held_minor),
        )
        for box in queries.list_boxes(db.session(), current_campaign().id)
    ]
    filename = f"{slug}-boxes.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Donation boxes"), header, rows)


@blueprint.route(f"{CAMPAIGN}/boxes/new", methods=["GET", "POST"])
@requires(Permission.BOX_OPEN)
def new_box(slug: str) -> str | Response | tuple[str, int]:
    """Put a sealed box up."""
    form = BoxForm(data={"placed_on": today().isoformat()})
    if not form.validate_on_submit():
        return render_template("funds/new_box.html", form=form), 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="funds.new_box",
                actor_id=current_user.id,
                now=now(),
            )
            box = services.place_box(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=current_campaign(),
                number=form.number.data,
                place=form.place.data,
                seal_number=form.seal_number.data,
                placed_on=form.placed_on.parsed,
            )
            submission.result_url = url_for("funds.show_box", slug=slug, box_id=box.id)
            url = submission.result_url
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("funds/new_box.html", form=form), 422
    flash(_("The box is on record."), "success")
    return redirect(url)


@blueprint.get(BOX)
@requires(Permission.MONEY_READ)
def show_box(slug: str, box_id: int) -> str:
    """One box and its openings."""
    return _box_page(find_box_here(box_id), PlaceForm(formdata=None))


def _box_page(box: DonationBox, form: PlaceForm, refusal: DomainError | None = None) -> str:
    reading = db.session()
    openings = queries.list_openings(reading, box.id)
    people = {each.first_counted_by_id for each in openings}
    people |= {each.second_counted_by_id for each in openings if each.second_counted_by_id}
    row = next(each for each in queries.list_boxes(reading, box.campaign_id) if each.id == box.id)
    if refusal is not None:
        form.show_error(refusal)
    return render_template(
        "funds/show_box.html",
        box=row,
        openings=openings,
        names=account_names(reading, people),
        form=form,
    )


@blueprint.post(f"{BOX}/move")
@requires(Permission.BOX_OPEN)
def move_box(slug: str, box_id: int) -> Response | tuple[str, int]:
    """Say where a box stands now."""
    form, box = PlaceForm(), find_box_here(box_id)
    if not form.validate_on_submit():
        return _box_page(box, form), 422
    with unit_of_work() as writing:
        services.move_box(
            writing,
            actor=current_user,
            now=now(),
            box=find_box_here(box_id),
            place=form.place.data or "",
        )
    flash(_("The changes were saved."), "success")
    return redirect(url_for("funds.show_box", slug=slug, box_id=box_id))


@blueprint.post(f"{BOX}/withdraw")
@requires(Permission.BOX_OPEN)
def withdraw_box(slug: str, box_id: int) -> Response | tuple[str, int]:
    """Take an empty box away."""
    find_box_here(box_id)
    try:
        with unit_of_work() as writing:
            services.withdraw_box(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                box=find_box_here(box_id),
            )
    except DomainError as error:
        return _box_page(find_box_here(box_id), PlaceForm(formdata=None), error), 422
    flash(_("The box was taken away."), "success")
    return redirect(url_for("funds.show_box", slug=slug, box_id=box_id))
