"""The journal: every entry with its lines, its exports, and how an entry is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core import downloads
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import label
from campaign_app.core.money import major_decimal
from campaign_app.core.requests import chosen, page_number, searched
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.funds import queries, rules, services
from campaign_app.funds.forms import ReasonForm
from campaign_app.funds.models import JournalEntry
from campaign_app.funds.rules import AccountKind, EntryKind
from campaign_app.funds.views.blueprint import CAMPAIGN, blueprint
from campaign_app.funds.views.scope import chosen_days


def _chosen_filter() -> queries.JournalFilter:
    day_from, day_to = chosen_days()
    return queries.JournalFilter(
        q=searched(),
        account=chosen("account", AccountKind),
        kind=chosen("kind", EntryKind),
        day_from=day_from,
        day_to=day_to,
    )


@blueprint.get(f"{CAMPAIGN}/journal")
@requires(Permission.MONEY_READ)
def list_journal(slug: str) -> str:
    """Everything that happened to the campaign's money, the latest first."""
    chosen_filter = _chosen_filter()
    entries = queries.list_journal(
        db.session(), current_campaign().id, chosen=chosen_filter, page=page_number()
    )
    ids = {each.recorded_by_id for each in entries.items if each.recorded_by_id}
    return render_template(
        "funds/list_journal.html",
        entries=entries,
        names=account_names(db.session(), ids),
        chosen=chosen_filter,
        accounts={kind: label(kind) for kind in AccountKind},
        kinds={kind: label(kind) for kind in EntryKind},
        reversible=rules.REVERSIBLE,
    )


@blueprint.get(f"{CAMPAIGN}/journal.<any(csv, xlsx):extension>")
@requires(Permission.MONEY_READ)
def export_journal(slug: str, extension: str) -> Response:
    """The journal as it is filtered, a row for each line of an entry; it names no donor."""
    campaign = current_campaign()
    rows = list(
        _export_rows(queries.stream_journal(db.session(), campaign.id, chosen=_chosen_filter()))
    )
    header = [
        _("Entry"),
        _("Day"),
        _("Recorded at"),
        _("What happened"),
        _("Account"),
        _("Amount"),
        _("Reason"),
        _("Takes back the entry"),
    ]
    filename = f"{campaign.slug}-journal.{extension}"
    if extension == "csv":
        return downloads.csv_response(filename, header, rows)
    return downloads.xlsx_response(filename, _("Journal"), header, rows)


def _export_rows(entries: Iterable[queries.EntryRow]) -> Iterator[tuple[Any, ...]]:
    kinds = {kind: label(kind) for kind in EntryKind}
    accounts = {kind: label(kind) for kind in AccountKind}
    for entry in entries:
        for line in entry.lines:
            yield (
                entry.id,
                entry.occurred_on,
                entry.recorded_at,
                f"{kinds[entry.kind]} {entry.about.number if entry.about else ''}".strip(),
                f"{accounts[line.account]} {line.box_number}".strip(),
                major_decimal(line.amount_minor),
                entry.reason,
                entry.reverses_id or "",
            )


def _find(entry_id: int) -> JournalEntry:
    """The entry, if it is one of the campaign's, else 404."""
    return queries.find_entry(db.session(), current_campaign().id, entry_id) or abort(404)


@blueprint.route(f"{CAMPAIGN}/journal/<int:entry_id>/reverse", methods=["GET", "POST"])
@requires(Permission.MONEY_MOVE)
def reverse_entry(slug: str, entry_id: int) -> str | Response | tuple[str, int]:
    """Take a transfer, a fee or a count difference back, with a reason."""
    entry, form = _find(entry_id), ReasonForm()
    if not form.validate_on_submit():
        return _reversal_page(entry, form), 422 if form.errors else 200
    try:
        with unit_of_work() as writing:
            services.reverse_entry(
                writing,
                actor=current_user,
                now=now(),
                today=today(),
                entry=_find(entry_id),
                reason=form.reason.data,
            )
    except DomainError as error:
        form.show_error(error)
        return _reversal_page(_find(entry_id), form), 422
    flash(_("It was taken back by an entry of its own; both stay in the journal."), "success")
    return redirect(url_for("funds.list_journal", slug=slug))


def _reversal_page(entry: JournalEntry, form: ReasonForm) -> str:
    return render_template("funds/reverse_entry.html", entry=entry, form=form)
