"""A group that is signed up, a briefing, a parent's consent, a curator."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from campaign_app.core.forms import CreatingForm, in_known_years
from campaign_app.volunteers.forms.people import REQUIRED


class PeopleField(SelectMultipleField):
    """People who are ticked in a list."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class GroupForm(CreatingForm):
    """Who of a group is signed up, and what happens when not all fit."""

    volunteers = PeopleField(_l("Who comes"), coerce=int)
    mode = RadioField(_l("If there is no place for everybody"), validators=[REQUIRED])


class BriefingForm(CreatingForm):
    """A safety briefing; its time is on the organisation's clock."""

    held_by = StringField(_l("Held by"), validators=[REQUIRED, Length(max=200)])
    held_at = DateTimeLocalField(_l("Held at"), validators=[REQUIRED, in_known_years])


class ShiftBriefingForm(BriefingForm):
    """The same for those who are in a shift."""

    volunteers = PeopleField(_l("Who was briefed"), coerce=int)


class ParentalConsentForm(CreatingForm):
    """A paper that a parent has signed."""

    parent_name = StringField(_l("Name of the parent"), validators=[REQUIRED, Length(max=200)])
    signed_on = DateField(_l("Signed on"), validators=[REQUIRED, in_known_years])


class CuratorForm(CreatingForm):
    """Which group somebody may sign up."""

    unit = StringField(_l("Department or group"), validators=[REQUIRED, Length(max=100)])
