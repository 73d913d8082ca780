"""The shape of a donation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import DateInput

from campaign_app.core.forms import EMAIL, CreatingForm, enum_choices
from campaign_app.funds.forms.fields import AMOUNT, DAY, REQUIRED
from campaign_app.funds.rules import DONATION_COLUMNS, DonationMethod


def _column(name: str) -> Any:
    """The name by which exports and imports call the field, too."""
    return _l(DONATION_COLUMNS[name])


class DonationForm(CreatingForm):
    """A gift. The date is a text, so that one typed in any usual way is read."""

    amount = StringField(_column("amount"), validators=AMOUNT)
    donor_name = StringField(_column("donor_name"), validators=[Length(max=200)])
    is_anonymous = BooleanField(_l("The donor stays anonymous"))
    method = SelectField(_column("method"), validators=[REQUIRED])
    received_on = StringField(_column("received_on"), validators=DAY, widget=DateInput())
    reference = StringField(_column("reference"), validators=[Length(max=100)])
    note = StringField(_column("note"), validators=[Length(max=500)])
    donor_email = EmailField(
        _l("E-mail for a letter of thanks"), validators=[Optional(), Length(max=254), EMAIL]
    )

    # The number of the pledge that the gift keeps.
    pledge_id = HiddenField()

    def offer_choices(self) -> None:
        """The six methods, in the reader's language."""
        self.method.choices = enum_choices(DonationMethod)
