"""The shape of sign-in and account forms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import Length, Optional

from campaign_app.core.forms import EMAIL, REQUIRED, BaseForm, CreatingForm


class SignInForm(BaseForm):
    """E-mail address or telephone number, and password."""

    email = StringField(_l("E-mail or phone"), validators=[REQUIRED, Length(max=254)])
    password = PasswordField(_l("Password"), validators=[REQUIRED, Length(max=1000)])


class AccountForm(CreatingForm):
    """A new account, made by an administrator."""

    full_name = StringField(_l("Full name"), validators=[REQUIRED, Length(max=200)])
    email = EmailField(
        _l("E-mail"),
        validators=[
            REQUIRED,
            Length(max=254),
            EMAIL,
        ],
    )
    role = SelectField(_l("Role"), validators=[REQUIRED])
    born_on = DateField(_l("Date of birth"), validators=[Optional()])
    password = PasswordField(_l("Password"), validators=[REQUIRED, Length(max=1000)])
