"""Papers of the volunteers: certificates of hours, one replaced, one withdrawn; 29 letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from campaign_app.demo.cast import ALMATY, Cast, at
from campaign_app.volunteers import services
from campaign_app.volunteers.models import Certificate, Shift, SignUp
from campaign_app.volunteers.rules import CertificateKind, whole_year

STUDENT = "P-018"  # signs in as volunteer@demo.example
WITHDRAWN = "P-010"
FORGOTTEN_BREAK = 30


def issue_papers(cast: Cast) -> None:
    """A student certifies her year, twice since a break was forgotten; then everybody's papers."""
    _issue_year(cast, STUDENT, at("2020-01-30", "18:20"), by="volunteer")
    _take_off_the_break(cast, STUDENT, at("2020-01-31", "10:05"))
    _issue_year(cast, STUDENT, at("2020-01-31", "19:40"), by="volunteer")
    services.issue_for_campaign(
        cast.session,
        issuing=_issuing(cast, at("2020-02-03", "11:00")),
        campaign=cast.campaigns["snow-together-2020"],
        kind=CertificateKind.HOURS,
    )
    services.void_certificate(
        cast.session,
        actor=cast.organiser,
        now=at("2020-02-04", "09:30"),
        certificate=_issue_year(cast, WITHDRAWN, at("2020-02-03", "16:15"), by="organiser"),
        reason="Басқа адамға арналған / Предназначалась другому лицу",
    )
    _write_letter(cast)
    services.issue_for_campaign(
        cast.session,
        issuing=_issuing(cast, at("2020-04-15", "10:00")),
        campaign=cast.food,
        kind=CertificateKind.THANK_YOU,
    )


def _write_letter(cast: Cast) -> None:
    """The usual words, with the name of who signs them."""
    services.write_letter_text(
        cast.session,
        actor=cast.organiser,
        now=at("2020-04-14", "17:00"),
        campaign=cast.food,
        words=replace(
            services.usual_words(cast.food),
            signer_name="Демо Серік Асқарұлы",
            signer_position_kk="Ректор",
            signer_position_ru="Ректор",
            signer_position_en="Rector",
        ),
    )


def _take_off_the_break(cast: Cast, key: str, now: datetime) -> None:
    """Her last shift had a break that was not taken off: the certificate is void by that."""
    sign_up_id = cast.session.execute(
        select(SignUp.id)
        .join(Shift, Shift.id == SignUp.shift_id)
        .where(SignUp.volunteer_id == cast.volunteers[key].id, SignUp.worked_minutes > 0)
        .order_by(Shift.starts_at.desc())
        .limit(1)
    ).scalar_one()
    services.record_attendance(
        cast.session,
        actor=cast.organiser,
        now=now,
        campaign=cast.campaigns["snow-together-2020"],
        sign_up_id=sign_up_id,
        has_attended=True,
        break_minutes=FORGOTTEN_BREAK,
        reason="Үзіліс ескерілмеген / Не был учтён перерыв",
    )


def _issue_year(cast: Cast, key: str, now: datetime, *, by: str) -> Certificate:
    return services.issue_hours_certificate(
        cast.session,
        issuing=_issuing(cast, now, by=by),
        volunteer_id=cast.volunteers[key].id,
        period=whole_year(2020),
    )


def _issuing(cast: Cast, now: datetime, *, by: str = "organiser") -> services.Issuing:
    return services.Issuing(actor=cast.accounts[by], now=now, zone=ALMATY)
