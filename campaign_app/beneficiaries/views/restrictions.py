"""Stopping the processing of somebody's data, and letting it go on."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import queries, services
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.forms import stripped
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db


def person_or_404(beneficiary_id: int) -> Beneficiary:
    """The person or institution of the URL."""
    return queries.find_beneficiary(db.session(), beneficiary_id) or abort(404)


def back_to(beneficiary_id: int) -> Response:
    """The page of the person."""
    return redirect(url_for("beneficiaries.show_beneficiary", beneficiary_id=beneficiary_id))


def typed_reason() -> str:
    """The reason that came with the form."""
    return (stripped(request.form.get("reason")) or "")[:500]


@blueprint.post("/beneficiaries/<int:beneficiary_id>/restrict")
@requires(Permission.PRIVACY_HANDLE)
def restrict_beneficiary(beneficiary_id: int) -> Response:
    """Stop the processing."""
    person_or_404(beneficiary_id)
    with unit_of_work() as session:
        services.restrict_beneficiary(
            session,
            actor=current_user,
            now=now(),
            beneficiary=session.get_one(Beneficiary, beneficiary_id),
            reason=typed_reason(),
        )
    flash(_("The processing of the data is stopped."), "success")
    return back_to(beneficiary_id)


@blueprint.post("/beneficiaries/<int:beneficiary_id>/lift-restriction")
@requires(Permission.PRIVACY_HANDLE)
def lift_restriction(beneficiary_id: int) -> Response:
    """Let the processing go on."""
    person_or_404(beneficiary_id)
    with unit_of_work() as session:
        services.lift_restriction(
            session,
            actor=current_user,
            now=now(),
            beneficiary=session.get_one(Beneficiary, beneficiary_id),
            reason=typed_reason(),
        )
    flash(_("The data may be used again."), "success")
    return back_to(beneficiary_id)
