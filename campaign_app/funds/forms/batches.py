"""The shape of a list of gifts that is typed or pasted at once."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import DateInput

from campaign_app.core.forms import BaseForm, CreatingForm, enum_choices, parsed_by
from campaign_app.funds.forms.fields import AMOUNT, DAY, REQUIRED
from campaign_app.funds.rules import DonationMethod, read_pieces

ROWS, MOST_ROWS = 10, 200
# Names in the order of the columns of a pasted list.
COLUMNS = ("donor_name", "amount", "received_on", "reference")


class RowForm(BaseForm):
    """One gift; a row in which nothing is typed is none."""

    donor_name = StringField(_l("Donor"), validators=[Length(max=200)])
    amount = StringField(_l("Amount"), validators=[Length(max=60)])
    received_on = StringField(_l("Another day"), validators=[Length(max=40)])
    reference = StringField(_l("Payment reference"), validators=[Length(max=100)])
    is_anonymous = BooleanField(_l("Anonymous"))

    @property
    def is_empty(self) -> bool:
        """True when nothing is typed."""
        return not any(self[name].data for name in COLUMNS)


class BatchForm(CreatingForm):
    """The head says what all rows share, and what the paper's own sum is."""

    method = SelectField(_l("Payment method"), validators=[REQUIRED])
    received_on = StringField(_l("Received on"), validators=DAY, widget=DateInput())
    control_total = StringField(_l("Sum on the paper"), validators=AMOUNT)
    control_count = StringField(
        _l("Lines on the paper"), validators=[REQUIRED, parsed_by(read_pieces)]
    )
    rows = FieldList(FormField(RowForm), min_entries=ROWS, max_entries=MOST_ROWS)
    pasted = TextAreaField(_l("Lines from a spreadsheet"), validators=[Length(max=60_000)])

    def offer_choices(self) -> None:
        """Every method but gifts in kind, which have no control total."""
        self.method.choices = enum_choices(
            method for method in DonationMethod if method is not DonationMethod.IN_KIND
        )
