"""The shape of closing a period."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length
from wtforms.widgets import DateInput

from campaign_app.core.forms import parsed_by
from campaign_app.funds.forms.boxes import CountingForm
from campaign_app.funds.forms.fields import DAY, REQUIRED, not_negative

BALANCE = (REQUIRED, Length(max=60), parsed_by(not_negative))


class PeriodForm(CountingForm):
    """The last day, the cash that was counted, and what the banks say."""

    ends_on = StringField(_l("Last day of the period"), validators=DAY, widget=DateInput())
    bank = StringField(_l("Balance in the bank's statement"), validators=BALANCE)
    kaspi = StringField(_l("Balance in Kaspi"), validators=BALANCE)
    counted_with = StringField(_l("Who counted with you"), validators=[REQUIRED, Length(max=200)])
    note = StringField(_l("Note"), validators=[Length(max=500)])
