"""Who lives with whom, and who may receive for whom."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries import rules, services
from campaign_app.beneficiaries.forms import ProxyForm
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.registry import person_page
from campaign_app.beneficiaries.views.restrictions import back_to, person_or_404, typed_reason
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.forms import enum_choices
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work

Page = str | Response | tuple[str, int]
MOST_DIGITS = 9


@blueprint.post("/beneficiaries/<int:beneficiary_id>/household")
@requires(Permission.BENEFICIARY_EDIT)
def link_household(beneficiary_id: int) -> Response:
    """Note that two people live together."""
    person_or_404(beneficiary_id)
    typed = request.form.get("other_id", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS):
        raise NotFound()
    with unit_of_work() as session:
        services.link_household(
            session,
            actor=current_user,
            now=now(),
            beneficiary_id=beneficiary_id,
            other_id=int(typed),
        )
    flash(_("They are one household now."), "success")
    return back_to(beneficiary_id)


@blueprint.post("/beneficiaries/<int:beneficiary_id>/household/leave")
@requires(Permission.BENEFICIARY_EDIT)
def unlink_household(beneficiary_id: int) -> Response:
    """Note that somebody lives apart."""
    person_or_404(beneficiary_id)
    with unit_of_work() as session:
        services.unlink_household(
            session,
            actor=current_user,
            now=now(),
            beneficiary=session.get_one(Beneficiary, beneficiary_id),
        )
    flash(_("This person is a household of their own now."), "success")
    return back_to(beneficiary_id)


@blueprint.post("/beneficiaries/<int:beneficiary_id>/proxies")
@requires(Permission.BENEFICIARY_EDIT)
def register_proxy(beneficiary_id: int) -> Page:
    """Note who may receive for somebody."""
    person = person_or_404(beneficiary_id)
    form = ProxyForm(prefix="proxy-")
    form.document_kind.choices = enum_choices(rules.ProxyDocument)
    if not form.validate_on_submit():
        return person_page(person, proxy_form=form), 422
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="beneficiaries.register_proxy",
                actor_id=current_user.id,
                now=now(),
            )
            services.register_proxy(
                session,
                actor=current_user,
                now=now(),
                today=today(),
                beneficiary=session.get_one(Beneficiary, beneficiary_id),
                details=form.details(),
            )
            submission.result_url = back_to(beneficiary_id).location
    except AlreadySubmitted:
        return back_to(beneficiary_id)
    except DomainError as error:
        form.show_error(error)
        return person_page(person_or_404(beneficiary_id), proxy_form=form), 422
    flash(_("The proxy was saved."), "success")
    return back_to(beneficiary_id)


@blueprint.post("/beneficiaries/<int:beneficiary_id>/proxies/<int:proxy_id>/revoke")
@requires(Permission.BENEFICIARY_EDIT)
def revoke_proxy(beneficiary_id: int, proxy_id: int) -> Response:
    """Note that somebody may receive no longer."""
    person_or_404(beneficiary_id)
    with unit_of_work() as session:
        services.revoke_proxy(
            session,
            actor=current_user,
            now=now(),
            today=today(),
            beneficiary_id=beneficiary_id,
            proxy_id=proxy_id,
            reason=typed_reason(),
        )
    flash(_("The proxy was revoked."), "success")
    return back_to(beneficiary_id)
