"""Builds the demo through the features' own services, in one transaction."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.core.clock import now
from campaign_app.core.site import mark_as_demo
from campaign_app.demo.cast import Cast
from campaign_app.demo.steps import (
    appeals,
    coming,
    goods,
    handing_out,
    money,
    papers,
    people,
    press,
    privacy,
    registry,
    shelter,
    visits,
    winter,
    worksites,
)


def is_empty(session: Session) -> bool:
    """True for a database in which nobody has an account yet."""
    return session.execute(select(Account.id).limit(1)).first() is None


def load_demo(session: Session, *, password: str) -> Cast:
    """Load the demo campaign with its planted cases."""
    mark_as_demo(session)
    cast = Cast(session, password)
    people.make_accounts(cast)
    people.make_campaigns(cast)
    people.make_participants(cast)
    winter.clear_snow(cast)
    worksites.clear_stops(cast)
    papers.issue_papers(cast)
    shelter.shelter_people(cast)
    registry.publish_consent_text(cast)
    registry.register_people(cast)
    registry.name_proxy(cast)
    money.record_donations(cast)
    money.bring_in_statement(cast)
    handing_out.hand_out(cast, goods.buy_and_pack(cast))
    goods.count_stock(cast)
    handing_out.hand_over_gifts(cast, goods.pack_gifts_for_children(cast))
    registry.withdraw_one_consent(cast)
    registry.publish_second_criteria(cast)
    registry.agree_to_publicity(cast)
    registry.link_household(cast)
    press.publish_news(cast)
    visits.visit_people(cast)
    appeals.receive_appeals(cast, now())
    privacy.keep_registers(cast)
    people.close_campaigns(cast)
    coming.open_coming_shifts(cast, now())
    worksites.open_coming_stops(cast, now())
    return cast
