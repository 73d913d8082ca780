"""Reading what a request asks for."""

from __future__ import annotations

import pytest

from campaign_app.core.requests import record_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (str(2**31 - 1), 2**31 - 1),
        (str(2**31), 0),
        ("9" * 30, 0),
        ("9" * 5000, 0),
        ("-1", 0),
        ("0", 0),
        ("x", 0),
        ("", 0),
        ("7.5", 0),
        ("a\x00b", 0),
        (None, 0),
    ],
)
def test_a_record_number_is_one_that_both_databases_can_look_up(text, number):
    assert record_number(text) == number
