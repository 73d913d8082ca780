"""The rules of a campaign: its states, what may be entered in which, its equations."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
RESERVED_SLUGS = frozenset({"new"})


class CampaignKind(LabelledEnum):
    """A campaign of one's own, or a part in a challenge that passes on."""

    CAMPAIGN = "campaign", N_("campaign")
    CHALLENGE = "challenge", N_("challenge")


class CampaignLevel(LabelledEnum):
    """How far it reaches."""

    REPUBLICAN = "republican", N_("republican")
    REGIONAL = "regional", N_("regional")
    CITY = "city", N_("city-wide")
    ORGANISATION = "organisation", N_("of the organisation")
    UNIT = "unit", N_("of a department")


class CampaignStatus(LabelledEnum):
    """Where it stands."""

    DRAFT = "draft", N_("draft")
    ACTIVE = "active", N_("under way")
    CLOSING = "closing", N_("closing")
    CLOSED = "closed", N_("closed")


class CampaignAction(LabelledEnum):
    """What moves it on."""

    START = "start", N_("Start the campaign")
    BEGIN_CLOSING = "begin_closing", N_("Begin closing")
    REOPEN = "reopen", N_("Reopen")
    CLOSE = "close", N_("Close the campaign")


class PartyRole(LabelledEnum):
    """What an organisation is in a campaign."""

    INITIATOR = "initiator", N_("initiator")
    ORGANISER = "organiser", N_("organiser")
    PARTNER = "partner", N_("partner")
    SPONSOR = "sponsor", N_("sponsor")


class GoalKind(LabelledEnum):
    """What a goal counts: tiyn, packages or people."""

    MONEY = "money", N_("money to collect")
    PACKAGES = "packages", N_("packages to hand out")
    PEOPLE = "people", N_("people to help")


class CampaignClosed(DomainError):
    """Nothing is entered in a closed campaign."""

    message = N_("The campaign is closed: nothing more can be entered in it.")


class TransitionRefused(DomainError):
    """The campaign's state does not allow this step."""

    message = N_("“%(action)s” is not possible while the campaign is: %(status)s.")


class SlugTaken(DomainError):
    """Another campaign has this address."""

    message = N_("Another campaign has this address.")


class CodeTaken(DomainError):
    """Another campaign has this code."""

    message = N_("Another campaign has this code.")


class SlugInvalid(DomainError):
    """An address is made of small Latin letters, digits and hyphens."""

    message = N_("Use small Latin letters, digits and hyphens, for example food-packages-2027.")


class PeriodInvalid(DomainError):
    """It ends before it begins."""

    message = N_("The end (%(ends_on)s) is before the beginning (%(starts_on)s).")


class GoalNotPositive(DomainError):
    """A goal is more than nothing."""

    message = N_("A goal must be more than zero.")


class ParentRefused(DomainError):
    """An umbrella cannot stand below itself."""

    message = N_("A campaign cannot be a part of itself or of one of its parts.")


TRANSITIONS: dict[tuple[CampaignStatus, CampaignAction], CampaignStatus] = {
    (CampaignStatus.DRAFT, CampaignAction.START): CampaignStatus.ACTIVE,
    (CampaignStatus.ACTIVE, CampaignAction.BEGIN_CLOSING): CampaignStatus.CLOSING,
    (CampaignStatus.CLOSING, CampaignAction.REOPEN): CampaignStatus.ACTIVE,
    (CampaignStatus.CLOSING, CampaignAction.CLOSE): CampaignStatus.CLOSED,
}


def next_status(status: CampaignStatus, action: CampaignAction) -> CampaignStatus:
    """The state after `action`. Raises TransitionRefused for what the table does not allow."""
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise TransitionRefused(action=action, status=status) from None


def possible_actions(status: CampaignStatus) -> list[CampaignAction]:
    """What can be done next."""
    return [action for state, action in TRANSITIONS if state is status]


def check_open_for_entries(status: CampaignStatus) -> None:
    """Raise CampaignClosed: what is closed stays as it was reported."""
    if status is CampaignStatus.CLOSED:
        raise CampaignClosed()


def check_slug(slug: str) -> None:
    """Raise SlugInvalid for an address that a URL cannot carry or that means something else."""
    if not SLUG.fullmatch(slug) or slug in RESERVED_SLUGS:
        raise SlugInvalid(field="slug")


@dataclass(frozen=True)
class Equation:
    """One of the three equations of a campaign: what came in equals where it is now.

    `incoming` and `outgoing` are named amounts in one unit; `difference` is zero in a
    campaign where nothing was lost.
    """

    name: str
    incoming: tuple[tuple[str, int], ...]
    outgoing: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All that came in."""
        return sum(amount for _, amount in self.incoming)

    @property
    def difference(self) -> int:
        """What came in less where it is now."""
        return self.total - sum(amount for _, amount in self.outgoing)
