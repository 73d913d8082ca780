"""Writing to all of a shift."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.errors import NotFound
from campaign_app.core.mail import Letter, queue_letters
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Shift, ShiftMessage
from campaign_app.volunteers.queries import RecipientRow
from campaign_app.volunteers.rules import NoticeKind, SignUpStatus
from campaign_app.volunteers.services.people import record_change
from campaign_app.volunteers.services.sign_ups import lock_shift


def write_to_shift(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    shift_id: int,
    subject: str,
    body: str,
    is_for_waiting: bool = False,
) -> ShiftMessage:
    """Write one text to everybody who has a place, each in a message of her own.

    `is_for_waiting` adds who waits. Refuses an empty and an overlong text, a fourth message
    within an hour, and a shift in which nobody can be reached.
    """
    body = body.replace("\r\n", "\n").strip()
    rules.check_message(subject, body)
    shift = lock_shift(session, shift_id)  # two organisers who press at once are counted
    if shift.campaign_id != campaign.id:
        raise NotFound()
    rules.check_not_too_many(queries.count_messages_since(session, shift_id, now - rules.WINDOW))
    recipients = queries.list_recipients(
        session, shift_id, statuses=statuses_told(is_for_waiting), kind=NoticeKind.SHIFT_MESSAGE
    )
    if not recipients:
        raise rules.NobodyToWriteTo()
    message = ShiftMessage(
        shift_id=shift_id,
        subject=" ".join(subject.split()),
        body=body,
        is_for_waiting=is_for_waiting,
        recipient_count=len(recipients),
        written_by_id=actor.id,
        written_at=now,
    )
    session.add(message)
    record_change(session, actor, now, "shift:write_to_all", message, campaign.id)
    session.flush()
    letters = [_letter(message, shift, recipient, now) for recipient in recipients]
    queue_letters(session, now=now, letters=letters)
    return message


def statuses_told(is_for_waiting: bool) -> list[SignUpStatus]:
    """Who has a place; with the others, everybody who is not out."""
    if not is_for_waiting:
        return [SignUpStatus.CONFIRMED]
    return [status for status in SignUpStatus if status is not SignUpStatus.CANCELLED]


def forget_texts(session: Session, *, message_ids: Collection[int]) -> None:
    """Take the words out of messages whose time is over; who wrote when to how many stays."""
    session.execute(
        update(ShiftMessage)
        .where(ShiftMessage.id.in_(message_ids))
        .values(subject="", body="")
        .execution_options(synchronize_session=False)
    )


def _letter(message: ShiftMessage, shift: Shift, recipient: RecipientRow, now: datetime) -> Letter:
    return Letter(
        key=f"shift_message:{message.id}:{recipient.sign_up_id}",
        recipient=recipient.email,
        language=recipient.language,
        template="volunteers/mail_shift_message",
        values={
            "shift_message_id": message.id,
            "title": shift.title,
            "place": shift.place,
            "starts_at": shift.starts_at.isoformat(),
            "path": f"/shifts/{shift.id}",
        },
        expires_at=now + rules.MESSAGE_ENDS,
    )
