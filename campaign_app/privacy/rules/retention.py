"""How long personal data are kept, per purpose; what is past its time goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

LONGEST_DAYS = 36_500


class RetentionPurpose(LabelledEnum):
    """What is kept, and until when it is counted from."""

    REGISTRY = (
        "registry",
        N_("Records of people, after the last help and the end of their campaigns"),
    )
    PROXY_DOCUMENTS = "proxy_documents", N_("Names and documents of proxies, after the delivery")
    SHELTER_NAMES = "shelter_names", N_("Names of guests of the shelter, after they left")
    VISIT_NOTES = "visit_notes", N_("Notes about home visits, after the visit")
    COMPLAINT_CONTACTS = "complaint_contacts", N_("Contact data of complaints, after the answer")
    IMPORT_DRAFTS = "import_drafts", N_("Uploaded lists that nobody confirmed")
    SIGN_IN_ATTEMPTS = "sign_in_attempts", N_("Failed attempts to sign in")
    SUBMISSIONS = "submissions", N_("Marks against double sending of forms")
    MAIL = "mail", N_("Addresses of messages, after they were sent or given up")
    SHIFT_MESSAGES = "shift_messages", N_("What organisers wrote to all of a shift")
    PROOF_PICTURES = (
        "proof_pictures",
        N_("Signatures and photos from the door, after the delivery"),
    )
    DISCLOSURES = "disclosures", N_("The log of who looked at personal data")


@dataclass(frozen=True)
class Limits:
    """Days kept unless decided otherwise, and the least that may be decided."""

    usual_days: int
    least_days: int


LIMITS: dict[RetentionPurpose, Limits] = {
    RetentionPurpose.REGISTRY: Limits(1095, 30),
    RetentionPurpose.PROXY_DOCUMENTS: Limits(1095, 30),
    # An auditor asks for them as long as for the proxies' papers.
    RetentionPurpose.PROOF_PICTURES: Limits(1095, 30),
    RetentionPurpose.SHELTER_NAMES: Limits(365, 1),
    RetentionPurpose.VISIT_NOTES: Limits(730, 30),
    RetentionPurpose.COMPLAINT_CONTACTS: Limits(365, 30),
    RetentionPurpose.IMPORT_DRAFTS: Limits(7, 1),
    # The count of attempts looks 15 minutes back; a day is enough for that.
    RetentionPurpose.SIGN_IN_ATTEMPTS: Limits(30, 1),
    RetentionPurpose.SUBMISSIONS: Limits(30, 2),
    # A message to a shift is sent within two days, or not at all.
    RetentionPurpose.MAIL: Limits(90, 7),
    RetentionPurpose.SHIFT_MESSAGES: Limits(365, 7),
    # The database itself refuses to delete younger entries.
    RetentionPurpose.DISCLOSURES: Limits(1825, 1096),
}


class RetentionTooShort(DomainError):
    """What is needed for its purpose is kept at least so long."""

    message = N_("At least %(least)s days are needed.")


class RetentionTooLong(DomainError):
    """Nothing is kept for ever."""

    message = N_("At most %(most)s days are possible.")


class RetentionReasonMissing(DomainError):
    """A change of a retention period says why."""

    message = N_("Say why the period is changed.")


def check_period(purpose: RetentionPurpose, days: int, reason: str) -> None:
    """Refuse a period that is too short for the purpose or endless, and one without a reason."""
    least = LIMITS[purpose].least_days
    if days < least:
        raise RetentionTooShort(field="days", least=least)
    if days > LONGEST_DAYS:
        raise RetentionTooLong(field="days", most=LONGEST_DAYS)
    if not reason.strip():
        raise RetentionReasonMissing(field="reason")


def kept_since(now: datetime, days: int) -> datetime:
    """What is older than this is past its time."""
    return now - timedelta(days=days)
