"""What may stand in for an item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.forms import enum_choices
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.core.variants import PackageVariant
from campaign_app.extensions import db
from campaign_app.inventory import queries, services
from campaign_app.inventory.forms import SubstituteForm
from campaign_app.inventory.models import Item
from campaign_app.inventory.views.blueprint import Answer, blueprint, carry_out, item_choices

HERE = "/items/<int:item_id>/substitutes"


def _item_or_404(item_id: int) -> Item:
    return queries.find_item(db.session(), item_id) or abort(404)


@blueprint.route(HERE, methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def list_substitutes(item_id: int) -> Answer:
    """What may stand in for the item, in its order; name one more."""
    item, form = _item_or_404(item_id), SubstituteForm()
    _offer(form, item)
    if form.validate_on_submit():
        done = carry_out(
            form,
            lambda session: services.add_substitute(
                session,
                actor=current_user,
                now=now(),
                item=_item_or_404(item_id),
                substitute_id=int(form.substitute_id.data),
                per_milli=form.per.parsed,
                not_in=[PackageVariant(code) for code in form.not_in.data or ()],
            ),
            lambda _made: url_for("inventory.list_substitutes", item_id=item_id),
        )
        if done is not None:
            flash(_("It may stand in from now on."), "success")
            return done
    page = render_template(
        "inventory/list_substitutes.html",
        item=_item_or_404(item_id),
        substitutes=queries.list_substitutes(db.session(), [item_id]).get(item_id, []),
        form=form,
    )
    return page, 422 if form.errors else 200


def _offer(form: SubstituteForm, item: Item) -> None:
    """Every other item that can be chosen, and the variants in which it may be forbidden."""
    others = [each for each in queries.list_items(db.session(), is_active=True) if each is not item]
    form.substitute_id.choices = item_choices(others, empty=_("choose"))
    form.not_in.choices = enum_choices(PackageVariant)


def _change(item_id: int, change: Callable[..., Any], substitute_id: int, told: str) -> Response:
    with unit_of_work() as session:
        change(
            session,
            actor=current_user,
            now=now(),
            item=_item_or_404(item_id),
            substitute_id=substitute_id,
        )
    flash(told, "success")
    return redirect(url_for("inventory.list_substitutes", item_id=item_id))


@blueprint.post(f"{HERE}/<int:substitute_id>/first")
@requires(Permission.STOCK_RECORD)
def put_substitute_first(item_id: int, substitute_id: int) -> Response:
    """Make it the first choice."""
    told = _("It is the first choice now.")
    return _change(item_id, services.put_substitute_first, substitute_id, told)


@blueprint.post(f"{HERE}/<int:substitute_id>/remove")
@requires(Permission.STOCK_RECORD)
def remove_substitute(item_id: int, substitute_id: int) -> Response:
    """Take it off the list."""
    told = _("It does not stand in any more.")
    return _change(item_id, services.remove_substitute, substitute_id, told)
