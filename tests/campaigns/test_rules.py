"""The states of a campaign, its address, its equations."""

from __future__ import annotations

from itertools import product

import pytest

from campaign_app.campaigns import rules
from campaign_app.campaigns.rules import CampaignAction as Action
from campaign_app.campaigns.rules import CampaignStatus as Status

ALLOWED = {
    (Status.DRAFT, Action.START): Status.ACTIVE,
    (Status.ACTIVE, Action.BEGIN_CLOSING): Status.CLOSING,
    (Status.CLOSING, Action.REOPEN): Status.ACTIVE,
    (Status.CLOSING, Action.CLOSE): Status.CLOSED,
}


@pytest.mark.parametrize(("status", "action"), list(product(Status, Action)))
def test_every_step_from_every_state(status, action):
    if (status, action) in ALLOWED:
        assert rules.next_status(status, action) is ALLOWED[status, action]
        assert action in rules.possible_actions(status)
    else:
        assert action not in rules.possible_actions(status)
        with pytest.raises(rules.TransitionRefused) as refusal:
            rules.next_status(status, action)
        assert refusal.value.params == {"action": action, "status": status}


@pytest.mark.parametrize("status", list(Status))
def test_only_a_closed_campaign_refuses_entries(status):
    if status is Status.CLOSED:
        with pytest.raises(rules.CampaignClosed):
            rules.check_open_for_entries(status)
    else:
        rules.check_open_for_entries(status)


@pytest.mark.parametrize("slug", ["food-packages-2020", "a", "2020"])
def test_an_address_that_a_url_carries(slug):
    rules.check_slug(slug)


@pytest.mark.parametrize("slug", ["", "new", "Food", "a_b", "-a", "a--b", "қар", "a/b", "٣"])
def test_an_address_that_a_url_does_not_carry(slug):
    with pytest.raises(rules.SlugInvalid):
        rules.check_slug(slug)


def test_an_equation_names_its_difference():
    even = rules.Equation("money", (("in", 408_350),), (("out", 307_308), ("balance", 101_042)))
    assert (even.total, even.difference) == (408_350, 0)
    odd = rules.Equation("packages", (("packed", 64),), (("delivered", 61), ("in stock", 2)))
    assert odd.difference == 1
