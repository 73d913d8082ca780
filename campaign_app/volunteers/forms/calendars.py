"""One's own calendar address."""

from __future__ import annotations

from campaign_app.core.forms import CreatingForm


class CalendarLinkForm(CreatingForm):
    """Nothing but the button; a second press makes nothing."""
