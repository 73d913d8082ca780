"""The shapes of a statement that comes in, and of what is decided about one of its lines."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import DateInput

from campaign_app.core.forms import BaseForm
from campaign_app.funds.forms.fields import DAY, REQUIRED
from campaign_app.funds.rules import DONATION_COLUMNS


class StatementForm(BaseForm):
    """A file, and whose it is: a source that is known, or a new one."""

    source = SelectField(_l("Source"), default="")
    new_source = StringField(_l("Name of the new source"), validators=[Length(max=100)])
    method = SelectField(_l("How its money comes"))
    file = FileField(_l("File"), validators=[InputRequired(_l("Choose a file."))])


class LineInBooksForm(BaseForm):
    """The entry of the journal that a line is."""

    entry_id = SelectField(_l("Entry of the journal"), validators=[REQUIRED])


class LineGiftForm(BaseForm):
    """The donation that a line is."""

    donor_name = StringField(_l(DONATION_COLUMNS["donor_name"]), validators=[Length(max=200)])
    is_anonymous = BooleanField(_l("The donor stays anonymous"))
    received_on = StringField(
        _l(DONATION_COLUMNS["received_on"]), validators=DAY, widget=DateInput()
    )


class LineFeeForm(BaseForm):
    """The bank fee that a line is."""

    charged_on = StringField(_l("Day"), validators=DAY, widget=DateInput())
