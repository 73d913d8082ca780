"""The catalogue of items, one for the organisation."""

from __future__ import annotations

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import current_language
from campaign_app.core.numbers import format_quantity
from campaign_app.core.requests import searched
from campaign_app.extensions import db
from campaign_app.inventory import queries, services
from campaign_app.inventory.forms import EditItemForm, ItemForm
from campaign_app.inventory.rules import Unit
from campaign_app.inventory.views.blueprint import Answer, blueprint, carry_out, unit_labels


@blueprint.get("/items")
@requires(Permission.STOCK_READ)
def list_items() -> str:
    """Everything that is bought, given and packed."""
    q = searched()
    return render_template(
        "inventory/list_items.html",
        items=queries.list_items(db.session(), q=q),
        q=q,
        units=unit_labels(),
    )


@blueprint.route("/items/new", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def new_item() -> Answer:
    """Add an item."""
    form = ItemForm()
    form.unit.choices = enum_choices(Unit)
    if form.validate_on_submit():
        done = carry_out(
            form,
            lambda session: services.add_item(
                session,
                actor=current_user,
                now=now(),
                code=form.code.data or "",
                name=form.names(),
                unit=Unit(form.unit.data),
                sold_milli=form.sold.parsed,
            ),
            lambda _item: url_for("inventory.list_items"),
        )
        if done is not None:
            flash(_("The item was added."), "success")
            return done
    page = render_template("inventory/new_item.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/items/<int:item_id>", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def edit_item(item_id: int) -> Answer:
    """Change an item, or take it out of the choice."""
    item = queries.find_item(db.session(), item_id) or abort(404)
    form = EditItemForm(obj=None if request.method == "POST" else item)
    form.unit.choices = enum_choices(Unit)
    if request.method == "GET" and item.sold_milli:
        form.sold.data = format_quantity(item.sold_milli, current_language())
    if form.validate_on_submit():
        done = carry_out(
            form,
            lambda session: services.edit_item(
                session,
                actor=current_user,
                now=now(),
                item=item,
                code=form.code.data or "",
                name=form.names(),
                unit=Unit(form.unit.data),
                is_active=form.is_active.data,
                sold_milli=form.sold.parsed,
            ),
            lambda _item: url_for("inventory.list_items"),
        )
        if done is not None:
            flash(_("The item was changed."), "success")
            return done
    page = render_template("inventory/edit_item.html", form=form, item=item)
    return page, 422 if form.errors else 200
