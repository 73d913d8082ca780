"""Consents as they are given and withdrawn, and the list of who may be named or pictured."""

from __future__ import annotations

from flask import abort, flash, render_template
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.forms import ConsentForm, WithdrawalForm
from campaign_app.beneficiaries.models import Beneficiary, Consent
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.cards import offer_consent_choices
from campaign_app.beneficiaries.views.registry import person_page
from campaign_app.beneficiaries.views.restrictions import back_to, person_or_404
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.downloads import csv_response
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.requests import page_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

Page = str | Response | tuple[str, int]


@blueprint.post("/beneficiaries/<int:beneficiary_id>/consents")
@requires(Permission.BENEFICIARY_EDIT)
def take_consent(beneficiary_id: int) -> Page:
    """Keep a consent."""
    form = ConsentForm()
    offer_consent_choices(form)
    person = person_or_404(beneficiary_id)
    if not form.validate_on_submit():
        return person_page(person, form), 422
    try:
        with unit_of_work() as session:
            kept = services.take_consent(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                beneficiary=session.get_one(Beneficiary, beneficiary_id),
                consent=rules.ConsentGiven(
                    given_on=form.given_on.data,
                    method=rules.ConsentMethod(form.method.data),
                    scope=rules.ConsentScope(form.scope.data),
                    witness_name=form.witness_name.data or "",
                ),
            )
    except DomainError as error:
        form.show_error(error)
        return person_page(person_or_404(beneficiary_id), form), 422
    if kept.withdrawn_on is None:
        flash(_("The consent was saved."), "success")
    else:
        flash(
            _("This consent was withdrawn later. A new one needs the day of the new one."), "error"
        )
    return back_to(beneficiary_id)


def _consent_or_404(beneficiary_id: int, consent_id: int) -> Consent:
    found = {each.id: each for each in queries.list_consents(db.session(), beneficiary_id)}
    return found[consent_id] if consent_id in found else abort(404)


@blueprint.route(
    "/beneficiaries/<int:beneficiary_id>/consents/<int:consent_id>/withdraw",
    methods=["GET", "POST"],
)
@requires(Permission.BENEFICIARY_EDIT)
def withdraw_consent(beneficiary_id: int, consent_id: int) -> Page:
    """Say what a withdrawal does, and note it."""
    person = person_or_404(beneficiary_id)
    consent = _consent_or_404(beneficiary_id, consent_id)
    form = WithdrawalForm(withdrawn_on=today())
    form.method.choices = enum_choices(rules.WithdrawalMethod)
    page = {"form": form, "person": person, "consent": consent}
    if not form.validate_on_submit():
        answer = render_template("beneficiaries/withdraw_consent.html", **page)
        return answer, 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            services.withdraw_consent(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                consent=session.get_one(Consent, consent_id, populate_existing=True),
                on=form.withdrawn_on.data,
                method=rules.WithdrawalMethod(form.method.data),
            )
    except DomainError as error:
        form.show_error(error)
        return render_template("beneficiaries/withdraw_consent.html", **page), 422
    flash(_("The consent was withdrawn."), "success")
    return back_to(beneficiary_id)


@blueprint.get("/beneficiaries/press")
@requires(Permission.BENEFICIARY_READ)
def list_press() -> str:
    """Who may be named or photographed: nobody else."""
    q = searched()
    people = queries.page_of_press(db.session(), q=q, page=page_number())
    return render_template("beneficiaries/list_press.html", people=people, q=q)


@blueprint.get("/beneficiaries/press.csv")
@requires(Permission.BENEFICIARY_READ)
def download_press() -> Response:
    """The same as a file: names and nothing that identifies further."""
    header = (_("Full name"), _("May be named"), _("May be photographed"))
    yes, no = _("yes"), _("no")
    rows = [
        (row.display_name, yes if row.named_since else no, yes if row.pictured_since else no)
        for row in queries.press_rows(db.session())
    ]
    disclose(DisclosureKind.FILE_EXPORTED, row_count=len(rows))
    return csv_response("press.csv", header, rows)
