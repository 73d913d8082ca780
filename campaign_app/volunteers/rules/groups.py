"""Signing an academic group up: who of it fits, and whether that is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.volunteers.rules.sign_ups import Demands, Standing, check_may_take

#: A form of more people is a mistake: an academic group has about twenty-five.
LARGEST_GROUP = 200


class GroupMode(LabelledEnum):
    """What happens when not all of a group fit."""

    ALL = "all", N_("Everybody, or nobody")
    AS_MANY_AS_FIT = "as_many_as_fit", N_("As many as fit")


class GroupDoesNotFit(DomainError):
    """Everybody was asked for, or nobody fits at all."""

    message = N_("Chosen: %(chosen)s, of them fit: %(fit)s. Nobody was signed up.")


class NobodyChosen(DomainError):
    """A group has people in it."""

    message = N_("Choose at least one person.")


class GroupTooLarge(DomainError):
    """Larger groups are signed up in parts."""

    message = N_("At most %(most)s people can be signed up at once.")


class NotOfYourGroup(DomainError):
    """A curator signs her own groups up."""

    message = N_("Somebody on the list is not in your group.")


class IsInAlready(DomainError):
    """Nobody is entered twice; who waited keeps her turn."""

    message = N_("is signed up already")


class NoPlaceLeft(DomainError):
    """The places went to those before in the list."""

    message = N_("no place is left")


@dataclass(frozen=True)
class Member:
    """One of a group: what decides about her, and whether she is in the shift already."""

    volunteer_id: int
    standing: Standing
    is_in: bool = False


@dataclass(frozen=True)
class Decision:
    """Whether a member gets a place, and if not, why."""

    volunteer_id: int
    refusal: DomainError | None


def plan_group(members: Sequence[Member], demands: Demands, free: int) -> list[Decision]:
    """Who gets the free places, in the order of the list; children after those who come along.

    An adult who gets a place, or has one, accompanies the children of the list.
    """
    decided: dict[int, DomainError | None] = {}
    by_age = sorted(members, key=lambda member: member.standing.is_child_on(demands.day))
    for member in by_age:
        refusal = _refusal(member, demands, free)
        decided[member.volunteer_id] = refusal
        has_place = refusal is None
        free -= has_place
        if has_place and member.standing.is_adult_on(demands.day):
            demands = demands.with_adult()
    return [Decision(member.volunteer_id, decided[member.volunteer_id]) for member in members]


def _refusal(member: Member, demands: Demands, free: int) -> DomainError | None:
    if member.is_in:
        return IsInAlready()
    try:
        check_may_take(demands, member.standing)
    except DomainError as error:
        return error
    return None if free > 0 else NoPlaceLeft()


def check_enough(decisions: Sequence[Decision], mode: GroupMode) -> None:
    """Raise GroupDoesNotFit; who is in already is not missing."""
    fit = sum(each.refusal is None for each in decisions)
    is_in = sum(isinstance(each.refusal, IsInAlready) for each in decisions)
    wanted = len(decisions) - is_in if mode is GroupMode.ALL else min(1, len(decisions) - is_in)
    if fit < wanted:
        raise GroupDoesNotFit(chosen=len(decisions), fit=fit)
