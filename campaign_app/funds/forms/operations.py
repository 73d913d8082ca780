"""The shapes of what happens to money that is there."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length
from wtforms.widgets import DateInput

from campaign_app.core.forms import CreatingForm, parsed_by
from campaign_app.funds.forms.fields import AMOUNT, DAY, REQUIRED, not_negative

WHY = (REQUIRED, Length(max=500))
COUNTED = (REQUIRED, Length(max=60), parsed_by(not_negative))


class TransferForm(CreatingForm):
    """Money that goes from one place of a campaign to another."""

    amount = StringField(_l("Amount"), validators=AMOUNT)
    source = SelectField(_l("From the account"), validators=[REQUIRED])
    target = SelectField(_l("To the account"), validators=[REQUIRED])
    moved_on = StringField(_l("Day"), validators=DAY, widget=DateInput())
    reason = StringField(_l("Note"), validators=[Length(max=500)])


class FeeForm(CreatingForm):
    """What the bank kept."""

    amount = StringField(_l("Amount"), validators=AMOUNT)
    account = SelectField(_l("Account"), validators=[REQUIRED])
    charged_on = StringField(_l("Day"), validators=DAY, widget=DateInput())
    reason = StringField(_l("Note"), validators=[Length(max=500)])


class CountForm(CreatingForm):
    """What somebody counted, against what the books say."""

    account = SelectField(_l("Account"), validators=[REQUIRED])
    amount = StringField(_l("Counted"), validators=COUNTED)
    counted_on = StringField(_l("Day"), validators=DAY, widget=DateInput())
    reason = StringField(_l("Reason"), validators=WHY)


class RefundForm(CreatingForm):
    """Money that goes back: to a donor, or from a supplier."""

    amount = StringField(_l("Amount"), validators=AMOUNT)
    refunded_on = StringField(_l("Day"), validators=DAY, widget=DateInput())
    reason = StringField(_l("Reason"), validators=WHY)
