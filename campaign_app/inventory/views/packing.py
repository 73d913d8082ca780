"""Packing: what it takes, what is missing for it, what was packed."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.localisation import in_language
from campaign_app.core.requests import page_number
from campaign_app.extensions import db
from campaign_app.inventory import queries, services
from campaign_app.inventory.forms import PackForm, PreviewForm, ReasonForm, split_package
from campaign_app.inventory.models import Packing
from campaign_app.inventory.rules import PackingPlan
from campaign_app.inventory.views.blueprint import Answer, blueprint, carry_out, unit_labels
from campaign_app.inventory.views.package_types import variant_labels

HERE = "/campaigns/<slug>/packing"


def _package_choices() -> list[SelectChoice]:
    """Every variant of every version, the newest versions first."""
    session, labels = db.session(), variant_labels()
    return [SelectChoice("", _("choose"))] + [
        SelectChoice(
            f"{version.id}-{variant.value}",
            _(
                "%(name)s, version %(number)s: %(variant)s",
                name=in_language(version, "name"),
                number=version.number,
                variant=labels[variant],
            ),
        )
        for version in queries.list_package_type_versions(session, current_campaign().id)
        for variant in queries.variants_of_version(session, version.id)
    ]


@blueprint.get(HERE)
@requires(Permission.STOCK_READ)
def show_packing(slug: str) -> str:
    """Choose what to pack, see what it takes; what was packed stands below."""
    choices = _package_choices()
    preview = PreviewForm(request.args, meta={"csrf": False})
    preview.package.choices = choices
    plan = None
    if request.args.get("package") and preview.validate():
        plan = _plan(preview)
    form = PackForm(formdata=None)
    form.package.data, form.count.data = preview.package.data, preview.count.data
    form.uses_substitutes.data = preview.uses_substitutes.data
    return _page(choices, preview, form, plan)


def _plan(form: PreviewForm | PackForm) -> PackingPlan:
    version_id, variant = split_package(form.package.data)
    return queries.what_is_missing(
        db.session(),
        current_campaign().id,
        version_id=version_id,
        variant=variant,
        count=form.count.data,
        today=today(),
        uses_substitutes=form.uses_substitutes.data,
    )


def _page(
    choices: list[SelectChoice], preview: PreviewForm, form: PackForm, plan: PackingPlan | None
) -> str:
    session, campaign = db.session(), current_campaign()
    packings = queries.list_packings(session, campaign.id, page=page_number())
    makers = {row.packed_by_id for row in packings.items if row.packed_by_id is not None}
    used = [take.lot_id for take in plan.takes] if plan else []
    return render_template(
        "inventory/show_packing.html",
        has_packages=len(choices) > 1,
        preview=preview,
        form=form,
        plan=plan,
        lots=queries.lots_by_id(session, used),
        packings=packings,
        substitutions=queries.list_substitutions(session, [row.id for row in packings.items]),
        names=account_names(session, makers),
        units=unit_labels(),
        variants=variant_labels(),
    )


@blueprint.post(HERE)
@requires(Permission.STOCK_RECORD)
def pack(slug: str) -> Answer:
    """Pack: goods become packages."""
    form, choices, campaign = PackForm(), _package_choices(), current_campaign()
    form.package.choices = choices
    if form.validate_on_submit():
        version_id, variant = split_package(form.package.data)

        def act(session: Session) -> Packing:
            return services.pack_packages(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=campaign,
                version_id=version_id,
                variant=variant,
                count=form.count.data,
                uses_substitutes=form.uses_substitutes.data,
            )

        done = carry_out(form, act, lambda _made: url_for("inventory.show_packing", slug=slug))
        if done is not None:
            flash(_("Packed: %(count)s.", count=form.count.data), "success")
            return done
    preview = PreviewForm(formdata=None, data=_chosen(form))
    preview.package.choices = choices
    return _page(choices, preview, form, None), 422


def _chosen(form: PackForm) -> dict[str, Any]:
    return {
        "package": form.package.data,
        "count": form.count.data,
        "uses_substitutes": form.uses_substitutes.data,
    }


@blueprint.route(f"{HERE}/<int:packing_id>/undo", methods=["GET", "POST"])
@requires(Permission.STOCK_RECORD)
def undo_packing(slug: str, packing_id: int) -> Answer:
    """Unpack what was packed wrongly."""
    session = db.session()
    packing = queries.find_packing(session, current_campaign().id, packing_id) or abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        done = carry_out(
            form,
            lambda session: services.undo_packing(
                session,
                actor=current_user,
                now=now(),
                packing=packing,
                reason=form.reason.data or "",
            ),
            lambda _none: url_for("inventory.show_packing", slug=slug),
        )
        if done is not None:
            flash(_("The packing was undone; its goods are back in stock."), "success")
            return done
    page = render_template(
        "inventory/undo_packing.html",
        form=form,
        packing=packing,
        version=queries.describe_version(session, packing.version_id),
        variants=variant_labels(),
    )
    return page, 422 if form.errors else 200
