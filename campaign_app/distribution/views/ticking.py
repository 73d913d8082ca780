"""A signed distribution sheet is ticked in, as the QR code on it leads here."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.localisation import error_text
from campaign_app.core.requests import page_number, record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.forms import TickForm
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.rules import DeliveryAction
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.rounds import note_list, round_or_404
from campaign_app.extensions import db

# What a paper can say: a package that was left at a door has no signature.
ON_PAPER = tuple(each for each in rules.OUTCOMES if each is not DeliveryAction.LEAVE_AT_DOOR)


@blueprint.route(f"{MANAGED}/distributions/<int:round_id>/tick", methods=["GET", "POST"])
@requires(Permission.DELIVERY_RECORD)
def tick_sheet(slug: str, round_id: int) -> str | Response | tuple[str, int]:
    """The rows of the sheet in their order; what is ticked is recorded, all at once."""
    round_ = round_or_404(round_id)
    form = TickForm(data={"handed_on": min(today(), round_.ends_on or today())})
    if not form.validate_on_submit():
        return _page(round_, form, {}), 422 if form.errors else 200
    ticked = _ticked()
    with unit_of_work() as session:
        refused = services.tick_sheet(
            session,
            actor=current_user,
            now=now(),
            round_=round_or_404(round_id),
            ticked=ticked,
            handed_on=form.handed_on.data,
            reference=form.reference.data or "",
        )
    done = len(ticked) - len(refused)
    if done:
        flash(_("Rows that were recorded: %(count)s.", count=done), "success")
    if refused:
        why = {line_id: error_text(error) for line_id, error in refused.items()}
        return _page(round_or_404(round_id), form, why), 422
    here: dict[str, Any] = {name: request.args.get(name) for name in ("page", "from", "to")}
    return redirect(url_for("distribution.tick_sheet", slug=slug, round_id=round_id, **here))


def _lines_of_paper() -> tuple[int, int] | None:
    """The lines that the code on a page of the sheet names; None for the whole sheet."""
    first, last = (record_number(request.args.get(name)) for name in ("from", "to"))
    return (first, last) if first and last else None


def _ticked() -> dict[int, DeliveryAction]:
    """What was chosen, by line; what is no line and no outcome is left out."""
    known = {each.value: each for each in ON_PAPER}
    found: dict[int, DeliveryAction] = {}
    for name, value in request.form.items():
        line_id = record_number(name.removeprefix("line-")) if name.startswith("line-") else 0
        if line_id and value in known:
            found[line_id] = known[value]
    return found


def _page(round_: DistributionRound, form: TickForm, why: dict[int, str]) -> str:
    note_list(DisclosureKind.ROUND_LIST, round_)
    lines_of_paper = _lines_of_paper()
    return render_template(
        "distribution/tick_sheet.html",
        round=round_,
        form=form,
        lines=queries.page_of_sheet(
            db.session(), round_.id, page=page_number(), lines=lines_of_paper
        ),
        lines_of_paper=lines_of_paper,
        outcomes=ON_PAPER,
        waiting=rules.WAITING,
        served=rules.SERVED,
        typed=_ticked() if why or form.errors else {},
        why=why,
    )
