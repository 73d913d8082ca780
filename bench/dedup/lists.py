"""The lists of offices that the tests bring in: their copies are written beside them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from campaign_app.beneficiaries import services
from campaign_app.beneficiaries.rules import BeneficiaryCategory, Identity
from campaign_app.beneficiaries.rules.cells import parse_row
from campaign_app.core.addresses import address_key
from campaign_app.core.names import full_name, match_key, normalise
from campaign_app.core.number_slips import document_key, near_numbers

Pair = tuple[int, int]
LISTS = Path(__file__).parents[2] / "tests" / "data" / "import"
FILES = ("pensioners.csv", "students_cp1251.csv", "list.xlsx")


def read_office_list(name: str) -> tuple[list[Identity], dict[Pair, str]]:
    """The good rows of a list, and the pairs that are one person."""
    expected = json.loads((LISTS / "expected.json").read_text(encoding="utf-8"))[name]
    category = BeneficiaryCategory(expected["category"])
    table = services.read_list((LISTS / name).read_bytes(), name)
    identities, places = [], {}
    for row in table.rows:
        if row.is_totals:
            continue
        parsed = parse_row(table.cells_of(row), category=category, today=date(2020, 4, 3))
        if not parsed.problems:
            places[row.line] = len(identities)
            identities.append(_identity(parsed.values))
    pairs = {
        (places[row["of_row"]], places[row["row"]]): row["why"]
        for row in expected["rows"]
        if row["expect"] == "likely_duplicate"
    }
    return identities, pairs


def _identity(values: dict[str, Any]) -> Identity:
    parts = tuple(normalise(values.get(n, "")) for n in ("surname", "given_name", "patronymic"))
    name = full_name(*parts)
    door = {part: values.get(part, "") for part in ("street", "house", "flat", "dormitory", "room")}
    iin = values.get("iin") or ""
    return Identity(
        name=name,
        name_key=match_key(name),
        born_on=values.get("born_on"),
        phone=values.get("phone", ""),
        address=address_key(**door),
        iin=iin,
        document=document_key(values.get("document_number") or ""),
        parts=(parts[0], parts[1], parts[2]),
        iin_near=frozenset(near_numbers(iin)),
    )
