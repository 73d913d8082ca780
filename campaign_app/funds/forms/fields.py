"""What the fields of all forms about money have in common."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from campaign_app.core.dates import parse_date
from campaign_app.core.forms import REQUIRED, BaseForm, parsed_by
from campaign_app.core.money import Money
from campaign_app.funds.rules import CountedBelowZero

AMOUNT = (REQUIRED, Length(max=60), parsed_by(Money.parse))
DAY = (REQUIRED, Length(max=40), parsed_by(parse_date))


def not_negative(text: str | None) -> Money:
    """An amount that may be zero. Raises AmountInvalid and CountedBelowZero."""
    money = Money.parse(text, positive=False)
    if money.minor < 0:
        raise CountedBelowZero()
    return money


class ReasonForm(BaseForm):
    """Why something is taken back or turned down."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, Length(max=500)])
