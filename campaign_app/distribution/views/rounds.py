"""Rounds: the list, a new one, one with its lines."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core import localisation
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import in_language
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.forms import LineForm, RoundForm
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.extensions import db
from campaign_app.inventory import queries as inventory

Page = str | Response | tuple[str, int]


def round_or_404(round_id: int) -> DistributionRound:
    """The round of the URL, if it is the campaign's."""
    found = queries.find_round(db.session(), current_campaign().id, round_id)
    return found if found is not None else abort(404)


@blueprint.get(f"{MANAGED}/distributions")
@requires(Permission.DISTRIBUTION_READ)
def list_rounds(slug: str) -> str:
    """The rounds of the campaign."""
    rounds = queries.list_rounds(db.session(), current_campaign().id, page=page_number())
    conflicts = queries.count_door_conflicts(db.session(), current_campaign().id)
    return render_template("distribution/list_rounds.html", rounds=rounds, conflicts=conflicts)


@blueprint.route(f"{MANAGED}/distributions/new", methods=["GET", "POST"])
@requires(Permission.DISTRIBUTION_PLAN)
def new_round(slug: str) -> Page:
    """Plan a round for the people on the list, by need."""
    form = RoundForm()
    session, campaign = db.session(), current_campaign()
    versions = inventory.list_package_type_versions(session, campaign.id)
    _offer(form, campaign.id, versions)
    if request.method == "GET" and form.starts_on.data is None:
        form.starts_on.data = today()
    page = {
        "form": form,
        "versions": versions,
        "enrolled": beneficiaries.count_enrolled(session, campaign.id),
        "available": queries.available_packages(session, campaign.id),
    }
    if not form.validate_on_submit():
        return _form_page("distribution/new_round.html", **page)
    if not (form.title_kk.data or form.title_ru.data or form.title_en.data):
        form.title_kk.errors = [_("Write the title in at least one language.")]
        return _form_page("distribution/new_round.html", **page)
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="distribution.new_round",
                actor_id=current_user.id,
                now=now(),
            )
            round_ = services.plan_round(
                writing,
                actor=current_user,
                now=now(),
                campaign=campaign,
                plan=_plan(form),
                choice=_choice(form),
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


def _offer(form: RoundForm, campaign_id: int, versions: list[Any]) -> None:
    form.version_id.choices = [
        SelectChoice(
            str(v.id),
            _("%(name)s, version %(number)s", name=in_language(v, "name"), number=v.number),
        )
        for v in versions
    ]
    form.category.choices = enum_choices(BeneficiaryCategory, empty=_("everybody on the list"))
    form.places.choices = _places(campaign_id)


def _places(campaign_id: int) -> list[SelectChoice]:
    """The streets and dormitories of the list, each with how many live there."""
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    for place in beneficiaries.count_by_place(db.session(), campaign_id):
        key = rules.place_key(place)
        names.setdefault(key, rules.place_of(place) or _("address not known"))
        counts[key] = counts.get(key, 0) + place.count
    return [
        SelectChoice(key, f"{names[key]} · {localisation.number(counts[key])}")
        for key in sorted(names)
    ]


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


def _choice(form: RoundForm) -> services.Choice:
    return services.Choice(
        category=form.category.data or None,
        places=frozenset(form.places.data or ()),
        maximum=form.maximum.data,
        within_available=form.within_available.data,
        reserve_percent=form.reserve_percent.data or 0,
        leaves_out_served=form.leaves_out_served.data,
        gives_standard_instead=form.gives_standard_instead.data,
    )


def _form_page(template: str, form: Any, **page: Any) -> tuple[str, int]:
    has_errors = bool(form.errors or form.form_errors)
    return render_template(template, form=form, **page), 422 if has_errors else 200


@blueprint.get(f"{MANAGED}/distributions/<int:round_id>")
@requires(Permission.DISTRIBUTION_READ)
def show_round(slug: str, round_id: int) -> str:
    """The list of a round, how far it is, and what can be recorded."""
    round_ = round_or_404(round_id)
    note_list(DisclosureKind.ROUND_LIST, round_)
    return _round_page(round_, LineForm(formdata=None))


def note_list(kind: DisclosureKind, round_: DistributionRound) -> None:
    """Note that the addresses of a round are seen or taken out; counted only if it is written."""
    disclose(
        kind,
        campaign_id=round_.campaign_id,
        round_id=round_.id,
        row_count=lambda: sum(queries.count_by_status(db.session(), round_.id).values()),
    )


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
        twice=beneficiaries.households_twice(session, queries.list_people(session, round_.id)),
        shared=queries.list_shared_doors(session, round_.id),
        requests=queries.list_requests(session, round_.id)
        if may(Permission.ENROLMENT_READ)
        else [],
        variants=queries.count_by_variant(session, round_.id),
        in_stock=inventory.packages_in_stock(session, round_.version_id),
        with_couriers=queries.count_with_couriers(session, round_.id),
        pickups=queries.count_pickups(session, round_.id),
        reasons=queries.count_by_reason(session, round_.id),
        taken=rules.TAKEN,
        status=status,
        statuses=rules.DeliveryStatus,
        waiting=rules.WAITING,
        served=rules.SERVED,
        q=q,
        line_form=line_form,
    )


def _offer_people(form: LineForm, round_: DistributionRound) -> None:
    session = db.session()
    listed = frozenset(queries.list_people(session, round_.id))
    enrolled = beneficiaries.list_enrolled(session, round_.campaign_id, without=listed)
    form.beneficiary_id.choices = [
        SelectChoice(str(row.beneficiary_id), row.display_name) for row in enrolled
    ]
    offered = inventory.variants_of_version(session, round_.version_id)
    form.variant.choices = enum_choices(offered)


@blueprint.post(f"{MANAGED}/distributions/<int:round_id>/lines")
@requires(Permission.DISTRIBUTION_PLAN)
def add_line(slug: str, round_id: int) -> Page:
    """Put somebody else on the list."""
    round_ = round_or_404(round_id)
    form = LineForm()
    _offer_people(form, round_)
    if not form.validate_on_submit():
        return _round_page(round_, form), 422
    try:
        with unit_of_work() as session:
            added = services.add_or_ask(
                session,
                actor=current_user,
                now=now(),
                round_=round_,
                beneficiary_id=int(form.beneficiary_id.data),
                variant=PackageVariant(form.variant.data),
                reason=form.note.data or "",
                package_count=form.package_count.data or 1,
            )
    except DomainError as error:
        form.show_error(error)
        return _round_page(round_, form), 422
    if added is None:
        flash(_("It waits for a second person now."), "success")
    else:
        flash(_("The person was put on the list."), "success")
    return redirect(url_for("distribution.show_round", slug=slug, round_id=round_id))


@blueprint.post(f"{MANAGED}/distributions/<int:round_id>/close")
@requires(Permission.DISTRIBUTION_PLAN)
def close_round(slug: str, round_id: int) -> Response:
    """Close a round whose every line is settled."""
    round_ = round_or_404(round_id)
    with unit_of_work() as session:
        services.close_round(session, actor=current_user, now=now(), round_=round_)
    flash(_("The round is closed."), "success")
    return redirect(url_for("distribution.show_round", slug=slug, round_id=round_id))
