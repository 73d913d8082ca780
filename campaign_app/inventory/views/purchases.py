"""Purchases: what was bought for an approved expense."""

from __future__ import annotations

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.localisation import money
from campaign_app.core.requests import page_number
from campaign_app.extensions import db
from campaign_app.inventory import queries, services
from campaign_app.inventory.forms import PurchaseForm, ReasonForm
from campaign_app.inventory.models import Purchase
from campaign_app.inventory.queries import ExpenseLeft
from campaign_app.inventory.views.blueprint import (
    Answer,
    blueprint,
    carry_out,
    item_choices,
    unit_labels,
)

HERE = "/campaigns/<slug>/purchases"


@blueprint.get(HERE)
@requires(Permission.STOCK_READ)
def list_purchases(slug: str) -> str:
    """What was bought, and what is left of the approved expenses."""
    session, campaign = db.session(), current_campaign()
    return render_template(
        "inventory/list_purchases.html",
        purchases=queries.list_purchases(session, campaign.id, page=page_number()),
        expenses=_with_money_left(campaign.id),
    )


def _with_money_left(campaign_id: int) -> list[ExpenseLeft]:
    found = queries.list_expenses_left(db.session(), campaign_id)
    return [expense for expense in found if expense.left_minor > 0]


@blueprint.route(f"{HERE}/new", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def new_purchase(slug: str) -> Answer:
    """Receive goods that were bought."""
    campaign = current_campaign()
    expenses = _with_money_left(campaign.id)
    items = queries.list_items(db.session(), is_active=True)
    form = PurchaseForm()
    form.expense_id.choices = _expense_choices(expenses)
    for entry in form.lines:
        entry.form.item_id.choices = item_choices(items, empty="–")
    if not form.is_submitted():
        form.received_on.data = today()
        form.expense_id.data = request.args.get("expense", "")
    if form.validate_on_submit():

        def act(session: Session) -> Purchase:
            return services.record_purchase(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=campaign,
                expense_id=int(form.expense_id.data),
                received_on=form.received_on.data,
                lines=_lines(form),
                note=form.note.data or "",
            )

        done = carry_out(
            form,
            act,
            lambda made: url_for("inventory.show_purchase", slug=slug, purchase_id=made.id),
        )
        if done is not None:
            flash(_("The goods are in stock."), "success")
            return done
    page = render_template(
        "inventory/new_purchase.html", form=form, has_items=bool(items), expenses=expenses
    )
    return page, 422 if form.errors else 200


def _expense_choices(expenses: list[ExpenseLeft]) -> list[SelectChoice]:
    return [SelectChoice("", _("choose"))] + [
        SelectChoice(
            str(expense.id),
            _(
                "%(number)s · %(supplier)s · left: %(left)s",
                number=expense.number,
                supplier=expense.supplier,
                left=money(expense.left_minor),
            ),
        )
        for expense in expenses
    ]


def _lines(form: PurchaseForm) -> list[services.LineDetails]:
    return [
        services.LineDetails(
            item_id=int(line.item_id.data),
            quantity_milli=line.quantity_milli,
            price_minor=line.price_minor,
            best_before=line.best_before.data,
        )
        for line in form.filled_lines()
    ]


@blueprint.get(f"{HERE}/<int:purchase_id>")
@requires(Permission.STOCK_READ)
def show_purchase(slug: str, purchase_id: int) -> str:
    """One purchase, line by line."""
    session, purchase = db.session(), _find(purchase_id)
    ids = {id_ for id_ in (purchase.recorded_by_id, purchase.voided_by_id) if id_ is not None}
    return render_template(
        "inventory/show_purchase.html",
        purchase=purchase,
        lines=queries.list_purchase_lines(session, purchase.id),
        names=account_names(session, ids),
        units=unit_labels(),
    )


def _find(purchase_id: int) -> Purchase:
    return queries.find_purchase(db.session(), current_campaign().id, purchase_id) or abort(404)


@blueprint.route(f"{HERE}/<int:purchase_id>/void", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def void_purchase(slug: str, purchase_id: int) -> Answer:
    """Take back a purchase that was entered wrongly."""
    purchase, form = _find(purchase_id), ReasonForm()
    address = url_for("inventory.show_purchase", slug=slug, purchase_id=purchase_id)
    if form.validate_on_submit():
        done = carry_out(
            form,
            lambda session: services.void_purchase(
                session,
                actor=current_user,
                now=now(),
                purchase=purchase,
                reason=form.reason.data or "",
            ),
            lambda _none: address,
        )
        if done is not None:
            flash(_("The purchase was taken back; it stays in the list."), "success")
            return done
    page = render_template("inventory/void_purchase.html", form=form, purchase=purchase)
    return page, 422 if form.errors else 200
