"""Fixtures that every test may use; what they do stands in `tests/support/`."""

from __future__ import annotations

import contextvars
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from campaign_app import create_app
from campaign_app.accounts import services as account_services
from campaign_app.accounts.models import Account
from campaign_app.core.remembered import forget_all
from campaign_app.demo.cast import Cast
from campaign_app.extensions import db
from tests.support import browser as browsers
from tests.support import clock as clocks
from tests.support.client import Client, make_client, settle
from tests.support.databases import (
    Database,
    PostgresqlDatabase,
    SqliteDatabase,
    postgresql_server,
)
from tests.support.demo import Demo
from tests.support.settings import make_settings

# A busy machine is slow to draw examples: that says nothing about the program.
settings.register_profile("birge", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("birge")

# Cheap on purpose: the tests make thousands of accounts. The real costs have a test of their own.
account_services.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
USES_A_DATABASE = {"session", "empty_database"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database` says which database the tests use."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what does not use a database: it ran on SQLite."""
    if config.getoption("--database") != "postgresql":
        return
    kept = [item for item in items if USES_A_DATABASE & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@event.listens_for(Engine, "connect")
def _write_without_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The worker's database; `app` migrates it, `session` makes it fresh for each test."""
    if request.config.getoption("--database") == "sqlite":
        yield SqliteDatabase(tmp_path_factory.mktemp("database"))
        return
    with postgresql_server() as server:
        postgresql = PostgresqlDatabase(server, "tests")
        yield postgresql
        postgresql.close()


@pytest.fixture(scope="session")
def walks(request: pytest.FixtureRequest) -> Callable[[int], int]:
    """`walks(12)`: how many random walks to take, a quarter of them on PostgreSQL.

    What they look for does not depend on the database; that it runs there at all does.
    """
    on_postgresql = request.config.getoption("--database") == "postgresql"
    return lambda count: max(2, count // 4) if on_postgresql else count


@pytest.fixture
def empty_database(database: Database, tmp_path: Path) -> str:
    """The URL of an empty database of this test's own: no migration ran."""
    return database.make_empty(tmp_path)


@pytest.fixture(scope="session")
def app(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app, built once per worker."""
    app = create_app(make_settings(database.url, tmp_path_factory.mktemp("instance")))
    app.test_client_class = Client
    # Every worker reads every page: it need not compile every template.
    compiled = tmp_path_factory.getbasetemp().parent / "templates"
    compiled.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(compiled))
    database.prepare(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask, database: Database) -> Iterator[Session]:
    """A database session on a fresh database, inside an app context."""
    database.reset(app)
    forget_all()
    with app.app_context():
        yield db.session()
        db.session.rollback()
        db.session.remove()


@pytest.fixture(scope="session")
def demo(app: Flask, database: Database) -> Demo:
    """The demo of this worker, for `cast`."""
    return Demo(app, database)


@pytest.fixture
def cast(demo: Demo, session: Session) -> Cast:
    """The full demo in the database. Name it before `server` or `page`."""
    return demo.bring(session)


@pytest.fixture
def client(app: Flask, session: Session) -> Client:
    """Somebody who is not signed in and reads English."""
    return make_client(app, session)


@pytest.fixture
def client_for(app: Flask, session: Session) -> Callable[..., Client]:
    """`client_for(account, locale="en")`: a browser in which `account` is signed in."""

    def make(account: Account, locale: str = "en") -> Client:
        return make_client(app, session).sign_in(account, locale=locale)

    return make


@pytest.fixture
def run_command(app: Flask, session: Session) -> Callable[..., Result]:
    """`run_command("accounts", "create", …, input="…")`: run a command of `flask`."""

    def run(*arguments: str, **options: Any) -> Result:
        settle(session)
        runner = app.test_cli_runner()
        result = contextvars.Context().run(lambda: runner.invoke(args=arguments, **options))
        session.expire_all()
        return result

    return run


@pytest.fixture
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> clocks.Clock:
    """The clock that views read; `.set(instant)` and `.advance(hours=1)` move it."""
    return clocks.freeze(monkeypatch)


@pytest.fixture
def server(
    app: Flask, session: Session, database: Database, tmp_path: Path
) -> Iterator[browsers.Server]:
    """A real server on this test's database; call `settle(session)` after arranging."""
    settle(session)
    # One visitor needs one process; that several agree is shown where hundreds press.
    with browsers.serve(database.url, tmp_path, workers=1) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once per worker."""
    with sync_playwright() as playwright:
        running = browsers.launch(playwright)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, server: browsers.Server) -> Iterator[Page]:
    """A desk-sized window on `server`; what the console calls an error fails the test."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console",
        lambda message: errors.append(message.text) if "Content Security" in message.text else None,
    )
    yield opened
    context.close()
    assert not errors, errors


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Where pictures go: `SCREENSHOTS` of the environment, else a temporary folder."""
    return Path(os.environ.get("SCREENSHOTS") or tmp_path / "screenshots")
