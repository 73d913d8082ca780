"""What may be published of counts, and how an equation is shortened."""

from __future__ import annotations

import pytest

from campaign_app.campaigns.rules import Equation
from campaign_app.reports import rules


@pytest.mark.parametrize(
    ("count", "shown"),
    [(None, None), (0, 0), (1, "<5"), (4, "<5"), (5, 5), (29, 29)],
)
def test_one_to_four_people_are_hidden(count, shown):
    assert rules.public_count(count) == shown


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"a": 37, "b": 24}, {"a": 37, "b": 24}),
        # The whole is published: 63 - 37 - 24 would give the two away.
        ({"a": 37, "b": 24, "c": 2}, {"a": 37, "b": "–", "c": "<5"}),
        ({"a": 37, "b": 1, "c": 2}, {"a": 37, "b": "<5", "c": "<5"}),
        ({"a": 37, "b": 0, "c": 2}, {"a": "–", "b": 0, "c": "<5"}),
        ({"a": 3}, {"a": "<5"}),
    ],
)
def test_a_single_hidden_group_takes_a_second_with_it(counts, shown):
    assert rules.public_counts(counts) == shown


def test_a_brief_equation_leaves_out_only_zeros_that_say_nothing():
    full = Equation(
        "Packages",
        (("packed", 64),),
        (("delivered", 61), ("with couriers", 0), ("in stock", 3), ("written off", 0)),
    )
    assert rules.brief(full).outgoing == (("delivered", 61), ("in stock", 3))
    lost = Equation("Packages", (("packed", 2),), (("delivered", 0), ("written off", 1)))
    assert rules.brief(lost).outgoing == (("delivered", 0), ("written off", 1))
    assert rules.brief(lost).difference == 1
