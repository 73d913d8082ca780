"""The shape of what is filled in about a person or an institution."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from campaign_app.beneficiaries import rules
from campaign_app.beneficiaries.rules.cells import LONGEST, parse_count
from campaign_app.beneficiaries.rules.columns import FIELD_NAMES
from campaign_app.core.forms import REQUIRED, CreatingForm, parsed_by
from campaign_app.core.identifiers import check_bin, check_iin, parse_phone
from campaign_app.core.variants import PackageVariant


def named(name: str) -> Any:
    return _l(FIELD_NAMES[name])


def _text(name: str) -> StringField:
    return StringField(named(name), validators=[Length(max=LONGEST[name])])


class BeneficiaryForm(CreatingForm):
    """A person or an institution. Only one part of a name is required."""

    category = SelectField(named("category"), validators=[REQUIRED])
    surname = _text("surname")
    given_name = _text("given_name")
    patronymic = _text("patronymic")
    born_on = DateField(named("born_on"), validators=[Optional()])
    sex = SelectField(named("sex"), validators=[Optional()])
    language = SelectField(named("language"), validators=[Optional()])
    iin = StringField(named("iin"), validators=[Optional(), Length(max=40), parsed_by(check_iin)])
    forget_iin = BooleanField(_l("Remove the IIN"))
    document_number = _text("document_number")
    forget_document = BooleanField(_l("Remove the document number"))
    citizenship = StringField(
        named("citizenship"), validators=[Optional(), parsed_by(rules.country_code)]
    )
    phone = TelField(
        named("phone"), validators=[Optional(), Length(max=40), parsed_by(parse_phone)]
    )
    city = _text("city")
    street = _text("street")
    house = _text("house")
    flat = _text("flat")
    entrance = _text("entrance")
    floor = _text("floor")
    dormitory = _text("dormitory")
    room = _text("room")
    household_size = StringField(
        named("household_size"), default="1", validators=[Optional(), parsed_by(parse_count)]
    )
    head_count = StringField(named("head_count"), validators=[Optional(), parsed_by(parse_count)])
    head_counted_on = DateField(named("head_counted_on"), validators=[Optional()])
    contact_person = _text("contact_person")
    bin = StringField(named("bin"), validators=[Optional(), parsed_by(check_bin)])
    package_variant = SelectField(named("package_variant"), validators=[Optional()])
    needs = SelectMultipleField(
        _l("What is known about need"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    former_unit = _text("former_unit")
    note = TextAreaField(named("note"), validators=[Length(max=LONGEST["note"])])
    consent_given_on = DateField(named("consent_given_on"), validators=[Optional()])
    consent_method = SelectField(named("consent_method"), validators=[Optional()])
    consent_witness = _text("consent_witness")
    legal_basis = SelectField(named("legal_basis"), validators=[Optional()])

    @property
    def is_institution(self) -> bool:
        """True when an institution is described."""
        return bool(self.category.data == rules.BeneficiaryCategory.INSTITUTION)

    @property
    def name_warnings(self) -> tuple[str, ...]:
        """What to look at again in the name; nothing is refused for it."""
        parts = (self.surname.data, self.given_name.data, self.patronymic.data)
        return rules.name_warnings(*(part or "" for part in parts))

    def details(self, known: rules.BeneficiaryDetails | None = None) -> rules.BeneficiaryDetails:
        """What was filled in. Numbers left empty stay as they are `known`, unless removed."""
        texts: dict[str, Any] = {
            name: self[name].data or ""
            for name in (
                *("surname", "given_name", "patronymic", "city", "street", "house", "flat"),
                *("entrance", "floor", "dormitory", "room", "contact_person", "former_unit"),
                "note",
            )
        }
        kept_iin = known.iin if known and not self.forget_iin.data else None
        kept_document = known.document_number if known and not self.forget_document.data else None
        size = _parsed(self.household_size, 1)
        return rules.BeneficiaryDetails(
            **texts,
            category=rules.BeneficiaryCategory(self.category.data),
            kind=rules.BeneficiaryKind.INSTITUTION
            if self.is_institution
            else rules.BeneficiaryKind.PERSON,
            born_on=self.born_on.data,
            sex=rules.Sex(self.sex.data) if self.sex.data else None,
            language=rules.Language(self.language.data) if self.language.data else None,
            iin=_parsed(self.iin).value if self.iin.data else kept_iin,
            document_number=self.document_number.data or kept_document,
            citizenship=_parsed(self.citizenship, ""),
            phone=_parsed(self.phone),
            household_size=size,
            head_count=_parsed(self.head_count, size if self.is_institution and size > 1 else None),
            head_counted_on=self.head_counted_on.data if self.is_institution else None,
            bin=_parsed(self.bin),
            package_variant=PackageVariant(self.package_variant.data or PackageVariant.STANDARD),
            legal_basis=rules.LegalBasis(self.legal_basis.data or rules.LegalBasis.CONSENT),
            needs=frozenset(self.needs.data or ()) | self._not_asked(known),
        )

    def _not_asked(self, known: rules.BeneficiaryDetails | None) -> frozenset[str]:
        """What is known of criteria that the version in force does not ask about: it stays."""
        asked = {code for code, _text in self.needs.choices or ()}
        return known.needs - asked if known else frozenset()

    def consent(self) -> rules.ConsentGiven | None:
        """The consent that was taken with the form; none without its date."""
        if self.consent_given_on.data is None:
            return None
        method = rules.ConsentMethod(self.consent_method.data or rules.ConsentMethod.PAPER)
        return rules.ConsentGiven(
            given_on=self.consent_given_on.data,
            method=method,
            witness_name=self.consent_witness.data or "",
        )


def _parsed(field: Any, otherwise: Any = None) -> Any:
    """What `parsed_by` made of a field; it is not there when nothing was typed."""
    return getattr(field, "parsed", otherwise)
