"""What is in stock, what came and went, and goods given in kind."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.dates import to_local
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.localisation import in_language, label, zone
from campaign_app.core.money import major_decimal
from campaign_app.core.requests import chosen, page_number
from campaign_app.extensions import db
from campaign_app.funds import queries as funds
from campaign_app.funds.rules import DonationMethod
from campaign_app.inventory import queries, services
from campaign_app.inventory.forms import GiftForm
from campaign_app.inventory.rules import StockMovementKind
from campaign_app.inventory.views.blueprint import (
    Answer,
    blueprint,
    carry_out,
    item_choices,
    plain_quantity,
    unit_labels,
)

HERE = "/campaigns/<slug>/stock"


@blueprint.get(HERE)
@requires(Permission.STOCK_READ)
def show_stock(slug: str) -> str:
    """Goods by item and lot, packages by variant, and whether both add up."""
    session, campaign = db.session(), current_campaign()
    stock = queries.list_stock(session, campaign.id, today())
    return render_template(
        "inventory/show_stock.html",
        stock=stock,
        usable={row.item_id: row.usable_milli for row in stock},
        packages=queries.list_package_stocks(session, campaign.id),
        goods=queries.goods_balance(session, [campaign.id]),
        package_equation=queries.package_equation(session, [campaign.id]),
        units=unit_labels(),
    )


def _stock_table() -> tuple[list[str], list[list[Any]]]:
    header = [
        _("Code"),
        _("Item"),
        _("Unit of measure"),
        _("Lot"),
        _("Source"),
        _("From whom"),
        _("Arrived on"),
        _("Best before"),
        _("In stock"),
        _("Value"),
    ]
    units = unit_labels()
    rows = [
        [
            row.code,
            in_language(row, "name"),
            units[row.unit],
            lot.id,
            label(lot.source),
            lot.origin,
            lot.received_on,
            lot.best_before,
            plain_quantity(lot.on_hand_milli),
            major_decimal(lot.value_minor),
        ]
        for row in queries.list_stock(db.session(), current_campaign().id, today())
        for lot in row.lots
    ]
    return header, rows


@blueprint.get(f"{HERE}.csv")
@requires(Permission.STOCK_READ)
def download_stock_csv(slug: str) -> Response:
    """The lots in stock as CSV."""
    return csv_response(f"stock-{slug}.csv", *_stock_table())


@blueprint.get(f"{HERE}.xlsx")
@requires(Permission.STOCK_READ)
def download_stock_xlsx(slug: str) -> Response:
    """The lots in stock as a workbook."""
    return xlsx_response(f"stock-{slug}.xlsx", _("Stock"), *_stock_table())


@blueprint.get(f"{HERE}/movements")
@requires(Permission.STOCK_READ)
def list_movements(slug: str) -> str:
    """What came and went."""
    session, kind = db.session(), chosen("kind", StockMovementKind)
    movements = queries.list_movements(
        session, current_campaign().id, page=page_number(), kind=kind
    )
    ids = {row.recorded_by_id for row in movements.items if row.recorded_by_id is not None}
    return render_template(
        "inventory/list_movements.html",
        movements=movements,
        kind=kind,
        kinds={each: label(each) for each in StockMovementKind},
        names=account_names(session, ids),
        units=unit_labels(),
    )


def _movements_table() -> tuple[list[str], list[list[Any]]]:
    header = [
        _("When"),
        _("Item"),
        _("Unit of measure"),
        _("What happened"),
        _("Quantity"),
        _("Value"),
        _("Lot"),
        _("Reason"),
    ]
    units, kinds = unit_labels(), {kind: label(kind) for kind in StockMovementKind}
    found = queries.stream_movements(
        db.session(), current_campaign().id, kind=chosen("kind", StockMovementKind)
    )
    rows = [
        [
            to_local(row.recorded_at, zone()),
            in_language(row, "name"),
            units[row.unit],
            kinds[row.kind],
            plain_quantity(row.quantity_milli),
            major_decimal(row.value_minor),
            row.lot_id,
            row.reason,
        ]
        for row in found
    ]
    return header, rows


@blueprint.get(f"{HERE}/movements.csv")
@requires(Permission.STOCK_READ)
def download_movements_csv(slug: str) -> Response:
    """The movements as seen, as CSV."""
    return csv_response(f"movements-{slug}.csv", *_movements_table())


@blueprint.get(f"{HERE}/movements.xlsx")
@requires(Permission.STOCK_READ)
def download_movements_xlsx(slug: str) -> Response:
    """The movements as seen, as a workbook."""
    return xlsx_response(f"movements-{slug}.xlsx", _("Stock movements"), *_movements_table())


@blueprint.route(f"{HERE}/gifts/new", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def new_gift(slug: str) -> Answer:
    """Receive goods given in kind."""
    session, campaign = db.session(), current_campaign()
    form = GiftForm()
    items = queries.list_items(session, is_active=True)
    form.item_id.choices = item_choices(items, empty=_("choose"))
    form.donation_id.choices = _donation_choices(campaign.id)
    if form.received_on.data is None and not form.is_submitted():
        form.received_on.data = today()
    if form.validate_on_submit():
        done = carry_out(
            form,
            lambda session: services.record_gift(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=campaign,
                item_id=int(form.item_id.data),
                quantity_milli=form.quantity.parsed,
                received_on=form.received_on.data,
                best_before=form.best_before.data,
                donor_note=form.donor_note.data or "",
                donation_id=int(form.donation_id.data) if form.donation_id.data else None,
            ),
            lambda _lot: url_for("inventory.show_stock", slug=slug),
        )
        if done is not None:
            flash(_("The goods are in stock."), "success")
            return done
    page = render_template("inventory/new_gift.html", form=form, has_items=bool(items))
    return page, 422 if form.errors else 200


def _donation_choices(campaign_id: int) -> list[SelectChoice]:
    in_kind = funds.DonationFilter(method=DonationMethod.IN_KIND)
    found = funds.stream_donations(db.session(), campaign_id, chosen=in_kind)
    return [SelectChoice("", _("none"))] + [
        SelectChoice(str(row.id), f"{row.receipt} · {row.donor_name or _('anonymous')}")
        for row in found
        if row.voided_at is None
    ]
