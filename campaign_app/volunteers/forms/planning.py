"""How a shift is repeated, and from where a plan is taken over."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from campaign_app.core.forms import BaseForm, in_known_years
from campaign_app.volunteers.forms.people import REQUIRED


class RhythmForm(BaseForm):
    """How often and until when: asked in the address, so that the preview can be gone back to."""

    rhythm = RadioField(_l("How often"))
    weekday = SelectMultipleField(
        _l("Days of the week"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    until = DateField(_l("Until the day"), validators=[Optional(), in_known_years])
    times = IntegerField(
        _l("Or how many times more"), validators=[Optional(), NumberRange(min=1, max=60)]
    )


class SourceForm(BaseForm):
    """Whose plan, and when it shall begin."""

    source = SelectField(_l("Campaign"), validators=[REQUIRED])
    begins_on = DateField(_l("The first shift is about"), validators=[Optional(), in_known_years])
