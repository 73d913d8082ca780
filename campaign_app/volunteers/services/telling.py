"""Writing to everybody who is in a shift, in the transaction of what happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.mail import Letter, queue_letters
from campaign_app.volunteers.models import Shift, SignUp, Volunteer
from campaign_app.volunteers.queries.recipients import ADDRESS, IS_OPEN, LANGUAGE
from campaign_app.volunteers.rules import SignUpStatus


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

    Nobody can do without it: she would stand before a closed door. Whoever left no address is
    told by telephone: the shift's page shows the number. `only` names the volunteers.
    """
    recipients = (
        select(Volunteer.id, ADDRESS, LANGUAGE)
        .select_from(SignUp)
        .join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        .outerjoin(Account, Account.id == Volunteer.account_id)
        .where(
            SignUp.shift_id == shift.id,
            SignUp.status != SignUpStatus.CANCELLED,
            ADDRESS.is_not(None),
            IS_OPEN,
        )
        .order_by(Volunteer.id)
    )
    if only is not None:
        recipients = recipients.where(Volunteer.id.in_(only))
    said = {
        "shift_id": shift.id,
        "title": shift.title,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "place": shift.place,
        "path": f"/shifts/{shift.id}",
        **values,
    }
    letters = [
        Letter(
            key=f"{what}:{shift.id}:{volunteer_id}:{now.isoformat()}",
            recipient=address,
            language=language,
            template=f"volunteers/mail_{what}",
            values=said,
            expires_at=max(shift.ends_at, now),
        )
        for volunteer_id, address, language in session.execute(recipients)
    ]
    return queue_letters(session, now=now, letters=letters)
