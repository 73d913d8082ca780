"""Stock-takes: counting, the list, and the decision of somebody else."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text
from campaign_app.core.numbers import parse_quantity
from campaign_app.core.requests import page_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.inventory import queries, services
from campaign_app.inventory.forms import StockTakeForm
from campaign_app.inventory.models import StockTake
from campaign_app.inventory.views.blueprint import Answer, blueprint, carry_out, unit_labels

HERE = "/campaigns/<slug>/stock/counts"


@blueprint.get(HERE)
@requires(Permission.STOCK_READ)
def list_stock_takes(slug: str) -> str:
    """What was counted, when and by whom."""
    takes = queries.list_stock_takes(db.session(), current_campaign().id, page=page_number())
    people = {take.counted_by_id for take in takes.items}
    people |= {take.decided_by_id for take in takes.items if take.decided_by_id}
    return render_template(
        "inventory/list_stock_takes.html", takes=takes, names=account_names(db.session(), people)
    )


@blueprint.route(f"{HERE}/new", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def new_stock_take(slug: str) -> Answer:
    """Count lots without seeing what the books say; what is left empty was not counted."""
    form = StockTakeForm()
    stock = queries.list_stock(db.session(), current_campaign().id, today())
    typed = {lot.id: request.form.get(f"lot-{lot.id}", "") for row in stock for lot in row.lots}
    wrong: dict[int, str] = {}
    if form.validate_on_submit():
        counted = _read(typed, wrong)
        if not wrong:
            done = carry_out(
                form,
                lambda session: services.record_stock_take(
                    session,
                    actor=current_user,
                    now=now(),
                    campaign=current_campaign(),
                    counted=counted,
                    note=form.note.data or "",
                ),
                lambda take: url_for("inventory.show_stock_take", slug=slug, take_id=take.id),
            )
            if done is not None:
                flash(_("It was counted. Somebody else approves it now."), "success")
                return done
    page = render_template(
        "inventory/new_stock_take.html",
        form=form,
        stock=stock,
        typed=typed,
        wrong=wrong,
        units=unit_labels(),
    )
    return page, 422 if form.errors or form.form_errors or wrong else 200


def _read(typed: dict[int, str], wrong: dict[int, str]) -> dict[int, int]:
    counted = {}
    for lot_id, text in typed.items():
        if not text.strip():
            continue
        try:
            counted[lot_id] = parse_quantity(text.replace("\x00", ""))
        except DomainError as error:
            wrong[lot_id] = error_text(error)
    return counted


def _find(take_id: int, session: Session | None = None) -> StockTake:
    found = queries.find_stock_take(session or db.session(), current_campaign().id, take_id)
    return found or abort(404)


@blueprint.get(f"{HERE}/<int:take_id>")
@requires(Permission.STOCK_READ)
def show_stock_take(slug: str, take_id: int) -> str:
    """What was counted against what the books said."""
    take = _find(take_id)
    people = {take.counted_by_id} | ({take.decided_by_id} if take.decided_by_id else set())
    return render_template(
        "inventory/show_stock_take.html",
        take=take,
        names=account_names(db.session(), people),
        units=unit_labels(),
    )


@blueprint.post(f"{HERE}/<int:take_id>/approve")
@requires(Permission.STOCK_APPROVE)
def approve_stock_take(slug: str, take_id: int) -> Response:
    """Bring the stock to what was counted."""
    _find(take_id)
    with unit_of_work() as session:
        services.approve_stock_take(
            session, actor=current_user, now=now(), take=_find(take_id, session)
        )
    flash(_("The stock is what was counted."), "success")
    return redirect(url_for("inventory.show_stock_take", slug=slug, take_id=take_id))


@blueprint.post(f"{HERE}/<int:take_id>/reject")
@requires(Permission.STOCK_APPROVE)
def reject_stock_take(slug: str, take_id: int) -> Response:
    """Turn the stock-take down."""
    _find(take_id)
    with unit_of_work() as session:
        services.reject_stock_take(
            session,
            actor=current_user,
            now=now(),
            take=_find(take_id, session),
            reason=request.form.get("reason", "").replace("\x00", "")[:500],
        )
    flash(_("The stock-take was rejected: nothing changed."), "success")
    return redirect(url_for("inventory.show_stock_take", slug=slug, take_id=take_id))
