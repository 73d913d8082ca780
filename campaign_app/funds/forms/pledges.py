"""The shape of a pledge."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Length
from wtforms.widgets import DateInput

from campaign_app.core.dates import parse_date
from campaign_app.core.forms import REQUIRED, CreatingForm, parsed_by
from campaign_app.funds.forms.fields import AMOUNT, DAY


def _day_or_none(text: str | None) -> date | None:
    return parse_date(text) if text else None


class PledgeForm(CreatingForm):
    """What somebody promises."""

    donor_name = StringField(_l("Who promises"), validators=[REQUIRED, Length(max=200)])
    contact = StringField(_l("How to reach them"), validators=[Length(max=200)])
    amount = StringField(_l("Amount"), validators=AMOUNT)
    is_in_kind = BooleanField(_l("Goods instead of money; the amount is their value"))
    promised_on = StringField(_l("Promised on"), validators=DAY, widget=DateInput())
    due_on = StringField(
        _l("Expected by"), validators=[Length(max=40), parsed_by(_day_or_none)], widget=DateInput()
    )
    note = StringField(_l("Note"), validators=[Length(max=500)])
