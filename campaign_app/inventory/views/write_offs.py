"""Goods and packages that are spoilt or lost: out of the stock, with a reason."""

from __future__ import annotations

from flask import abort, flash, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.localisation import current_language
from campaign_app.core.numbers import format_quantity
from campaign_app.extensions import db
from campaign_app.inventory import queries, services
from campaign_app.inventory.forms import WriteOffGoodsForm, WriteOffPackagesForm
from campaign_app.inventory.views.blueprint import Answer, blueprint, carry_out, unit_labels

HERE = "/campaigns/<slug>/stock"


@blueprint.route(f"{HERE}/lots/<int:lot_id>/write-off", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def write_off_goods(slug: str, lot_id: int) -> Answer:
    """Write off a part of a lot, or all of it."""
    lot = queries.find_lot(db.session(), current_campaign().id, lot_id) or abort(404)
    form = WriteOffGoodsForm()
    if not form.is_submitted():
        form.quantity.data = format_quantity(lot.on_hand_milli, current_language())
    if form.validate_on_submit():
        done = carry_out(
            form,
            lambda session: services.write_off_goods(
                session,
                actor=current_user,
                now=now(),
                lot=lot,
                quantity_milli=form.quantity.parsed,
                reason=form.reason.data or "",
            ),
            lambda _none: url_for("inventory.show_stock", slug=slug),
        )
        if done is not None:
            flash(_("The goods were written off."), "success")
            return done
    page = render_template(
        "inventory/write_off_goods.html", form=form, lot=lot, units=unit_labels()
    )
    return page, 422 if form.errors else 200


@blueprint.route(f"{HERE}/packages/<int:package_stock_id>/write-off", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def write_off_packages(slug: str, package_stock_id: int) -> Answer:
    """Write off packages in stock."""
    session = db.session()
    stock = queries.find_package_stock(session, current_campaign().id, package_stock_id)
    if stock is None:
        abort(404)
    form = WriteOffPackagesForm()
    if form.validate_on_submit():
        done = carry_out(
            form,
            lambda session: services.write_off_packages(
                session,
                actor=current_user,
                now=now(),
                stock=stock,
                count=form.count.data,
                reason=form.reason.data or "",
            ),
            lambda _none: url_for("inventory.show_stock", slug=slug),
        )
        if done is not None:
            flash(_("The packages were written off."), "success")
            return done
    page = render_template(
        "inventory/write_off_packages.html",
        form=form,
        stock=stock,
        version=queries.describe_version(session, stock.version_id),
    )
    return page, 422 if form.errors else 200
