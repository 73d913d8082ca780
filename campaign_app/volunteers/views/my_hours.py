"""My hours, and the certificate that says them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.downloads import chosen_print_languages
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text, zone
from campaign_app.core.requests import page_number, record_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms.certificates import ALL, CertificateForm
from campaign_app.volunteers.rules import CertificateKind
from campaign_app.volunteers.rules import hours as hour_rules
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.my_pages import my_volunteer
from campaign_app.volunteers.views.papers import print_papers

FILENAME = "certificate-{number}.pdf"


@blueprint.get("/my/hours")
@requires(Permission.OWN_PAGES)
def list_my_hours() -> str:
    """My confirmed hours by year, kind of work and campaign."""
    volunteer = my_volunteer()
    found = hours_of(volunteer.id) if volunteer else None
    return render_template(
        "volunteers/list_my_hours.html",
        hours_found=found,
        corrections=(
            queries.corrections_of(db.session(), volunteer_id=volunteer.id) if volunteer else []
        ),
    )


@blueprint.post("/my/hours/certificate")
@requires(Permission.OWN_PAGES)
def issue_my_certificate() -> Response:
    """Issue a certificate of my confirmed hours; the valid one that says the same is kept."""
    volunteer = my_volunteer() or abort(404)
    form = CertificateForm()
    period = offer_periods(form, rules.summarise(_worked(volunteer.id), zone(), None))
    if not form.validate_on_submit():
        abort(404)
    page = url_for("volunteers.list_my_hours", year=period or ALL)
    issue_for(volunteer.id, form, period, page)
    return redirect(page)


@blueprint.get("/my/hours/certificate.pdf")
@requires(Permission.OWN_PAGES)
def print_my_certificate() -> Response:
    """My newest valid certificate of a year (`year`), of all hours (`year=all`), or any.

    Looking prints what was issued and issues nothing: that is a button on the page of hours.
    """
    volunteer = my_volunteer() or abort(404)
    languages = chosen_print_languages()
    session = db.session()
    if "code" in request.args:
        line = queries.find_certificate_by_code(session, request.args["code"])
        if line is None or line.volunteer_id != volunteer.id:
            abort(404)
    else:
        line = queries.newest_valid(session, volunteer.id, about=_asked_about())
    if line is None:
        flash(_("There is no valid certificate of this time yet. Issue it here."), "warning")
        return redirect(url_for("volunteers.list_my_hours"))
    return print_papers([line], languages, FILENAME.format(number=line.shown_number))


def _asked_about() -> str | None:
    asked = request.args.get("year", "")
    if asked == ALL:
        return rules.Draft(
            kind=CertificateKind.HOURS, volunteer_id=0, holder_name="", holder_unit=""
        ).about
    year = record_number(asked)
    if not hour_rules.is_year(year):
        return None
    starts_on, ends_on = hour_rules.whole_year(year)
    return rules.Draft(
        kind=CertificateKind.HOURS,
        volunteer_id=0,
        holder_name="",
        holder_unit="",
        starts_on=starts_on,
        ends_on=ends_on,
    ).about


def _worked(volunteer_id: int) -> list[rules.WorkedShift]:
    return queries.worked_shifts(db.session(), volunteer_id)


def hours_of(volunteer_id: int) -> dict[str, Any]:
    """What a page of somebody's hours shows; `year` of the address, else her latest."""
    session = db.session()
    worked = _worked(volunteer_id)
    years = list(rules.summarise(worked, zone(), None).by_year)
    year = _chosen_year(years)
    summary = rules.summarise(worked, zone(), year)
    between = hour_rules.bounds(*hour_rules.whole_year(year), zone()) if year else None
    form = CertificateForm(formdata=None)
    offer_periods(form, summary)
    form.period.data = str(year or ALL)
    return {
        "year": year,
        "years": years,
        "summary": summary,
        "marks": rules.progress_to_marks(summary.minutes) if year else [],
        "credits": hour_rules.credits_for(summary.minutes),
        "counted": rules.counted_minutes(summary.minutes),
        "worked": queries.list_worked(session, volunteer_id, between=between, page=page_number()),
        "unconfirmed": queries.list_unconfirmed(session, volunteer_id, now=now()),
        "campaigns": queries.campaigns_by_id(session, list(summary.by_campaign)),
        "certificates": queries.certificates_of(session, volunteer_id),
        "form": form,
    }


def _chosen_year(years: list[int]) -> int | None:
    """The year that was asked for; without one the latest with hours, else the running one."""
    asked = request.args.get("year", "")
    if asked == ALL:
        return None
    year = record_number(asked)
    if hour_rules.is_year(year):
        return year
    return years[0] if years else today().year


def offer_periods(form: CertificateForm, summary: rules.HoursSummary) -> int | None:
    """Offer the years with confirmed hours, and all of them; give the year that was chosen."""
    form.period.choices = [SelectChoice(str(year), str(year)) for year in summary.by_year]
    form.period.choices.append(SelectChoice(ALL, _("All hours")))
    chosen = record_number(form.period.data)
    return chosen if hour_rules.is_year(chosen) else None


def issue_for(volunteer_id: int, form: CertificateForm, year: int | None, page: str) -> None:
    """Issue and say under which number; a refusal is said as well."""
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose=request.endpoint or "",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = page
            paper = services.issue_hours_certificate(
                session,
                issuing=services.Issuing(
                    actor=current_user,
                    now=now(),
                    zone=zone(),
                    languages=tuple(str(form.language.data).split("+")),
                ),
                volunteer_id=volunteer_id,
                period=hour_rules.whole_year(year) if year else None,
            )
            number = paper.shown_number
    except AlreadySubmitted:
        return
    except DomainError as error:
        flash(error_text(error), "error")
        return
    flash(_("Certificate No. %(number)s is ready to be printed.", number=number), "success")
