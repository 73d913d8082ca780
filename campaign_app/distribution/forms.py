"""The shape of a round's plan and of what is recorded at a door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from campaign_app.core.forms import REQUIRED, BaseForm, CreatingForm, in_known_years
from campaign_app.distribution.rules import LARGEST_RESERVE_PERCENT, MOST_DRAWN, MOST_ROUTES


class RoundForm(CreatingForm):
    """A new round."""

    title_kk = StringField(_l("Title in Kazakh"), validators=[Length(max=200)])
    title_ru = StringField(_l("Title in Russian"), validators=[Length(max=200)])
    title_en = StringField(_l("Title in English"), validators=[Length(max=200)])
    version_id = SelectField(_l("Package type"), validators=[REQUIRED])
    category = SelectField(_l("For whom"), validators=[Optional()])
    places = SelectMultipleField(
        _l("Only these streets and dormitories"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    maximum = IntegerField(
        _l("At most so many people"), validators=[Optional(), NumberRange(min=1, max=100_000)]
    )
    within_available = BooleanField(_l("Only as many people as free packages are there"))
    reserve_percent = IntegerField(
        _l("Reserve for people found later, percent"),
        default=0,
        validators=[Optional(), NumberRange(min=0, max=LARGEST_RESERVE_PERCENT)],
    )
    leaves_out_served = BooleanField(
        _l("Leave out those who are on the list of another round of this campaign")
    )
    gives_standard_instead = BooleanField(
        _l("Give the standard package to those whose variant this type does not have")
    )
    starts_on = DateField(_l("Begins on"), validators=[REQUIRED])
    ends_on = DateField(_l("Ends on"), validators=[Optional()])
    place = StringField(_l("Place or route"), validators=[Length(max=200)])
    responsible = StringField(_l("Responsible person"), validators=[Length(max=200)])
    basis = StringField(_l("Basis (order No.)"), validators=[Length(max=200)])


class OutcomeForm(BaseForm):
    """What became of a line, and how we know."""

    outcome = RadioField(_l("Outcome"), validators=[InputRequired(_l("Choose what happened."))])
    proof = SelectField(_l("Proof of receipt"), validators=[Optional()])
    handed_on = DateField(_l("Date"), validators=[Optional()])
    reference = StringField(_l("Sheet page, code or act No."), validators=[Length(max=200)])
    proxy_id = SelectField(_l("Registered proxy"), choices=[], validators=[Optional()])
    proxy_name = StringField(_l("Proxy's name"), validators=[Length(max=200)])
    proxy_document = StringField(_l("Proxy's document"), validators=[Length(max=200)])
    picture = FileField(_l("Photo of the package"))
    note = TextAreaField(_l("Note"), validators=[Length(max=500)])


class ReasonForm(BaseForm):
    """Why something is undone."""

    note = StringField(_l("Reason"), validators=[Length(max=500)])


class LineForm(CreatingForm):
    """Somebody who is added to a round."""

    beneficiary_id = SelectField(_l("Person"), validators=[REQUIRED])
    variant = SelectField(_l("Variant"), validators=[REQUIRED])
    note = StringField(_l("Reason"), validators=[Length(max=500)])
    package_count = IntegerField(
        _l("Quantity"), default=1, validators=[Optional(), NumberRange(min=1, max=10_000)]
    )


class DecisionForm(BaseForm):
    """Why somebody is taken in or left out by hand."""

    note = TextAreaField(_l("Reason"), validators=[REQUIRED, Length(max=500)])


class DoorNoteForm(BaseForm):
    """What a volunteer must know at a door."""

    door_note = StringField(_l("Note for the door"), validators=[Length(max=200)])


class TickForm(BaseForm):
    """When a signed sheet was filled, and which page of it is ticked in."""

    handed_on = DateField(_l("Date"), validators=[REQUIRED, in_known_years])
    reference = StringField(_l("Page of the sheet"), validators=[Length(max=200)])


class DrawForm(BaseForm):
    """How many people are drawn for a call."""

    count = IntegerField(
        _l("How many people"),
        default=5,
        validators=[REQUIRED, NumberRange(min=1, max=MOST_DRAWN)],
    )


class CallForm(BaseForm):
    """What somebody said when she was called."""

    outcome = SelectField(_l("What was said"), validators=[REQUIRED])
    note = StringField(_l("Note"), validators=[Length(max=500)])


class DoorForm(BaseForm):
    """What a volunteer records at a door: one tap for the outcome, and how we know."""

    outcome = RadioField(_l("Outcome"), validators=[InputRequired(_l("Choose what happened."))])
    proof = RadioField(_l("Proof of receipt"), validators=[Optional()])
    reference = StringField(_l("Code or sheet page"), validators=[Length(max=200)])
    proxy_name = StringField(_l("Proxy's name"), validators=[Length(max=200)])
    proxy_document = StringField(_l("Proxy's document"), validators=[Length(max=200)])
    picture = FileField(_l("Photo of the package"))
    note = TextAreaField(_l("Note"), validators=[Length(max=500)])


class DeskForm(BaseForm):
    """The code that somebody brings, and who it is if she does not come herself."""

    code = StringField(_l("Code from the slip"), validators=[REQUIRED, Length(max=40)])
    proxy_id = SelectField(_l("Registered proxy"), choices=[], validators=[Optional()])
    proxy_name = StringField(_l("Proxy's name"), validators=[Length(max=200)])
    proxy_document = StringField(_l("Proxy's document"), validators=[Length(max=200)])


class RouteForm(BaseForm):
    """What a route is called and on which day it runs."""

    title = StringField(_l("Area"), validators=[REQUIRED, Length(max=200)])
    runs_on = DateField(_l("Day"), validators=[REQUIRED])


class DivideForm(CreatingForm):
    """Into how many routes everybody who waits is divided, and on which day they run."""

    count = IntegerField(
        _l("How many routes"), validators=[REQUIRED, NumberRange(min=1, max=MOST_ROUTES)]
    )
    runs_on = DateField(_l("Day"), validators=[REQUIRED, in_known_years])


class StopsForm(BaseForm):
    """Whom a route leads to: whole streets and dormitories, single doors, or all.

    What can be chosen changes while the page is open; the service tells what is not free.
    """

    has_everybody = BooleanField(_l("Everybody who is on no route yet"))
    places = SelectMultipleField(
        _l("Streets and dormitories"), choices=[], validators=[Optional()], validate_choice=False
    )
    lines = SelectMultipleField(
        _l("People"), choices=[], validators=[Optional()], validate_choice=False
    )


class NewRouteForm(CreatingForm, RouteForm, StopsForm):
    """A new route with its stops."""
