"""Who may receive for somebody: registered with a document, revoked with a reason."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary, Proxy
from campaign_app.beneficiaries.rules import ProxyDetails
from campaign_app.beneficiaries.services.recording import record
from campaign_app.core.errors import NotFound
from campaign_app.core.names import normalise

#: The end of a shorter number would be nearly all of it.
SHOWN_FROM = 7


def register_proxy(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    beneficiary: Beneficiary,
    details: ProxyDetails,
) -> Proxy:
    """Note who may receive for somebody.

    Refuses a missing name or document, a document that has run out, and records that
    are not kept.
    """
    rules.check_kept(
        is_merged=beneficiary.merged_into_id is not None,
        is_erased=beneficiary.erased_at is not None,
    )
    rules.check_proxy(details, today)
    number = normalise(details.document_number)
    proxy = Proxy(
        beneficiary_id=beneficiary.id,
        full_name=normalise(details.full_name),
        document_kind=details.document_kind,
        document_number=number,
        document_last4=number[-4:] if len(number) >= SHOWN_FROM else "",
        relation=normalise(details.relation),
        valid_until=details.valid_until,
        phone=details.phone,
        created_at=now,
        created_by_id=actor.id if actor else None,
    )
    session.add(proxy)
    record(session, actor, now, "proxy:register", proxy)
    session.flush()
    return proxy


def revoke_proxy(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    today: date,
    beneficiary_id: int,
    proxy_id: int,
    reason: str,
) -> None:
    """Note that somebody may receive no longer, from today on.

    Refuses a proxy of somebody else, one that was revoked, and a missing reason.
    """
    proxy = queries.find_proxy(session, beneficiary_id, proxy_id)
    if proxy is None:
        raise NotFound()
    if proxy.revoked_on is not None:
        raise rules.ProxyRevoked(day=proxy.revoked_on)
    if not reason.strip():
        raise rules.ReasonMissing(field="reason")
    proxy.revoked_at, proxy.revoked_on, proxy.revoke_reason = now, today, reason.strip()[:500]
    proxy.revoked_by_id = actor.id if actor else None
    record(session, actor, now, "proxy:revoke", proxy)
    session.flush()
