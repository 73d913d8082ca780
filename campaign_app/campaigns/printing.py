"""The head of every paper of a campaign: who issues it and what it belongs to."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from campaign_app.campaigns import queries
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import PartyRole
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import Texts
from campaign_app.core.site import is_demo


def form_head(
    session: Session,
    campaign: Campaign,
    *,
    number: str,
    on: date | None,
    organisation_name: str,
    time_zone: str,
    place: str = "",
    record_url: str = "",
    record_code: str = "",
    is_copy: bool = False,
    is_cancelled: bool = False,
) -> FormHead:
    """The head of a paper. The campaign's organiser issues it, else `organisation_name`."""
    issuer: Texts | str = organisation_name
    bin_number = ""
    for party in queries.list_parties(session, campaign.id):
        if party.role is PartyRole.ORGANISER:
            found = party.organisation
            issuer = Texts(found.name_kk, found.name_ru, found.name_en)
            bin_number = found.bin or ""
            break
    return FormHead(
        organisation=issuer,
        bin=bin_number,
        number=number,
        on=on,
        place=place,
        campaign_code=campaign.code,
        campaign_title=Texts(campaign.title_kk, campaign.title_ru, campaign.title_en),
        record_url=record_url,
        record_code=record_code,
        is_copy=is_copy,
        is_cancelled=is_cancelled,
        is_demo=is_demo(session),
        time_zone=time_zone,
    )
