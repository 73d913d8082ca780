"""The texts that people agree to: versions on screen, a new one, and the form on paper."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.forms import ConsentTextForm
from campaign_app.beneficiaries.forms.consents import values_of
from campaign_app.beneficiaries.models import Beneficiary, ConsentText
from campaign_app.beneficiaries.printing import (
    ConsentPaper,
    OptionalConsent,
    render_consent_form,
)
from campaign_app.beneficiaries.rules import ConsentContent, ConsentScope
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.restrictions import person_or_404
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import chosen_print_languages, pdf_response
from campaign_app.core.errors import DomainError
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import Texts
from campaign_app.core.requests import chosen
from campaign_app.core.site import is_demo
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

Page = str | Response | tuple[str, int]


@blueprint.get("/beneficiaries/consent-texts")
@requires(Permission.BENEFICIARY_READ)
def list_consent_texts() -> str:
    """What is in force for each thing that people agree to, and what was before."""
    session = db.session()
    versions = {scope: queries.list_texts(session, scope) for scope in ConsentScope}
    authors = {text.published_by_id for texts in versions.values() for text in texts}
    return render_template(
        "beneficiaries/list_consent_texts.html",
        versions=versions,
        names=account_names(session, {id_ for id_ in authors if id_}),
    )


@blueprint.get("/beneficiaries/consent-texts/<int:text_id>")
@requires(Permission.BENEFICIARY_READ)
def show_consent_text(text_id: int) -> str:
    """One version, word for word."""
    session = db.session()
    text = queries.find_text(session, text_id) or abort(404)
    return render_template(
        "beneficiaries/show_consent_text.html",
        text=text,
        content=_content(session, text),
        is_in_force=queries.find_text_in_force(session, text.scope).id == text.id,
        items=rules.ConsentItem,
        named_by=rules.NAMED_BY,
    )


def _content(session: Session, text: ConsentText) -> ConsentContent:
    """What a version says; the first ones take the operator from the settings."""
    content = queries.content_of(session, text)
    settings = current_app.config["SETTINGS"]
    bodies = {
        code: body
        if body.operator_name
        else replace(body, operator_name=settings.organisation_name)
        for code, body in content.bodies.items()
    }
    number = content.operator_bin or settings.organisation_bin
    return replace(content, operator_bin=number, bodies=bodies)


@blueprint.route("/beneficiaries/consent-texts/new", methods=["GET", "POST"])
@requires(Permission.CONSENT_TEXT_EDIT)
def new_consent_text() -> Page:
    """Write the next version of a text: looked at first, then published."""
    scope = chosen("scope", ConsentScope) or ConsentScope.REGISTRATION
    session = db.session()
    in_force = _content(session, queries.find_text_in_force(session, scope))
    form = ConsentTextForm(data=values_of(in_force))
    if not form.validate_on_submit():
        return _form_page(form, scope)
    content = form.content(scope)
    form.show_missing(rules.missing_items(content), _("The law asks for this item."))
    if form.errors:
        return _form_page(form, scope)
    if request.form.get("step") != "publish":
        return _form_page(form, scope, preview=content)
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="beneficiaries.new_consent_text",
                actor_id=current_user.id,
                now=now(),
            )
            text = services.publish_consent_text(
                writing, actor=current_user, now=now(), content=content
            )
            address = url_for("beneficiaries.show_consent_text", text_id=text.id)
            submission.result_url = address
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _form_page(form, scope)
    flash(_("The new version is in force."), "success")
    return redirect(address)


def _form_page(
    form: ConsentTextForm, scope: ConsentScope, preview: ConsentContent | None = None
) -> tuple[str, int]:
    has_errors = bool(form.errors or form.form_errors)
    page = render_template(
        "beneficiaries/new_consent_text.html",
        form=form,
        scope=scope,
        preview=preview,
        items=rules.ConsentItem,
        named_by=rules.NAMED_BY,
    )
    return page, 422 if has_errors else 200


@blueprint.get("/beneficiaries/consent-form.pdf")
@requires(Permission.BENEFICIARY_READ)
def print_blank_consent_form() -> Response:
    """The form to be filled in by hand."""
    return _print(None)


@blueprint.get("/beneficiaries/<int:beneficiary_id>/consent-form.pdf")
@requires(Permission.BENEFICIARY_READ)
def print_consent_form(beneficiary_id: int) -> Response:
    """The form with a person's name on it."""
    return _print(person_or_404(beneficiary_id))


def _print(person: Beneficiary | None) -> Response:
    languages = chosen_print_languages()
    scope = chosen("scope", ConsentScope) or ConsentScope.REGISTRATION
    session, settings = db.session(), current_app.config["SETTINGS"]
    text = queries.find_text_in_force(session, scope)
    content = _content(session, text)
    names = {code: body.operator_name for code, body in content.bodies.items()}
    head = FormHead(
        organisation=Texts(**names),
        bin=content.operator_bin or "_" * 12,
        number="",
        on=None,
        record_url=""
        if person is None
        else url_for("beneficiaries.show_beneficiary", beneficiary_id=person.id, _external=True),
        record_code=f"{scope.value}-{text.number}",
        is_demo=is_demo(session),
        time_zone=settings.time_zone,
    )
    paper = ConsentPaper(
        head=head,
        version=text.number,
        content=content,
        name="" if person is None else queries.display_name(session, person.id),
        options=_options(session) if scope is ConsentScope.REGISTRATION else [],
    )
    session.rollback()  # the paper takes a second: no transaction stays open meanwhile
    pdf = render_consent_form(paper, languages, now())
    return pdf_response(pdf, f"consent-{scope.value}-{text.number}.pdf")


def _options(session: Session) -> list[OptionalConsent]:
    texts = [
        queries.find_text_in_force(session, scope)
        for scope in ConsentScope
        if scope is not ConsentScope.REGISTRATION
    ]
    return [OptionalConsent(version=text.number, content=_content(session, text)) for text in texts]
