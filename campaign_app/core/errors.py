"""The one channel for refusals: an operation that may not happen raises a DomainError.

A subclass declares `message`, an English message id (marked with N_) that names the
numbers by %(name)s placeholders. The edge translates it and formats the parameters
for the reader, so parameters are plain values: int, str, date, Money, Quantity,
LabelledEnum, LocalName, or a tuple of them, or of refusals that say the parts.
"""

from __future__ import annotations

from typing import ClassVar

from campaign_app.core.i18n import N_


class DomainError(Exception):
    """A refusal that the person who asked is told, in her language."""

    message: ClassVar[str] = N_("This cannot be done.")

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        """`field` names the form field that the refusal belongs to, if there is one."""
        self.field = field
        self.params = params
        super().__init__(self.message % params if params else self.message)


class NotFound(DomainError):
    """It does not exist, or the person may not see that it does."""

    message = N_("Not found.")


class NotPermitted(DomainError):
    """The person may see it, but this is not hers to do."""

    message = N_("You may not do this.")
