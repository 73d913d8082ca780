"""Who may do what, and the rules of signing in."""

from __future__ import annotations

import pytest

from campaign_app.accounts import rules
from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.core.access import Permission


@pytest.mark.parametrize(
    ("role", "campaign_roles", "permission", "expected"),
    [
        (Role.ADMINISTRATOR, set(), Permission.EXPENSE_APPROVE, True),
        (Role.AUDITOR, set(), Permission.DONATION_READ, True),
        (Role.AUDITOR, set(), Permission.AUDIT_READ, True),
        (Role.AUDITOR, set(), Permission.DONATION_RECORD, False),
        (Role.STAFF, set(), Permission.CAMPAIGN_READ, False),
        (Role.STAFF, {CampaignRole.ORGANISER}, Permission.DONATION_RECORD, True),
        (Role.STAFF, {CampaignRole.ORGANISER}, Permission.EXPENSE_APPROVE, False),
        (Role.STAFF, {CampaignRole.TREASURER}, Permission.EXPENSE_APPROVE, True),
        (Role.STAFF, {CampaignRole.TREASURER}, Permission.BENEFICIARY_READ, False),
        (Role.STAFF, {CampaignRole.STOREKEEPER}, Permission.STOCK_RECORD, True),
        (Role.STAFF, {CampaignRole.STOREKEEPER}, Permission.DONATION_READ, False),
        (Role.VOLUNTEER, set(), Permission.STAFF_HOME, False),
        (Role.VOLUNTEER, set(), Permission.OWN_PAGES, True),
        (
            Role.STAFF,
            {CampaignRole.STOREKEEPER, CampaignRole.TREASURER},
            Permission.DONATION_READ,
            True,
        ),
    ],
)
def test_permissions_follow_from_the_roles(role, campaign_roles, permission, expected):
    found = rules.permissions_in_campaign(role, frozenset(campaign_roles))
    assert (permission in found) is expected


def test_an_auditor_reads_everything_and_changes_nothing():
    assert rules.ROLE_PERMISSIONS[Role.AUDITOR] == {
        permission for permission in Permission if permission.is_reading
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Admin@Demo.Example ", "admin@demo.example"),
        ("ＡＤＭＩＮ@demo.example", "admin@demo.example"),
    ],
)
def test_an_email_has_one_spelling(typed, kept):
    assert rules.normalise_email(typed) == kept


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("123456789", rules.PasswordTooShort),
        ("x" * 201, rules.PasswordTooLong),
        ("1234567890", None),
        ("құпия-сөзім", None),
    ],
)
def test_password_length(password, error):
    if error is None:
        rules.check_password_length(password)
    else:
        with pytest.raises(error):
            rules.check_password_length(password)


@pytest.mark.parametrize(
    ("for_email", "from_address", "refused"),
    [(0, 0, False), (9, 49, False), (10, 0, True), (0, 50, True)],
)
def test_attempts_are_limited_by_email_and_by_place(for_email, from_address, refused):
    if refused:
        with pytest.raises(rules.TooManyAttempts):
            rules.check_attempts(for_email, from_address)
    else:
        rules.check_attempts(for_email, from_address)
