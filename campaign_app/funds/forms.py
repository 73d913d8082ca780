"""The shape of what people enter about money."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import DateInput

from campaign_app.core.dates import parse_date
from campaign_app.core.forms import BaseForm, CreatingForm, enum_choices, parsed_by
from campaign_app.core.identifiers import check_supplier_number
from campaign_app.core.money import Money
from campaign_app.funds.rules import DONATION_COLUMNS, MONEY_ACCOUNTS, DonationMethod

REQUIRED = InputRequired(_l("Fill in this field."))
AMOUNT = (REQUIRED, Length(max=60), parsed_by(Money.parse))
DAY = (REQUIRED, Length(max=40), parsed_by(parse_date))


def _column(name: str) -> Any:
    """The name by which exports and imports call the field, too."""
    return _l(DONATION_COLUMNS[name])


def _supplier_number(text: str | None) -> str | None:
    return check_supplier_number(text) if text else None


class DonationForm(CreatingForm):
    """A gift. The date is a text, so that one typed in any usual way is read."""

    amount = StringField(_column("amount"), validators=AMOUNT)
    donor_name = StringField(_column("donor_name"), validators=[Length(max=200)])
    is_anonymous = BooleanField(_l("The donor stays anonymous"))
    method = SelectField(_column("method"), validators=[REQUIRED])
    received_on = StringField(_column("received_on"), validators=DAY, widget=DateInput())
    reference = StringField(_column("reference"), validators=[Length(max=100)])
    note = StringField(_column("note"), validators=[Length(max=500)])

    def offer_choices(self) -> None:
        """The six methods, in the reader's language."""
        self.method.choices = enum_choices(DonationMethod)


class ReasonForm(BaseForm):
    """Why something is taken back or turned down."""

    reason = TextAreaField(_l("Reason"), validators=[REQUIRED, Length(max=500)])


class ExpenseForm(CreatingForm):
    """Money that is to go out. The view hands in the accounts, the richest first."""

    supplier = StringField(_l("Supplier"), validators=[REQUIRED, Length(max=200)])
    supplier_bin = StringField(
        _l("Supplier's BIN or IIN"), validators=[Length(max=20), parsed_by(_supplier_number)]
    )
    amount = StringField(_l("Amount"), validators=AMOUNT)
    spent_on = StringField(_l("Spent on"), validators=DAY, widget=DateInput())
    purpose = StringField(_l("Purpose"), validators=[REQUIRED, Length(max=500)])
    document_number = StringField(_l("Document number"), validators=[Length(max=100)])
    account = SelectField(_l("Paid from"))  # none chosen: the one that the view hands in
    attachment = FileField(_l("Document"))


class AccountForm(BaseForm):
    """Whose account it is."""

    kind = SelectField(_l("Account"), validators=[REQUIRED])
    is_personal = BooleanField(_l("It is somebody's own account"))
    owner_note = StringField(_l("Whose it is"), validators=[Length(max=200)])

    def offer_choices(self) -> None:
        """The accounts that hold money."""
        self.kind.choices = enum_choices(MONEY_ACCOUNTS)
