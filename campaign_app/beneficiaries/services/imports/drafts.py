"""A list from its upload to its confirmation: kept, compared, decided, written or forgotten.

A short list is compared and written within the request. A long one is marked with the work
that it needs (`work`), and the background does it; the mark outlives a killed process.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import ImportDraft
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    ImportOutcome,
    ImportPhase,
    ImportWork,
    PlannedRow,
)
from campaign_app.beneficiaries.services.imports.planning import (
    Report,
    dump_plan,
    load_plan,
    no_report,
    plan_import,
)
from campaign_app.beneficiaries.services.imports.tables import ImportTable, read_list
from campaign_app.beneficiaries.services.imports.writing import Prepared, prepare, write_prepared
from campaign_app.core.audit import record_event
from campaign_app.core.errors import DomainError, NotFound
from campaign_app.core.names import normalise

#: Lists that nobody confirms hold personal data for nothing.
FORGET_AFTER = timedelta(days=7)


def upload_list(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    content: bytes,
    filename: str,
    category: BeneficiaryCategory,
) -> ImportDraft:
    """Keep a list as a draft of its owner, with what would become of each row.

    A long list is only marked to be compared. Refuses what `read_list` refuses.
    """
    for forgotten in queries.list_forgotten_drafts(session, now - FORGET_AFTER):
        session.delete(forgotten)
    table = read_list(content, filename, queries.column_choices(session))
    draft = ImportDraft(
        owner_id=actor.id,
        category=category,
        filename=normalise(filename.replace("\\", "/").rsplit("/", 1)[-1])[:200],
        content=table.dump(),
        another="[]",
        uploaded_at=now,
    )
    session.add(draft)
    plan_draft(session, draft=draft, table=table, now=now, today=today)
    session.flush()
    return draft


def plan_draft(
    session: Session, *, draft: ImportDraft, table: ImportTable, now: datetime, today: date
) -> None:
    """Compare a short list at once; mark a long one."""
    draft.plan = None
    if rules.is_long(len(table.rows)):
        draft.work, draft.work_asked_at = ImportWork.COMPARE, now
        return
    stamp = queries.last_event(session)
    planned = plan_import(
        session, table, category=draft.category, today=today, another=another_lines(draft)
    )
    keep_plan(session, draft=draft, planned=planned, stamp=stamp)


def keep_plan(
    session: Session, *, draft: ImportDraft, planned: list[PlannedRow], stamp: int
) -> None:
    """Keep what comparing found, so that looking at it does not compare again."""
    draft.plan, draft.planned_after = dump_plan(planned), stamp
    draft.work = draft.work_asked_at = None
    session.flush()


def current_plan(session: Session, *, draft: ImportDraft) -> tuple[list[PlannedRow], bool]:
    """What is kept, and whether the registry has changed since."""
    if draft.plan is None or draft.planned_after is None:
        return [], True
    planned = load_plan(draft.plan, another_lines(draft))
    return planned, queries.has_registry_changed(session, draft.planned_after)


def another_lines(draft: ImportDraft) -> set[int]:
    """The lines that a person said are nobody else."""
    return set(json.loads(draft.another))


def mark_as_another(session: Session, *, draft: ImportDraft, line: int, is_another: bool) -> None:
    """Keep what a person decided about a likely duplicate: somebody else, or not."""
    check_is_free(draft)
    another = another_lines(draft)
    draft.another = json.dumps(sorted(another | {line} if is_another else another - {line}))
    session.flush()


def ask_for_work(
    session: Session,
    *,
    draft: ImportDraft,
    now: datetime,
    work: ImportWork,
) -> None:
    """Mark a list for the background; what is marked already keeps its mark."""
    if draft.work is None and draft.confirmed_at is None:
        draft.work, draft.work_asked_at, draft.refusal = work, now, None
        session.flush()


def refuse_work(session: Session, *, draft: ImportDraft, error: DomainError) -> None:
    """Keep why the background did not do it, for the page."""
    draft.work = draft.work_asked_at = None
    draft.refusal = json.dumps({"message": error.message, "params": error.params})
    session.flush()


def check_is_free(draft: ImportDraft) -> None:
    """Raise NotFound for a list that was written, ListIsWorkedOn while the background has it."""
    if draft.confirmed_at is not None:
        raise NotFound()
    if draft.work is not None:
        raise rules.ListIsWorkedOn()


def discard_list(session: Session, *, draft: ImportDraft) -> None:
    """Forget a list that was not confirmed."""
    if draft.confirmed_at is None:
        session.delete(draft)
        session.flush()


class PreparedList(NamedTuple):
    """A list ready to be written, as the registry was after the audit event `stamp`."""

    planned: list[PlannedRow]
    rows: Prepared
    stamp: int


def prepare_list(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    draft: ImportDraft,
    report: Report = no_report,
) -> PreparedList:
    """Compare a list with the registry as it is now and make everything that is to be written.

    Reads only: others can write meanwhile, and the writing itself is short.
    """
    stamp = queries.last_event(session)
    table = ImportTable.load(draft.content)
    planned = plan_import(
        session,
        table,
        category=draft.category,
        today=today,
        another=another_lines(draft),
        report=report,
    )
    report(ImportPhase.WRITING, 0, len(planned))
    rows = prepare(session, planned, actor=actor, now=now, today=today)
    return PreparedList(planned, rows, stamp)


def confirm_list(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    today: date,
    draft_id: int,
    prepared: PreparedList | None = None,
    all_or_nothing: bool = False,
) -> ImportDraft:
    """Write the good rows of a draft; a draft that was confirmed before writes nothing again.

    What was prepared is made again if the registry has changed since. Refuses a list
    without good rows and, with `all_or_nothing`, one that has others.
    """
    draft = queries.find_draft(session, draft_id, owner_id=actor.id, lock=True)
    if draft is None:
        raise NotFound()
    if draft.confirmed_at is not None:
        return draft
    if prepared is None or queries.has_registry_changed(session, prepared.stamp):
        prepared = prepare_list(session, actor=actor, now=now, today=today, draft=draft)
    rules.check_confirmation(prepared.planned, all_or_nothing=all_or_nothing)
    write_prepared(session, prepared.rows)
    counts = rules.count_outcomes(prepared.planned)
    draft.confirmed_at, draft.content, draft.plan, draft.another = now, "", None, "[]"
    draft.work = draft.work_asked_at = draft.refusal = None
    draft.new_count = counts[ImportOutcome.NEW]
    draft.changed_count = counts[ImportOutcome.CHANGED]
    record_event(session, actor_id=actor.id, now=now, action="beneficiary:import", subject=draft)
    session.flush()
    return draft
