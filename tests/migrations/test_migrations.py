"""One line of migrations, equal to the models, that goes up and down with data."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, func, inspect, select, table
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from campaign_app import create_app
from campaign_app.accounts.rules import CampaignRole
from campaign_app.extensions import Base, db
from campaign_app.funds.models import Donation, Donor
from tests.factories import make_campaign, make_donation, make_member
from tests.support.client import settle
from tests.support.databases import Database, migrate
from tests.support.settings import make_settings

FOLDER = Path(__file__).parents[2] / "migrations"


def scripts() -> ScriptDirectory:
    return ScriptDirectory(str(FOLDER))


def describe(engine: Engine) -> dict[str, Any]:
    """Columns, keys, constraints and indexes of every table, in a form that can be compared."""
    inspector = inspect(engine)
    tables = {}
    for name in inspector.get_table_names():
        if name == "alembic_version":
            continue
        tables[name] = {
            "columns": {
                column["name"]: (
                    column["type"].compile(engine.dialect),
                    column["nullable"],
                    _plain(str(column.get("default") or "")),
                )
                for column in inspector.get_columns(name)
            },
            "primary key": inspector.get_pk_constraint(name),
            "foreign keys": _sorted(inspector.get_foreign_keys(name)),
            "unique": _sorted(inspector.get_unique_constraints(name)),
            "checks": {
                check["name"]: _plain(check["sqltext"])
                for check in inspector.get_check_constraints(name)
            },
            "indexes": _sorted(inspector.get_indexes(name)),
        }
    return tables


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()


def _sorted(rows: list[Any]) -> list[str]:
    return sorted(
        repr(sorted((name, _plain(value)) for name, value in row.items())) for row in rows
    )


def _plain(value: Any) -> Any:
    """A partial index's condition comes as an object: its text is what counts."""
    if isinstance(value, dict):
        return {name: str(condition) for name, condition in value.items()}
    return value


def rows_by_table(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            for name in inspect(engine).get_table_names()
            if name != "alembic_version"
        }


def test_there_is_one_head_and_numbers_have_no_gap() -> None:
    revisions = [script.revision for script in scripts().walk_revisions()][::-1]
    assert len(scripts().get_heads()) == 1
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
    names = sorted(path.name[:4] for path in (FOLDER / "versions").glob("*.py"))
    assert names == revisions


def test_constraints_have_names(app: Flask) -> None:
    del app  # which loads the models of all features
    for model in Base.metadata.sorted_tables:
        for constraint in model.constraints:
            assert constraint.name, f"a constraint of {model.name} has no name"


def test_migrations_make_what_the_models_say(
    app: Flask, session: Session, empty_database: str
) -> None:
    del session
    engine = create_engine(empty_database)
    Base.metadata.create_all(engine)
    by_models = describe(engine)
    engine.dispose()
    with app.app_context():
        by_migrations = describe(db.engine)
    assert set(by_migrations) == set(by_models)
    for name, expected in by_models.items():
        assert by_migrations[name] == expected, name


@pytest.fixture
def other_app(empty_database: str, tmp_path: Path) -> Flask:
    """An app on an empty database."""
    return create_app(make_settings(empty_database, tmp_path))


def fill(session: Session) -> None:
    """Something in as many tables as the factories reach."""
    campaign = make_campaign(session)
    make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    settle(session)
    session.close()


def test_each_migration_goes_down_and_up_with_data(other_app: Flask, database: Database) -> None:
    del database
    migrate(other_app)
    with other_app.app_context():
        fill(db.session())
        db.session.remove()
        top = describe(db.engine)
        revisions = [script.revision for script in scripts().walk_revisions()]
        for revision in revisions:
            down = scripts().get_revision(revision).down_revision or "base"
            before = rows_by_table(db.engine)
            downgrade(revision=str(down))
            after = rows_by_table(db.engine)
            lost = {name for name in after if name in before and after[name] < before[name]}
            assert not lost, f"going down from {revision} lost rows of {lost}"
        assert rows_by_table(db.engine) == {}
        db.engine.dispose()
    migrate(other_app)
    with other_app.app_context():
        assert describe(db.engine) == top
        db.engine.dispose()


def test_donors_who_stand_on_donations_are_known(other_app: Flask, database: Database) -> None:
    del database
    migrate(other_app)
    with other_app.app_context():
        session = db.session()
        session.connection()
        campaign = make_campaign(session)
        for name in ("Ким Вера", "КИМ  Вера", "Асанов Б."):
            make_donation(session, campaign=campaign, donor_name=name)
        make_donation(session, campaign=campaign, donor_name="", is_anonymous=True)
        settle(session)
        db.session.remove()
        downgrade(revision="0043")
        upgrade()
        tied = (
            select(Donor.name_search, func.count())
            .select_from(Donation)
            .outerjoin(Donor, Donor.id == Donation.donor_id)
            .group_by(Donor.name_search)
        )
        found = dict(db.session().execute(tied).all())
        assert found == {"asanov b": 1, "kim vera": 2, None: 1}
        db.session.remove()
        db.engine.dispose()
