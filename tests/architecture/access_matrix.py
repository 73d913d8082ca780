"""Who gets through which door: endpoints × roles, as the gate decides before any view runs.

`python -m tests.architecture.access_matrix` writes the table beside this file anew. Read
what changed before you commit it: the table is where people check who may do what.

yes: the view runs · sign in: led to the sign-in · no: 403 · hidden: 404, as if nothing were there
"""

from __future__ import annotations

import contextvars
import csv
import io
import tempfile
from pathlib import Path

from flask import Flask
from flask_login import login_user
from sqlalchemy.orm import Session
from werkzeug.exceptions import Forbidden, NotFound

from campaign_app.accounts.models import Account
from campaign_app.campaigns.scope import check_access
from tests.architecture.endpoints import ROLES, Endpoint, list_endpoints, make_people, url_of
from tests.factories import make_campaign
from tests.support.client import settle

TABLE = Path(__file__).with_name("access_matrix.csv")
HEADER = ("address", "methods", "endpoint", "needs", *ROLES)


def build_table(app: Flask, session: Session) -> list[list[str]]:
    """The table as the app is now, with its header."""
    campaign = make_campaign(session, slug="the-campaign")
    people = make_people(session, campaign)
    settle(session)
    table = [list(HEADER)]
    for endpoint in list_endpoints(app):
        url = url_of(app, endpoint, campaign.slug)
        answers = [ask_the_gate(app, url, endpoint, people[role]) for role in ROLES]
        methods = " ".join(endpoint.methods)
        table.append([endpoint.address, methods, endpoint.name, endpoint.permission, *answers])
    return table


def ask_the_gate(app: Flask, url: str, endpoint: Endpoint, account: Account | None) -> str:
    """What the check before every request answers `account`."""

    def ask() -> str:
        with app.test_request_context(url, method=endpoint.methods[0]):
            if account is not None:
                login_user(account)
            try:
                answer = check_access()
            except Forbidden:
                return "no"
            except NotFound:
                return "hidden"
            return "yes" if answer is None else "sign in"

    # An empty context, so that one person's request leaves nothing for the next one's.
    return contextvars.Context().run(ask)


def as_text(table: list[list[str]]) -> str:
    """The table as CSV."""
    output = io.StringIO()
    csv.writer(output, lineterminator="\n").writerows(table)
    return output.getvalue()


def main() -> None:
    """Write the table for a fresh SQLite database."""
    from campaign_app import create_app
    from campaign_app.extensions import db
    from tests.support.databases import SqliteDatabase
    from tests.support.settings import make_settings

    with tempfile.TemporaryDirectory() as name:
        database = SqliteDatabase(Path(name))
        app = create_app(make_settings(database.url, Path(name)))
        database.prepare(app)
        database.reset(app)
        with app.app_context():
            TABLE.write_text(as_text(build_table(app, db.session())), encoding="utf-8")
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
