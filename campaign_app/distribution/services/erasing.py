"""Forgetting people in the rounds: their lines count on, without a word about them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.orm import Session

from campaign_app.core.personal import empty_rows
from campaign_app.distribution.models import Proof
from campaign_app.distribution.queries.personal import HOLDINGS


def erase_personal_data(session: Session, *, ids: Collection[int]) -> dict[str, int]:
    """Empty notes, proxies and their documents; state, date, variant and proof stay."""
    return empty_rows(session, HOLDINGS, ids)


def forget_proxies(session: Session, *, proof_ids: Collection[int]) -> None:
    """Empty the names and documents of proxies; that somebody received stays proven."""
    statement = (
        update(Proof)
        .where(Proof.id.in_(list(proof_ids)))
        .values(proxy_name="", proxy_document=None)
    )
    session.execute(statement, execution_options={"synchronize_session": False})
    session.expire_all()
