"""Who may be meant, while somebody is being typed."""

from __future__ import annotations

from datetime import date

from flask import render_template, request

from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import Identity
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.core.access import Permission, requires
from campaign_app.core.addresses import address_key
from campaign_app.core.errors import DomainError
from campaign_app.core.identifiers import check_iin, parse_phone
from campaign_app.core.names import mixed_script_words, normalise
from campaign_app.extensions import db

LONGEST = 200
SHOWN = 5


@blueprint.post("/beneficiaries/look-alikes")
@requires(Permission.BENEFICIARY_EDIT)
def find_look_alikes() -> str | tuple[str, int]:
    """A part of a page: whom the typed person may be. Sent by POST, so that no log has it.

    Nothing is answered when what is shown already is still right, so that a screen reader
    says it once.
    """
    identity = _typed()
    mixed = mixed_script_words(identity.name)
    found = []
    if identity.name and not identity.has_only_a_name:
        exclude = {int(each) for each in request.form.getlist("beneficiary_id") if _is_id(each)}
        found = queries.find_look_alikes(db.session(), identity, exclude_ids=exclude, limit=SHOWN)
    shown = " ".join([*mixed, *(f"{each.id}:{each.score}" for each in found)])
    if shown == request.form.get("look_alikes_shown", ""):
        return "", 204
    return render_template("beneficiaries/_look_alikes.html", mixed=mixed, found=found, shown=shown)


def look_alikes_of(person: Beneficiary) -> list[queries.LookAlike]:
    """Whom somebody on the registry may be, for a card on her page."""
    if person.merged_into_id is not None or person.erased_at is not None:
        return []
    return queries.find_look_alikes(
        db.session(), queries.identity_of(person), exclude_ids={person.id}, limit=SHOWN
    )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _text(name: str) -> str:
    return normalise(request.form.get(name, "")[:LONGEST])


def _typed() -> Identity:
    """What was typed so far; a number that is not whole yet is left out."""
    door = {name: _text(name) for name in ("street", "house", "flat", "dormitory", "room")}
    return queries.identity_made_of(
        surname=_text("surname"),
        given_name=_text("given_name"),
        patronymic=_text("patronymic"),
        born_on=_date(_text("born_on")),
        phone=_phone(_text("phone")),
        address=address_key(**door),
        iin=_iin(_text("iin")),
        document=_text("document_number"),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except DomainError:
        return ""


def _iin(text: str) -> str:
    try:
        return check_iin(text).value
    except DomainError:
        return ""
