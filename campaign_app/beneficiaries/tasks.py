"""Long lists: compared and written by the background."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import ImportDraft
from campaign_app.beneficiaries.rules import ImportPhase, ImportWork
from campaign_app.core import background
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

LIST = "beneficiaries.work_on_list"
log = logging.getLogger("campaign_app")


@background.resumes
def unfinished_lists() -> Iterable[tuple[str, int]]:
    """What a killed worker, or a lost queue, left undone."""
    return [(LIST, draft_id) for draft_id in queries.drafts_at_work(db.session())]


@background.task(LIST)
def work_on_list(draft_id: int) -> None:
    """Compare a list, and write it if that was asked; doing it twice writes once."""
    session = db.session()
    draft = session.get(ImportDraft, draft_id, populate_existing=True)
    if draft is None or draft.work is None or draft.confirmed_at is not None:
        return
    try:
        if background.attempts(LIST, draft_id) > background.MOST_ATTEMPTS:
            raise rules.WorkInterrupted()
        _compare(draft) if draft.work is ImportWork.COMPARE else _write(draft)
    except DomainError as error:
        _refuse(draft_id, error)
    except Exception:
        log.exception("the list %s could not be worked on", draft_id)
        _refuse(draft_id, rules.WorkInterrupted())


def _report(draft_id: int) -> services.Report:
    def report(phase: ImportPhase, done: int, total: int) -> None:
        background.tell(LIST, draft_id, phase=phase.value, done=done, total=total)

    return report


def _compare(draft: ImportDraft) -> None:
    stamp = queries.last_event(db.session())
    planned = services.plan_import(
        db.session(),
        services.ImportTable.load(draft.content),
        category=draft.category,
        today=today(),
        another=services.another_lines(draft),
        report=_report(draft.id),
    )
    with unit_of_work() as session:
        kept = session.get(ImportDraft, draft.id, with_for_update=True, populate_existing=True)
        if kept is not None and kept.work is ImportWork.COMPARE:
            services.keep_plan(session, draft=kept, planned=planned, stamp=stamp)


def _write(draft: ImportDraft) -> None:
    owner = db.session().get_one(Account, draft.owner_id)
    all_or_nothing = draft.work is ImportWork.WRITE_ALL
    prepared = services.prepare_list(
        db.session(),
        actor=owner,
        now=now(),
        today=today(),
        draft=draft,
        report=_report(draft.id),
    )
    with unit_of_work() as session:
        services.confirm_list(
            session,
            actor=owner,
            now=now(),
            today=today(),
            draft_id=draft.id,
            prepared=prepared,
            all_or_nothing=all_or_nothing,
        )


def _refuse(draft_id: int, error: DomainError) -> None:
    with unit_of_work() as session:
        draft = session.get(ImportDraft, draft_id, populate_existing=True)
        if draft is not None and draft.confirmed_at is None:
            services.refuse_work(session, draft=draft, error=error)
