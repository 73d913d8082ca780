"""Package types: what is in a package of each variant, version by version."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.localisation import current_language, label
from campaign_app.core.variants import PackageVariant
from campaign_app.extensions import db
from campaign_app.inventory import queries, services
from campaign_app.inventory.forms import ContentsGrid, GridItem, PackageTypeForm, VersionForm
from campaign_app.inventory.models import PackageType, PackageTypeVersion
from campaign_app.inventory.views.blueprint import Answer, blueprint, carry_out, unit_labels

HERE = "/campaigns/<slug>/package-types"


def variant_labels() -> dict[PackageVariant, str]:
    """The variants in the reader's language."""
    return {variant: label(variant) for variant in PackageVariant}


def _grid(used: Iterable[int] = ()) -> ContentsGrid:
    """A grid of the items that can be chosen, and of those that are chosen already."""
    units, chosen = unit_labels(), set(used)
    return ContentsGrid(
        [
            GridItem(item.id, item.code, item.name, units[item.unit])
            for item in queries.list_items(db.session())
            if item.is_active or item.id in chosen
        ]
    )


@blueprint.get(HERE)
@requires(Permission.STOCK_READ)
def list_package_types(slug: str) -> str:
    """The package types with their newest versions."""
    session, campaign = db.session(), current_campaign()
    newest = {
        row.package_type_id: row
        for row in reversed(queries.list_package_type_versions(session, campaign.id))
    }
    return render_template(
        "inventory/list_package_types.html",
        versions=list(reversed(newest.values())),
        costs={
            row.id: queries.planned_costs(session, campaign.id, row.id) for row in newest.values()
        },
        stocks={row.id: queries.packages_in_stock(session, row.id) for row in newest.values()},
        variants=variant_labels(),
    )


@blueprint.route(f"{HERE}/new", methods=["GET", "POST"])
@requires(Permission.PACKAGE_TYPE_EDIT)
def new_package_type(slug: str) -> Answer:
    """A package type with its first version."""
    form, grid, campaign = PackageTypeForm(), _grid(), current_campaign()
    if form.is_submitted():
        is_good = form.validate()
        contents = grid.read(request.form, form)
        if is_good and contents is not None:

            def act(session: Session) -> PackageTypeVersion:
                return services.create_package_type(
                    session,
                    actor=current_user,
                    now=now(),
                    campaign=campaign,
                    code=form.code.data or "",
                    name=form.names(),
                    contents=contents,
                    note=form.note.data or "",
                )

            done = carry_out(form, act, lambda made: _address(slug, made.package_type_id))
            if done is not None:
                flash(_("The package type was created."), "success")
                return done
    page = render_template(
        "inventory/new_package_type.html", form=form, grid=grid, variants=variant_labels()
    )
    return page, 422 if form.errors else 200


def _address(slug: str, package_type_id: int) -> str:
    return url_for("inventory.show_package_type", slug=slug, package_type_id=package_type_id)


def _find(package_type_id: int) -> PackageType:
    found = queries.find_package_type(db.session(), current_campaign().id, package_type_id)
    return found or abort(404)


@blueprint.get(f"{HERE}/<int:package_type_id>")
@requires(Permission.STOCK_READ)
def show_package_type(slug: str, package_type_id: int) -> str:
    """What is in a package, now and in the versions before."""
    session, package_type = db.session(), _find(package_type_id)
    versions = queries.list_versions(session, package_type.id)
    makers = {row.created_by_id for row in versions if row.created_by_id is not None}
    return render_template(
        "inventory/show_package_type.html",
        package_type=package_type,
        versions=[(row, queries.contents_of_version(session, row.id)) for row in versions],
        costs=queries.planned_costs(session, package_type.campaign_id, versions[0].id),
        stock=queries.packages_in_stock(session, versions[0].id),
        names=account_names(session, makers),
        units=unit_labels(),
        variants=variant_labels(),
    )


@blueprint.route(f"{HERE}/<int:package_type_id>/versions/new", methods=["GET", "POST"])
@requires(Permission.PACKAGE_TYPE_EDIT)
def new_version(slug: str, package_type_id: int) -> Answer:
    """The next version, filled in with the newest one."""
    package_type, form = _find(package_type_id), VersionForm()
    newest = services.contents_of_newest(db.session(), package_type)
    grid = _grid(item_id for items in newest.values() for item_id in items)
    if not form.is_submitted():
        grid.fill(newest, current_language())
    else:
        is_good = form.validate()
        contents = grid.read(request.form, form)
        if is_good and contents is not None:

            def act(session: Session) -> PackageTypeVersion:
                return services.add_version(
                    session,
                    actor=current_user,
                    now=now(),
                    package_type=package_type,
                    contents=contents,
                    note=form.note.data or "",
                )

            done = carry_out(form, act, lambda _made: _address(slug, package_type_id))
            if done is not None:
                flash(_("The new version is in force for what is packed from now on."), "success")
                return done
    page = render_template(
        "inventory/new_version.html",
        form=form,
        grid=grid,
        package_type=package_type,
        variants=variant_labels(),
    )
    return page, 422 if form.errors else 200
