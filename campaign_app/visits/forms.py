"""The shape of a visit and of its rhythm."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from campaign_app.core.forms import REQUIRED, BaseForm, CreatingForm


class VisitForm(CreatingForm):
    """What the visitor tells."""

    volunteer_id = SelectField(_l("Who went"), validators=[REQUIRED])
    visited_at = DateTimeLocalField(_l("When"), validators=[REQUIRED])
    outcome = RadioField(_l("What came of it"), validators=[REQUIRED])
    wellbeing = RadioField(_l("How the person was"), validators=[Optional()])
    note = TextAreaField(_l("Note"), validators=[Length(max=2000)])
    campaign_id = SelectField(_l("Campaign"), validators=[Optional()])


class PlanForm(BaseForm):
    """How often."""

    every_days = IntegerField(_l("Every how many days"), validators=[REQUIRED])
