"""Mail: written to a table in the transaction that causes it, sent by the worker afterwards."""

from campaign_app.core.mail.models import MailMessage
from campaign_app.core.mail.outbox import Letter, queue_letters, queue_mail

__all__ = ["Letter", "MailMessage", "queue_letters", "queue_mail"]
