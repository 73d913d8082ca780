"""What happens to money that is there: a transfer, a bank fee, a count, a refund."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import label, money
from campaign_app.core.requests import record_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.forms import CountForm, FeeForm, RefundForm, TransferForm
from campaign_app.funds.rules import AccountKind, Place
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint
from campaign_app.funds.views.scope import find_here

FORMS: dict[str, type[TransferForm | FeeForm | CountForm]] = {
    "transfer": TransferForm,
    "fee": FeeForm,
    "count": CountForm,
}
DAYS = ("moved_on", "charged_on", "counted_on")


@blueprint.route(
    f"{CAMPAIGN}/journal/new/<any(transfer, fee, count):operation>", methods=["GET", "POST"]
)
@requires(Permission.MONEY_MOVE)
def new_entry(slug: str, operation: str) -> str | Response | tuple[str, int]:
    """Move money, write down a fee, or bring the books to what was counted."""
    form = FORMS[operation](data=dict.fromkeys(DAYS, today().isoformat()))
    _offer_places(form)
    if not form.validate_on_submit():
        return _page(operation, form), 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose=f"funds.new_entry.{operation}",
                actor_id=current_user.id,
                now=now(),
            )
            _post(writing, form)
            submission.result_url = url_for("funds.list_journal", slug=slug)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _page(operation, form), 422
    flash(_("It was written into the journal."), "success")
    return redirect(url_for("funds.list_journal", slug=slug))


def _page(operation: str, form: TransferForm | FeeForm | CountForm) -> str:
    return render_template("funds/new_entry.html", operation=operation, form=form)


def _offer_places(form: TransferForm | FeeForm | CountForm) -> None:
    """The accounts and boxes with what each holds; what is owed can be paid back."""
    held = queries.list_places(db.session(), current_campaign().id)
    places = [
        SelectChoice(
            _written(each.place),
            f"{label(each.place.account)} {each.box_number}".strip()
            + f": {money(each.amount_minor)}",
        )
        for each in held
    ]
    if isinstance(form, TransferForm):
        form.source.choices = form.target.choices = places
        owed = queries.owed_minor(db.session(), current_campaign().id)
        if owed:
            what = f"{label(AccountKind.ADVANCES)}: {money(owed)}"
            form.target.choices = [*places, SelectChoice(AccountKind.ADVANCES.value, what)]
    elif isinstance(form, FeeForm):
        paying = {kind.value for kind in (AccountKind.KASPI, AccountKind.BANK)}
        form.account.choices = [each for each in places if each.value in paying]
    else:
        form.account.choices = places


def _written(place: Place) -> str:
    return place.account.value if place.box_id is None else f"box:{place.box_id}"


def _read(written: str) -> Place:
    kind, _colon, box = written.partition(":")
    return Place(AccountKind(kind), record_number(box) if box else None)


def _post(writing: Session, form: TransferForm | FeeForm | CountForm) -> None:
    common: dict[str, Any] = {
        "actor": current_user,
        "now": now(),
        "today": today(),
        "campaign": current_campaign(),
        "reason": form.reason.data or "",
    }
    if isinstance(form, TransferForm):
        services.transfer_money(
            writing,
            source=_read(form.source.data),
            target=_read(form.target.data),
            amount_minor=form.amount.parsed.minor,
            moved_on=form.moved_on.parsed,
            **common,
        )
    elif isinstance(form, FeeForm):
        services.record_bank_fee(
            writing,
            account=AccountKind(form.account.data),
            amount_minor=form.amount.parsed.minor,
            charged_on=form.charged_on.parsed,
            **common,
        )
    else:
        services.record_count(
            writing,
            place=_read(form.account.data),
            counted_minor=form.amount.parsed.minor,
            counted_on=form.counted_on.parsed,
            **common,
        )


@blueprint.route(f"{CAMPAIGN}/donations/<int:donation_id>/refund", methods=["GET", "POST"])
@requires(Permission.DONATION_VOID)
def refund_donation(slug: str, donation_id: int) -> str | Response | tuple[str, int]:
    """Give a donor money back."""
    donation = find_here(donation_id)
    back = url_for("funds.show_donation", slug=slug, donation_id=donation_id)

    def give_back(writing: Session, **details: Any) -> None:
        services.refund_donation(writing, donation=find_here(donation_id), **details)

    return _refund(
        give_back, donation.kept_minor, back, _("Receipt %(receipt)s", receipt=donation.receipt)
    )


@blueprint.route(f"{CAMPAIGN}/expenses/<int:expense_id>/refund", methods=["GET", "POST"])
@requires(Permission.EXPENSE_APPROVE)
def refund_expense(slug: str, expense_id: int) -> str | Response | tuple[str, int]:
    """Write down what a supplier gave back."""
    campaign_id = current_campaign().id
    expense = queries.find_expense(db.session(), campaign_id, expense_id) or abort(404)
    back = url_for("funds.show_expense", slug=slug, expense_id=expense_id)

    def take_back(writing: Session, **details: Any) -> None:
        found = queries.find_expense(writing, campaign_id, expense_id) or abort(404)
        services.refund_expense(writing, expense=found, **details)

    left = expense.amount_minor - expense.refunded_minor
    return _refund(take_back, left, back, _("Expense %(number)s", number=expense.number))


def _refund(service: Any, left_minor: int, back: str, about: str) -> Any:
    form = RefundForm(data={"refunded_on": today().isoformat()})
    if not form.validate_on_submit():
        return _refund_page(form, left_minor, back, about), 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            submission = claim_submission(
                writing,
                submission_id=form.submission(),
                purpose="funds.refund",
                actor_id=current_user.id,
                now=now(),
            )
            service(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                amount_minor=form.amount.parsed.minor,
                refunded_on=form.refunded_on.parsed,
                reason=form.reason.data,
            )
            submission.result_url = back
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _refund_page(form, left_minor, back, about), 422
    flash(_("It was written into the journal."), "success")
    return redirect(back)


def _refund_page(form: RefundForm, left_minor: int, back: str, about: str) -> str:
    return render_template(
        "funds/_new_refund.html", form=form, left_minor=left_minor, back=back, about=about
    )
