"""What may be sent where, and what is kept of an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaign_app.core.mail.envelope import message_id
from campaign_app.core.mail.rules import (
    MOST_ATTEMPTS,
    is_reserved,
    masked,
    pause_after,
    told_failure,
)


@pytest.mark.parametrize(
    ("address", "is_so"),
    [
        ("admin@demo.example", True),
        ("a@example", True),
        ("a@EXAMPLE.COM", True),
        ("a@mail.example.org.", True),
        ("a@localhost", True),
        ("a@myexample.com", False),
        ("a@example.kz", False),
        ("a@contest", False),
        ("a@example.com.kz", False),
    ],
)
def test_reserved_domains(address, is_so):
    assert is_reserved(address) is is_so


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ayan@university.kz", "a…n@university.kz"),
        ("ab@university.kz", "a…@university.kz"),
        ("", ""),
        ("ayan", ""),
    ],
)
def test_a_masked_address_cannot_be_written_to(address, shown):
    assert masked(address) == shown


def test_pauses_grow_and_end():
    pauses = [pause_after(attempts) for attempts in range(1, MOST_ATTEMPTS + 1)]
    assert pauses[0] == timedelta(minutes=1)
    assert pauses[-1] is None
    assert pauses[:-1] == sorted(pauses[:-1])


def test_of_a_servers_answer_no_address_and_no_second_line_is_kept():
    answer = "550 5.1.1 <Ayan@University.kz>:\nRecipient ayan@university.kz rejected\x1b"
    assert told_failure(answer, "ayan@university.kz") == "550 5.1.1 <…>: Recipient … rejected"
    assert len(told_failure("x" * 500, "a@b.kz")) == 200


def test_the_message_id_is_that_of_what_is_told():
    one = message_id("day_before:7", "https://birge.internal:8443/x")
    assert one == message_id("day_before:7", "https://birge.internal")
    assert one != message_id("day_before:8", "https://birge.internal")
    assert one.endswith("@birge.internal>")
