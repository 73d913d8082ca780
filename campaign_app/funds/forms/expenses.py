"""The shape of an expense."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length
from wtforms.widgets import DateInput

from campaign_app.core.forms import BaseForm, CreatingForm, parsed_by
from campaign_app.core.identifiers import check_supplier_number
from campaign_app.funds.forms.fields import AMOUNT, DAY, REQUIRED, not_negative


def _supplier_number(text: str | None) -> str | None:
    return check_supplier_number(text) if text else None


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
    # The number of a document that came with a form that was refused.
    kept_attachment = HiddenField()
    override_reason = StringField(
        _l("Why more is spent than is there"), validators=[Length(max=500)]
    )


class LimitForm(BaseForm):
    """What one person approves alone."""

    limit = StringField(
        _l("One person approves alone up to"),
        validators=[REQUIRED, Length(max=60), parsed_by(not_negative)],
    )
