"""One line: what happened, by whom it was proven, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import localisation
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices, stripped
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.forms import DoorNoteForm, OutcomeForm, ReasonForm
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.proof_pictures import picture_of
from campaign_app.extensions import db

Page = str | Response | tuple[str, int]


def _delivery_or_404(delivery_id: int) -> Delivery:
    found = queries.find_delivery(db.session(), current_campaign().id, delivery_id)
    return found if found is not None else abort(404)


@blueprint.get(f"{MANAGED}/deliveries/<int:delivery_id>")
@requires(Permission.DISTRIBUTION_READ)
def show_delivery(slug: str, delivery_id: int) -> str:
    """One line: the person, what was recorded, and the form for what happens next."""
    delivery = _delivery_or_404(delivery_id)
    disclose(
        DisclosureKind.PERSON_PAGE,
        beneficiary_id=delivery.beneficiary_id,
        campaign_id=delivery.campaign_id,
    )
    return _delivery_page(delivery, OutcomeForm(formdata=None))


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
        pictures=queries.list_pictures(session, delivery.id),
        names=account_names(session, {a.recorded_by_id for a in attempts if a.recorded_by_id}),
        form=form,
        note_form=DoorNoteForm(formdata=None, door_note=delivery.door_note),
        reason_form=ReasonForm(formdata=None, prefix="undo-"),
        waiting=rules.WAITING,
    )


def _offer_outcomes(form: OutcomeForm, delivery: Delivery) -> None:
    form.outcome.choices = enum_choices(rules.OUTCOMES)
    form.proof.choices = enum_choices(rules.ProofKind, empty=_("none"))
    form.proxy_id.choices = proxy_choices(delivery)
    if form.handed_on.data is None:
        form.handed_on.data = today()


def proxy_choices(delivery: Delivery) -> list[SelectChoice]:
    """Nobody, or who may receive for the person: the document's last digits and last day."""
    choices = [SelectChoice("", _("none"))]
    for proxy in beneficiaries.list_proxies(db.session(), delivery.beneficiary_id):
        text = f"{proxy.full_name} · {_(proxy.document_kind.label)} ••••{proxy.document_last4}"
        if proxy.revoked_on is not None:
            text += " · " + _("revoked on %(day)s", day=localisation.day(proxy.revoked_on))
        elif proxy.valid_until is not None:
            text += " · " + _("valid until %(day)s", day=localisation.day(proxy.valid_until))
        choices.append(SelectChoice(str(proxy.id), text))
    return choices


@blueprint.post(f"{MANAGED}/deliveries/<int:delivery_id>/outcome")
@requires(Permission.DELIVERY_RECORD)
def record_outcome(slug: str, delivery_id: int) -> Page:
    """Record what became of a line."""
    delivery = _delivery_or_404(delivery_id)
    form = OutcomeForm()
    _offer_outcomes(form, delivery)
    if not form.validate_on_submit():
        return _delivery_page(delivery, form), 422
    try:
        proof = _proof(form)
        with unit_of_work() as session:
            services.record_outcome(
                session,
                actor=current_user,
                now=now(),
                delivery=delivery,
                action=rules.DeliveryAction(form.outcome.data),
                handed_on=form.handed_on.data or today(),
                proof=proof,
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
        proxy_id=int(form.proxy_id.data) if form.proxy_id.data else None,
        picture=picture_of(form),
    )


Command = Callable[..., Any]


def _run(slug: str, delivery_id: int, command: Command, done: str, **values: str) -> Response:
    """Run a command on a line; a refusal is told on the page that it came from."""
    delivery = _delivery_or_404(delivery_id)
    with unit_of_work() as session:
        command(session, actor=current_user, now=now(), delivery=delivery, **values)
    flash(done, "success")
    return redirect(url_for("distribution.show_delivery", slug=slug, delivery_id=delivery_id))


@blueprint.post(f"{MANAGED}/deliveries/<int:delivery_id>/take-out")
@requires(Permission.DELIVERY_RECORD)
def take_out_package(slug: str, delivery_id: int) -> Response:
    """Give the package to a courier."""
    return _run(slug, delivery_id, services.take_out, _("The courier has the package."))


@blueprint.post(f"{MANAGED}/deliveries/<int:delivery_id>/return")
@requires(Permission.DELIVERY_RECORD)
def return_package(slug: str, delivery_id: int) -> Response:
    """Take the package back into stock."""
    done = _("The package is in stock again.")
    return _run(slug, delivery_id, services.return_package, done)


@blueprint.post(f"{MANAGED}/deliveries/<int:delivery_id>/undo")
@requires(Permission.DELIVERY_RECORD)
def undo_outcome(slug: str, delivery_id: int) -> Response:
    """Undo an outcome that was recorded by mistake."""
    reason = (stripped(request.form.get("undo-note")) or "")[:500]
    done = _("The outcome was undone; it stays in the history.")
    return _run(slug, delivery_id, services.undo_outcome, done, reason=reason)


@blueprint.post(f"{MANAGED}/deliveries/<int:delivery_id>/door-note")
@requires(Permission.DISTRIBUTION_PLAN)
def note_for_door(slug: str, delivery_id: int) -> Response:
    """Write what the volunteer must know at the door."""
    note = (stripped(request.form.get("door_note")) or "")[:200]
    return _run(slug, delivery_id, services.note_for_door, _("The note is written."), note=note)


@blueprint.post(f"{MANAGED}/deliveries/<int:delivery_id>/cancel")
@requires(Permission.DISTRIBUTION_PLAN)
def cancel_delivery(slug: str, delivery_id: int) -> Response:
    """Take somebody off the list."""
    reason = (stripped(request.form.get("undo-note")) or "")[:500]
    done = _("The person was taken off the list.")
    return _run(slug, delivery_id, services.take_off_list, done, reason=reason)
