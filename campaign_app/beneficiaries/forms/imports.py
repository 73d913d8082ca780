"""The shape of a list that comes in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import InputRequired

from campaign_app.beneficiaries.forms.registry import REQUIRED
from campaign_app.core.forms import BaseForm


class ImportForm(BaseForm):
    """A list to be looked through before anything of it is written."""

    category = SelectField(_l("Whom the list names"), validators=[REQUIRED])
    file = FileField(_l("File"), validators=[InputRequired(_l("Choose a file."))])
