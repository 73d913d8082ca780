"""The organiser writes to all of a shift."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext
from flask_login import current_user

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.forms import ShiftMessageForm
from campaign_app.volunteers.queries import ShiftRow
from campaign_app.volunteers.rules import NoticeKind
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer
from campaign_app.volunteers.views.shift_changes import SHIFT, campaign_shift


@blueprint.route(f"{SHIFT}/message", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def new_shift_message(slug: str, shift_id: int) -> Answer:
    """Write to everybody who has a place."""
    shift, form = campaign_shift(shift_id), ShiftMessageForm()
    if not form.validate_on_submit():
        return _page(shift, form), 422 if form.errors else 200
    address = url_for("volunteers.new_shift_message", slug=slug, shift_id=shift_id)
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.new_shift_message",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = address
            message = services.write_to_shift(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                shift_id=shift_id,
                subject=form.subject.data or "",
                body=form.body.data or "",
                is_for_waiting=form.is_for_waiting.data,
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _page(shift, form), 422
    count = message.recipient_count
    flash(
        ngettext(
            "The message goes to one person.",
            "The message goes to %(count)s people.",
            count,
            count=number(count),
        ),
        "success",
    )
    return redirect(address)


def _page(shift: ShiftRow, form: ShiftMessageForm) -> str:
    session = db.session()
    reached = {
        is_for_waiting: queries.list_recipients(
            session,
            shift.id,
            statuses=services.statuses_told(is_for_waiting),
            kind=NoticeKind.SHIFT_MESSAGE,
        )
        for is_for_waiting in (False, True)
    }
    return render_template(
        "volunteers/new_shift_message.html",
        shift=shift,
        form=form,
        placed_count=len(reached[False]),
        waiting_count=len(reached[True]) - len(reached[False]),
        to_call=queries.list_to_call(session, shift.id),
        written=queries.list_shift_messages(session, shift.id),
        longest=rules.LONGEST_BODY,
    )
