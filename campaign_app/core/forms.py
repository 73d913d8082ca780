"""What all forms share: the base class, the submission id, and how refusals reach a field."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectChoice
from wtforms.validators import InputRequired, Length, Regexp, StopValidation

from campaign_app.core.dates import EARLIEST_YEAR, LATEST_YEAR, DateImpossible
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import LabelledEnum
from campaign_app.core.localisation import error_text

View = TypeVar("View", bound=Callable[..., object])


def stripped(value: Any) -> Any:
    """Drop spaces around what was typed; nothing typed is None."""
    if isinstance(value, str):
        value = value.replace("\x00", "").strip()  # PostgreSQL refuses NUL in a text
    return value or None


class BaseForm(FlaskForm):
    """A form whose text fields are stripped and whose errors can come from the rules."""

    class Meta(FlaskForm.Meta):
        """CSRF is checked globally, before any form is looked at, so forms leave it alone."""

        csrf = False

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Strip every text field."""
            kind = getattr(unbound_field, "field_class", None)
            filters = list(unbound_field.kwargs.get("filters", []))
            if kind is not None and kind.__name__ in TEXT_FIELDS:
                filters.insert(0, stripped)
                options = {**options, "filters": filters}
                unbound_field.kwargs.pop("filters", None)
            return unbound_field.bind(form=form, **options)

    def show_error(self, error: DomainError) -> None:
        """Show a refusal at its field, or above the form when it belongs to none."""
        text = error_text(error)
        if error.field is not None and error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, text]
        else:
            self.form_errors.append(text)


# One @, a dot behind it, no gaps: only a letter that arrives proves an address.
EMAIL = Regexp(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\Z", message=_l("This is not an e-mail address."))
TEXT_FIELDS = {"StringField", "TextAreaField", "TelField", "EmailField", "SearchField"}


class Filled(InputRequired):
    """Something was typed, and not only spaces."""

    def __call__(self, form: Any, field: Field) -> None:
        """Raise StopValidation for a field that is empty, also for one that holds spaces."""
        super().__call__(form, field)
        if isinstance(field.raw_data[0], str) and not field.raw_data[0].strip():
            field.errors = []
            raise StopValidation(str(self.message))


REQUIRED = Filled(_l("Fill in this field."))


class CreatingForm(BaseForm):
    """A form that creates something: it carries the id that makes a second click harmless."""

    submission_id = HiddenField(default=lambda: uuid.uuid4().hex, validators=[Length(max=64)])

    def submission(self) -> str:
        """The id that came with the form, or a fresh one when none came."""
        return self.submission_id.data or uuid.uuid4().hex


def enum_choices(
    members: Iterable[LabelledEnum], *, empty: str | None = None
) -> list[SelectChoice]:
    """Choices of a select, in the reader's language; `empty` is the text of "none chosen"."""
    choices = [SelectChoice(member.value, gettext(member.label)) for member in members]
    return choices if empty is None else [SelectChoice("", empty), *choices]


def to_enum(enum: type[StrEnum]) -> Any:
    """A `coerce` that gives the member, None for nothing chosen; ValueError for others."""

    def coerce(value: Any) -> Any:
        return None if value in (None, "", "None") else enum(value)

    return coerce


def show_again(page: Callable[[], str | None]) -> Callable[[View], View]:
    """Declare what shows the form with all that was typed when the session was lost.

    None: there is nothing to show. Only for what everybody may send.
    """

    def mark(view: View) -> View:
        view.again = page  # type: ignore[attr-defined]
        return view

    return mark


def in_known_years(_form: Any, field: Field) -> None:
    """A validator: nothing is dated in the year 1 or 9999, and no clock can reckon with it."""
    if field.data is not None and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
        raise StopValidation(error_text(DateImpossible(entered=field.raw_data[0][:40])))


def parsed_by(parse: Any) -> Any:
    """A validator that replaces the typed text by `parse(text)` and shows its refusal.

    The parsed value goes to `field.parsed`; `field.data` keeps what was typed, so that
    nothing typed is lost.
    """

    def validate(_form: Any, field: Field) -> None:
        try:
            field.parsed = parse(field.data)
        except DomainError as error:
            raise StopValidation(error_text(error)) from error

    return validate
