"""What the cards of a person's page show, by subject, so that the page itself stays short."""

from __future__ import annotations

from typing import Any

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.campaigns.scope import may_anywhere
from campaign_app.core.access import Permission
from campaign_app.extensions import db


def person_cards(person: Beneficiary) -> dict[str, Any]:
    """Everything that the partials `_person_restriction` and below take from the page."""
    session = db.session()
    restrictions = queries.list_restrictions(session, person.id)
    actors = {id_ for each in restrictions for id_ in (each.restricted_by_id, each.lifted_by_id)}
    return {
        "restrictions": restrictions,
        "actor_names": account_names(session, {id_ for id_ in actors if id_}),
        "hides_whereabouts": person.restricted_at is not None
        and not may_anywhere(Permission.PRIVACY_HANDLE),
    }
