"""Donations: the list and its exports, a new one, one of them, its void, its receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.dates import DateInvalid, parse_date
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.core.localisation import label, money
from campaign_app.core.money import major_decimal
from campaign_app.core.printing.labels import Message
from campaign_app.core.requests import absolute_address, chosen, page_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import printing, queries, rules, services
from campaign_app.funds.forms import DonationForm, ReasonForm
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod, DonationState
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint

REMEMBERED = "donation_entry"
PURPOSE = Message(N_("Voluntary donation"))  # to the campaign that the head names


def _chosen_filter() -> queries.DonationFilter:
    days = {}
    for name in ("from", "to"):
        try:
            days[name] = parse_date(request.args.get(name))
        except DateInvalid:
            continue
    return queries.DonationFilter(
        q=searched(),
        method=chosen("method", DonationMethod),
        received_from=days.get("from"),
        received_to=days.get("to"),
        state=chosen("state", DonationState),
    )


@blueprint.get(f"{CAMPAIGN}/donations")
@requires(Permission.DONATION_READ)
def list_donations(slug: str) -> str:
    """What came in, the latest first."""
    chosen_filter = _chosen_filter()
    donations, sums = queries.list_donations(
        db.session(), current_campaign().id, chosen=chosen_filter, page=page_number()
    )
    return render_template(
        "funds/list_donations.html",
        donations=donations,
        sums=sums,
        chosen=chosen_filter,
        methods={method: label(method) for method in DonationMethod},
        states={state: label(state) for state in DonationState},
    )


@blueprint.get(f"{CAMPAIGN}/donations.<any(csv, xlsx):extension>")
@requires(Permission.DONATION_READ)
def export_donations(slug: str, extension: str) -> Response:
    """The list as it is filtered. Anonymous donors stay anonymous in a file."""
    campaign = current_campaign()
    rows = _export_rows(
        queries.stream_donations(db.session(), campaign.id, chosen=_chosen_filter())
    )
    header = [_(text) for text in rules.DONATION_COLUMNS.values()]
    filename = f"{campaign.slug}-donations.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Donations"), header, rows)


def _export_rows(donations: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    methods = {method: label(method) for method in DonationMethod}
    valid, voided = label(DonationState.VALID), label(DonationState.VOIDED)
    yes, no = _("yes"), _("no")
    for _id, year, number, day, donor, is_hidden, method, amount, reference, note, at in donations:
        yield (
            rules.number_in_year(year, number),
            day,
            "" if is_hidden else donor,
            major_decimal(amount),
            methods[method],
            reference,
            yes if is_hidden else no,
            "" if is_hidden else note,
            valid if at is None else voided,
        )


def _usual_values() -> dict[str, str]:
    """Method and date as in the last entry of today, else the method only."""
    last = session.get(REMEMBERED) or {}
    day = today().isoformat()
    return {
        "method": last.get("method", DonationMethod.CASH.value),
        "received_on": last["received_on"] if last.get("entered_on") == day else day,
    }


@blueprint.route(f"{CAMPAIGN}/donations/new", methods=["GET", "POST"])
@requires(Permission.DONATION_RECORD)
def new_donation(slug: str) -> str | Response | tuple[str, int]:
    """Write down a gift and give it a receipt."""
    form = DonationForm(data=_usual_values())
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


def _details(form: DonationForm) -> services.DonationDetails:
    return services.DonationDetails(
        amount_minor=form.amount.parsed.minor,
        method=DonationMethod(form.method.data),
        received_on=form.received_on.parsed,
        donor_name=form.donor_name.data or "",
        is_anonymous=form.is_anonymous.data,
        reference=form.reference.data or "",
        note=form.note.data or "",
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


def _find(donation_id: int) -> Donation:
    """The donation, if it is one of the campaign's, else 404."""
    return queries.find_donation(db.session(), current_campaign().id, donation_id) or abort(404)


@blueprint.get(f"{CAMPAIGN}/donations/<int:donation_id>")
@requires(Permission.DONATION_READ)
def show_donation(slug: str, donation_id: int) -> str:
    """One donation: its receipt, its history, how to take it back."""
    return _donation_page(donation_id, ReasonForm(formdata=None))


def _donation_page(donation_id: int, form: ReasonForm) -> str:
    donation = _find(donation_id)
    ids = {id_ for id_ in (donation.recorded_by_id, donation.voided_by_id) if id_}
    return render_template(
        "funds/show_donation.html",
        donation=donation,
        names=account_names(db.session(), ids),
        twins=queries.find_likely_twins(db.session(), donation),
        form=form,
    )


@blueprint.post(f"{CAMPAIGN}/donations/<int:donation_id>/void")
@requires(Permission.DONATION_VOID)
def void_donation(slug: str, donation_id: int) -> Response | tuple[str, int]:
    """Take a donation back by a reversal."""
    _find(donation_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _donation_page(donation_id, form), 422
    try:
        with unit_of_work() as writing:
            services.void_donation(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                donation=_find(donation_id),
                reason=form.reason.data,
            )
    except DomainError as error:
        form.show_error(error)
        return _donation_page(donation_id, form), 422
    flash(_("The donation was voided. It stays in the list, struck through."), "success")
    return redirect(url_for("funds.show_donation", slug=slug, donation_id=donation_id))


@blueprint.get(f"{CAMPAIGN}/donations/<int:donation_id>/receipt.pdf")
@requires(Permission.DONATION_READ)
def print_receipt(slug: str, donation_id: int) -> Response:
    """The donor's receipt on paper, with the code that verifies it."""
    donation, campaign = _find(donation_id), current_campaign()
    languages = downloads.chosen_print_languages()
    settings = current_app.config["SETTINGS"]
    code = donation.verification_code
    receiver = donation.recorded_by_id
    names = account_names(db.session(), {receiver}) if receiver else {}
    is_goods = donation.method is DonationMethod.IN_KIND
    receipt = printing.DonationReceipt(
        head=form_head(
            db.session(),
            campaign,
            number=donation.receipt,
            on=donation.received_on,
            organisation_name=settings.organisation_name,
            time_zone=settings.time_zone,
            record_url=absolute_address(f"/verify/{code}"),
            record_code="-".join(code[at : at + 4] for at in range(0, len(code), 4)),
            is_cancelled=donation.voided_at is not None,
        ),
        donor="" if donation.is_anonymous else donation.donor_name,
        amount_minor=donation.amount_minor,
        method=donation.method,
        purpose=PURPOSE,
        account="" if is_goods else rules.ACCOUNT_OF_METHOD[donation.method],
        goods=donation.note if is_goods else "",
        received_by=names[receiver] if receiver else "",
    )
    content = printing.render_donation_receipt(receipt, languages, now())
    return downloads.pdf_response(content, f"receipt-{donation.receipt}.pdf")
