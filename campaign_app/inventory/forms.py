"""The shape of input about goods and packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from campaign_app.core.errors import DomainError
from campaign_app.core.forms import REQUIRED, BaseForm, CreatingForm, parsed_by, stripped
from campaign_app.core.i18n import LocalName
from campaign_app.core.localisation import error_text, in_language, label
from campaign_app.core.money import Money
from campaign_app.core.numbers import format_quantity, parse_quantity
from campaign_app.core.variants import PackageVariant

PURCHASE_LINES = 12


def _pack_or_none(text: str | None) -> int:
    return parse_quantity(text) if text else 0


class NamesForm(CreatingForm):
    """What has a code and a name in three languages."""

    code = StringField(_l("Code"), validators=[REQUIRED, Length(max=32)])
    name_kk = StringField(_l("Name in Kazakh"), validators=[REQUIRED, Length(max=200)])
    name_ru = StringField(_l("Name in Russian"), validators=[REQUIRED, Length(max=200)])
    name_en = StringField(_l("Name in English"), validators=[REQUIRED, Length(max=200)])

    def names(self) -> dict[str, str]:
        """The name by language."""
        return {code: self[f"name_{code}"].data or "" for code in ("kk", "ru", "en")}


class ItemForm(NamesForm):
    """A thing of the catalogue."""

    unit = SelectField(_l("Unit of measure"), validators=[REQUIRED])
    sold = StringField(_l("Sold in packs of"), validators=[parsed_by(_pack_or_none)])


class EditItemForm(ItemForm):
    """A thing of the catalogue that may leave it."""

    is_active = BooleanField(_l("Can be chosen in new purchases and package types"))


class SubstituteForm(CreatingForm):
    """What may stand in for an item, how much of it, and in which packages not."""

    substitute_id = SelectField(_l("Instead of it"), validators=[REQUIRED])
    per = StringField(_l("How much"), validators=[REQUIRED, parsed_by(parse_quantity)])
    not_in = SelectMultipleField(
        _l("Not in these packages"),
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class GiftForm(CreatingForm):
    """Goods given in kind."""

    item_id = SelectField(_l("Item"), validators=[REQUIRED])
    quantity = StringField(_l("Quantity"), validators=[REQUIRED, parsed_by(parse_quantity)])
    received_on = DateField(_l("Arrived on"), validators=[REQUIRED])
    best_before = DateField(_l("Best before"), validators=[Optional()])
    donor_note = StringField(_l("Who gave it"), validators=[REQUIRED, Length(max=200)])
    donation_id = SelectField(_l("Donation in kind"), validators=[Optional()])


class StockTakeForm(CreatingForm):
    """What is noted beside the lots that are counted."""

    note = StringField(_l("Note"), validators=[Length(max=500)])


class ReasonForm(CreatingForm):
    """Why something is taken back."""

    reason = StringField(_l("Reason"), validators=[REQUIRED, Length(max=500)])


class WriteOffGoodsForm(ReasonForm):
    """Goods that are spoilt or lost."""

    quantity = StringField(_l("Quantity"), validators=[REQUIRED, parsed_by(parse_quantity)])


class WriteOffPackagesForm(ReasonForm):
    """Packages that are spoilt or lost."""

    count = IntegerField(_l("Number of packages"), validators=[REQUIRED, NumberRange(min=1)])


class LineForm(Form):
    """A line of a purchase; an empty one counts for nothing."""

    item_id = SelectField(_l("Item"), validators=[Optional()])
    quantity = StringField(_l("Quantity"), filters=[stripped], validators=[Length(max=40)])
    price = StringField(_l("Price per unit"), filters=[stripped], validators=[Length(max=40)])
    best_before = DateField(_l("Best before"), validators=[Optional()])

    quantity_milli: int = 0
    price_minor: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing was written in it."""
        return not (self.item_id.data or self.quantity.data or self.price.data)

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """A line that is begun is finished: item, quantity and price."""
        is_good = super().validate(extra_validators)
        if self.is_empty:
            return is_good
        if not self.item_id.data:
            self.item_id.errors = [_l("Choose the item.")]
            is_good = False
        try:
            self.quantity_milli = parse_quantity(self.quantity.data)
        except DomainError as error:
            self.quantity.errors = [error_text(error)]
            is_good = False
        try:
            self.price_minor = Money.parse(self.price.data, positive=False).minor
        except DomainError as error:
            self.price.errors = [error_text(error)]
            is_good = False
        return is_good


class PurchaseForm(CreatingForm):
    """What was bought for an expense, line by line."""

    expense_id = SelectField(_l("Expense"), validators=[REQUIRED])
    received_on = DateField(_l("Arrived on"), validators=[REQUIRED])
    note = StringField(_l("Note"), validators=[Length(max=500)])
    lines = FieldList(FormField(LineForm), min_entries=PURCHASE_LINES, max_entries=200)

    def filled_lines(self) -> list[LineForm]:
        """The lines in which something was written."""
        return [entry.form for entry in self.lines if not entry.form.is_empty]


class PackageTypeForm(NamesForm):
    """A package type; what is in it is a grid of its own."""

    note = StringField(_l("Note"), validators=[Length(max=500)])


class VersionForm(CreatingForm):
    """The next version of a package type; what is in it is a grid of its own."""

    note = StringField(_l("What changed and why"), validators=[Length(max=500)])


class PackForm(CreatingForm):
    """So many packages of a version and variant, written `12-standard`."""

    package = SelectField(_l("Package"), validators=[REQUIRED])
    count = IntegerField(_l("Number of packages"), validators=[REQUIRED])
    uses_substitutes = BooleanField(_l("Use what is allowed where something is short"))


class PreviewForm(BaseForm):
    """The same in the query string, before anything is packed."""

    package = SelectField(_l("Package"), validators=[REQUIRED])
    count = IntegerField(_l("Number of packages"), validators=[REQUIRED, NumberRange(min=1)])
    uses_substitutes = BooleanField(_l("Use what is allowed where something is short"))


def split_package(text: str) -> tuple[int, PackageVariant]:
    """`12-standard` as a version's id and a variant. Raises ValueError."""
    version_id, _, variant = text.partition("-")
    return int(version_id), PackageVariant(variant)


@dataclass(frozen=True)
class GridItem:
    """A row of the grid."""

    id: int
    code: str
    name: LocalName
    unit: str


@dataclass
class ContentsGrid:
    """Items × variants: how much of an item is in one package; an empty cell is nothing."""

    items: Sequence[GridItem]
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def cell(item_id: int, variant: PackageVariant) -> str:
        """The name of a cell in the form."""
        return f"quantity-{item_id}-{variant.value}"

    def fill(self, contents: Mapping[PackageVariant, Mapping[int, int]], language: str) -> None:
        """Show what a version holds."""
        for variant, quantities in contents.items():
            for item_id, milli in quantities.items():
                self.typed[self.cell(item_id, variant)] = format_quantity(milli, language)

    def read(
        self, values: Mapping[str, str], form: BaseForm
    ) -> dict[PackageVariant, dict[int, int]] | None:
        """What was typed; None when a cell is no quantity, which is told above the form."""
        contents: dict[PackageVariant, dict[int, int]] = {}
        for item in self.items:
            for variant in PackageVariant:
                name = self.cell(item.id, variant)
                text = values.get(name, "").strip()[:40]
                self.typed[name] = text
                if text:
                    self._read_cell(name, text, item, variant, contents)
        form.form_errors.extend(self.errors.values())
        return None if self.errors else contents

    def _read_cell(
        self,
        name: str,
        text: str,
        item: GridItem,
        variant: PackageVariant,
        contents: dict[PackageVariant, dict[int, int]],
    ) -> None:
        try:
            milli = parse_quantity(text)
        except DomainError as error:
            where = f"{in_language(item.name, 'name')}, {label(variant)}"
            self.errors[name] = f"{where}: {error_text(error)}"
            return
        if milli:
            contents.setdefault(variant, {})[item.id] = milli
