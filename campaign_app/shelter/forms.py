"""The shape of what is filled in at the shelter's door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from campaign_app.core.forms import REQUIRED, CreatingForm


class IntakeForm(CreatingForm):
    """A group that has just come: two numbers are enough."""

    adults = IntegerField(_l("Adults"), default=1, validators=[NumberRange(min=0, max=500)])
    children = IntegerField(
        _l("Children"), default=0, validators=[Optional(), NumberRange(min=0, max=500)]
    )
    names = TextAreaField(_l("Names, one a line"), validators=[Length(max=20_000)])
    campaign_id = SelectField(_l("Campaign"), validators=[REQUIRED])


class BuildingForm(CreatingForm):
    """A building with its rooms."""

    name_kk = StringField(_l("Name in Kazakh"), validators=[REQUIRED, Length(max=200)])
    name_ru = StringField(_l("Name in Russian"), validators=[REQUIRED, Length(max=200)])
    name_en = StringField(_l("Name in English"), validators=[REQUIRED, Length(max=200)])
    rooms = TextAreaField(_l("Rooms"), validators=[REQUIRED, Length(max=20_000)])
