"""The shape of a donor."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import Length, Optional

from campaign_app.core.forms import EMAIL, REQUIRED, BaseForm


class DonorForm(BaseForm):
    """How a donor is called and written to."""

    name = StringField(_l("Name"), validators=[REQUIRED, Length(max=200)])
    email = EmailField(_l("E-mail"), validators=[Optional(), Length(max=254), EMAIL])
    language = SelectField(_l("Language of letters"), validators=[REQUIRED])
