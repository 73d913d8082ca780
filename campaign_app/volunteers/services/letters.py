"""The texts of thank-you letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.campaigns.models import Campaign
from campaign_app.core.i18n import N_
from campaign_app.core.printing.labels import translate
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.models import Certificate, LetterText
from campaign_app.volunteers.rules import CertificateKind
from campaign_app.volunteers.services.certificates import (
    Issuing,
    issue_hours_certificates,
    issue_letters,
)
from campaign_app.volunteers.services.people import record_change

USUAL_TEXT = N_(
    "Thank you for your part in the campaign “%(campaign)s”. You gave your time, your strength "
    "and the warmth of your heart to people who needed help. Because of you they felt that they "
    "are not alone. We wish you good health, well-being and many more good deeds."
)


@dataclass(frozen=True, kw_only=True)
class LetterWords:
    """What a letter says in each language, and who signs it; an empty signer is a blank line."""

    text_kk: str
    text_ru: str
    text_en: str
    signer_name: str = ""
    signer_position_kk: str = ""
    signer_position_ru: str = ""
    signer_position_en: str = ""


def usual_words(campaign: Campaign) -> LetterWords:
    """What a letter of this campaign says where nobody wrote anything else."""
    texts = {
        f"text_{code}": translate(USUAL_TEXT, code)
        % {"campaign": getattr(campaign, f"title_{code}")}
        for code in ("kk", "ru", "en")
    }
    return LetterWords(**texts)


def write_letter_text(
    session: Session,
    *,
    actor: Account | None,
    now: datetime,
    campaign: Campaign,
    words: LetterWords,
) -> LetterText:
    """Say what the letters of a campaign say from now on; letters that went out stay as they are.

    Refuses a text that lacks a language. A text that is in force already is not written again.
    """
    for code in ("kk", "ru", "en"):
        if not getattr(words, f"text_{code}").strip():
            raise rules.LetterTextMissing(field=f"text_{code}")
    latest = queries.latest_letter_text(session, campaign.id)
    if latest is not None and all(
        getattr(latest, name) == value for name, value in vars(words).items()
    ):
        return latest
    text = LetterText(
        campaign_id=campaign.id,
        written_at=now,
        written_by_id=actor.id if actor else None,
        **vars(words),
    )
    session.add(text)
    record_change(session, actor, now, "letter:write", text)
    session.flush()
    return text


def letter_text_in_force(
    session: Session, *, actor: Account | None, now: datetime, campaign: Campaign
) -> LetterText:
    """The text of the campaign's letters; the usual one is written down when it is first used."""
    latest = queries.latest_letter_text(session, campaign.id)
    if latest is not None:
        return latest
    return write_letter_text(
        session, actor=actor, now=now, campaign=campaign, words=usual_words(campaign)
    )


def issue_for_campaign(
    session: Session, *, issuing: Issuing, campaign: Campaign, kind: CertificateKind
) -> list[Certificate]:
    """A paper for every participant of a campaign, in the order of the names.

    Whoever has no confirmed hours in it gets no certificate of hours. Refuses a campaign
    without participants, and one in which no hours are confirmed.
    """
    people = [row.volunteer_id for row in queries.list_participants(session, campaign.id)]
    if not people:
        raise rules.NobodyToThank()
    if kind is CertificateKind.THANK_YOU:
        text = letter_text_in_force(
            session, actor=issuing.actor, now=issuing.now, campaign=campaign
        )
        return issue_letters(
            session,
            issuing=issuing,
            campaign=campaign,
            letter_text_id=text.id,
            volunteer_ids=people,
        )
    issued = issue_hours_certificates(
        session, issuing=issuing, volunteer_ids=people, campaign=campaign
    )
    if not issued:
        raise rules.NoConfirmedHours()
    return issued
