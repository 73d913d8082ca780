"""What a treasurer could check on paper: states, who sees what, deadlines, numbers, codes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from campaign_app.complaints import rules
from campaign_app.complaints.rules import (
    Action,
    AppealKind,
    AppealStatus,
    CaseFacts,
    Outcome,
    Viewer,
)
from campaign_app.complaints.rules.numbers import CODE_ALPHABET
from campaign_app.core.working_days import is_day_off

NEW, TAKEN, ANSWERED, CLOSED = AppealStatus
ALLOWED = {
    (NEW, Action.TAKE): TAKEN,
    (NEW, Action.WRITE): NEW,
    (NEW, Action.SETTLE): CLOSED,
    (TAKEN, Action.TAKE): TAKEN,
    (TAKEN, Action.RELEASE): NEW,
    (TAKEN, Action.WRITE): TAKEN,
    (TAKEN, Action.ANSWER): ANSWERED,
    (TAKEN, Action.SETTLE): CLOSED,
    (ANSWERED, Action.TAKE): ANSWERED,
    (ANSWERED, Action.RELEASE): NEW,
    (ANSWERED, Action.WRITE): TAKEN,
    (ANSWERED, Action.ANSWER): ANSWERED,
    (ANSWERED, Action.CLOSE): CLOSED,
    (ANSWERED, Action.SETTLE): CLOSED,
    (CLOSED, Action.REOPEN): TAKEN,
}


@pytest.mark.parametrize(
    ("kind", "status", "action"), list(product(AppealKind, AppealStatus, Action))
)
def test_every_state_and_action(kind, status, action):
    other = Action.SETTLE if kind is AppealKind.COMPLAINT else Action.CLOSE
    expected = None if action is other else ALLOWED.get((status, action))
    assert rules.can_do(kind, status, action) == (expected is not None)
    if expected is None:
        with pytest.raises(rules.AppealActionRefused):
            rules.next_status(kind, status, action)
    else:
        assert rules.next_status(kind, status, action) is expected


ADMIN = Viewer(account_id=1, is_administrator=True)
AUDITOR = Viewer(account_id=2, is_auditor=True)
HERE = Viewer(account_id=3, campaign_ids=frozenset({7}))
ELSEWHERE = Viewer(account_id=4, campaign_ids=frozenset({8}))
NOBODY = Viewer(account_id=5)
PLAIN = CaseFacts(campaign_id=7)
GENERAL = CaseFacts(campaign_id=None)
ORGANISERS = CaseFacts(campaign_id=7, is_about_organisers=True)
SENSITIVE = CaseFacts(campaign_id=7, is_sensitive=True)


@pytest.mark.parametrize(
    ("case", "readers"),
    [
        (PLAIN, {ADMIN, AUDITOR, HERE}),
        (GENERAL, {ADMIN, AUDITOR, HERE, ELSEWHERE}),
        (ORGANISERS, {ADMIN, AUDITOR}),
        (SENSITIVE, {ADMIN}),
        (CaseFacts(campaign_id=None, is_sensitive=True), {ADMIN}),
        (CaseFacts(campaign_id=8), {ADMIN, AUDITOR, ELSEWHERE}),
    ],
)
def test_who_sees_and_who_handles(case, readers):
    everybody = {ADMIN, AUDITOR, HERE, ELSEWHERE, NOBODY}
    assert {each for each in everybody if rules.may_see(case, each)} == readers
    handlers = {each for each in everybody if rules.may_handle(case, each)}
    assert handlers == readers - {AUDITOR}


@pytest.mark.parametrize("viewer", [ADMIN, AUDITOR, HERE, ELSEWHERE, NOBODY])
@pytest.mark.parametrize("case", [PLAIN, GENERAL, ORGANISERS, SENSITIVE])
def test_nobody_sees_what_is_about_herself(case, viewer):
    about = CaseFacts(
        campaign_id=case.campaign_id,
        is_about_organisers=case.is_about_organisers,
        is_sensitive=case.is_sensitive,
        subject_ids=frozenset({viewer.account_id}),
    )
    assert not rules.may_see(about, viewer)
    assert not rules.may_handle(about, viewer)


@pytest.mark.parametrize(
    ("kind", "received_on", "is_urgent", "due"),
    [
        (AppealKind.COMPLAINT, date(2026, 11, 25), False, date(2026, 12, 10)),
        (AppealKind.COMPLAINT, date(2026, 11, 25), True, date(2026, 11, 26)),
        (AppealKind.HELP, date(2026, 11, 25), False, date(2026, 11, 30)),  # Wed: Thu, Fri, Mon
        (AppealKind.HELP, date(2026, 11, 28), False, date(2026, 12, 2)),  # Saturday
        (
            AppealKind.HELP,
            date(2026, 3, 20),
            False,
            date(2026, 3, 30),
        ),  # Nauryz: off until the 25th
        (AppealKind.HELP, date(2026, 11, 25), True, date(2026, 11, 26)),
    ],
)
def test_until_when_somebody_answers(kind, received_on, is_urgent, due):
    found = rules.due_on(kind, received_on, is_urgent=is_urgent, is_day_off=is_day_off)
    assert found == due


@pytest.mark.parametrize(
    ("status", "due", "late", "left"),
    [
        (NEW, date(2026, 1, 9), True, -1),
        (TAKEN, date(2026, 1, 10), False, 0),
        (TAKEN, date(2026, 1, 12), False, 2),
        (ANSWERED, date(2026, 1, 1), False, None),
        (CLOSED, date(2026, 1, 1), False, None),
    ],
)
def test_late_is_what_nobody_answered(status, due, late, left):
    today = date(2026, 1, 10)
    assert rules.is_overdue(status, due, today) is late
    assert rules.days_left(status, due, today) == left


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [
        ("Ш-2026-0042", AppealKind.COMPLAINT, (2026, 42)),
        ("ш 2026 42", AppealKind.COMPLAINT, (2026, 42)),
        ("Ө-2026-0007", AppealKind.HELP, (2026, 7)),
        ("О-2026-7", AppealKind.HELP, (2026, 7)),
        ("2026-0042", None, (2026, 42)),
        ("№ 2026-42", None, (2026, 42)),
        ("z-2026-42", None, (2026, 42)),
    ],
)
def test_a_number_in_many_spellings(typed, kind, number):
    assert rules.parse_number(typed) == (kind, *number)


@pytest.mark.parametrize(
    "typed", ["", "2026", "x", "-1", "٢٠٢٦-٤٢", "9" * 400, "2026-", "' OR 1=1", "2026-99999999"]
)
def test_what_is_no_number(typed):
    assert rules.parse_number(typed) is None


def test_a_number_is_read_as_it_is_written():
    for kind in AppealKind:
        written = rules.number_text(kind, 2026, 42)
        assert rules.parse_number(written) == (kind, 2026, 42)


def test_a_code_has_no_look_alikes_and_is_read_in_any_spelling():
    codes = {rules.make_code(bytes([number]) * 16) for number in range(256)}
    assert len(codes) == 256
    assert all(len(code) == 8 and set(code) <= set(CODE_ALPHABET) for code in codes)
    assert not set(CODE_ALPHABET) & set("01258BGILOQSUZ")
    assert rules.read_code(" acem-хр34 ") == "ACEMXP34"
    assert rules.read_code(rules.spaced_code("ACEMXP34").lower()) == "ACEMXP34"


@pytest.mark.parametrize(
    ("count", "minutes", "full"),
    [(4, 0, False), (5, 0, True), (5, 59, True), (5, 60, False), (9, 120, False)],
)
def test_how_often_is_too_often(count, minutes, full):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    now = start + timedelta(minutes=minutes)
    found = rules.is_full(rules.FORMS_FROM_ADDRESS, count=count, started_at=start, now=now)
    assert found is full


@pytest.mark.parametrize(
    ("typed", "name", "same"),
    [
        ("Қасымова Айгүл", "Касымова Айгуль Сериковна", True),
        ("айгуль", "Айгүл Серікқызы", True),
        ("Касымова", "Ким Ольга", False),
        ("Айгүл Ким", "Айгүл Серікқызы", False),
        ("", "Айгүл Серікқызы", False),
        ("???", "Айгүл Серікқызы", False),
    ],
)
def test_whom_a_complaint_names(typed, name, same):
    assert rules.is_named_after(typed, name) is same


@pytest.mark.parametrize("kind", AppealKind)
@pytest.mark.parametrize("outcome", Outcome)
def test_what_came_of_it_fits_what_it_is(kind, outcome):
    of_complaints = {"upheld", "partly_upheld", "not_upheld", "withdrawn"}
    fits = (outcome.value in of_complaints) == (kind is AppealKind.COMPLAINT)
    if fits:
        rules.check_outcome(kind, outcome)
    else:
        with pytest.raises(rules.OutcomeUnsuitable):
            rules.check_outcome(kind, outcome)


def test_consent_and_a_way_to_reach():
    rules.check_consent(rules.ForWhom.MYSELF, True)
    rules.check_consent(rules.ForWhom.SOMEBODY_ELSE, False)
    with pytest.raises(rules.ConsentMissing):
        rules.check_consent(rules.ForWhom.MYSELF, False)
    rules.check_reachable("", None, "№1")
    with pytest.raises(rules.UnreachablePerson):
        rules.check_reachable("", None, "  ")


def test_the_median_is_of_what_has_ended():
    start = datetime(2026, 1, 1, tzinfo=UTC)
    spans = [(start, start + timedelta(days=days)) for days in (1, 2, 10)]
    assert rules.median_days_milli(spans) == 2000
    assert rules.median_days_milli(spans[:2]) == 1500
    assert rules.median_days_milli([(start, start + timedelta(hours=46, minutes=45))]) == 1900
    assert rules.median_days_milli([]) is None
