"""The shape of asking for an identity number in full."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from campaign_app.beneficiaries.forms.registry import REQUIRED
from campaign_app.core.forms import BaseForm


class RevealForm(BaseForm):
    """Why the full number is needed."""

    reason = StringField(
        _l("Why the full number is needed"),
        id="reveal-reason",
        validators=[REQUIRED, Length(max=500)],
    )
