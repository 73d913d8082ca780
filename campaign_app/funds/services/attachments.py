"""Documents behind expenses: kept as soon as they come, so that a refused form loses none."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.funds import rules
from campaign_app.funds.models import Attachment, Expense
from campaign_app.funds.services.journal import record

#: A document whose expense never came.
FORGET_AFTER = timedelta(days=1)


def keep_attachment(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    content: bytes,
) -> Attachment:
    """Keep a document with the campaign's data. Refuses other kinds and what is too large.

    Those of the last days that no expense has are forgotten.
    """
    used = select(Expense.attachment_id).where(Expense.attachment_id.is_not(None))
    forgotten = delete(Attachment).where(
        Attachment.uploaded_at < now - FORGET_AFTER, Attachment.id.not_in(used)
    )
    session.execute(forgotten)
    attachment = Attachment(
        campaign_id=campaign.id,
        media_type=rules.media_type_of(content),
        byte_count=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_at=now,
        uploaded_by_id=actor.id,
    )
    session.add(attachment)
    record(session, actor, now, "expense:attach", attachment)
    session.flush()
    return attachment
