"""No table about people is forgotten: generated from the tables themselves.

A new table that points at `beneficiaries`, or a new personal column anywhere, fails here
until its feature names it in its HOLDINGS (or it is said below why it is nobody's there).
"""

from __future__ import annotations

import pytest
from sqlalchemy import inspect

import campaign_app.factory  # noqa: F401 - knows every model
from campaign_app.core.personal import emptied, is_personal
from campaign_app.extensions import Base
from campaign_app.privacy.paper_words import COLUMNS, KINDS
from campaign_app.privacy.printing import is_technical
from campaign_app.privacy.queries import HOLDINGS
from campaign_app.shelter.models import Stay

HELD = {holding.model.__tablename__: holding for holding in HOLDINGS}
#: Personal values that belong to somebody else than a person of the registry.
OF_OTHERS = {
    "accounts": "people who sign in",
    "appeals": "who wrote; what became a record is emptied by complaints, see test_erasing",
    "appeal_entries": "the same",
    "donations": "donors",
    "pledges": "donors who promised",
    "door_records": "what a phone says of a door until it is decided, then emptied",
    "donors": "donors: their names and where thanks go",
    "statements": "who paid, until the file is posted or left",
    "statement_lines": "who paid, as the bank names them: accounting documents",
    "attachments": "accounting documents",
    "stock_lots": "donors of goods",
    "mail_messages": "where mail to volunteers and the staff goes; taken out after a time",
    "volunteers": "volunteers",
    "certificates": "volunteers, as their papers were issued",
    "certificate_rows": "who of the staff confirmed the hours",
    "parental_consents": "parents of volunteers, who sign for a child that helps",
    "volunteer_lists": "uploaded lists of volunteers, until they are written or left",
    "calendar_links": "the secret address of a volunteer's own calendar; she revokes it",
    "worksite_photos": "pictures of the work, seldom of people; one is removed at a word",
    "shift_messages": "what organisers wrote to volunteers; taken out after a time",
    "import_drafts": "rows of lists that wait: taken out by the erasure, see test_erasing",
    "stays": "guests without a record: found by name, see test_erasing",
}
#: Point at a record and are looked after elsewhere; each is tested in test_erasing.
HOLDS_NOTHING = {
    "appeals": "handed out and emptied by complaints itself",
    "duplicate_suggestions": "made of the records; not listed for one that is emptied",
    "duplicate_decisions": "only that two records are of one person or not",
    "beneficiary_keys": "made of the record for finding look-alikes; deleted with it",
}


def models():
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def test_every_table_that_points_at_people_is_held():
    pointing = {
        name
        for name, table in Base.metadata.tables.items()
        if any(key.column.table.name == "beneficiaries" for key in table.foreign_keys)
    }
    assert pointing - set(HELD) - set(HOLDS_NOTHING) == set()


def test_every_personal_column_is_somebodys():
    personal = {
        name
        for name, table in Base.metadata.tables.items()
        if any(is_personal(column) for column in table.columns)
    }
    assert personal - set(HELD) - set(OF_OTHERS) == set()


@pytest.mark.parametrize("name", sorted(HELD))
def test_every_personal_column_is_emptied(name):
    holding = HELD[name]
    columns = inspect(holding.model).column_attrs
    personal = {each.key for each in columns if is_personal(each.columns[0])}
    assert personal <= set({**emptied(holding.model), **holding.left})


def test_every_holding_is_handed_out_under_a_heading():
    assert {holding.name for holding in HOLDINGS} | {"stay", "appeal"} == set(KINDS)


@pytest.mark.parametrize("model", [*(holding.model for holding in HOLDINGS), Stay])
def test_every_column_has_a_name_on_paper(model):
    keys = {
        key.removesuffix("_id") if key.endswith("_by_id") or key == "account_id" else key
        for key in (each.key for each in inspect(model).column_attrs)
    }
    derived = {
        each.key
        for each in inspect(model).column_attrs
        if each.key.endswith(("_hash", "_key", "search_text"))
    }
    assert {key for key in keys if not is_technical(key)} - derived - set(COLUMNS) == set()


def test_the_guard_finds_a_table_that_was_forgotten():
    forgotten = {**HELD}
    del forgotten["visits"]
    assert "visits" in set(models()) - set(forgotten)
