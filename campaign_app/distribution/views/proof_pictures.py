"""Signatures and photos from doors, for those who may see the person; each look is noted."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.pictures import MEDIA_TYPE, Picture, clean_picture
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, services
from campaign_app.distribution.forms import DoorForm, OutcomeForm
from campaign_app.distribution.queries import FoundPicture
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.extensions import db


def picture_of(form: DoorForm | OutcomeForm) -> Picture | None:
    """The picture that came as proof. Raises what `clean_picture` raises for one that is none."""
    file: Any = form.picture.data
    content = file.read() if file else b""
    return clean_picture(content, field="picture") if content else None


def _find(picture_id: int) -> FoundPicture:
    found = queries.find_picture(db.session(), current_campaign().id, picture_id)
    return found if found is not None else abort(404)


@blueprint.get(f"{MANAGED}/proof-pictures/<int:picture_id>.jpg")
@requires(Permission.DISTRIBUTION_READ)
def show_proof_picture(slug: str, picture_id: int) -> Response:
    """A signature or a photo; no browser keeps it."""
    found = _find(picture_id)
    content = found.picture.content
    if content is None:
        abort(404)
    disclose(
        DisclosureKind.PERSON_PAGE,
        beneficiary_id=found.beneficiary_id,
        campaign_id=current_campaign().id,
    )
    response = Response(content, content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="proof-{picture_id}.jpg"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post(f"{MANAGED}/proof-pictures/<int:picture_id>/remove")
@requires(Permission.DISTRIBUTION_PLAN)
def remove_proof_picture(slug: str, picture_id: int) -> Response:
    """Remove a picture for good: a face is on it, or somebody's paper."""
    delivery_id = _find(picture_id).delivery_id
    with unit_of_work() as session:
        services.remove_picture(
            session, actor=current_user, now=now(), picture=_find(picture_id).picture
        )
    flash(_("The picture was removed; the proof itself stays."), "success")
    return redirect(url_for("distribution.show_delivery", slug=slug, delivery_id=delivery_id))
