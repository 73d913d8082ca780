"""How many people wrote and how fast they were answered: for the report, without any name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import OPEN_STATUSES, AppealStatus, median_days_milli


@dataclass(frozen=True, kw_only=True)
class FeedbackFigures:
    """What came in and what came of it. `median_days_milli`: from receipt to the end."""

    complaints: int
    requests: int
    solved: int
    overdue: int
    median_days_milli: int | None

    @property
    def received(self) -> int:
        """Complaints and requests for help together."""
        return self.complaints + self.requests

    @property
    def open(self) -> int:
        """Not closed yet."""
        return self.received - self.solved


def feedback_figures(
    session: Session, campaign_ids: Collection[int], *, today: date
) -> FeedbackFigures | None:
    """The figures of some campaigns; None when nobody ever wrote: that is not known to be well."""
    of_these = Appeal.campaign_id.in_(campaign_ids)
    late = and_(Appeal.status.in_(OPEN_STATUSES), Appeal.due_on < today)
    counts = select(
        func.count(case((Appeal.kind == "complaint", 1))),
        func.count(case((Appeal.kind == "help", 1))),
        func.count(case((Appeal.status == AppealStatus.CLOSED, 1))),
        func.count(case((late, 1))),
    ).where(of_these)
    complaints, requests, solved, overdue = session.execute(counts).one()
    if not complaints + requests:
        return None
    spans = select(Appeal.received_at, Appeal.closed_at).where(
        of_these, Appeal.closed_at.is_not(None)
    )
    return FeedbackFigures(
        complaints=complaints,
        requests=requests,
        solved=solved,
        overdue=overdue,
        median_days_milli=median_days_milli(
            (start, end) for start, end in session.execute(spans) if end is not None
        ),
    )
