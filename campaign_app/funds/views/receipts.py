"""Receipts on paper."""

from __future__ import annotations

from flask import current_app
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.i18n import N_
from campaign_app.core.printing.labels import Message
from campaign_app.core.requests import absolute_address
from campaign_app.extensions import db
from campaign_app.funds import printing, queries, rules
from campaign_app.funds.models import Donation
from campaign_app.funds.rules import DonationMethod
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint
from campaign_app.funds.views.originals import print_paper
from campaign_app.funds.views.scope import chosen_days, find_here

PURPOSE = Message(N_("Voluntary donation"))  # to the campaign that the head names


@blueprint.get(f"{CAMPAIGN}/donations/<int:donation_id>/receipt.pdf")
@requires(Permission.DONATION_READ)
def print_receipt(slug: str, donation_id: int) -> Response:
    """The donor's receipt on paper, with the code that verifies it.

    Whoever issues receipts prints the original once; every later one is a copy, and so is
    what those print who only read.
    """
    languages = downloads.chosen_print_languages()

    def render(is_copy: bool) -> bytes:
        receipt = _receipt(find_here(donation_id), is_copy)
        return printing.render_donation_receipt(receipt, languages, now())

    content = print_paper(
        lambda: find_here(donation_id), render, may_issue=may(Permission.DONATION_RECORD)
    )
    number = find_here(donation_id).receipt
    return downloads.pdf_response(content, f"receipt-{number}.pdf")


@blueprint.get(f"{CAMPAIGN}/donations/register.pdf")
@requires(Permission.DONATION_READ)
def print_register(slug: str) -> Response:
    """The receipts of the days that are asked for, voided ones too, in the order of numbers."""
    settings = current_app.config["SETTINGS"]
    first, last = chosen_days()
    register = printing.ReceiptRegister(
        head=form_head(
            db.session(),
            current_campaign(),
            number="",
            on=None,
            organisation_name=settings.organisation_name,
            time_zone=settings.time_zone,
        ),
        first=first,
        last=last,
        gifts=queries.list_receipts(db.session(), current_campaign().id, first, last),
    )
    content = printing.render_register(register, downloads.chosen_print_languages(), now())
    return downloads.pdf_response(content, f"{slug}-receipts.pdf")


def _receipt(donation: Donation, is_copy: bool) -> printing.DonationReceipt:
    settings = current_app.config["SETTINGS"]
    code = donation.verification_code
    receiver = donation.recorded_by_id
    names = account_names(db.session(), {receiver}) if receiver else {}
    is_goods = donation.method is DonationMethod.IN_KIND
    return printing.DonationReceipt(
        head=form_head(
            db.session(),
            current_campaign(),
            number=donation.receipt,
            on=donation.received_on,
            organisation_name=settings.organisation_name,
            time_zone=settings.time_zone,
            record_url=absolute_address(f"/verify/{code}"),
            record_code="-".join(code[at : at + 4] for at in range(0, len(code), 4)),
            is_copy=is_copy,
            is_cancelled=donation.voided_at is not None,
        ),
        donor="" if donation.is_anonymous else donation.donor_name,
        amount_minor=donation.amount_minor,
        method=donation.method,
        purpose=PURPOSE,
        account="" if is_goods else rules.ACCOUNT_OF_METHOD[donation.method],
        goods=donation.note if is_goods else "",
        returned_minor=donation.refunded_minor,
        received_by=names[receiver] if receiver else "",
    )
