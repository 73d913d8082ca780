"""Permissions: what they are called, and how an endpoint declares the one that it needs.

Deny by default: the factory refuses to start when an endpoint declares neither a
permission nor that it is public. Which role has which permission stands in
`accounts.rules`; the check before every request stands in `accounts.guard`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


class Permission(StrEnum):
    """`resource:verb`. A reading permission ends in `:read`."""

    CAMPAIGN_READ = "campaign:read"
    CAMPAIGN_CREATE = "campaign:create"
    CAMPAIGN_EDIT = "campaign:edit"
    DONATION_READ = "donation:read"
    DONATION_RECORD = "donation:record"
    DONATION_VOID = "donation:void"
    EXPENSE_READ = "expense:read"
    EXPENSE_ENTER = "expense:enter"
    EXPENSE_APPROVE = "expense:approve"
    MONEY_READ = "money:read"
    MONEY_MOVE = "money:move"
    STATEMENT_IMPORT = "statement:import"
    BOX_OPEN = "box:open"
    PERIOD_CLOSE = "period:close"
    STOCK_READ = "stock:read"
    STOCK_RECORD = "stock:record"
    STOCK_APPROVE = "stock:approve"
    PACKAGE_TYPE_EDIT = "package_type:edit"
    ENROLMENT_READ = "enrolment:read"
    ENROLMENT_EDIT = "enrolment:edit"
    DISTRIBUTION_READ = "distribution:read"
    DISTRIBUTION_PLAN = "distribution:plan"
    DELIVERY_RECORD = "delivery:record"
    REPORT_READ = "report:read"
    BENEFICIARY_READ = "beneficiary:read"
    BENEFICIARY_EDIT = "beneficiary:edit"
    BENEFICIARY_MERGE = "beneficiary:merge"
    PERSONAL_DATA_REVEAL = "personal_data:reveal"
    CRITERIA_EDIT = "criteria:edit"
    CONSENT_TEXT_EDIT = "consent_text:edit"
    PRIVACY_READ = "privacy:read"
    PRIVACY_HANDLE = "privacy:handle"
    COMPLAINT_READ = "complaint:read"
    COMPLAINT_HANDLE = "complaint:handle"
    VOLUNTEER_READ = "volunteer:read"
    VOLUNTEER_EDIT = "volunteer:edit"
    SHIFT_READ = "shift:read"
    SHIFT_EDIT = "shift:edit"
    SHELTER_READ = "shelter:read"
    SHELTER_RECORD = "shelter:record"
    VISIT_READ = "visit:read"
    VISIT_RECORD = "visit:record"
    NEWS_READ = "news:read"
    NEWS_EDIT = "news:edit"
    ACCOUNT_READ = "account:read"
    ACCOUNT_EDIT = "account:edit"
    MAIL_READ = "mail:read"
    MAIL_RETRY = "mail:retry"
    AUDIT_READ = "audit:read"
    STAFF_HOME = "staff:home"
    OWN_PAGES = "own:read"

    @property
    def is_reading(self) -> bool:
        """True when it lets one see and not change."""
        return self.value.endswith((":read", ":home"))


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the permission that a view needs; a campaign's, if its URL names a campaign."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Declare that a view answers everybody."""
    view.is_public = True  # type: ignore[attr-defined]
    return view
