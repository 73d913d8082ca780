"""The registry: the list, a person or institution."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.forms import BeneficiaryForm, ConsentForm, ProxyForm
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.cards import person_cards
from campaign_app.beneficiaries.views.look_alikes import look_alikes_of
from campaign_app.beneficiaries.views.revealing import privacy_cards
from campaign_app.campaigns.scope import may_anywhere, visible_campaign_ids
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import local_date
from campaign_app.core.downloads import csv_response, xlsx_response
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.identifiers import check_iin, mask_document, mask_iin
from campaign_app.core.localisation import current_language, wording, zone
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.core.variants import PackageVariant
from campaign_app.extensions import db

Answer = str | Response | tuple[str, int]


def today() -> date:
    """The day on the organisation's calendar."""
    return local_date(now(), zone())


def _filters() -> dict[str, Any]:
    return {
        "q": searched(),
        "category": chosen("category", BeneficiaryCategory),
        "dormitory": searched("dormitory")[:100],
        "lacks_consent": request.args.get("consent") == "missing",
    }


@blueprint.get("/beneficiaries")
@requires(Permission.BENEFICIARY_READ)
def list_beneficiaries() -> str:
    """Everybody on the registry, in Kazakh order."""
    session, filters = db.session(), _filters()
    return render_template(
        "beneficiaries/list_beneficiaries.html",
        people=queries.list_beneficiaries(session, page=page_number(), **filters),
        categories=BeneficiaryCategory,
        dormitories=queries.list_dormitories(session),
        pairs_count=queries.count_suggested_pairs(session),
        **filters,
    )


@blueprint.get("/beneficiaries.<any(csv, xlsx):extension>")
@requires(Permission.BENEFICIARY_READ)
def download_beneficiaries(extension: str) -> Response:
    """The list as it is filtered; the file can be imported again."""
    rows = list(queries.export_rows(db.session(), **_filters()))
    disclose(DisclosureKind.FILE_EXPORTED, row_count=len(rows))
    header = queries.EXPORT_HEADER
    if extension == "csv":
        return csv_response("beneficiaries.csv", header, rows)
    return xlsx_response("beneficiaries.xlsx", _("People helped"), header, rows)


def _offer_choices(form: BeneficiaryForm) -> None:
    form.category.choices = enum_choices(BeneficiaryCategory)
    form.sex.choices = enum_choices(rules.Sex, empty=_("not known"))
    form.language.choices = enum_choices(rules.Language, empty=_("not known"))
    form.package_variant.choices = enum_choices(PackageVariant)
    form.consent_method.choices = enum_choices(rules.ConsentMethod)
    form.legal_basis.choices = enum_choices(rules.LegalBasis)
    criteria = queries.criteria_in_force(db.session())
    form.needs.choices = [(line.code, wording(line)) for line in criteria.declarable()]


@blueprint.route("/beneficiaries/new", methods=["GET", "POST"])
@requires(Permission.BENEFICIARY_EDIT)
def new_beneficiary() -> Answer:
    """Register a person or an institution."""
    form = BeneficiaryForm(category=request.args.get("category"))
    _offer_choices(form)
    if not form.validate_on_submit():
        page = render_template("beneficiaries/new_beneficiary.html", form=form)
        return page, 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="beneficiaries.new_beneficiary",
                actor_id=current_user.id,
                now=now(),
            )
            person = services.register_beneficiary(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                details=form.details(),
                consent=form.consent(),
            )
            submission.result_url = _address(person)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("beneficiaries/new_beneficiary.html", form=form), 422
    flash(_("The registration was saved."), "success")
    return redirect(_address(person))


def _address(person: Beneficiary) -> str:
    return url_for("beneficiaries.show_beneficiary", beneficiary_id=person.id)


def _find(beneficiary_id: int) -> Beneficiary:
    person = queries.find_beneficiary(db.session(), beneficiary_id)
    if person is None:
        abort(404)
    return person


def _find_filled(beneficiary_id: int) -> Beneficiary:
    """Somebody whose record was not emptied: what can be changed."""
    person = _find(beneficiary_id)
    return person if person.erased_at is None else abort(404)


@blueprint.get("/beneficiaries/<int:beneficiary_id>")
@requires(Permission.BENEFICIARY_READ)
def show_beneficiary(beneficiary_id: int) -> Answer:
    """What is known of somebody; numbers are masked. A copy leads to the record that is kept."""
    person = _find(beneficiary_id)
    if person.merged_into_id is not None:
        return _kept_instead(person)
    disclose(DisclosureKind.PERSON_PAGE, beneficiary_id=beneficiary_id)
    return person_page(_find(beneficiary_id))


def _kept_instead(copy: Beneficiary) -> Response:
    name = queries.display_name(db.session(), copy.id)
    flash(
        _("The record of %(name)s was merged into the one that is shown here.", name=name), "info"
    )
    return redirect(url_for("beneficiaries.show_beneficiary", beneficiary_id=copy.merged_into_id))


def person_page(
    person: Beneficiary,
    consent_form: ConsentForm | None = None,
    proxy_form: ProxyForm | None = None,
) -> str:
    """The page, with the form that was refused as it was filled in."""
    session = db.session()
    if person.erased_at is not None:
        return render_template("beneficiaries/_erased.html", person=person, **privacy_cards(person))
    facts = queries.need_facts(session, {person.id})[person.id]
    criteria = queries.criteria_in_force(session)
    lines = rules.need_lines(facts, today(), criteria)
    visible = visible_campaign_ids()
    found = queries.campaigns_of(session, person.id)
    warnings = check_iin(person.iin, person.born_on, person.sex).warnings if person.iin else ()
    warnings += rules.name_warnings(person.surname, person.given_name, person.patronymic)
    return render_template(
        "beneficiaries/show_beneficiary.html",
        person=person,
        name=queries.display_name(session, person.id),
        iin=mask_iin(person.iin),
        document=mask_document(person.document_number),
        country=rules.country_name(person.citizenship, current_language()),
        warnings=[_(warning) for warning in warnings],
        campaigns=[pair for pair in found if visible is None or pair[0].id in visible],
        lines=lines,
        score=rules.need_score(lines),
        **person_cards(person, consent_form, proxy_form),
        look_alikes=look_alikes_of(person),
        criteria=criteria,
        **privacy_cards(person),
    )


@blueprint.route("/beneficiaries/<int:beneficiary_id>/edit", methods=["GET", "POST"])
@requires(Permission.BENEFICIARY_EDIT)
def edit_beneficiary(beneficiary_id: int) -> Answer:
    """Change what is known. Numbers on file are not shown; left empty they stay."""
    _find_filled(beneficiary_id)
    disclose(DisclosureKind.PERSON_PAGE, beneficiary_id=beneficiary_id)
    person = _find(beneficiary_id)
    if person.merged_into_id is not None:
        return _kept_instead(person)
    if person.restricted_at is not None and not may_anywhere(Permission.PRIVACY_HANDLE):
        raise rules.ProcessingStopped()
    known = services.details_of(person)
    values = {**vars(known), "iin": None, "document_number": None, "needs": sorted(known.needs)}
    form = BeneficiaryForm(data=values)
    _offer_choices(form)
    on_file = {
        "person": person,
        "iin": mask_iin(person.iin),
        "document": mask_document(person.document_number),
    }
    if not form.validate_on_submit():
        page = render_template("beneficiaries/edit_beneficiary.html", form=form, **on_file)
        return page, 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            person = session.get_one(Beneficiary, beneficiary_id, populate_existing=True)
            services.edit_beneficiary(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                beneficiary=person,
                details=form.details(services.details_of(person)),
            )
            if (consent := form.consent()) is not None:
                services.take_consent(
                    session, actor=current_user, now=now(), beneficiary=person, consent=consent
                )
    except DomainError as error:
        form.show_error(error)
        return render_template("beneficiaries/edit_beneficiary.html", form=form, **on_file), 422
    flash(_("The changes were saved."), "success")
    return redirect(_address(person))
