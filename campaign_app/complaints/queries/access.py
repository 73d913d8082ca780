"""Who sees which case: the rule of `rules.may_see` as a condition of the database.

Every read of the register goes through `visible_to`. The audit log asks too, so that the
person whom a complaint is about does not read of it there.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role, permissions_in_campaign
from campaign_app.campaigns.queries import campaign_roles_of
from campaign_app.complaints.models import Appeal
from campaign_app.complaints.rules import ABOUT_ORGANISERS, CaseFacts, Viewer
from campaign_app.core.access import Permission
from campaign_app.core.audit import hide_events
from campaign_app.volunteers.models import Volunteer


def viewer_of(session: Session, account: Account) -> Viewer:
    """What decides which cases `account` may see."""
    roles = campaign_roles_of(session, account.id)
    return Viewer(
        account_id=account.id,
        is_administrator=account.role is Role.ADMINISTRATOR,
        is_auditor=account.role is Role.AUDITOR,
        campaign_ids=frozenset(
            campaign_id
            for campaign_id, mine in roles.items()
            if Permission.COMPLAINT_READ in permissions_in_campaign(account.role, mine)
        ),
    )


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that a case exists for `viewer`."""
    hers = select(Volunteer.id).where(Volunteer.account_id == viewer.account_id)
    is_another = and_(
        or_(
            Appeal.subject_account_id.is_(None),
            Appeal.subject_account_id != viewer.account_id,
        ),
        or_(
            Appeal.subject_volunteer_id.is_(None),
            Appeal.subject_volunteer_id.not_in(hers),
        ),
    )
    if viewer.is_administrator:
        return is_another
    is_open = Appeal.is_sensitive.is_(False)
    if viewer.is_auditor:
        return and_(is_another, is_open)
    in_reach: ColumnElement[bool] = false()
    if viewer.campaign_ids:
        in_reach = or_(
            Appeal.campaign_id.is_(None), Appeal.campaign_id.in_(sorted(viewer.campaign_ids))
        )
    about_others = or_(Appeal.topic.is_(None), Appeal.topic != ABOUT_ORGANISERS)
    return and_(is_another, is_open, about_others, in_reach)


def facts_of(session: Session, appeal: Appeal) -> CaseFacts:
    """What decides who may see the case."""
    subjects = {appeal.subject_account_id} if appeal.subject_account_id else set()
    if appeal.subject_volunteer_id:
        found = select(Volunteer.account_id).where(Volunteer.id == appeal.subject_volunteer_id)
        account_id = session.execute(found).scalar_one_or_none()
        subjects |= {account_id} if account_id else set()
    return CaseFacts(
        campaign_id=appeal.campaign_id,
        is_about_organisers=appeal.topic is ABOUT_ORGANISERS,
        is_sensitive=appeal.is_sensitive,
        subject_ids=frozenset(subjects),
    )


def _hidden_from(session: Session, account: Account) -> Select[int]:
    visible = visible_to(viewer_of(session, account))
    return select(Appeal.id).where(not_(visible))


hide_events(Appeal.__tablename__, _hidden_from)
