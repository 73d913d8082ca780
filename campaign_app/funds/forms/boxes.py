"""The shapes of a donation box and of its two counts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Length
from wtforms.widgets import DateInput

from campaign_app.core.forms import BaseForm, CreatingForm, parsed_by
from campaign_app.funds.forms.fields import DAY, REQUIRED
from campaign_app.funds.rules import DENOMINATIONS, read_pieces


class BoxForm(CreatingForm):
    """A box that is put up somewhere."""

    number = StringField(_l("Number on the box"), validators=[REQUIRED, Length(max=32)])
    place = StringField(_l("Where it stands"), validators=[REQUIRED, Length(max=200)])
    seal_number = StringField(_l("Seal number"), validators=[REQUIRED, Length(max=64)])
    placed_on = StringField(_l("Placed on"), validators=DAY, widget=DateInput())


class PlaceForm(BaseForm):
    """Where a box stands now."""

    place = StringField(_l("Where it stands"), validators=[REQUIRED, Length(max=200)])


class CountingForm(CreatingForm):
    """How many notes and coins of each kind there are: the fields `pieces_20000` and so on."""

    def pieces(self) -> dict[int, int]:
        """The count of each denomination in tenge."""
        return {tenge: self[f"pieces_{tenge}"].parsed for tenge in DENOMINATIONS}


for _tenge in DENOMINATIONS:
    setattr(
        CountingForm,
        f"pieces_{_tenge}",
        StringField(f"{_tenge:,} ₸".replace(",", "\u00a0"), validators=[parsed_by(read_pieces)]),
    )


class OpeningForm(CountingForm):
    """The first count, by whoever opens the box."""

    opened_on = StringField(_l("Opened on"), validators=DAY, widget=DateInput())
    seal_found = StringField(_l("Seal that was found"), validators=[REQUIRED, Length(max=64)])
    seal_note = StringField(_l("What was wrong with the seal"), validators=[Length(max=500)])


class RecountForm(CountingForm):
    """The second count, by somebody else."""

    difference_reason = StringField(_l("Why the counts differ"), validators=[Length(max=500)])
    new_seal = StringField(_l("New seal"), validators=[REQUIRED, Length(max=64)])
    to_cash = BooleanField(_l("The money goes to the cash desk now"), default=True)
