"""The shape of what is said about an account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length

from campaign_app.core.forms import BaseForm, enum_choices
from campaign_app.funds.forms.fields import REQUIRED
from campaign_app.funds.rules import MONEY_ACCOUNTS


class AccountForm(BaseForm):
    """Whose account it is."""

    kind = SelectField(_l("Account"), validators=[REQUIRED])
    is_personal = BooleanField(_l("It is somebody's own account"))
    owner_note = StringField(_l("Whose it is"), validators=[Length(max=200)])

    def offer_choices(self) -> None:
        """The accounts that hold money."""
        self.kind.choices = enum_choices(MONEY_ACCOUNTS)
