"""One new person against 100,000: keys, candidates, comparison, reasons; on both databases.

The limit is the cheapest question that a database answers about somebody, one row by its
id through the same session, measured in turns with it in the same run.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bench.dedup.people import City
from bench.dedup.person import Person, identity_of
from bench.dedup.planted import planted_set
from campaign_app import create_app
from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryKey
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryKind, Identity
from campaign_app.beneficiaries.rules.blocking import stored_keys
from campaign_app.core.addresses import dormitory_key
from campaign_app.extensions import db
from tests.support.databases import migrate, postgresql_server
from tests.support.settings import make_settings

PEOPLE, QUESTIONS, AT_ONCE = 100_000, 100, 2_000


@dataclass(frozen=True)
class Timing:
    """Milliseconds on one database: the median, the slowest of twenty, and of the limit."""

    database: str
    median: float
    slow: float
    limit: float
    candidates: float


def time_on_sqlite() -> Timing:
    """In a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return _time("SQLite", f"sqlite:///{folder}/dedup.db", Path(folder))


@contextmanager
def _postgresql() -> Iterator[str]:
    with postgresql_server() as server:
        server.create_database("dedup")
        yield server.url("dedup")


def time_on_postgresql() -> Timing:
    """On a server that is started for it."""
    with _postgresql() as url, tempfile.TemporaryDirectory() as folder:
        return _time("PostgreSQL", url, Path(folder))


def _time(name: str, url: str, folder: Path) -> Timing:
    app = create_app(make_settings(url, folder))
    migrate(app)
    with app.app_context():
        session = db.session()
        _fill(session)
        asked = _questions()
        counts = [len(queries.identities_like(session, [each])) for each in asked]
        ours = [_milliseconds(lambda q=each: _ask(session, q)) for each in asked]  # type: ignore[misc]
        numbers = range(1, PEOPLE, PEOPLE // QUESTIONS)
        bare = [_milliseconds(lambda n=n: _one_row(session, n)) for n in numbers]  # type: ignore[misc]
        session.rollback()
        db.session.remove()
        db.engine.dispose()
    return Timing(
        database=name,
        median=statistics.median(ours),
        slow=sorted(ours)[-QUESTIONS // 20],
        limit=statistics.median(bare),
        candidates=statistics.mean(counts),
    )


def _ask(session: Session, identity: Identity) -> None:
    queries.find_look_alikes(session, identity)


def _one_row(session: Session, number: int) -> None:
    session.execute(select(Beneficiary.id).where(Beneficiary.id == number)).one()


def _milliseconds(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - began)


def _questions() -> list[Identity]:
    """The copies of a planted set: spelled otherwise, most of them with a birthday."""
    planted = planted_set(3, size=2000, copies=QUESTIONS)
    people = [planted.people[second] for _first, second in planted.copies]
    return [identity_of(replace(person, iin="", document="")) for person in people]


def _fill(session: Session) -> None:
    city = City(3)
    for start in range(0, PEOPLE, AT_ONCE):
        people = [(start + n + 1, city.person()) for n in range(AT_ONCE)]
        identities = {number: identity_of(person) for number, person in people}
        rows = [_row(number, person, identities[number]) for number, person in people]
        session.execute(insert(Beneficiary), rows)
        session.execute(
            insert(BeneficiaryKey),
            [
                {"key": key, "beneficiary_id": number}
                for number, identity in identities.items()
                for key in stored_keys(identity)
            ],
        )
    session.commit()
    session.execute(text("ANALYZE"))
    session.commit()


def _row(number: int, person: Person, identity: Identity) -> dict[str, object]:
    return {
        "id": number,
        "kind": BeneficiaryKind.PERSON,
        "category": BeneficiaryCategory.OTHER,
        "surname": person.surname,
        "given_name": person.given,
        "patronymic": person.patronymic,
        "born_on": person.born_on,
        "phone": identity.phone or None,
        "street": person.street,
        "house": person.house,
        "flat": person.flat,
        "dormitory": person.dormitory,
        "room": person.room,
        "household_size": 1,
        "name_key": identity.name_key,
        "address_key": identity.address,
        "dormitory_key": dormitory_key(person.dormitory),
        "registered_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
