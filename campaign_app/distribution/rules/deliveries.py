"""The rules of handing out: one package a person and round, and proof for each.

A delivery has a state (what became of it) and knows whether its package is with the
courier. What the table does not allow is refused.
"""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum


class RoundStatus(LabelledEnum):
    """A round is open until every line is settled and somebody closes it."""

    OPEN = "open", N_("open")
    CLOSED = "closed", N_("closed")


class DeliveryStatus(LabelledEnum):
    """What became of a line of the list."""

    PLANNED = "planned", N_("planned")
    DELIVERED = "delivered", N_("delivered")
    LEFT_AT_DOOR = "left_at_door", N_("left at the door")
    NOT_AT_HOME = "not_at_home", N_("not at home")
    WRONG_ADDRESS = "wrong_address", N_("wrong address")
    REFUSED = "refused", N_("refused")
    MOVED = "moved", N_("moved away")
    DECEASED = "deceased", N_("deceased")
    CANCELLED = "cancelled", N_("taken off the list")


class DeliveryAction(LabelledEnum):
    """What is done with a line. The outcomes carry the names of the states."""

    DELIVER = "delivered", N_("Delivered")
    LEAVE_AT_DOOR = "left_at_door", N_("Left at the door")
    MISS = "not_at_home", N_("Not at home")
    MISADDRESS = "wrong_address", N_("Wrong address")
    REFUSE = "refused", N_("Refused")
    MOVE = "moved", N_("Moved away")
    BURY = "deceased", N_("Deceased")
    CANCEL = "cancelled", N_("Take off the list")
    REOPEN = "reopen", N_("Undo the outcome")


class ProofKind(LabelledEnum):
    """How we know that the package arrived."""

    PAPER_SIGNATURE = "paper_signature", N_("signature on the sheet")
    SCREEN_SIGNATURE = "screen_signature", N_("signature on the screen")
    CODE = "code", N_("code")
    PHOTO = "photo", N_("photo of the package at the door")
    PROXY = "proxy", N_("handed to a proxy with a document")
    GROUP_ACT = "group_act", N_("handover act")


S, A = DeliveryStatus, DeliveryAction
OUTCOMES = tuple(action for action in A if action not in (A.CANCEL, A.REOPEN))
SERVING = (A.DELIVER, A.LEAVE_AT_DOOR)
SERVED = frozenset({S.DELIVERED, S.LEFT_AT_DOOR})
WAITING = frozenset({S.PLANNED, S.NOT_AT_HOME, S.WRONG_ADDRESS})
NOT_SERVED = frozenset({S.REFUSED, S.MOVED, S.DECEASED})

TRANSITIONS: dict[tuple[DeliveryStatus, DeliveryAction], DeliveryStatus] = {
    **{(status, action): S(action.value) for status in sorted(WAITING) for action in OUTCOMES},
    **{(status, A.CANCEL): S.CANCELLED for status in sorted(WAITING)},
    **{(status, A.REOPEN): S.PLANNED for status in sorted(SERVED | NOT_SERVED | {S.CANCELLED})},
}
# At the door without a person nobody can sign: only what shows the package itself counts.
PROOFS_AT_DOOR = frozenset({ProofKind.PHOTO, ProofKind.CODE})


class DoorState(LabelledEnum):
    """What became of what a phone recorded."""

    ACCEPTED = "accepted", N_("accepted")
    CONFLICT = "conflict", N_("waits for the organiser")
    TAKEN = "taken", N_("recorded by the organiser")
    LEFT = "left", N_("left as it was")


class RouteOver(DomainError):
    """The route ended before what the phone recorded arrived."""

    message = N_("The route had ended when it arrived, or the stop is on another route now.")


class DoorRecordDecided(DomainError):
    """What a phone recorded is decided once."""

    message = N_("This is decided already: %(state)s.")


class AlreadyServed(DomainError):
    """One package a person and round."""

    message = N_("%(recipient)s has received the package of this round already (%(when)s).")


class ServedOnOtherRecord(AlreadyServed):
    """One package a person and round, also when she was registered twice."""

    message = N_(
        "%(recipient)s has received the package of round No. %(round)s already (%(when)s): "
        "on another record of the same person."
    )


class NoDoublePackage(DomainError):
    """Only two packages of one person in one round are settled."""

    message = N_("These are not two packages that one person received in one round.")


class OutcomeRefused(DomainError):
    """The line's state does not allow this."""

    message = N_("“%(action)s” is not possible: the line is “%(status)s”.")


class ProofMissing(DomainError):
    """Without proof nothing is delivered."""

    message = N_("Without proof nothing is delivered: choose how the receipt was confirmed.")


class ProofUnsuitable(DomainError):
    """What is left at a door is proven by a photo or a code."""

    message = N_("What was left at the door is proven by a photo or a code.")


class SeveralPackages(DomainError):
    """One package a person and round."""

    message = N_("Several packages are for an institution; a person gets one.")


class ProxyUnnamed(DomainError):
    """A proxy has a name and a document."""

    message = N_("Write the proxy's name and document.")


class ReasonMissing(DomainError):
    """What is undone or taken off the list needs a reason."""

    message = N_("Give a reason.")


class RoundClosed(DomainError):
    """A closed round does not change."""

    message = N_("The round is closed: nothing can be recorded in it any more.")


class RoundNotSettled(DomainError):
    """A round closes when every line is settled and every package is back."""

    message = N_(
        "The round cannot be closed: lines without an outcome: %(waiting)s, "
        "packages still with couriers: %(with_courier)s."
    )


class NobodyToServe(DomainError):
    """The choice gives an empty list."""

    message = N_("Nobody on the recipient list fits this choice.")


class AlreadyOnList(DomainError):
    """Somebody is on the list of a round once."""

    message = N_("%(recipient)s is on the list of this round already.")


class RecipientDeceased(DomainError):
    """A courier found out that she has died: nothing is brought to her any more."""

    message = N_("%(recipient)s was recorded as deceased: nothing is planned for this person.")


class VariantMissing(DomainError):
    """The package type has no such variant."""

    message = N_(
        "The package type has no variant “%(variant)s”; people who need it: %(count)s. "
        "Add the variant or give them the standard package."
    )


class NotWithCourier(DomainError):
    """Only what a courier has can come back from her."""

    message = N_("The package is not with a courier.")


class AlreadyWithCourier(DomainError):
    """A courier has it."""

    message = N_("The package is with a courier already.")


def next_status(status: DeliveryStatus, action: DeliveryAction) -> DeliveryStatus:
    """The state after `action`. Raises OutcomeRefused for what the table does not allow."""
    try:
        return TRANSITIONS[status, action]
    except KeyError:
        raise OutcomeRefused(action=action, status=status) from None


def possible_outcomes(status: DeliveryStatus) -> list[DeliveryAction]:
    """The outcomes that can be recorded now."""
    return [action for action in OUTCOMES if (status, action) in TRANSITIONS]


def check_proof(
    status: DeliveryStatus, kind: ProofKind | None, *, proxy_name: str, proxy_document: str
) -> None:
    """Served needs a proof; a proxy needs a name and a document."""
    if status not in SERVED:
        return
    if kind is None:
        raise ProofMissing(field="proof")
    if status is S.LEFT_AT_DOOR and kind not in PROOFS_AT_DOOR:
        raise ProofUnsuitable(field="proof")
    if kind is ProofKind.PROXY and not (proxy_name.strip() and proxy_document.strip()):
        raise ProxyUnnamed(field="proxy_name")


def check_package_count(package_count: int, *, is_institution: bool) -> None:
    """Raise SeveralPackages: a person gets one, an institution what was chosen for it."""
    if package_count > 1 and not is_institution:
        raise SeveralPackages(field="package_count")


def check_round_open(status: RoundStatus) -> None:
    """Raise RoundClosed."""
    if status is RoundStatus.CLOSED:
        raise RoundClosed()


def check_can_close(waiting: int, with_courier: int) -> None:
    """Raise RoundNotSettled, naming what is open."""
    if waiting or with_courier:
        raise RoundNotSettled(waiting=waiting, with_courier=with_courier)
