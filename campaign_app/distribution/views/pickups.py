"""The desk where people fetch their package: who comes, their slips, and handing over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.downloads import chosen_print_languages, pdf_response
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import stripped
from campaign_app.core.localisation import error_text
from campaign_app.core.requests import page_number, record_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import printing, queries, rules, services
from campaign_app.distribution.forms import DeskForm
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.deliveries import proxy_choices
from campaign_app.distribution.views.parcels import paper_head
from campaign_app.distribution.views.rounds import note_list, round_or_404
from campaign_app.extensions import db

HERE = f"{MANAGED}/distributions/<int:round_id>"
LONGEST_NOTICE = 160  # so much fits on a slip in two languages


@blueprint.get(f"{HERE}/pickups")
@requires(Permission.DISTRIBUTION_PLAN)
def list_pickups(slug: str, round_id: int) -> str:
    """Who comes to the desk (`?list=chosen`), or who could."""
    round_ = round_or_404(round_id)
    note_list(DisclosureKind.ROUND_LIST, round_)
    is_chosen = request.args.get("list") == "chosen"
    return render_template(
        "distribution/list_pickups.html",
        round=round_,
        rows=queries.page_of_pickups(
            db.session(), round_.id, is_chosen=is_chosen, page=page_number(), q=searched()
        ),
        counts=queries.count_pickups(db.session(), round_.id),
        is_chosen=is_chosen,
        q=searched(),
        waiting=rules.WAITING,
        served=rules.SERVED,
    )


Change = Callable[..., int]


def _change(slug: str, round_id: int, change: Change, told: Callable[[int], str]) -> Response:
    round_or_404(round_id)
    is_chosen = change is services.remove_pickups
    ids = [each for each in map(record_number, request.form.getlist("lines")) if each]
    try:
        with unit_of_work() as session:
            round_ = round_or_404(round_id)
            if "everybody" in request.form and not is_chosen:
                ids = queries.free_line_ids(session, round_id)
            count = change(session, actor=current_user, now=now(), round_=round_, delivery_ids=ids)
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(told(count), "success")
        is_chosen = not is_chosen
    here: dict[str, Any] = {"list": "chosen"} if is_chosen else {}
    return redirect(url_for("distribution.list_pickups", slug=slug, round_id=round_id, **here))


@blueprint.post(f"{HERE}/pickups")
@requires(Permission.DISTRIBUTION_PLAN)
def choose_pickups(slug: str, round_id: int) -> Response:
    """Give codes to those who are ticked, or to everybody to whom no route leads."""
    return _change(
        slug,
        round_id,
        services.choose_pickups,
        lambda count: _("Codes that were given: %(count)s. Print the slips.", count=count),
    )


@blueprint.post(f"{HERE}/pickups/remove")
@requires(Permission.DISTRIBUTION_PLAN)
def remove_pickups(slug: str, round_id: int) -> Response:
    """Put back those who are ticked: a route may lead to them again."""
    return _change(
        slug,
        round_id,
        services.remove_pickups,
        lambda count: _("Put back: %(count)s. Their codes are void.", count=count),
    )


@blueprint.post(f"{HERE}/pickups/notice")
@requires(Permission.DISTRIBUTION_PLAN)
def describe_desk(slug: str, round_id: int) -> Response:
    """Say where and when the desk is open."""
    notice = (stripped(request.form.get("notice")) or "")[:LONGEST_NOTICE]
    round_or_404(round_id)
    with unit_of_work() as session:
        services.describe_desk(
            session, actor=current_user, now=now(), round_=round_or_404(round_id), notice=notice
        )
    flash(_("The slips say it from now on."), "success")
    return redirect(
        url_for("distribution.list_pickups", slug=slug, round_id=round_id, list="chosen")
    )


@blueprint.get(f"{HERE}/pickup-slips.pdf")
@requires(Permission.DISTRIBUTION_PLAN)
def print_pickup_slips(slug: str, round_id: int) -> Response:
    """A slip with the code for everybody who is still waited for."""
    round_ = round_or_404(round_id)
    note_list(DisclosureKind.SHEET_PRINTED, round_)
    slips = [
        printing.PickupSlip(
            mark=f"{round_.number} / {row.line.line_number}",
            recipient=row.line.person.short_name,
            code=row.code,
            url=url_for(
                "distribution.serve_desk",
                slug=slug,
                round_id=round_id,
                code=row.code,
                _external=True,
            ),
        )
        for row in queries.pickups_to_print(db.session(), round_id)
    ]
    number = f"{current_campaign().code}-{round_.number}"
    content = printing.render_pickup_slips(
        paper_head(round_, number), round_.pickup_notice, slips, chosen_print_languages(), now()
    )
    return pdf_response(content, f"pickup-{number}.pdf")


@blueprint.route(f"{HERE}/desk", methods=["GET", "POST"])
@requires(Permission.DELIVERY_RECORD)
def serve_desk(slug: str, round_id: int) -> str | Response | tuple[str, int]:
    """Somebody brings a code: whose it is, what to hand over, and one button."""
    round_, form = round_or_404(round_id), DeskForm()
    if request.method == "GET":
        form.code.data = request.args.get("code", "").replace("\x00", "")[:40]
        return _desk(round_, form)
    whose = queries.find_by_pickup_code(
        db.session(), round_.id, rules.read_pickup_code(form.code.data or "")
    )
    form.proxy_id.choices = proxy_choices(whose) if whose is not None else []
    if not form.validate():
        return _desk(round_, form), 422
    try:
        with unit_of_work() as session:
            delivery = services.hand_over_at_desk(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                round_=round_or_404(round_id),
                code=form.code.data or "",
                proxy_name=form.proxy_name.data or "",
                proxy_document=form.proxy_document.data or "",
                proxy_id=record_number(form.proxy_id.data) or None,
            )
            name = queries.find_line(session, delivery).person.full_name
    except DomainError as error:
        form.show_error(error)
        return _desk(round_or_404(round_id), form), 422
    flash(_("Handed over: %(recipient)s.", recipient=name), "success")
    return redirect(url_for("distribution.serve_desk", slug=slug, round_id=round_id))


def _desk(round_: DistributionRound, form: DeskForm) -> str:
    delivery = _whose(round_, form)
    if delivery is not None:
        form.proxy_id.choices = proxy_choices(delivery)
        disclose(
            DisclosureKind.PERSON_PAGE,
            beneficiary_id=delivery.beneficiary_id,
            campaign_id=round_.campaign_id,
        )
    return render_template(
        "distribution/serve_desk.html",
        round=round_,
        form=form,
        line=queries.find_line(db.session(), delivery) if delivery is not None else None,
        counts=queries.count_pickups(db.session(), round_.id),
        waiting=rules.WAITING,
        served=rules.SERVED,
    )


def _whose(round_: DistributionRound, form: DeskForm) -> Delivery | None:
    """The line of the code in the form; a code that nobody has is told at its field."""
    if not form.code.data:
        return None
    code = rules.read_pickup_code(form.code.data)
    found = queries.find_by_pickup_code(db.session(), round_.id, code)
    if found is None and not form.code.errors:
        form.code.errors = [error_text(rules.PickupCodeUnknown(code=form.code.data.strip()))]
    return found
