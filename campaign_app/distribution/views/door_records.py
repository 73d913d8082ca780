"""What phones send from doors, and the inbox of what could not be accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, public, requires
from campaign_app.core.assets import SOURCES
from campaign_app.core.clock import now, today
from campaign_app.core.dates import EARLIEST_YEAR, LATEST_YEAR
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.kept_refusals import load_refusal
from campaign_app.core.localisation import error_text, zone
from campaign_app.core.pictures import Picture
from campaign_app.core.requests import page_number, record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.forms import DoorForm
from campaign_app.distribution.models import DoorRecord
from campaign_app.distribution.rules import DeliveryAction, DoorState
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.proof_pictures import picture_of
from campaign_app.extensions import db
from campaign_app.volunteers.queries import find_volunteer_of

LONGEST_ID, SHORTEST_ID = 36, 20
INBOX = f"{MANAGED}/door-inbox"


@blueprint.get("/my/door-worker.js")
@public
def door_worker() -> Response:
    """The service worker of the pages below /my/: they open also without network."""
    text = (SOURCES / "js" / "door-worker.js").read_text(encoding="utf-8")
    return Response(text, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@blueprint.get("/my/manifest.webmanifest")
@public
def door_manifest() -> Response:
    """What a phone needs to put the routes on its home screen."""
    icon = url_for("static", filename="icons/favicon.svg")
    response = jsonify(
        name="Birge",
        short_name="Birge",
        start_url=url_for("distribution.list_own_routes"),
        scope="/my/",
        display="standalone",
        background_color="#fbf8f2",
        theme_color="#106a74",
        icons=[{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    )
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/my/door-token")
@requires(Permission.OWN_PAGES)
def show_door_token() -> Response:
    """A fresh token for a page that was loaded before somebody signed in again."""
    response = jsonify(token=generate_csrf())
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/my/door-records")
@requires(Permission.OWN_PAGES)
def receive_door_record() -> Response:
    """Take one record of a phone: accepted, or kept for the organiser; the same id is one."""
    volunteer = find_volunteer_of(db.session(), current_user.id) or abort(404)
    entry = _entry()
    with unit_of_work() as session:
        record = services.receive_door_record(
            session,
            actor=current_user,
            now=now(),
            today=today(),
            zone=zone(),
            volunteer_id=volunteer.id,
            entry=entry,
        )
        told = {"id": record.id, "state": record.state.value, "why": refusal_text(record.refusal)}
    response = jsonify(told)
    response.headers["Cache-Control"] = "no-store"
    return response


def _entry() -> services.DoorEntry:
    """What the phone sent. Anything that no phone of ours sends is a bad request."""
    form = DoorForm()
    form.outcome.choices = enum_choices(rules.OUTCOMES)
    form.proof.choices = enum_choices(rules.DOOR_PROOFS)
    id_ = request.form.get("id", "")
    is_id = SHORTEST_ID <= len(id_) <= LONGEST_ID and id_.replace("-", "").isalnum()
    if not (form.validate() and is_id and id_.isascii()):
        raise BadRequest
    try:
        happened_at = datetime.fromisoformat(request.form.get("happened_at", ""))
    except ValueError:
        raise BadRequest from None
    if happened_at.tzinfo is None or not EARLIEST_YEAR <= happened_at.year <= LATEST_YEAR:
        raise BadRequest
    picture, unreadable = None, None
    try:
        picture = picture_of(form)
    except DomainError as error:  # nothing that a phone recorded is lost: the organiser sees why
        unreadable = error
    return services.DoorEntry(
        id=id_,
        route_id=record_number(request.form.get("route_id")),
        delivery_id=record_number(request.form.get("delivery_id")),
        action=DeliveryAction(form.outcome.data),
        happened_at=happened_at,
        proof=proof_given(form, picture),
        note=form.note.data or "",
        unreadable=unreadable,
    )


def proof_given(form: DoorForm, picture: Picture | None) -> services.ProofGiven | None:
    """The proof of a form; None when none was chosen."""
    if not form.proof.data:
        return None
    return services.ProofGiven(
        kind=rules.ProofKind(form.proof.data),
        reference=form.reference.data or "",
        proxy_name=form.proxy_name.data or "",
        proxy_document=form.proxy_document.data or "",
        picture=picture,
    )


def refusal_text(refusal: str) -> str:
    """Why something could not be accepted, in the reader's language."""
    return error_text(load_refusal(refusal)) if refusal else ""


@blueprint.get(INBOX)
@requires(Permission.DISTRIBUTION_READ)
def list_door_records(slug: str) -> str:
    """What phones recorded and could not be accepted, to be taken or left."""
    waiting = request.args.get("list") != "decided"
    records = queries.list_door_records(
        db.session(), current_campaign().id, waiting=waiting, page=page_number()
    )
    found = {
        row.id: db.session().get_one(DoorRecord, row.id)
        for row in records.items
        if row.state is DoorState.CONFLICT
    }
    return render_template(
        "distribution/list_door_records.html",
        records=records,
        waiting=waiting,
        why={row.id: refusal_text(row.refusal) for row in records.items},
        proofs={id_: services.proof_of(record) for id_, record in found.items()},
        pictures=queries.pictures_of_records(db.session(), set(found)),
        notes={id_: services.note_of(record) for id_, record in found.items()},
    )


def _find(record_id: str, session: Session) -> DoorRecord:
    found = queries.find_door_record(session, current_campaign().id, record_id)
    return found or abort(404)


@blueprint.post(f"{INBOX}/<record_id>/take")
@requires(Permission.DISTRIBUTION_PLAN)
def take_door_record(slug: str, record_id: str) -> Response:
    """Record what the phone says."""
    return _decide(
        record_id,
        lambda session, record: services.take_door_record(
            session, actor=current_user, now=now(), zone=zone(), record=record
        ),
    )


@blueprint.post(f"{INBOX}/<record_id>/leave")
@requires(Permission.DISTRIBUTION_PLAN)
def leave_door_record(slug: str, record_id: str) -> Response:
    """Leave the delivery as it is."""
    return _decide(
        record_id,
        lambda session, record: services.leave_door_record(
            session,
            actor=current_user,
            now=now(),
            record=record,
            reason=request.form.get("reason", "").replace("\x00", "")[:500],
        ),
    )


def _decide(record_id: str, act: Any) -> Response:
    _find(record_id, db.session())
    try:
        with unit_of_work() as session:
            act(session, _find(record_id, session))
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("It is decided."), "success")
    return redirect(url_for("distribution.list_door_records", slug=current_campaign().slug))
