"""The shape of places, rounds, crews, photos and tools."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from campaign_app.core.forms import REQUIRED, BaseForm, CreatingForm

REASON = [REQUIRED, Length(max=500)]


class TicksField(SelectMultipleField):
    """Some of many, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WorksiteForm(CreatingForm):
    """A place."""

    name = StringField(_l("What it is called"), validators=[REQUIRED, Length(max=200)])
    kind = SelectField(_l("Kind"), validators=[REQUIRED])
    place = StringField(_l("Where it is"), validators=[Length(max=200)])
    note = TextAreaField(_l("Note for the crew"), validators=[Length(max=1000)])
    latitude = StringField(_l("Latitude"), validators=[Length(max=20)])
    longitude = StringField(_l("Longitude"), validators=[Length(max=20)])


class LinesForm(CreatingForm):
    """Many places at once."""

    kind = SelectField(_l("Kind"), validators=[REQUIRED])
    lines = TextAreaField(_l("Places, a line each"), validators=[REQUIRED, Length(max=50_000)])


class RoundForm(CreatingForm):
    """The next round."""

    sites = TicksField(_l("What is to be done again"))
    note = StringField(_l("Note"), validators=[Length(max=500)])


class ReasonForm(BaseForm):
    """Why something is given back, taken out of use or opened again."""

    reason = StringField(_l("Reason"), validators=REASON)


class AssignForm(BaseForm):
    """Which crew goes there."""

    crew = SelectField(_l("Crew"), validators=[REQUIRED])


class PhotoForm(BaseForm):
    """A photo, taken now or before."""

    photo = FileField(_l("Photo"))
    kept = FileField(_l("Or one that was taken earlier"))


class DoneForm(BaseForm):
    """Done, with a photo or without one."""

    photo = FileField(_l("Photo after the work"))
    kept = FileField(_l("Or one that was taken earlier"))
    no_photo_reason = StringField(_l("Why there is no photo"), validators=[Length(max=500)])


class ToolForm(CreatingForm):
    """A kind of tool."""

    name = StringField(_l("What it is called"), validators=[REQUIRED, Length(max=200)])
    count = IntegerField(_l("How many"), validators=[REQUIRED])


class ToolNumberForm(CreatingForm):
    """More of a tool, or fewer."""

    kind = SelectField(_l("What happened"), validators=[REQUIRED])
    count = IntegerField(_l("How many"), validators=[REQUIRED])
    reason = StringField(_l("Reason"), validators=[Length(max=500)])


class LendForm(CreatingForm):
    """Tools for a crew or a volunteer of a shift."""

    tool = SelectField(_l("Tool"), validators=[REQUIRED])
    count = IntegerField(_l("How many"), validators=[REQUIRED])
    holder = SelectField(_l("Who takes it"), validators=[REQUIRED])


class SettleForm(CreatingForm):
    """What came back, and what did not."""

    kind = SelectField(_l("What happened"), validators=[REQUIRED])
    count = IntegerField(_l("How many"), validators=[REQUIRED])
    reason = StringField(_l("What happened to it"), validators=[Length(max=500)])
