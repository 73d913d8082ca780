"""Which messages one wants, and what is written to a shift."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Length

from campaign_app.core.forms import BaseForm, CreatingForm
from campaign_app.volunteers.forms.people import REQUIRED
from campaign_app.volunteers.rules.messages import LONGEST_SUBJECT


class NoticesForm(BaseForm):
    """One box for each kind of message; a field is named as its kind is stored."""

    day_before = BooleanField(_l("Reminder the day before a shift"))
    hours_before = BooleanField(_l("Reminder two hours before a shift"))
    place_offered = BooleanField(_l("A place became free in a shift that I wait for"))
    shift_message = BooleanField(_l("Messages from the organiser of a shift"))
    language = RadioField(_l("Language of the messages"), validators=[REQUIRED])


class ShiftMessageForm(CreatingForm):
    """A text to everybody in a shift; how long it may be says the rule."""

    subject = StringField(_l("Subject"), validators=[REQUIRED, Length(max=LONGEST_SUBJECT)])
    body = TextAreaField(_l("Text"), validators=[REQUIRED, Length(max=10_000)])
    is_for_waiting = BooleanField(_l("Also to those on the waiting list"))
