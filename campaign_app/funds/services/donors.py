"""Donors: found by their names, thanked at their addresses."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.services import lock_campaign
from campaign_app.core.mail import queue_mail
from campaign_app.core.names import fold, normalise
from campaign_app.funds import queries, rules
from campaign_app.funds.models import Donation, Donor
from campaign_app.funds.services.journal import record

#: Thanks that come later than this are no thanks.
THANKS_UNTIL = timedelta(days=14)


def find_or_add_donor(
    session: Session, *, now: datetime, campaign_id: int, name: str, email: str = ""
) -> Donor | None:
    """The donor of this name and address; None for a gift that names nobody.

    A first address goes to the donor of this name who has none; a name without an address is
    the one who was known first. The campaign is locked by then.
    """
    name_search = fold(name)
    if not name_search:
        return None
    known = queries.find_donors_named(session, campaign_id, name_search)
    same = [donor for donor in known if not email or donor.email == email]
    without = [donor for donor in known if not donor.email]
    if same or without:
        donor = (same or without)[0]
        donor.email = donor.email or email
        return donor
    donor = Donor(
        campaign_id=campaign_id, name=name, name_search=name_search, email=email, added_at=now
    )
    session.add(donor)
    session.flush()
    return donor


def change_donor(
    session: Session,
    *,
    actor: Account,
    now: datetime,
    campaign: Campaign,
    donor: Donor,
    name: str,
    email: str,
    language: str,
) -> Donor:
    """Correct how a donor is called and written to; receipts keep the name that they were given.

    Refuses no name, and the name and address of another donor of the campaign.
    """
    lock_campaign(session, campaign.id)
    name, email = normalise(name), email.strip().lower()
    if not fold(name):
        raise rules.DonorMissing(field="name")
    others = queries.find_donors_named(session, campaign.id, fold(name))
    if any(other.email == email and other.id != donor.id for other in others):
        raise rules.DonorAddressTaken(field="email")
    donor.name, donor.name_search = name, fold(name)
    donor.email, donor.language = email, language
    record(session, actor, now, "donor:change", donor)
    session.flush()
    return donor


def thank_donor(session: Session, *, now: datetime, donor: Donor, donation: Donation) -> bool:
    """Write a letter of thanks; False where there is no address. Once for a gift."""
    if not donor.email:
        return False
    return queue_mail(
        session,
        now=now,
        key=f"thanks:{donation.id}",
        recipient=donor.email,
        language=donor.language,
        template=queries.THANKS,
        values={"donation_id": donation.id, "path": f"/verify/{donation.verification_code}"},
        expires_at=now + THANKS_UNTIL,
    )
