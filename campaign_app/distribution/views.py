"""Rounds, their lines, what is recorded at a door, and the distribution sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.downloads import (
    chosen_print_languages,
    csv_response,
    pdf_response,
    xlsx_response,
)
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import current_language, in_language, label
from campaign_app.core.printing.labels import joined
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules, services, sheet
from campaign_app.distribution.forms import LineForm, OutcomeForm, ReasonForm, RoundForm
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.printing import render_distribution_sheet
from campaign_app.extensions import db
from campaign_app.inventory import queries as inventory

blueprint = Blueprint("distribution", __name__, url_prefix="/manage/campaigns/<slug>")
Page = str | Response | tuple[str, int]


def _round_or_404(round_id: int) -> DistributionRound:
    found = queries.find_round(db.session(), current_campaign().id, round_id)
    return found if found is not None else abort(404)


def _delivery_or_404(delivery_id: int) -> Delivery:
    found = queries.find_delivery(db.session(), current_campaign().id, delivery_id)
    return found if found is not None else abort(404)


@blueprint.get("/distributions")
@requires(Permission.DISTRIBUTION_READ)
def list_rounds(slug: str) -> str:
    """The rounds of the campaign."""
    rounds = queries.list_rounds(db.session(), current_campaign().id, page=page_number())
    return render_template("distribution/list_rounds.html", rounds=rounds)


@blueprint.route("/distributions/new", methods=["GET", "POST"])
@requires(Permission.DISTRIBUTION_PLAN)
def new_round(slug: str) -> Page:
    """Plan a round for the people on the list, by need."""
    form = RoundForm()
    session, campaign = db.session(), current_campaign()
    versions = inventory.list_package_type_versions(session, campaign.id)
    form.version_id.choices = [
        SelectChoice(str(v.id), _("%(name)s, version %(number)s", name=in_language(v, "name"), number=v.number))
        for v in versions
    ]
    form.category.choices = enum_choices(BeneficiaryCategory, empty=_("everybody on the list"))
    if request.method == "GET" and form.starts_on.data is None:
        form.starts_on.data = today()
    enrolled = len(beneficiaries.list_enrolled(session, campaign.id))
    page = {"form": form, "versions": versions, "enrolled": enrolled}
    if not form.validate_on_submit():
        return _form_page("distribution/new_round.html", **page)
    if not (form.title_kk.data or form.title_ru.data or form.title_en.data):
        form.title_kk.errors = [_("Write the title in at least one language.")]
        return _form_page("distribution/new_round.html", **page)
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="distribution.new_round",
                actor_id=current_user.id,
                now=now(),
            )
            round_ = services.plan_round(
                session,
                actor=current_user,
                now=now(),
                campaign=campaign,
                plan=_plan(form),
                category=form.category.data or None,
                maximum=form.maximum.data,
                gives_standard_instead=form.gives_standard_instead.data,
            )
            address = url_for("distribution.show_round", slug=slug, round_id=round_.id)
            submission.result_url = address
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _form_page("distribution/new_round.html", **page)
    flash(_("The round is planned. Print the sheet or record what happens."), "success")
    return redirect(address)


def _plan(form: RoundForm) -> services.RoundPlan:
    return services.RoundPlan(
        title={code: form[f"title_{code}"].data or "" for code in ("kk", "ru", "en")},
        version_id=int(form.version_id.data),
        starts_on=form.starts_on.data or today(),
        ends_on=form.ends_on.data,
        place=form.place.data or "",
        responsible=form.responsible.data or "",
        basis=form.basis.data or "",
    )


def _form_page(template: str, form: Any, **page: Any) -> tuple[str, int]:
    has_errors = bool(form.errors or form.form_errors)
    return render_template(template, form=form, **page), 422 if has_errors else 200


@blueprint.get("/distributions/<int:round_id>")
@requires(Permission.DISTRIBUTION_READ)
def show_round(slug: str, round_id: int) -> str:
    """The list of a round, how far it is, and what can be recorded."""
    return _round_page(_round_or_404(round_id), LineForm(formdata=None))


def _round_page(round_: DistributionRound, line_form: LineForm) -> str:
    session = db.session()
    status, q = chosen("status", rules.DeliveryStatus), searched()
    _offer_people(line_form, round_)
    return render_template(
        "distribution/show_round.html",
        round=round_,
        version=inventory.describe_version(session, round_.version_id),
        lines=queries.page_of_lines(session, round_.id, page=page_number(), status=status, q=q),
        counts=queries.count_by_status(session, round_.id),
        variants=queries.count_by_variant(session, round_.id),
        in_stock=inventory.packages_in_stock(session, round_.version_id),
        with_couriers=queries.count_with_couriers(session, round_.id),
        status=status,
        statuses=rules.DeliveryStatus,
        waiting=rules.WAITING,
        served=rules.SERVED,
        q=q,
        line_form=line_form,
    )


def _offer_people(form: LineForm, round_: DistributionRound) -> None:
    session = db.session()
    listed = {line.beneficiary_id for line in queries.list_lines(session, round_.id)}
    enrolled = beneficiaries.list_enrolled(session, round_.campaign_id)
    form.beneficiary_id.choices = [
        SelectChoice(str(row.beneficiary_id), row.display_name)
        for row in enrolled
        if row.beneficiary_id not in listed
    ]
    offered = inventory.variants_of_version(session, round_.version_id)
    form.variant.choices = enum_choices(offered)


@blueprint.post("/distributions/<int:round_id>/lines")
@requires(Permission.DISTRIBUTION_PLAN)
def add_line(slug: str, round_id: int) -> Page:
    """Put somebody else on the list."""
    round_ = _round_or_404(round_id)
    form = LineForm()
    _offer_people(form, round_)
    if not form.validate_on_submit():
        return _round_page(round_, form), 422
    try:
        with unit_of_work() as session:
            services.add_line(
                session,
                actor=current_user,
                now=now(),
                round_=round_,
                beneficiary_id=int(form.beneficiary_id.data),
                variant=PackageVariant(form.variant.data),
            )
    except DomainError as error:
        form.show_error(error)
        return _round_page(round_, form), 422
    flash(_("The person was put on the list."), "success")
    return redirect(url_for("distribution.show_round", slug=slug, round_id=round_id))


@blueprint.post("/distributions/<int:round_id>/close")
@requires(Permission.DISTRIBUTION_PLAN)
def close_round(slug: str, round_id: int) -> Response:
    """Close a round whose every line is settled."""
    round_ = _round_or_404(round_id)
    with unit_of_work() as session:
        services.close_round(session, actor=current_user, now=now(), round_=round_)
    flash(_("The round is closed."), "success")
    return redirect(url_for("distribution.show_round", slug=slug, round_id=round_id))


@blueprint.get("/deliveries/<int:delivery_id>")
@requires(Permission.DISTRIBUTION_READ)
def show_delivery(slug: str, delivery_id: int) -> str:
    """One line: the person, what was recorded, and the form for what happens next."""
    return _delivery_page(_delivery_or_404(delivery_id), OutcomeForm(formdata=None))


def _delivery_page(delivery: Delivery, form: OutcomeForm) -> str:
    session = db.session()
    _offer_outcomes(form, delivery)
    attempts = queries.list_attempts(session, delivery.id)
    return render_template(
        "distribution/show_delivery.html",
        delivery=delivery,
        line=queries.find_line(session, delivery),
        round=session.get_one(DistributionRound, delivery.round_id),
        attempts=attempts,
        names=account_names(session, {a.recorded_by_id for a in attempts if a.recorded_by_id}),
        form=form,
        reason_form=ReasonForm(formdata=None),
        waiting=rules.WAITING,
    )


def _offer_outcomes(form: OutcomeForm, delivery: Delivery) -> None:
    form.outcome.choices = enum_choices(rules.OUTCOMES)
    form.proof.choices = enum_choices(rules.ProofKind, empty=_("none"))
    if form.handed_on.data is None:
        form.handed_on.data = today()


@blueprint.post("/deliveries/<int:delivery_id>/outcome")
@requires(Permission.DELIVERY_RECORD)
def record_outcome(slug: str, delivery_id: int) -> Page:
    """Record what became of a line."""
    delivery = _delivery_or_404(delivery_id)
    form = OutcomeForm()
    _offer_outcomes(form, delivery)
    if not form.validate_on_submit():
        return _delivery_page(delivery, form), 422
    try:
        with unit_of_work() as session:
            services.record_outcome(
                session,
                actor=current_user,
                now=now(),
                delivery=delivery,
                action=rules.DeliveryAction(form.outcome.data),
                handed_on=form.handed_on.data or today(),
                proof=_proof(form),
                note=form.note.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return _delivery_page(delivery, form), 422
    flash(_("The outcome was recorded."), "success")
    return redirect(_next_line(slug, delivery))


def _next_line(slug: str, delivery: Delivery) -> str:
    return url_for("distribution.show_round", slug=slug, round_id=delivery.round_id)


def _proof(form: OutcomeForm) -> services.ProofGiven | None:
    if not form.proof.data:
        return None
    return services.ProofGiven(
        kind=rules.ProofKind(form.proof.data),
        reference=form.reference.data or "",
        proxy_name=form.proxy_name.data or "",
        proxy_document=form.proxy_document.data or "",
    )


Command = Callable[..., Any]


def _run(slug: str, delivery_id: int, command: Command, done: str, **values: str) -> Response:
    """Run a command on a line; a refusal is told on the page that it came from."""
    delivery = _delivery_or_404(delivery_id)
    with unit_of_work() as session:
        command(session, actor=current_user, now=now(), delivery=delivery, **values)
    flash(done, "success")
    return redirect(url_for("distribution.show_delivery", slug=slug, delivery_id=delivery_id))


@blueprint.post("/deliveries/<int:delivery_id>/take-out")
@requires(Permission.DELIVERY_RECORD)
def take_out_package(slug: str, delivery_id: int) -> Response:
    """Give the package to a courier."""
    return _run(slug, delivery_id, services.take_out, _("The courier has the package."))


@blueprint.post("/deliveries/<int:delivery_id>/return")
@requires(Permission.DELIVERY_RECORD)
def return_package(slug: str, delivery_id: int) -> Response:
    """Take the package back into stock."""
    done = _("The package is in stock again.")
    return _run(slug, delivery_id, services.return_package, done)


@blueprint.post("/deliveries/<int:delivery_id>/undo")
@requires(Permission.DELIVERY_RECORD)
def undo_outcome(slug: str, delivery_id: int) -> Response:
    """Undo an outcome that was recorded by mistake."""
    reason = request.form.get("note", "")[:500]
    done = _("The outcome was undone; it stays in the history.")
    return _run(slug, delivery_id, services.undo_outcome, done, reason=reason)


@blueprint.post("/deliveries/<int:delivery_id>/cancel")
@requires(Permission.DISTRIBUTION_PLAN)
def cancel_delivery(slug: str, delivery_id: int) -> Response:
    """Take somebody off the list."""
    reason = request.form.get("note", "")[:500]
    done = _("The person was taken off the list.")
    return _run(slug, delivery_id, services.take_off_list, done, reason=reason)


@blueprint.get("/distributions/<int:round_id>/sheet.pdf")
@requires(Permission.DISTRIBUTION_READ)
def print_sheet(slug: str, round_id: int) -> Response:
    """The distribution sheet on paper."""
    languages = chosen_print_languages()
    round_, campaign, session = _round_or_404(round_id), current_campaign(), db.session()
    lines = queries.list_lines(session, round_.id)
    is_copy = _note_print(session, round_, sheet.content_hash(lines))
    settings = current_app.config["SETTINGS"]
    head = form_head(
        session,
        campaign,
        number=f"{campaign.code}-{round_.number}",
        on=round_.starts_on,
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
        place=round_.place,
        record_url=url_for(
            "distribution.show_round", slug=slug, round_id=round_.id, _external=True
        ),
        is_copy=is_copy,
    )
    document = sheet.sheet_of_round(session, round_, head, lines)
    session.rollback()  # the paper takes a second: no transaction stays open meanwhile
    content = render_distribution_sheet(document, languages, now())
    return pdf_response(content, f"sheet-{campaign.code}-{round_.number}.pdf")


def _note_print(session: Session, round_: DistributionRound, content_hash: str) -> bool:
    """True for a copy. Only who plans rounds makes an original."""
    if not may(Permission.DISTRIBUTION_PLAN):
        return queries.was_printed(session, round_.id, content_hash)
    with unit_of_work() as writing:
        return services.record_print(
            writing, actor=current_user, now=now(), round_id=round_.id, content_hash=content_hash
        )


def _table(round_: DistributionRound) -> tuple[list[str], list[list[Any]]]:
    lines = queries.list_lines(db.session(), round_.id)
    languages = (current_language(),)
    rows = [
        [
            line.line_number,
            line.person.full_name,
            label(line.person.category),
            joined(sheet.short_document(line), languages),
            line.person.address_text,
            line.person.household_size,
            label(line.variant),
            line.package_count,
            label(line.status),
            line.handed_on,
            label(line.proof_kind) if line.proof_kind else "",
            line.proxy_name or "",
            line.note,
        ]
        for line in lines
    ]
    return [_(column) for column in sheet.COLUMNS], rows


@blueprint.get("/distributions/<int:round_id>/sheet.csv")
@requires(Permission.DISTRIBUTION_READ)
def download_sheet_csv(slug: str, round_id: int) -> Response:
    """The sheet as CSV."""
    round_ = _round_or_404(round_id)
    return csv_response(f"sheet-{current_campaign().code}-{round_.number}.csv", *_table(round_))


@blueprint.get("/distributions/<int:round_id>/sheet.xlsx")
@requires(Permission.DISTRIBUTION_READ)
def download_sheet_xlsx(slug: str, round_id: int) -> Response:
    """The sheet as a workbook."""
    round_ = _round_or_404(round_id)
    name = f"sheet-{current_campaign().code}-{round_.number}.xlsx"
    return xlsx_response(name, _("Distribution sheet"), *_table(round_))
