"""Who came, when, and who came without a sign-up."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from campaign_app.core.forms import BaseForm, CreatingForm, parsed_by
from campaign_app.core.identifiers import parse_phone
from campaign_app.volunteers.forms.people import BORN, REQUIRED

BREAK = NumberRange(min=0, max=1440)


class BriefedForm(BaseForm):
    """Asked for dangerous work in which somebody came for the first time."""

    briefing_was_held = BooleanField(_l("The safety briefing was held before the work began"))


class AttendanceForm(BriefedForm):
    """How long the break was; who came is ticked in the list."""

    break_minutes = IntegerField(_l("Break, minutes"), default=0, validators=[Optional(), BREAK])


class PersonAttendanceForm(BriefedForm):
    """One person's time; times are on the organisation's clock, the shift says the day."""

    outcome = RadioField(_l("Attendance"), validators=[REQUIRED])
    arrived_at = TimeField(_l("Arrived"), validators=[Optional()])
    arrived_which = SelectField(_l("Arrived: which of the two"), validators=[Optional()])
    left_at = TimeField(_l("Left"), validators=[Optional()])
    left_which = SelectField(_l("Left: which of the two"), validators=[Optional()])
    break_minutes = IntegerField(_l("Break, minutes"), validators=[Optional(), BREAK])
    counts_outside = BooleanField(_l("Time before and after the shift was work too"))
    reason = StringField(_l("Reason for the correction"), validators=[Length(max=500)])


class KnownWalkInForm(CreatingForm):
    """Somebody from the register who came without a sign-up."""

    volunteer_id = RadioField(_l("Who came"), validators=[REQUIRED])
    reason = StringField(_l("Why one more is needed"), validators=[Length(max=500)])


class NewWalkInForm(CreatingForm):
    """Somebody who is not on the register yet."""

    full_name = StringField(_l("Full name"), validators=[REQUIRED, Length(max=200)])
    phone = TelField(_l("Phone"), validators=[REQUIRED, Length(max=40), parsed_by(parse_phone)])
    born_on = DateField(_l("Date of birth"), validators=[Optional(), *BORN])
    consent = BooleanField(
        _l("The person agrees to the processing of personal data"),
        validators=[InputRequired(_l("Without consent we may not keep your data."))],
    )
    reason = StringField(_l("Why one more is needed"), validators=[Length(max=500)])


class CheckInForm(BaseForm):
    """The digits from the screen at the place, for who cannot scan."""

    code = StringField(_l("The six digits from the screen"), validators=[Length(max=20)])
