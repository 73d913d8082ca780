"""A row of a list as the details of a person: every cell parsed, every refusal at its cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaign_app.beneficiaries.rules import columns
from campaign_app.beneficiaries.rules.consents import WitnessMissing, check_consent
from campaign_app.beneficiaries.rules.countries import country_code
from campaign_app.beneficiaries.rules.matching import name_warnings
from campaign_app.beneficiaries.rules.registry import (
    OF_PEOPLE,
    BeneficiaryCategory,
    BeneficiaryDetails,
    BeneficiaryKind,
    ConsentGiven,
    ConsentMethod,
    CountedInFuture,
    HeadCountMissing,
    HouseholdTooSmall,
    InstitutionNamesPeople,
    Language,
    LegalBasis,
    NameMissing,
    Sex,
    check_born_on,
    check_name,
)
from campaign_app.core.addresses import split_address
from campaign_app.core.dates import parse_date
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.identifiers import check_bin, check_iin, parse_phone, restore_iin
from campaign_app.core.names import normalise, split_full_name
from campaign_app.core.variants import PackageVariant

#: As the columns of the table hold it.
LONGEST: Mapping[str, int] = {
    "surname": 200,
    "given_name": 100,
    "patronymic": 100,
    "document_number": 64,
    "city": 100,
    "street": 200,
    "house": 20,
    "flat": 20,
    "entrance": 20,
    "floor": 20,
    "dormitory": 100,
    "room": 20,
    "contact_person": 200,
    "former_unit": 200,
    "note": 5000,
    "consent_witness": 200,
    columns.FULL_NAME: 400,
    columns.ADDRESS: 300,
}
LARGEST_COUNT = 10_000
_SHORT_YEAR = re.compile(r"([0-9]{1,2}([./-])[0-9]{1,2}\2)([0-9]{2})(?:\s*г\.?)?")
#: How long ago the dates of a list may lie, to tell the century of a year of two digits.
_YEARS_BACK: Mapping[str, int] = {"born_on": 110, "consent_given_on": 20}
#: What an export shows of a number instead of the number itself.
MASK = "•"


class TextTooLong(DomainError):
    """More than the field holds."""

    message = N_("The text is too long: at most %(limit)s letters.")


class ValueUnknown(DomainError):
    """A word that is none of the list."""

    message = N_("“%(entered)s” is not one of the values known here.")


class NotACount(DomainError):
    """Something else than a whole number."""

    message = N_("“%(entered)s” is not a whole number.")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a cell; `column` is the field that its header names."""

    column: str
    error: DomainError


@dataclass
class ParsedRow:
    """What a row says: `values` holds only what was given, by field."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    consent: ConsentGiven | None = None
    warnings: tuple[str, ...] = ()

    def details(self) -> BeneficiaryDetails:
        """As a new person or institution."""
        return BeneficiaryDetails(**self.values)


def parse_row(
    cells: Mapping[str, object], *, category: BeneficiaryCategory, today: date
) -> ParsedRow:
    """Parse the cells of a row, by field. Never raises: what is wrong stands in `problems`."""
    row = ParsedRow()
    for name, cell in cells.items():
        if cell is None or name == columns.ORDINAL:
            continue
        if name in _YEARS_BACK:
            cell = with_century(cell, today, _YEARS_BACK[name])
        try:
            value = _PARSERS.get(name, _text)(name, cell)
        except DomainError as error:
            row.problems.append(Problem(name, error))
        else:
            if value not in (None, ""):
                row.values[name] = value
    row.values.setdefault("category", category)
    if row.values["category"] is BeneficiaryCategory.INSTITUTION:
        row.values["kind"] = BeneficiaryKind.INSTITUTION
    _split_address(row)
    _split_name(row, cells)
    _check_together(row, today)
    _take_consent(row, today)
    return row


def with_century(cell: object, today: date, years_back: int) -> object:
    """`12.05.48` as `12.05.1948`, where only one century can be meant; else as it was.

    A date of a list lies in the past, and not further back than `years_back`.
    """
    match = _SHORT_YEAR.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if match is None:
        return cell
    years = [century + int(match[3]) for century in (1900, 2000)]
    possible = [year for year in years if today.year - years_back <= year <= today.year]
    return f"{match[1]}{possible[0]}" if len(possible) == 1 else cell


def _text(name: str, cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = normalise(cell.isoformat() if isinstance(cell, date) else str(cell))
    limit = LONGEST.get(name, 200)
    if len(text) > limit:
        raise TextTooLong(limit=limit)
    return text


def _number_text(name: str, cell: object) -> str | None:
    text = _text(name, cell)
    return None if MASK in text else text


def _iin(_name: str, cell: Any) -> str | None:
    if isinstance(cell, str) and MASK in cell:
        return None
    return check_iin(restore_iin(cell if isinstance(cell, int | float) else str(cell))).value


def _bin(name: str, cell: object) -> str:
    return check_bin(_text(name, cell).zfill(12) if isinstance(cell, int) else _text(name, cell))


def parse_count(entered: object) -> int:
    """A number of people. Raises NotACount."""
    text = str(entered).strip().removesuffix(".0")
    if not (text.isascii() and text.isdecimal()) or int(text[:9]) > LARGEST_COUNT:
        raise NotACount(entered=text[:40])
    return int(text)


def _phone(_name: str, cell: Any) -> str:
    return parse_phone(cell if isinstance(cell, str | int | float) else str(cell))


def _one_of(enum: type[LabelledEnum]) -> Callable[[str, object], LabelledEnum]:
    def parse(name: str, cell: object) -> LabelledEnum:
        text = _text(name, cell)
        member = columns.member_of(enum, text)
        if member is None:
            raise ValueUnknown(entered=text[:40])
        return member

    return parse


_PARSERS: Mapping[str, Callable[[str, Any], Any]] = {
    "category": _one_of(BeneficiaryCategory),
    "born_on": lambda _name, cell: parse_date(cell),
    "sex": _one_of(Sex),
    "iin": _iin,
    "bin": _bin,
    "document_number": _number_text,
    "citizenship": lambda name, cell: country_code(_text(name, cell)),
    "language": _one_of(Language),
    "phone": _phone,
    "household_size": lambda _name, cell: parse_count(cell),
    "head_counted_on": lambda _name, cell: parse_date(cell),
    "head_count": lambda _name, cell: parse_count(cell),
    "package_variant": _one_of(PackageVariant),
    "consent_given_on": lambda _name, cell: parse_date(cell),
    "consent_method": _one_of(ConsentMethod),
    "legal_basis": _one_of(LegalBasis),
}


def _split_name(row: ParsedRow, cells: Mapping[str, object]) -> None:
    whole = row.values.pop(columns.FULL_NAME, None)
    if whole is not None:
        is_institution = row.values["category"] is BeneficiaryCategory.INSTITUTION
        parts = (whole, "", "") if is_institution else split_full_name(whole)
        for name, part in zip(("surname", "given_name", "patronymic"), parts, strict=True):
            if part:
                row.values.setdefault(name, part)
    try:
        check_name(*(row.values.get(name, "") for name in ("surname", "given_name", "patronymic")))
        for name in ("surname", "given_name", "patronymic"):
            _text(name, row.values.get(name, ""))
    except TextTooLong as error:
        row.problems.append(Problem(columns.FULL_NAME, error))
    except NameMissing as error:
        if not any(problem.column in columns.NAMES for problem in row.problems):
            named = next((name for name in cells if name in columns.NAMES), "surname")
            row.problems.append(Problem(named, error))


def _split_address(row: ParsedRow) -> None:
    """Own columns go before what the address line says; what is not understood is kept."""
    line = row.values.pop(columns.ADDRESS, None)
    if line is None:
        return
    parsed = split_address(line)
    city = ", ".join(part for part in (parsed.region, parsed.city) if part)
    found = {
        "city": city if parsed.region and not parsed.city else parsed.city,
        "street": parsed.street,
        "house": parsed.house,
        "flat": parsed.flat,
        "entrance": parsed.entrance,
        "floor": parsed.floor,
        "dormitory": parsed.dormitory,
        "room": parsed.room,
    }
    rest = parsed.rest
    if rest and not found["street"] and not found["dormitory"]:
        found["street"], rest = rest, ""
    for name, value in found.items():
        if value and len(value) <= LONGEST[name]:
            row.values.setdefault(name, value)
        elif value:
            rest = ", ".join(part for part in (rest, value) if part)
    if rest:
        row.values["note"] = ". ".join(part for part in (row.values.get("note"), rest) if part)


def _check_together(row: ParsedRow, today: date) -> None:
    born_on = row.values.get("born_on")
    try:
        check_born_on(born_on, today)
    except DomainError as error:
        row.problems.append(Problem("born_on", error))
    if row.values.get("household_size") == 0:
        row.problems.append(Problem("household_size", HouseholdTooSmall()))
    is_institution = row.values["category"] is BeneficiaryCategory.INSTITUTION
    if is_institution:
        named = [name for name in OF_PEOPLE if row.values.get(name)]
        row.problems += [Problem(name, InstitutionNamesPeople()) for name in named]
    counted_on = row.values.get("head_counted_on")
    if counted_on is not None and counted_on > today:
        row.problems.append(Problem("head_counted_on", CountedInFuture(given=counted_on)))
    if is_institution and not row.values.get("head_count"):
        row.problems.append(Problem("head_count", HeadCountMissing()))
    elif row.values.get("head_count") == 0:
        del row.values["head_count"]
    if iin := row.values.get("iin"):
        row.warnings = check_iin(iin, born_on, row.values.get("sex")).warnings
    name = (row.values.get(part, "") for part in ("surname", "given_name", "patronymic"))
    row.warnings += name_warnings(*name)


def _take_consent(row: ParsedRow, today: date) -> None:
    """A date of consent without a method is a signed sheet: lists are made from paper."""
    given_on = row.values.pop("consent_given_on", None)
    method = row.values.pop("consent_method", ConsentMethod.PAPER)
    witness = row.values.pop("consent_witness", "")
    if given_on is None:
        return
    row.consent = ConsentGiven(given_on=given_on, method=method, witness_name=witness)
    try:
        check_consent(method=method, witness_name=witness, given_on=given_on, today=today)
    except WitnessMissing as error:
        row.problems.append(Problem("consent_method", error))
    except DomainError as error:
        row.problems.append(Problem("consent_given_on", error))
