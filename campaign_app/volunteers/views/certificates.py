"""What the staff does with papers for volunteers: issues, prints and withdraws them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import may, may_anywhere
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import chosen_print_languages
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import zone
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import CertificateForm, VoidForm
from campaign_app.volunteers.forms.certificates import ALL
from campaign_app.volunteers.models import Certificate, Volunteer
from campaign_app.volunteers.queries import CertificateLine
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.my_hours import hours_of, issue_for, offer_periods
from campaign_app.volunteers.views.papers import print_papers
from campaign_app.volunteers.views.people import Answer


@blueprint.get("/manage/volunteers/<int:volunteer_id>/hours")
@requires(Permission.VOLUNTEER_READ)
def show_volunteer_hours(volunteer_id: int) -> str:
    """A volunteer's hours as she sees them herself, and her papers."""
    volunteer = db.session().get(Volunteer, volunteer_id) or abort(404)
    return render_template(
        "volunteers/show_volunteer_hours.html",
        volunteer=volunteer,
        hours_found=hours_of(volunteer.id),
    )


@blueprint.post("/manage/volunteers/<int:volunteer_id>/certificates")
@requires(Permission.VOLUNTEER_EDIT)
def issue_certificate(volunteer_id: int) -> Response:
    """Issue a certificate of somebody's confirmed hours."""
    volunteer = db.session().get(Volunteer, volunteer_id) or abort(404)
    form = CertificateForm()
    worked = queries.worked_shifts(db.session(), volunteer.id)
    year = offer_periods(form, rules.summarise(worked, zone(), None))
    if not form.validate_on_submit():
        abort(404)
    page = url_for("volunteers.show_volunteer_hours", volunteer_id=volunteer_id, year=year or ALL)
    issue_for(volunteer_id, form, year, page)
    return redirect(page)


@blueprint.get("/manage/volunteers/certificates")
@requires(Permission.VOLUNTEER_READ)
def list_certificates() -> str:
    """Every paper that was issued, the latest first."""
    q, kind = searched(), chosen("kind", rules.CertificateKind)
    return render_template(
        "volunteers/list_certificates.html",
        certificates=queries.list_certificates(db.session(), q=q, kind=kind, page=page_number()),
        q=q,
        kind=kind,
        kinds=rules.CertificateKind,
    )


def _find(certificate_id: int) -> CertificateLine:
    return queries.find_certificate(db.session(), certificate_id) or abort(404)


def _may_withdraw(line: CertificateLine) -> bool:
    """A campaign's papers are withdrawn by those who work on it."""
    if line.campaign_id is None:
        return may_anywhere(Permission.VOLUNTEER_EDIT)
    campaign = queries.campaigns_by_id(db.session(), [line.campaign_id])[line.campaign_id]
    return may(Permission.VOLUNTEER_EDIT, campaign)


@blueprint.get("/manage/volunteers/certificates/<int:certificate_id>")
@requires(Permission.VOLUNTEER_READ)
def show_certificate(certificate_id: int) -> str:
    """One paper: what it says, what it is worth, how to withdraw it."""
    return _page(certificate_id, VoidForm(formdata=None))


def _page(certificate_id: int, form: VoidForm) -> str:
    session, line = db.session(), _find(certificate_id)
    ids = {each for each in (line.issued_by_id, line.voided_by_id) if each}
    newer = queries.find_certificate(session, line.replaced_by_id or 0)
    return render_template(
        "volunteers/show_certificate.html",
        paper=line,
        rows=queries.rows_of(session, [line.id])[line.id],
        names=account_names(session, ids),
        newer=newer,
        about=queries.campaigns_by_id(session, [line.campaign_id or 0]).get(line.campaign_id or 0),
        code=rules.shown_code(line.code),
        may_withdraw=_may_withdraw(line),
        form=form,
    )


@blueprint.get("/manage/volunteers/certificates/<int:certificate_id>.pdf")
@requires(Permission.VOLUNTEER_READ)
def print_certificate(certificate_id: int) -> Response:
    """A paper again as it was issued; one that is not valid says so."""
    languages, line = chosen_print_languages(), _find(certificate_id)
    return print_papers([line], languages, f"{line.kind.value}-{line.shown_number}.pdf")


@blueprint.post("/manage/volunteers/certificates/<int:certificate_id>/void")
@requires(Permission.VOLUNTEER_EDIT)
def void_certificate(certificate_id: int) -> Answer:
    """Withdraw a paper with a reason."""
    if not _may_withdraw(_find(certificate_id)):
        abort(404)
    form = VoidForm()
    if not form.validate_on_submit():
        return _page(certificate_id, form), 422
    try:
        with unit_of_work() as session:
            services.void_certificate(
                session,
                actor=current_user,
                now=now(),
                certificate=session.get_one(Certificate, certificate_id),
                reason=form.reason.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return _page(certificate_id, form), 422
    flash(_("The paper was withdrawn: whoever checks its code is told so."), "success")
    return redirect(url_for("volunteers.show_certificate", certificate_id=certificate_id))
