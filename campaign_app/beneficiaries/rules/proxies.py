"""The rules of receiving for somebody else: a name, a document, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.names import has_letters


class ProxyDocument(LabelledEnum):
    """What a proxy shows at the door."""

    POWER_OF_ATTORNEY = "power_of_attorney", N_("power of attorney")
    IDENTITY_CARD = "identity_card", N_("identity card")
    PASSPORT = "passport", N_("passport")
    OTHER = "other", N_("other document")


@dataclass(frozen=True, kw_only=True)
class ProxyDetails:
    """Who may receive, and by which document; `valid_until` None: until it is revoked."""

    full_name: str
    document_kind: ProxyDocument
    document_number: str
    relation: str = ""
    valid_until: date | None = None
    phone: str | None = None


class ProxyNameMissing(DomainError):
    """A proxy has a name."""

    message = N_("Write the proxy's full name.")


class ProxyDocumentMissing(DomainError):
    """A proxy shows a document."""

    message = N_("Write the number of the proxy's document.")


class ProxyExpired(DomainError):
    """The document was valid until a day."""

    message = N_("The proxy's document was valid until %(day)s.")


class ProxyRevoked(DomainError):
    """The person took it back."""

    message = N_("The proxy was revoked on %(day)s.")


def check_proxy(details: ProxyDetails, today: date) -> None:
    """Raise what keeps somebody from being a proxy."""
    if not has_letters(details.full_name):
        raise ProxyNameMissing(field="full_name")
    if not details.document_number.strip():
        raise ProxyDocumentMissing(field="document_number")
    if details.valid_until is not None and details.valid_until < today:
        raise ProxyExpired(field="valid_until", day=details.valid_until)


def check_may_receive(*, valid_until: date | None, revoked_on: date | None, on: date) -> None:
    """Raise ProxyRevoked or ProxyExpired for a day on which the proxy did not count.

    On the day of the revocation nothing is handed out any more.
    """
    if revoked_on is not None and on >= revoked_on:
        raise ProxyRevoked(field="proxy_id", day=revoked_on)
    if valid_until is not None and on > valid_until:
        raise ProxyExpired(field="proxy_id", day=valid_until)
