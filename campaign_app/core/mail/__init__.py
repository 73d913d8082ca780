"""Mail: written to a table in the transaction that causes it, sent by the worker afterwards."""

from campaign_app.core.mail.models import MailMessage
from campaign_app.core.mail.outbox import queue_mail

__all__ = ["MailMessage", "queue_mail"]
