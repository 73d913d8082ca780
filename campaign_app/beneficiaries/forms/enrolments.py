"""The shape of what is said about a campaign's recipient list."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from campaign_app.beneficiaries.forms.registry import REQUIRED
from campaign_app.core.forms import BaseForm


class EndEnrolmentForm(BaseForm):
    """Why somebody is taken off the list."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, Length(max=500)])
