"""A volunteer, entered by the staff or by herself."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    PasswordField,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from campaign_app.core.clock import today
from campaign_app.core.forms import (
    EMAIL,
    REQUIRED,
    BaseForm,
    CreatingForm,
    in_known_years,
    parsed_by,
)
from campaign_app.core.identifiers import parse_phone
from campaign_app.core.localisation import error_text
from campaign_app.volunteers.rules import BirthInFuture


def _not_ahead(_form: BaseForm, field: Field) -> None:
    if field.data is not None and field.data > today():
        raise StopValidation(error_text(BirthInFuture()))


#: A date of birth that rules about age can reckon with.
BORN = (in_known_years, _not_ahead)


class VolunteerForm(CreatingForm):
    """A volunteer, entered by staff."""

    surname = StringField(_l("Surname"), validators=[Length(max=100)])
    given_name = StringField(_l("Given name"), validators=[Length(max=100)])
    patronymic = StringField(_l("Patronymic"), validators=[Length(max=100)])
    kind = SelectField(_l("Who"), validators=[REQUIRED])
    unit = StringField(_l("Department or group"), validators=[Length(max=100)])
    born_on = DateField(_l("Date of birth"), validators=[Optional(), *BORN])
    phone = TelField(_l("Phone"), validators=[Optional(), Length(max=40), parsed_by(parse_phone)])
    email = EmailField(_l("E-mail"), validators=[Optional(), Length(max=254), EMAIL])


class VolunteerListForm(BaseForm):
    """A list to be looked through before anything of it is written."""

    kind = SelectField(_l("Who they are, where the list does not say it"), validators=[REQUIRED])
    file = FileField(_l("File"), validators=[InputRequired(_l("Choose a file."))])


def _phone_or_address(form: BaseForm, field: Field) -> None:
    """One of the two is enough."""
    if field.data:
        return
    if form["email"].data:
        raise StopValidation()
    raise StopValidation(
        gettext("Write a telephone number or an e-mail address: one of the two is enough.")
    )


class NewcomerForm(CreatingForm):
    """Somebody who begins to help: one page."""

    full_name = StringField(_l("Full name"), validators=[REQUIRED, Length(max=200)])
    phone = TelField(
        _l("Phone"), validators=[_phone_or_address, Length(max=40), parsed_by(parse_phone)]
    )
    email = EmailField(_l("E-mail"), validators=[Optional(), Length(max=254), EMAIL])
    born_on = DateField(_l("Date of birth"), validators=[REQUIRED, *BORN])
    password = PasswordField(_l("Password"), validators=[REQUIRED, Length(max=1000)])
    consent = BooleanField(
        _l("I agree to the processing of my personal data for organising the help."),
        validators=[InputRequired(_l("Without consent we may not keep your data."))],
    )
