"""The demo, loaded once per worker: the heaviest thing that a test can make."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.campaigns.models import Campaign
from campaign_app.core.remembered import forget_all
from campaign_app.demo.cast import Cast
from campaign_app.demo.services import load_demo
from campaign_app.volunteers.models import Volunteer
from tests.support.client import settle
from tests.support.databases import Database

PASSWORD = "a password for the demo"
DEMO = "demo"
_TABLES: dict[str, Any] = {
    "accounts": Account,
    "campaigns": Campaign,
    "volunteers": Volunteer,
    "beneficiaries": Beneficiary,
}
Ids = dict[str, dict[str, int]]


class Demo:
    """The demo of one database: loaded when it is first asked for, copied after that."""

    def __init__(self, app: Flask, database: Database) -> None:
        """`database` is empty before each loading."""
        self._app, self._database = app, database
        self._ids: Ids | None = None

    def bring(self, session: Session) -> Cast:
        """The whole demo, committed, in the session's database; no server has it open yet."""
        if self._ids is None:
            cast = load_demo(session, password=PASSWORD)
            settle(session)
            self._ids = {
                name: {key: each.id for key, each in getattr(cast, name).items()}
                for name in _TABLES
            }
            self._database.keep(DEMO)
            return cast
        session.close()
        self._database.reset(self._app, DEMO)
        forget_all()
        found = {
            name: {key: session.get_one(_TABLES[name], id_) for key, id_ in ids.items()}
            for name, ids in self._ids.items()
        }
        return Cast(session, PASSWORD, **found)
