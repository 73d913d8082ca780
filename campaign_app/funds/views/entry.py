"""Writing a donation down: by keyboard alone, the next one with the same method and date."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import money
from campaign_app.core.money import major_text
from campaign_app.core.requests import record_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.forms import DonationForm
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

REMEMBERED = "donation_entry"


def _usual_values() -> dict[str, str]:
    """Method and date as in the last entry of today, else the method only."""
    last = session.get(REMEMBERED) or {}
    day = today().isoformat()
    return {
        "method": last.get("method", DonationMethod.CASH.value),
        "received_on": last["received_on"] if last.get("entered_on") == day else day,
    }


def _promised() -> dict[str, str | int]:
    """What the pledge that the query string names promised and what is left of it."""
    pledge_id = record_number(request.args.get("pledge"))
    pledge = queries.find_pledge(db.session(), current_campaign().id, pledge_id)
    if pledge is None:
        return {}
    left = pledge.amount_minor - queries.came_of_pledge(db.session(), pledge.id)
    values: dict[str, str | int] = {"pledge_id": pledge.id, "donor_name": pledge.donor_name}
    if left > 0:
        values["amount"] = major_text(left)
    if pledge.is_in_kind:
        values |= {"method": DonationMethod.IN_KIND.value, "note": pledge.note}
    return values


@blueprint.route(f"{CAMPAIGN}/donations/new", methods=["GET", "POST"])
@requires(Permission.DONATION_RECORD)
def new_donation(slug: str) -> str | Response | tuple[str, int]:
    """Write down a gift and give it a receipt."""
    form = DonationForm(data=_usual_values() | _promised())
    form.offer_choices()
    if not form.validate_on_submit():
        return _entry_page(form), 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="funds.new_donation",
                actor_id=current_user.id,
                now=now(),
            )
            donation = services.record_donation(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                campaign=current_campaign(),
                details=_details(form),
            )
            url = url_for("funds.show_donation", slug=slug, donation_id=donation.id)
            submission.result_url = url
            twins = [twin.receipt for twin in queries.find_likely_twins(writing, donation)]
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _entry_page(form), 422
    return _after_entry(form, donation, twins, url)


@blueprint.get(f"{CAMPAIGN}/donations/donors.json")
@requires(Permission.DONATION_RECORD)
def suggest_donors(slug: str) -> Response:
    """Names that the one being typed may become."""
    response = jsonify(queries.suggest_donors(db.session(), current_campaign().id, searched()))
    response.headers["Cache-Control"] = "no-store"
    return response


def _details(form: DonationForm) -> services.DonationDetails:
    return services.DonationDetails(
        amount_minor=form.amount.parsed.minor,
        method=DonationMethod(form.method.data),
        received_on=form.received_on.parsed,
        donor_name=form.donor_name.data or "",
        is_anonymous=form.is_anonymous.data,
        reference=form.reference.data or "",
        note=form.note.data or "",
        donor_email=form.donor_email.data or "",
        pledge_id=record_number(form.pledge_id.data) or None,
    )


def _entry_page(form: DonationForm) -> str:
    accounts = queries.money_accounts(db.session(), [current_campaign().id])
    return render_template(
        "funds/new_donation.html",
        form=form,
        personal_accounts=[account for account in accounts if account.is_personal],
    )


def _after_entry(form: DonationForm, donation: Donation, twins: list[str], url: str) -> Response:
    """Lead to the receipt, or to the next entry with the same method and date."""
    session[REMEMBERED] = {
        "method": donation.method.value,
        "received_on": donation.received_on.isoformat(),
        "entered_on": today().isoformat(),
    }
    amount = money(donation.amount_minor)
    told = _("Receipt %(receipt)s was issued: %(amount)s.", receipt=donation.receipt, amount=amount)
    flash(told, "success")
    if twins:
        told = _(
            "Perhaps it is entered twice: the same donor, amount and day stand on %(receipts)s.",
            receipts=", ".join(twins),
        )
        flash(told, "warning")
    if request.form.get("next"):
        url = url_for("funds.new_donation", slug=current_campaign().slug)
    return redirect(url)
