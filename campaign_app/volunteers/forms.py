"""The shape of what volunteers and their organisers fill in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    EmailField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from campaign_app.core.forms import EMAIL, BaseForm, CreatingForm, parsed_by
from campaign_app.core.identifiers import parse_phone

REQUIRED = InputRequired(_l("Fill in this field."))


class VolunteerForm(CreatingForm):
    """A volunteer, entered by staff."""

    surname = StringField(_l("Surname"), validators=[Length(max=100)])
    given_name = StringField(_l("Given name"), validators=[Length(max=100)])
    patronymic = StringField(_l("Patronymic"), validators=[Length(max=100)])
    kind = SelectField(_l("Who"), validators=[REQUIRED])
    unit = StringField(_l("Department or group"), validators=[Length(max=100)])
    born_on = DateField(_l("Date of birth"), validators=[Optional()])
    phone = TelField(_l("Phone"), validators=[Optional(), Length(max=40), parsed_by(parse_phone)])
    email = EmailField(_l("E-mail"), validators=[Optional(), Length(max=254), EMAIL])


class NewcomerForm(CreatingForm):
    """Somebody who begins to help: one page."""

    full_name = StringField(_l("Full name"), validators=[REQUIRED, Length(max=200)])
    email = EmailField(_l("E-mail"), validators=[REQUIRED, Length(max=254), EMAIL])
    phone = TelField(_l("Phone"), validators=[Optional(), Length(max=40), parsed_by(parse_phone)])
    born_on = DateField(_l("Date of birth"), validators=[REQUIRED])
    password = PasswordField(_l("Password"), validators=[REQUIRED, Length(max=1000)])
    consent = BooleanField(
        _l("I agree to the processing of my personal data for organising the help."),
        validators=[InputRequired(_l("Without consent we may not keep your data."))],
    )


class AttendanceForm(BaseForm):
    """How long the break was; who came is ticked in the list."""

    break_minutes = IntegerField(
        _l("Break, minutes"), default=0, validators=[Optional(), NumberRange(min=0, max=1440)]
    )


class ShiftForm(CreatingForm):
    """A shift; its times are on the organisation's clock."""

    title = StringField(_l("Title"), validators=[REQUIRED, Length(max=200)])
    kind = SelectField(_l("Kind of work"), validators=[REQUIRED])
    place = StringField(_l("Place"), validators=[Length(max=200)])
    starts_at = DateTimeLocalField(_l("Begins at"), validators=[REQUIRED])
    ends_at = DateTimeLocalField(_l("Ends at"), validators=[REQUIRED])
    places = IntegerField(_l("Places"), validators=[REQUIRED, NumberRange(min=1, max=10_000)])
    minimum_age = IntegerField(
        _l("Minimum age"), default=0, validators=[Optional(), NumberRange(min=0, max=99)]
    )
    is_heavy_work = BooleanField(_l("Heavy work: from the age of 18"))
    is_emergency_work = BooleanField(_l("Emergency work: from the age of 18"))
    note = TextAreaField(_l("Note"), validators=[Length(max=2000)])
