"""Everything that all features know of one person, and what an erasure would touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.queries.personal import HOLDINGS as OF_REGISTRY
from campaign_app.campaigns.models import Campaign
from campaign_app.complaints import queries as complaints
from campaign_app.core.names import full_name
from campaign_app.core.personal import Holding, plain_rows, plain_value
from campaign_app.distribution import queries as distribution
from campaign_app.privacy.models import DataRequest
from campaign_app.shelter import queries as shelter
from campaign_app.visits import queries as visits

OF_REQUESTS = (
    Holding("request", DataRequest, lambda ids: DataRequest.beneficiary_id.in_(list(ids))),
)
#: Every table that holds something about a person of the registry; a test finds the others.
HOLDINGS: tuple[Holding, ...] = (
    *OF_REGISTRY,
    *distribution.HOLDINGS,
    *visits.HOLDINGS,
    *OF_REQUESTS,
)


@dataclass(frozen=True)
class PersonalData:
    """What is known of one person: her record, its copies, and whatever points at them."""

    ids: list[int]
    name: str
    rows: list[dict[str, Any]]

    def of(self, holding: str) -> list[dict[str, Any]]:
        """The rows of one kind."""
        return [row for row in self.rows if row["holding"] == holding]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        return dict(Counter(row["holding"] for row in self.rows))


def names_on_record(session: Session, ids: Collection[int]) -> list[str]:
    """The full names of these records."""
    people = beneficiaries.people_by_id(session, ids).values()
    return [full_name(row.surname, row.given_name, row.patronymic) for row in people]


def everything_about(session: Session, beneficiary_id: int) -> PersonalData:
    """All that the program holds about one person, as plain values, numbers in full."""
    ids = beneficiaries.ids_of_person(session, beneficiary_id)
    names = names_on_record(session, ids)
    rows = [
        *beneficiaries.personal_data_of(session, ids),
        *distribution.personal_data_of(session, ids),
        *visits.personal_data_of(session, ids),
        *shelter.personal_data_of(session, names),
        *_appeals(session, ids),
        *plain_rows(session, OF_REQUESTS, ids),
    ]
    _name_what_ids_mean(session, rows)
    return PersonalData(ids, beneficiaries.display_name(session, ids[0]), rows)


def _appeals(session: Session, ids: Collection[int]) -> list[dict[str, Any]]:
    """Requests for help that became these records, with what was written to and fro."""
    found = []
    for appeal in complaints.personal_data_of(session, ids):
        thread = [
            {key: plain_value(value) for key, value in line.items()}
            for line in appeal.pop("thread")
        ]
        values = {key: plain_value(value) for key, value in appeal.items()}
        found.append({"holding": "appeal", **values, "thread": thread})
    return found


def _name_what_ids_mean(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Put the names of accounts and campaigns where only their numbers stand."""
    accounts = {
        row[key] for row in rows for key in row if _is_account(key) and row[key] is not None
    }
    campaigns = {row["campaign_id"] for row in rows if row.get("campaign_id") is not None}
    names = account_names(session, accounts)
    found = session.execute(
        select(Campaign.id, Campaign.title_kk, Campaign.title_ru, Campaign.title_en).where(
            Campaign.id.in_(campaigns)
        )
    )
    titles = {row[0]: {"kk": row[1], "ru": row[2], "en": row[3]} for row in found}
    for row in rows:
        for key in [key for key in row if _is_account(key)]:
            row[key.removesuffix("_id")] = names.get(row.pop(key))
        if "campaign_id" in row:
            row["campaign"] = titles.get(row.pop("campaign_id"))


def _is_account(key: str) -> bool:
    return key.endswith("_by_id") or key in ("account_id", "assigned_to_id")


def find_record(session: Session, beneficiary_id: int) -> Beneficiary | None:
    """The record, also when it was erased."""
    return session.get(Beneficiary, beneficiary_id)
