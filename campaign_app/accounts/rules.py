"""Who may do what: roles, their permissions, and the rules of signing in."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from campaign_app.core.access import Permission as P
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.identifiers import parse_phone

MINIMUM_PASSWORD_LENGTH = 10
MAXIMUM_PASSWORD_LENGTH = 200
ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPTS_PER_EMAIL = 10
ATTEMPTS_PER_ADDRESS = 50


class Role(LabelledEnum):
    """What somebody is in the whole organisation."""

    ADMINISTRATOR = "administrator", N_("administrator")
    AUDITOR = "auditor", N_("auditor")
    STAFF = "staff", N_("staff")
    VOLUNTEER = "volunteer", N_("volunteer")


class CampaignRole(LabelledEnum):
    """What somebody is in one campaign."""

    ORGANISER = "organiser", N_("organiser")
    TREASURER = "treasurer", N_("treasurer")
    STOREKEEPER = "storekeeper", N_("storekeeper")


class SignInRefused(DomainError):
    """Unknown address or number, wrong password or closed account: never says which."""

    message = N_("The e-mail address, the telephone number or the password is wrong.")


class TooManyAttempts(DomainError):
    """Too many failed attempts for this address or from this place."""

    message = N_("Too many attempts. Try again in %(minutes)s minutes.")


class PasswordTooShort(DomainError):
    """The password is shorter than the rule asks."""

    message = N_("The password needs at least %(minimum)s characters.")


class PasswordTooLong(DomainError):
    """The password is longer than the rule allows."""

    message = N_("The password may have at most %(maximum)s characters.")


class EmailTaken(DomainError):
    """Another account has this address."""

    message = N_("There is an account with this e-mail address already.")


class PhoneTaken(DomainError):
    """Another account has this number."""

    message = N_(
        "There is an account with this telephone number already. "
        "Sign in, or write an e-mail address as well."
    )


class ContactMissing(DomainError):
    """Something to sign in with is needed."""

    message = N_("Write a telephone number or an e-mail address: one of the two is enough.")


READING = frozenset(permission for permission in P if permission.is_reading)
OWN = frozenset({P.OWN_PAGES})

ROLE_PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.ADMINISTRATOR: frozenset(P),
    Role.AUDITOR: READING,
    Role.STAFF: OWN,
    Role.VOLUNTEER: OWN,
}

CAMPAIGN_ROLE_PERMISSIONS: dict[CampaignRole, frozenset[P]] = {
    CampaignRole.ORGANISER: frozenset(
        {
            P.STAFF_HOME,
            P.CAMPAIGN_READ,
            P.CAMPAIGN_EDIT,
            P.DONATION_READ,
            P.DONATION_RECORD,
            P.EXPENSE_READ,
            P.EXPENSE_ENTER,
            P.MONEY_READ,
            P.BOX_OPEN,
            P.STATEMENT_IMPORT,
            P.STOCK_READ,
            P.STOCK_APPROVE,
            P.PACKAGE_TYPE_EDIT,
            P.ENROLMENT_READ,
            P.ENROLMENT_EDIT,
            P.DISTRIBUTION_READ,
            P.DISTRIBUTION_PLAN,
            P.DELIVERY_RECORD,
            P.REPORT_READ,
            P.BENEFICIARY_READ,
            P.BENEFICIARY_EDIT,
            P.BENEFICIARY_MERGE,
            P.PERSONAL_DATA_REVEAL,
            P.COMPLAINT_READ,
            P.COMPLAINT_HANDLE,
            P.VOLUNTEER_READ,
            P.VOLUNTEER_EDIT,
            P.SHIFT_READ,
            P.SHIFT_EDIT,
            P.SHELTER_READ,
            P.SHELTER_RECORD,
            P.VISIT_READ,
            P.VISIT_RECORD,
            P.NEWS_READ,
            P.NEWS_EDIT,
        }
    ),
    CampaignRole.TREASURER: frozenset(
        {
            P.STAFF_HOME,
            P.CAMPAIGN_READ,
            P.DONATION_READ,
            P.DONATION_RECORD,
            P.DONATION_VOID,
            P.EXPENSE_READ,
            P.EXPENSE_ENTER,
            P.EXPENSE_APPROVE,
            P.MONEY_READ,
            P.MONEY_MOVE,
            P.BOX_OPEN,
            P.STATEMENT_IMPORT,
            P.PERIOD_CLOSE,
            P.STOCK_READ,
            P.STOCK_APPROVE,
            P.REPORT_READ,
        }
    ),
    CampaignRole.STOREKEEPER: frozenset(
        {
            P.STAFF_HOME,
            P.CAMPAIGN_READ,
            P.EXPENSE_READ,
            P.STOCK_READ,
            P.STOCK_RECORD,
            P.PACKAGE_TYPE_EDIT,
            P.DISTRIBUTION_READ,
            P.DELIVERY_RECORD,
        }
    ),
}


def permissions_in_campaign(role: Role, campaign_roles: frozenset[CampaignRole]) -> frozenset[P]:
    """What somebody may do in a campaign: what her roles there and everywhere give together."""
    found = ROLE_PERMISSIONS[role]
    for campaign_role in campaign_roles:
        found |= CAMPAIGN_ROLE_PERMISSIONS[campaign_role]
    return found


def normalise_email(text: str) -> str:
    """One spelling for one address: trimmed, NFKC, lower case."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def read_phone(text: str) -> str | None:
    """The telephone number that somebody typed where either may stand; None for an address."""
    try:
        return None if "@" in text else parse_phone(unicodedata.normalize("NFKC", text))
    except DomainError:
        return None


def normalise_password(text: str) -> str:
    """NFKC, so that the same keys give the same password on every device (NIST 800-63B)."""
    return unicodedata.normalize("NFKC", text)


def check_password_length(password: str) -> None:
    """Raise PasswordTooShort or PasswordTooLong; the limit also keeps hashing cheap."""
    if len(password) < MINIMUM_PASSWORD_LENGTH:
        raise PasswordTooShort(field="password", minimum=MINIMUM_PASSWORD_LENGTH)
    if len(password) > MAXIMUM_PASSWORD_LENGTH:
        raise PasswordTooLong(field="password", maximum=MAXIMUM_PASSWORD_LENGTH)


def check_attempts(failed_for_email: int, failed_from_address: int) -> None:
    """Raise TooManyAttempts when either count of the last quarter of an hour is at its limit."""
    if failed_for_email >= ATTEMPTS_PER_EMAIL or failed_from_address >= ATTEMPTS_PER_ADDRESS:
        raise TooManyAttempts(minutes=int(ATTEMPT_WINDOW.total_seconds() // 60))
