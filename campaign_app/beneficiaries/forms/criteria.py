"""The shape of a new version of the criteria: weights, own criteria, and why it differs."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from campaign_app.beneficiaries import rules
from campaign_app.beneficiaries.rules.need import LARGEST_WEIGHT, OWN_PREFIX
from campaign_app.core.forms import CreatingForm, stripped

BLANK_LINES = 2
_WEIGHT = (
    Optional(),
    NumberRange(min=0, max=LARGEST_WEIGHT, message=_l("A whole number from 0 to 20.")),
)


class WeightForm(Form):
    """One of the program's criteria; 0 leaves it out."""

    code = HiddenField()
    weight = IntegerField(_l("Weight"), validators=_WEIGHT)


class OwnCriterionForm(Form):
    """A criterion of the organisation's own: a question that is answered with yes or no."""

    code = HiddenField()
    label_kk = StringField(_l("In Kazakh"), filters=[stripped], validators=[Length(max=200)])
    label_ru = StringField(_l("In Russian"), filters=[stripped], validators=[Length(max=200)])
    label_en = StringField(_l("In English"), filters=[stripped], validators=[Length(max=200)])
    weight = IntegerField(_l("Weight"), validators=_WEIGHT)

    @property
    def own_code(self) -> str:
        """The code that came with the line; a new one has only the beginning of it."""
        code = self.code.data or ""
        return code if code.startswith(OWN_PREFIX) else OWN_PREFIX

    @property
    def is_begun(self) -> bool:
        """True when something of its text was written."""
        return bool(self.label_kk.data or self.label_ru.data or self.label_en.data)


class CriteriaForm(CreatingForm):
    """A whole version: what is not weighted is not part of it."""

    after_version = HiddenField()
    weights = FieldList(FormField(WeightForm), max_entries=len(rules.BUILT_IN))
    own = FieldList(FormField(OwnCriterionForm), min_entries=BLANK_LINES, max_entries=20)
    note_kk = TextAreaField(_l("Why, in Kazakh"), validators=[Length(max=500)])
    note_ru = TextAreaField(_l("Why, in Russian"), validators=[Length(max=500)])
    note_en = TextAreaField(_l("Why, in English"), validators=[Length(max=500)])

    def lines(self) -> list[rules.Criterion]:
        """The criteria that were given a weight, the program's first.

        A new one of one's own counts as soon as it has a text: the rules miss its weight.
        """
        built_in = [
            rules.Criterion(entry.form.code.data, entry.form.weight.data)
            for entry in self.weights
            if entry.form.weight.data and entry.form.code.data in rules.BUILT_IN
        ]
        own = [
            rules.Criterion(
                entry.form.own_code,
                entry.form.weight.data or 0,
                entry.form.label_kk.data or "",
                entry.form.label_ru.data or "",
                entry.form.label_en.data or "",
            )
            for entry in self.own
            if entry.form.weight.data or (entry.form.is_begun and not entry.form.code.data)
        ]
        return [*built_in, *own]

    def seen_version(self) -> int:
        """The version that was on the screen; 0 for none."""
        text = self.after_version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0

    def note(self) -> dict[str, str]:
        """The reason by language."""
        return {code: self[f"note_{code}"].data or "" for code in ("kk", "ru", "en")}


def criteria_values(criteria: rules.Criteria) -> dict[str, object]:
    """What the form shows at first: the version in force, and two empty lines."""
    weighted = {line.code: line.weight for line in criteria.lines}
    own = [vars(line) for line in criteria.lines if line.is_own]
    return {
        "after_version": str(criteria.number),
        "weights": [{"code": code, "weight": weighted.get(code, 0)} for code in rules.BUILT_IN],
        "own": [*own, *_blank(BLANK_LINES)],
    }


def _blank(count: int) -> Iterable[dict[str, object]]:
    return [{"code": ""} for _each in range(count)]
