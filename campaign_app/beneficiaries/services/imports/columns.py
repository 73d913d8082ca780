"""Which column is read as which field: said by a person, and remembered for the next list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import ColumnChoice, ImportDraft
from campaign_app.beneficiaries.rules import columns
from campaign_app.beneficiaries.services.imports.drafts import check_is_free, plan_draft
from campaign_app.beneficiaries.services.imports.tables import ImportTable
from campaign_app.core.audit import record_event
from campaign_app.core.errors import NotFound
from campaign_app.core.spreadsheets.reading import label_key


def choose_columns(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    draft: ImportDraft,
    fields: Sequence[str | None],
) -> None:
    """Read the list again with these columns, and remember what was chosen for which label.

    Refuses two columns for one field, a list without names, and a list that is worked on.
    """
    check_is_free(draft)
    table = ImportTable.load(draft.content)
    # Fewer or more columns than the list has, or an unknown field: nobody's form sends that.
    if len(fields) != len(table.header) or not all(
        name is None or rules.is_field(name) for name in fields
    ):
        raise NotFound()
    kept = [
        columns.ORDINAL if name is None and known == columns.ORDINAL else name
        for name, known in zip(fields, table.fields, strict=True)
    ]
    columns.check_columns(table.header, kept)
    changed = [
        place
        for place, (name, known) in enumerate(zip(kept, table.fields, strict=True))
        if name != known
    ]
    table.fields = kept
    _remember(session, actor, now, table, changed)
    draft.content, draft.refusal = table.dump(), None
    plan_draft(session, draft=draft, table=table, now=now, today=today)
    session.flush()


def _remember(
    session: Session, actor: Account, now: datetime, table: ImportTable, changed: Sequence[int]
) -> None:
    """Only of the columns that were changed: an untouched one says nothing about the next list."""
    kept, forgotten = columns.new_choices(table.header, table.fields)
    touched = {label_key(table.header[place]) for place in changed}
    wanted = {label_key(label): label for label in kept if label_key(label) in touched}
    known = queries.find_column_choices(session, touched)
    for key in forgotten & known.keys():
        record_event(
            session, actor_id=actor.id, now=now, action="column:forget", subject=known[key]
        )
        session.delete(known[key])
    for key, label in wanted.items():
        choice = known.get(key)
        if choice is None:
            choice = ColumnChoice(label_key=key[:200], label=label[:200])
        choice.field, choice.chosen_by_id, choice.chosen_at = kept[label], actor.id, now
        session.add(choice)
        record_event(session, actor_id=actor.id, now=now, action="column:choose", subject=choice)


def forget_column(session: Session, *, actor: Account, now: datetime, choice_id: int) -> None:
    """Read a column by its name again. Refuses what is not remembered."""
    choice = queries.find_column_choice(session, choice_id)
    if choice is None:
        raise NotFound()
    record_event(session, actor_id=actor.id, now=now, action="column:forget", subject=choice)
    session.delete(choice)
    session.flush()
