"""Who gets a package of a round and who does not: by need, within what is there, and why.

The order is the published one: the greatest need first; of equals whoever was never
helped, then whoever was helped the longest ago, then whoever came on the list earlier.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution.rules.deliveries import NobodyToServe, VariantMissing
from campaign_app.distribution.rules.routes import place_key

LARGEST_RESERVE_PERCENT = 50


class DecisionReason(LabelledEnum):
    """Why somebody is on the list of a round, or is not."""

    BY_NEED = "by_need", N_("by need")
    TAKEN_IN_BY_HAND = "taken_in_by_hand", N_("taken in by hand")
    ADDED_LATER = "added_later", N_("added later")
    BEYOND_AVAILABLE = "beyond_available", N_("the packages ended before their turn")
    VARIANT_MISSING = "variant_missing", N_("no package of the needed variant was left")
    IN_ANOTHER_ROUND = "in_another_round", N_("is on the list of another round of the campaign")
    OTHER_CATEGORY = "other_category", N_("the round is for another category")
    OTHER_PLACE = "other_place", N_("the round is for other streets or dormitories")
    SHARES_DOOR = (
        "shares_door",
        N_("shares a telephone, an address or a household with somebody on the list"),
    )
    RESTRICTED = "restricted", N_("the processing of the data is stopped")
    LEFT_OUT_BY_HAND = "left_out_by_hand", N_("left out by hand")


R = DecisionReason
#: The reasons of those who are on the list.
TAKEN = frozenset({R.BY_NEED, R.TAKEN_IN_BY_HAND, R.ADDED_LATER})
#: What somebody decided against the order has words of hers.
BY_HAND = frozenset({R.TAKEN_IN_BY_HAND, R.LEFT_OUT_BY_HAND})


class NothingAvailable(DomainError):
    """A round within what is there needs something to be there."""

    message = N_(
        "No package of this type is free: in stock are %(in_stock)s, promised to open rounds "
        "%(promised)s. Pack first, or plan without this limit."
    )


class AlreadyDecided(DomainError):
    """Taking in somebody who is in, or leaving out somebody who is out, changes nothing."""

    message = N_("%(recipient)s: this is decided so already.")


class Candidate(Protocol):
    """Somebody on the campaign's recipient list at the moment of the decision."""

    @property
    def beneficiary_id(self) -> int:
        """Who."""

    @property
    def category(self) -> str:
        """A round may be for one category."""

    @property
    def need_score(self) -> int:
        """The greater, the sooner."""

    @property
    def package_variant(self) -> PackageVariant:
        """What she takes."""

    @property
    def last_helped_on(self) -> date | None:
        """None for never."""

    @property
    def enrolled_at(self) -> datetime:
        """When she came on the list."""

    @property
    def street(self) -> str:
        """A round may be for some streets."""

    @property
    def dormitory(self) -> str:
        """A round may be for some dormitories."""

    @property
    def is_restricted(self) -> bool:
        """True when her data are not to be used."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a round is limited to.

    `places`: the streets and dormitories, as `place_key` names them; empty means all.
    `available`: free packages by variant, or None when they are not looked at.
    `reserve_percent`: packages to keep for people found later, of those who are served.
    """

    category: str | None = None
    places: Collection[str] = field(default_factory=frozenset)
    maximum: int | None = None
    available: Mapping[PackageVariant, int] | None = None
    reserve_percent: int = 0
    gives_standard_instead: bool = False
    in_other_rounds: Collection[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Decision:
    """What was decided about one of the list. `rank`: her place among those who could be taken."""

    beneficiary_id: int
    rank: int | None
    reason: DecisionReason
    variant: PackageVariant

    @property
    def is_in(self) -> bool:
        """True for a package."""
        return self.reason in TAKEN


def waiting_order(candidate: Candidate) -> tuple[int, bool, date, datetime]:
    """Sorts the greatest need first, and of equals whoever waits longest."""
    helped_on = candidate.last_helped_on
    return (
        -candidate.need_score,
        helped_on is not None,
        helped_on or date.min,
        candidate.enrolled_at,
    )


def reserve_for(people: int, percent: int) -> int:
    """Packages to keep back for so many people, rounded up."""
    return -(-people * percent // 100)


def people_within(packages: int, percent: int) -> int:
    """How many people can be served so that the reserve is still there."""
    return packages * 100 // (100 + percent)


def decide(
    candidates: Iterable[Candidate], variants: Collection[PackageVariant], limits: Limits
) -> list[Decision]:
    """Decide about everybody on the list: those who can be taken by rank, then the others.

    Refuses a variant that the package type does not have, unless those people are to
    get the standard package; and a list that would be empty.
    """
    ordered = sorted(candidates, key=waiting_order)
    excluded = {each.beneficiary_id: _exclusion(each, limits) for each in ordered}
    asked = [each for each in ordered if excluded[each.beneficiary_id] is None]
    decisions = _take_by_rank(asked, variants, limits)
    if not any(decision.is_in for decision in decisions):
        raise NobodyToServe()
    for each in ordered:
        reason = excluded[each.beneficiary_id]
        if reason is not None:
            decisions.append(Decision(each.beneficiary_id, None, reason, each.package_variant))
    return decisions


def _exclusion(candidate: Candidate, limits: Limits) -> DecisionReason | None:
    if candidate.is_restricted:
        return R.RESTRICTED
    if limits.category is not None and candidate.category != limits.category:
        return R.OTHER_CATEGORY
    if limits.places and place_key(candidate) not in limits.places:
        return R.OTHER_PLACE
    if candidate.beneficiary_id in limits.in_other_rounds:
        return R.IN_ANOTHER_ROUND
    return None


def _take_by_rank(
    ordered: list[Candidate], variants: Collection[PackageVariant], limits: Limits
) -> list[Decision]:
    left = None if limits.available is None else dict(limits.available)
    places = len(ordered) if limits.maximum is None else limits.maximum
    if left is not None:
        places = min(places, people_within(sum(left.values()), limits.reserve_percent))
    decisions = []
    missing: dict[PackageVariant, int] = {}
    for rank, candidate in enumerate(ordered, start=1):
        variant = candidate.package_variant
        if variant not in variants and limits.gives_standard_instead:
            variant = PackageVariant.STANDARD
        reason = R.BY_NEED
        if places <= 0:
            reason = R.BEYOND_AVAILABLE
        elif left is not None and left.get(variant, 0) <= 0 and variant in variants:
            reason = R.VARIANT_MISSING
        else:
            places -= 1
            if left is not None:
                left[variant] = left.get(variant, 0) - 1
            if variant not in variants:
                missing[variant] = missing.get(variant, 0) + 1
        decisions.append(Decision(candidate.beneficiary_id, rank, reason, variant))
    for variant, count in missing.items():
        raise VariantMissing(field="version_id", variant=variant, count=count)
    return decisions
