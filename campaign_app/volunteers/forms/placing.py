"""What an organiser does with somebody in a shift."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length

from campaign_app.core.forms import BaseForm
from campaign_app.volunteers.forms.people import REQUIRED


class TakeOffForm(BaseForm):
    """Why somebody is taken off; she is told."""

    reason = StringField(_l("Reason"), validators=[REQUIRED, Length(max=300)])


class MoveForm(BaseForm):
    """To which shift somebody goes."""

    target = SelectField(_l("To the shift"), validators=[REQUIRED])
