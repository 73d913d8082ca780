"""One person: everything that is known of her handed out, and forgotten."""

from __future__ import annotations

import json

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import chosen_print_languages, pdf_response
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import zone
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries as distribution
from campaign_app.extensions import db, empty_journal
from campaign_app.privacy import queries, services
from campaign_app.privacy.forms import EraseForm
from campaign_app.privacy.printing import KINDS, as_json, render_person
from campaign_app.privacy.rules.erasing import STAYS, ErasureKind
from campaign_app.privacy.views.blueprint import Answer, blueprint


def _person_or_404(beneficiary_id: int) -> Beneficiary:
    person = queries.find_record(db.session(), beneficiary_id)
    return person if person is not None else abort(404)


@blueprint.get("/beneficiaries/<int:beneficiary_id>/export")
@requires(Permission.PRIVACY_READ)
def export_person(beneficiary_id: int) -> str:
    """What is known of somebody, by kind, and the ways to hand it out."""
    person = _person_or_404(beneficiary_id)
    found = queries.everything_about(db.session(), beneficiary_id)
    return render_template("privacy/export_person.html", person=person, found=found, kinds=KINDS)


@blueprint.get("/beneficiaries/<int:beneficiary_id>/export.json")
@requires(Permission.PRIVACY_HANDLE)
def download_person_json(beneficiary_id: int) -> Response:
    """Everything about one person for a program; noted before it is read."""
    _person_or_404(beneficiary_id)
    disclose(DisclosureKind.ALL_DATA_OF_PERSON, beneficiary_id=beneficiary_id)
    found = queries.everything_about(db.session(), beneficiary_id)
    text = json.dumps(as_json(found, now()), ensure_ascii=False, indent=2)
    response = FlaskResponse(text, content_type="application/json; charset=utf-8")
    name = f"person-{beneficiary_id}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/beneficiaries/<int:beneficiary_id>/export.pdf")
@requires(Permission.PRIVACY_HANDLE)
def print_person(beneficiary_id: int) -> Response:
    """Everything about one person for her to read, in her language."""
    languages = chosen_print_languages()
    _person_or_404(beneficiary_id)
    disclose(DisclosureKind.ALL_DATA_OF_PERSON, beneficiary_id=beneficiary_id)
    session = db.session()
    found = queries.everything_about(session, beneficiary_id)
    content = render_person(
        session, found, languages, now=now(), settings=current_app.config["SETTINGS"], zone=zone()
    )
    return pdf_response(content, f"person-{beneficiary_id}.pdf")


@blueprint.route("/beneficiaries/<int:beneficiary_id>/erase", methods=["GET", "POST"])
@requires(Permission.PRIVACY_HANDLE)
def erase_person(beneficiary_id: int) -> Answer:
    """Show what goes, what stays and why; then forget."""
    person = _person_or_404(beneficiary_id)
    if person.erased_at is not None:
        return redirect(url_for("beneficiaries.show_beneficiary", beneficiary_id=beneficiary_id))
    form = EraseForm(kind=ErasureKind.ERASE.value)
    form.kind.choices = enum_choices(ErasureKind)
    if not form.validate_on_submit():
        return _erase_page(person, form), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            services.erase_person(
                session,
                actor=current_user,
                now=now(),
                beneficiary_id=beneficiary_id,
                kind=ErasureKind(form.kind.data),
                **form.values(),
            )
    except DomainError as error:
        form.show_error(error)
        return _erase_page(_person_or_404(beneficiary_id), form), 422
    empty_journal()
    flash(_("The record was emptied. The totals stay as they were."), "success")
    return redirect(url_for("beneficiaries.show_beneficiary", beneficiary_id=beneficiary_id))


def _erase_page(person: Beneficiary, form: EraseForm) -> str:
    session = db.session()
    found = queries.everything_about(session, person.id)
    return render_template(
        "privacy/erase_person.html",
        person=person,
        found=found,
        kinds=KINDS,
        stays=[(_(what), _(why)) for what, why in STAYS],
        under_way=distribution.lines_under_way(session, found.ids),
        form=form,
    )
