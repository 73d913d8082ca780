"""The rules of personal data, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from campaign_app.privacy.rules import erasing, incidents, requests, retention
from campaign_app.privacy.rules.erasing import ErasureKind
from campaign_app.privacy.rules.requests import (
    RequestAction,
    RequestKind,
    RequestOutcome,
    RequestStatus,
)
from campaign_app.privacy.rules.retention import RetentionPurpose

ALMATY = ZoneInfo("Asia/Almaty")
S, A = RequestStatus, RequestAction
ALLOWED = {
    (S.OPEN, A.ASSIGN): S.IN_WORK,
    (S.IN_WORK, A.ASSIGN): S.IN_WORK,
    (S.IN_WORK, A.ANSWER): S.ANSWERED,
    (S.ANSWERED, A.REOPEN): S.IN_WORK,
}


@pytest.mark.parametrize(("status", "action"), list(product(S, A)))
def test_a_request_moves_only_as_the_table_says(status, action):
    if (status, action) in ALLOWED:
        assert requests.next_status(status, action) is ALLOWED[status, action]
    else:
        with pytest.raises(requests.RequestActionRefused):
            requests.next_status(status, action)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 2, 1), date(2026, 2, 16)),
        (date(2026, 12, 20), date(2027, 1, 4)),
        (date(2024, 2, 20), date(2024, 3, 6)),
    ],
)
def test_fifteen_days_from_the_day_on_which_it_came(received, due):
    assert requests.due_on(received) == due


@pytest.mark.parametrize(
    ("today", "left", "urgent"),
    [
        (date(2026, 2, 10), 6, False),
        (date(2026, 2, 11), 5, True),
        (date(2026, 2, 16), 0, True),
        (date(2026, 2, 17), -1, True),
    ],
)
def test_the_clock_warns(today, left, urgent):
    due = date(2026, 2, 16)
    assert requests.days_left(due, today) == left
    assert requests.is_urgent(due, today) is urgent


@pytest.mark.parametrize(
    ("kind", "outcome", "answer", "error"),
    [
        (RequestKind.ACCESS, RequestOutcome.DONE, "", None),
        (RequestKind.ACCESS, RequestOutcome.ERASED, "", requests.OutcomeUnsuitable),
        (RequestKind.DELETION, RequestOutcome.ERASED, "", None),
        (RequestKind.DELETION, RequestOutcome.DONE, "", requests.OutcomeUnsuitable),
        (RequestKind.DELETION, RequestOutcome.REFUSED, "", requests.AnswerReasonMissing),
        (RequestKind.DELETION, RequestOutcome.REFUSED, "закон", None),
        (RequestKind.DELETION, RequestOutcome.BLOCKED, " ", requests.AnswerReasonMissing),
        (RequestKind.ANONYMISATION, RequestOutcome.ANONYMISED, "", None),
        (RequestKind.OBJECTION, RequestOutcome.DONE, "", None),
    ],
)
def test_an_answer_answers_what_was_asked(kind, outcome, answer, error):
    if error is None:
        requests.check_answer(kind, outcome, answer)
    else:
        with pytest.raises(error):
            requests.check_answer(kind, outcome, answer)


@pytest.mark.parametrize(
    ("detected", "told_by"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=UTC), date(2026, 11, 24)),  # Monday
        (datetime(2026, 11, 27, 10, tzinfo=UTC), date(2026, 11, 30)),  # Friday
        (datetime(2026, 11, 28, 10, tzinfo=UTC), date(2026, 11, 30)),  # Saturday
        (datetime(2026, 11, 22, 20, tzinfo=UTC), date(2026, 11, 24)),  # Monday in Almaty
    ],
)
def test_the_authority_is_told_by_the_next_working_day(detected, told_by):
    assert incidents.notify_by(detected, ALMATY) == told_by


def test_an_incident_lies_behind_and_its_notice_after_it():
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    hour = timedelta(hours=1)
    incidents.check_incident(now, None, now)
    incidents.check_incident(now - hour, now, now)
    with pytest.raises(incidents.DetectedInFuture):
        incidents.check_incident(now + hour, None, now)
    with pytest.raises(incidents.NotifiedTooEarly):
        incidents.check_incident(now, now - hour, now)
    with pytest.raises(incidents.DetectedInFuture):
        incidents.check_incident(now, now + hour, now)


def test_every_purpose_has_a_period():
    assert set(retention.LIMITS) == set(RetentionPurpose)
    for limits in retention.LIMITS.values():
        assert 1 <= limits.least_days <= limits.usual_days <= retention.LONGEST_DAYS


@pytest.mark.parametrize(
    ("days", "reason", "error"),
    [
        (30, "приказ", None),
        (29, "приказ", retention.RetentionTooShort),
        (36_501, "приказ", retention.RetentionTooLong),
        (365, " ", retention.RetentionReasonMissing),
    ],
)
def test_a_period_is_neither_too_short_nor_endless(days, reason, error):
    if error is None:
        retention.check_period(RetentionPurpose.REGISTRY, days, reason)
    else:
        with pytest.raises(error):
            retention.check_period(RetentionPurpose.REGISTRY, days, reason)


@pytest.mark.parametrize(
    ("kind", "born", "kept"),
    [
        (ErasureKind.ERASE, date(1948, 3, 15), None),
        (ErasureKind.ANONYMISE, date(1948, 3, 15), date(1948, 1, 1)),
        (ErasureKind.ANONYMISE, None, None),
    ],
)
def test_only_the_year_of_birth_stays(kind, born, kept):
    assert erasing.born_kept(kind, born) == kept


@pytest.mark.parametrize(
    ("is_confirmed", "reason", "error"),
    [
        (True, "запрос № 3", None),
        (True, "  ", erasing.ErasureReasonMissing),
        (False, "запрос № 3", erasing.ErasureNotConfirmed),
    ],
)
def test_nothing_is_erased_by_one_slip(is_confirmed, reason, error):
    if error is None:
        erasing.check_erasure(is_confirmed=is_confirmed, reason=reason)
    else:
        with pytest.raises(error):
            erasing.check_erasure(is_confirmed=is_confirmed, reason=reason)
