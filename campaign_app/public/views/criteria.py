"""How need is found, for everybody: the criteria in force and the older ones."""

from __future__ import annotations

from flask import abort, current_app, render_template, url_for

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.core.access import public
from campaign_app.extensions import db
from campaign_app.public.views.blueprint import blueprint


@blueprint.get("/criteria")
@public
def show_criteria() -> str:
    """The criteria in force."""
    return _criteria_page(None)


@blueprint.get("/criteria/<int:criteria_number>")
@public
def show_criteria_version(criteria_number: int) -> str:
    """One version of the criteria: decisions name the one they were made with."""
    return _criteria_page(criteria_number)


def _criteria_page(number: int | None) -> str:
    versions = beneficiaries.list_versions(db.session())
    known = {each.version.number: each for each in versions}
    if number is not None and number not in known:
        abort(404)
    has_complaints = "complaints.new_complaint" in current_app.view_functions
    return render_template(
        "public/show_criteria.html",
        shown=versions[0] if number is None else known[number],
        in_force=versions[0].version.number,
        versions=versions,
        complaint_url=url_for("complaints.new_complaint") if has_complaints else None,
    )
