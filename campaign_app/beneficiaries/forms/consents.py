"""The shape of a consent, of its withdrawal, and of the texts that people agree to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from campaign_app.beneficiaries import rules
from campaign_app.beneficiaries.forms.registry import REQUIRED, named
from campaign_app.core.forms import BaseForm, CreatingForm

LONGEST_ITEM = 3000
LONGEST_OPERATOR = 300


class ConsentForm(CreatingForm):
    """Consent to one thing."""

    scope = SelectField(_l("To what"), validators=[REQUIRED])
    given_on = DateField(named("consent_given_on"), validators=[REQUIRED])
    method = SelectField(named("consent_method"), validators=[REQUIRED])
    witness_name = StringField(named("consent_witness"), validators=[Length(max=200)])


class WithdrawalForm(BaseForm):
    """When and how somebody withdrew her consent."""

    withdrawn_on = DateField(_l("Withdrawn on"), validators=[REQUIRED])
    method = SelectField(_l("How it was said"), validators=[REQUIRED])


class ConsentTextForm(CreatingForm):
    """A new version of a text: yes or no once, the words in each language."""

    operator_bin = StringField(_l("BIN of the operator"), validators=[Length(max=20)])
    passes_on = BooleanField(_l(rules.ConsentAnswer.PASSES_ON.label))
    crosses_border = BooleanField(_l(rules.ConsentAnswer.CROSSES_BORDER.label))
    is_public = BooleanField(_l(rules.ConsentAnswer.IS_PUBLIC.label))

    def content(self, scope: rules.ConsentScope) -> rules.ConsentContent:
        """What was written."""
        return rules.ConsentContent(
            scope=scope,
            operator_bin=self.operator_bin.data or "",
            passes_on=self.passes_on.data,
            crosses_border=self.crosses_border.data,
            is_public=self.is_public.data,
            bodies={
                code: rules.ConsentBody(
                    **{
                        item.value: self[f"{item.value}_{code}"].data or ""
                        for item in rules.ConsentItem
                    }
                )
                for code in rules.LANGUAGES
            },
        )

    def show_missing(self, missing: list[rules.MissingItem], text: str) -> None:
        """Say `text` at every item that the law asks for and nobody wrote."""
        for each in missing:
            name = f"{each.item.value}_{each.language}" if each.item else "operator_bin"
            self[name].errors = [*self[name].errors, text]


def values_of(content: rules.ConsentContent) -> dict[str, object]:
    """A text as the form's fields."""
    values: dict[str, object] = {
        "operator_bin": content.operator_bin,
        **{answer.value: getattr(content, answer.value) for answer in rules.ConsentAnswer},
    }
    for code, body in content.bodies.items():
        for item in rules.ConsentItem:
            values[f"{item.value}_{code}"] = getattr(body, item.value)
    return values


for _item in rules.ConsentItem:
    for _code in rules.LANGUAGES:
        _limit = LONGEST_OPERATOR if _item is rules.ConsentItem.OPERATOR else LONGEST_ITEM
        _kind = StringField if _item is rules.ConsentItem.OPERATOR else TextAreaField
        setattr(
            ConsentTextForm,
            f"{_item.value}_{_code}",
            _kind(_l(_item.label), validators=[Length(max=_limit)]),
        )
