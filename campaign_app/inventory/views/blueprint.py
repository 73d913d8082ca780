"""The blueprint of goods, and what its views share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, redirect, request
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import CreatingForm
from campaign_app.core.localisation import in_language, label
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.inventory.models import Item
from campaign_app.inventory.rules import Unit

Answer = str | Response | tuple[str, int]
Result = TypeVar("Result")

blueprint = Blueprint("inventory", __name__, url_prefix="/manage")


def carry_out(
    form: CreatingForm,
    act: Callable[[Session], Result],
    where: Callable[[Result], str],
) -> Response | None:
    """Call `act` in a unit of work, once for each submission, and lead to `where`.

    A refusal is shown in the form, and the answer is None: the view shows its page again.
    """
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose=request.endpoint or "",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = where(act(session))
            return redirect(submission.result_url)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return None


def unit_labels() -> dict[Unit, str]:
    """The units in the reader's language: once a page, not once a row."""
    return {unit: label(unit) for unit in Unit}


def item_choices(items: list[Item], *, empty: str) -> list[SelectChoice]:
    """Items of a select with their units."""
    units = unit_labels()
    return [SelectChoice("", empty)] + [
        SelectChoice(str(item.id), f"{in_language(item, 'name')}, {units[item.unit]}")
        for item in items
    ]


def plain_quantity(milli: int) -> int | float:
    """A quantity for a spreadsheet: whole where it is whole."""
    return milli // 1000 if milli % 1000 == 0 else milli / 1000
