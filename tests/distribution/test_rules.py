"""One package a person and round, and proof for each."""

from __future__ import annotations

from itertools import product

import pytest

from campaign_app.distribution import rules
from campaign_app.distribution.rules import DeliveryAction as A
from campaign_app.distribution.rules import DeliveryStatus as S
from campaign_app.distribution.rules import ProofKind

WAITING = {S.PLANNED, S.NOT_AT_HOME, S.WRONG_ADDRESS}
OUTCOMES = {
    A.DELIVER: S.DELIVERED,
    A.LEAVE_AT_DOOR: S.LEFT_AT_DOOR,
    A.MISS: S.NOT_AT_HOME,
    A.MISADDRESS: S.WRONG_ADDRESS,
    A.REFUSE: S.REFUSED,
    A.MOVE: S.MOVED,
    A.BURY: S.DECEASED,
    A.CANCEL: S.CANCELLED,
}


def expected(status, action):
    if status in WAITING:
        return OUTCOMES.get(action)
    return S.PLANNED if action is A.REOPEN else None


@pytest.mark.parametrize(("status", "action"), list(product(S, A)))
def test_every_action_in_every_state(status, action):
    after = expected(status, action)
    if after is not None:
        assert rules.next_status(status, action) is after
    else:
        with pytest.raises(rules.OutcomeRefused):
            rules.next_status(status, action)


@pytest.mark.parametrize(
    ("status", "kind", "name", "document", "error"),
    [
        (S.DELIVERED, None, "", "", rules.ProofMissing),
        (S.LEFT_AT_DOOR, None, "", "", rules.ProofMissing),
        (S.DELIVERED, ProofKind.PAPER_SIGNATURE, "", "", None),
        (S.LEFT_AT_DOOR, ProofKind.PHOTO, "", "", None),
        (S.LEFT_AT_DOOR, ProofKind.PAPER_SIGNATURE, "", "", rules.ProofUnsuitable),
        (S.DELIVERED, ProofKind.PROXY, "Ким", "", rules.ProxyUnnamed),
        (S.DELIVERED, ProofKind.PROXY, " ", "№ 7", rules.ProxyUnnamed),
        (S.DELIVERED, ProofKind.PROXY, "Ким", "№ 7", None),
        (S.NOT_AT_HOME, None, "", "", None),
        (S.REFUSED, None, "", "", None),
    ],
)
def test_without_proof_nothing_is_delivered(status, kind, name, document, error):
    if error is None:
        rules.check_proof(status, kind, proxy_name=name, proxy_document=document)
    else:
        with pytest.raises(error):
            rules.check_proof(status, kind, proxy_name=name, proxy_document=document)


@pytest.mark.parametrize(
    ("waiting", "with_courier", "closes"), [(0, 0, True), (1, 0, False), (0, 1, False)]
)
def test_a_round_closes_when_everything_is_settled(waiting, with_courier, closes):
    if closes:
        rules.check_can_close(waiting, with_courier)
    else:
        with pytest.raises(rules.RoundNotSettled) as refusal:
            rules.check_can_close(waiting, with_courier)
        assert refusal.value.params == {"waiting": waiting, "with_courier": with_courier}
