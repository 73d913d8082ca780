"""The shape of a consent."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField

from campaign_app.beneficiaries.forms.registry import REQUIRED, named
from campaign_app.core.forms import CreatingForm


class ConsentForm(CreatingForm):
    """Consent to one thing."""

    scope = SelectField(_l("To what"), validators=[REQUIRED])
    given_on = DateField(named("consent_given_on"), validators=[REQUIRED])
    method = SelectField(named("consent_method"), validators=[REQUIRED])
