"""A shift."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from campaign_app.core.forms import BaseForm, CreatingForm, in_known_years
from campaign_app.volunteers.forms.people import REQUIRED

#: The first is how browsers write and show a time; some add seconds.
CLOCK_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class CancelShiftForm(BaseForm):
    """Why a shift does not take place."""

    reason = StringField(_l("Reason"), validators=[REQUIRED, Length(max=500)])


class ShiftForm(CreatingForm):
    """A shift; its times are on the organisation's clock."""

    title = StringField(_l("Title"), validators=[REQUIRED, Length(max=200)])
    kind = SelectField(_l("Kind of work"), validators=[REQUIRED])
    place = StringField(_l("Place"), validators=[Length(max=200)])
    starts_at = DateTimeLocalField(
        _l("Begins at"), format=CLOCK_FORMATS, validators=[REQUIRED, in_known_years]
    )
    ends_at = DateTimeLocalField(
        _l("Ends at"), format=CLOCK_FORMATS, validators=[REQUIRED, in_known_years]
    )
    places = IntegerField(_l("Places"), validators=[REQUIRED, NumberRange(min=1, max=10_000)])
    minimum_age = IntegerField(
        _l("Minimum age"), default=0, validators=[Optional(), NumberRange(min=0, max=99)]
    )
    is_heavy_work = BooleanField(_l("Heavy work: from the age of 18"))
    is_emergency_work = BooleanField(_l("Emergency work: from the age of 18"))
    requires_briefing = BooleanField(_l("Only for those who have had a safety briefing"))
    note = TextAreaField(_l("Note"), validators=[Length(max=2000)])
    directions = StringField(_l("How to get there"), validators=[Length(max=500)])
    what_to_bring = StringField(_l("What to bring"), validators=[Length(max=500)])
    contact = StringField(_l("Whom to ask"), validators=[Length(max=200)])


class EditShiftForm(ShiftForm):
    """A shift that people may be in."""

    is_confirmed = BooleanField(_l("I have seen the list: change the shift all the same"))
