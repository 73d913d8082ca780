"""The shape of what people enter about money, by subject."""

from campaign_app.funds.forms.accounts import AccountForm
from campaign_app.funds.forms.batches import COLUMNS, MOST_ROWS, BatchForm, RowForm
from campaign_app.funds.forms.boxes import BoxForm, OpeningForm, PlaceForm, RecountForm
from campaign_app.funds.forms.donations import DonationForm
from campaign_app.funds.forms.donors import DonorForm
from campaign_app.funds.forms.expenses import ExpenseForm, LimitForm
from campaign_app.funds.forms.fields import ReasonForm
from campaign_app.funds.forms.operations import CountForm, FeeForm, RefundForm, TransferForm
from campaign_app.funds.forms.periods import PeriodForm
from campaign_app.funds.forms.pledges import PledgeForm
from campaign_app.funds.forms.statements import (
    LineFeeForm,
    LineGiftForm,
    LineInBooksForm,
    StatementForm,
)

__all__ = [
    "COLUMNS",
    "MOST_ROWS",
    "AccountForm",
    "BatchForm",
    "BoxForm",
    "CountForm",
    "DonationForm",
    "DonorForm",
    "ExpenseForm",
    "FeeForm",
    "LimitForm",
    "LineFeeForm",
    "LineGiftForm",
    "LineInBooksForm",
    "OpeningForm",
    "PeriodForm",
    "PlaceForm",
    "PledgeForm",
    "ReasonForm",
    "RecountForm",
    "RefundForm",
    "RowForm",
    "StatementForm",
    "TransferForm",
]
