"""Writing to everybody who is in a shift, in the transaction of what happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.mail import queue_mail
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import SignUpStatus

USUAL_LANGUAGE = "kk"


def tell_shift(
    session: Session,
    *,
    now: datetime,
    shift: Shift,
    what: str,
    values: dict[str, Any],
    only: list[int] | None = None,
) -> int:
    """Queue `volunteers/mail_<what>` for whoever has a place or waits; how many were written.

    Whoever left no address is told by telephone: the shift's page shows the number. `only`
    names the volunteers; without it everybody is told.
    """
    recipients = (
        select(Volunteer.id, func.coalesce(Volunteer.email, Account.email), Account.locale)
        .join(SignUp, SignUp.volunteer_id == Volunteer.id)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(SignUp.shift_id == shift.id, SignUp.status != SignUpStatus.CANCELLED)
        .order_by(Volunteer.id)
    )
    if only is not None:
        recipients = recipients.where(Volunteer.id.in_(only))
    told = 0
    for volunteer_id, address, language in session.execute(recipients).all():
        if address:
            told += queue_mail(
                session,
                now=now,
                key=f"{what}:{shift.id}:{volunteer_id}:{now.isoformat()}",
                recipient=address,
                language=language or USUAL_LANGUAGE,
                template=f"volunteers/mail_{what}",
                values={
                    "shift_id": shift.id,
                    "title": shift.title,
                    "starts_at": shift.starts_at.isoformat(),
                    "ends_at": shift.ends_at.isoformat(),
                    "place": shift.place,
                    "path": f"/shifts/{shift.id}",
                    **values,
                },
                expires_at=shift.ends_at,
            )
    return told
