"""The rules of worksites, as tables."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from campaign_app.worksites import rules
from campaign_app.worksites.rules import TaskAction, TaskState, ToolMovementKind
from campaign_app.worksites.rules.tools import EFFECT
from tests.factories import NOW

S, A = TaskState, TaskAction
ALLOWED = {
    (S.OPEN, A.TAKE): S.TAKEN,
    (S.OPEN, A.CARRY): S.CARRIED,
    (S.OPEN, A.WITHDRAW): S.WITHDRAWN,
    (S.TAKEN, A.RELEASE): S.OPEN,
    (S.TAKEN, A.FINISH): S.DONE,
    (S.TAKEN, A.CARRY): S.CARRIED,
    (S.DONE, A.REOPEN): S.OPEN,
    (S.WITHDRAWN, A.RESTORE): S.OPEN,
}


@pytest.mark.parametrize(("state", "action"), list(product(TaskState, TaskAction)))
def test_every_state_with_every_action(state, action):
    if (state, action) in ALLOWED:
        assert rules.next_state(state, action) is ALLOWED[state, action]
        return
    with pytest.raises(rules.TaskRefused) as refused:
        rules.next_state(state, action, site="Аялдама 1")
    assert refused.value.params == {"site": "Аялдама 1", "state": state}


@pytest.mark.parametrize(
    ("photos", "reason", "is_enough"),
    [(1, "", True), (0, "қараңғы", True), (0, "", False), (0, "   ", False), (3, "x", True)],
)
def test_done_needs_a_photo_or_a_reason(photos, reason, is_enough):
    if is_enough:
        rules.check_proof(photos, reason)
        return
    with pytest.raises(rules.PhotoOrReason):
        rules.check_proof(photos, reason)


@pytest.mark.parametrize(
    ("hours", "is_open"),
    [(-1.01, False), (-1, True), (0, True), (3, True), (6, True), (6.01, False)],
)
def test_places_are_taken_around_the_shift(hours, is_open):
    ends = NOW + timedelta(hours=3)
    assert rules.is_under_way(NOW, ends, NOW + timedelta(hours=hours)) is is_open


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 0), (59, 0), (60, 1), (3600, 60), (5400, 90), (-5, 0)]
)
def test_minutes_from_taking_to_done(seconds, minutes):
    assert rules.worked_minutes(NOW, NOW + timedelta(seconds=seconds)) == minutes


@pytest.mark.parametrize(
    ("surname", "given_name", "shown"),
    [("Серікова", "Айгүл", "Айгүл С."), ("Серікова", "", "Серікова"), ("", "Айгүл", "Айгүл")],
)
def test_others_see_a_given_name_and_an_initial(surname, given_name, shown):
    assert rules.short_name(surname, given_name) == shown


@pytest.mark.parametrize(
    ("item", "place", "order"),
    [
        ("a", 1, "abcd"),
        ("a", 3, "bcad"),
        ("d", 1, "dabc"),
        ("b", 99, "acdb"),
        ("c", 0, "cabd"),
    ],
)
def test_a_place_goes_elsewhere_and_the_others_keep_their_order(item, place, order):
    assert "".join(rules.moved("abcd", item, place)) == order


@pytest.mark.parametrize(
    ("latitude", "longitude", "found"),
    [
        ("", "", None),
        (None, None, None),
        ("50.0546", "72.9646", (50_054_600, 72_964_600)),
        ("50,0546", " 72,9646 ", (50_054_600, 72_964_600)),
        ("-90", "180", (-90_000_000, 180_000_000)),
        ("0", "0", (0, 0)),
    ],
)
def test_coordinates_are_kept_exactly(latitude, longitude, found):
    assert rules.parse_coordinates(latitude, longitude) == found


@pytest.mark.parametrize(
    ("latitude", "longitude", "refusal", "field"),
    [
        ("50.05", "", rules.CoordinatesIncomplete, "longitude"),
        ("", "72.9", rules.CoordinatesIncomplete, "latitude"),
        ("90.1", "0", rules.CoordinatesInvalid, "latitude"),
        ("0", "180.000001", rules.CoordinatesInvalid, "longitude"),
        ("nan", "0", rules.CoordinatesInvalid, "latitude"),
        ("1e1", "0", rules.CoordinatesInvalid, "latitude"),
        ("50°", "72", rules.CoordinatesInvalid, "latitude"),
    ],
)
def test_coordinates_that_are_none(latitude, longitude, refusal, field):
    with pytest.raises(refusal) as refused:
        rules.parse_coordinates(latitude, longitude)
    assert refused.value.field == field


def test_coordinates_are_written_as_they_were_typed():
    assert rules.written_coordinates(50_054_600, 72_964_600) == "50.054600, 72.964600"
    assert rules.written_coordinates(None, None) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Аялдама 1", [("Аялдама 1", "", "")]),
        ("Аялдама 1; Абай к., 5; тайғақ", [("Аялдама 1", "Абай к., 5", "тайғақ")]),
        ("Аялдама 1\tАбай к.\tа; б", [("Аялдама 1", "Абай к.", "а; б")]),
        ("  A | b  \n\n A|c\nD", [("A", "b", ""), ("D", "", "")]),
    ],
)
def test_a_line_a_place(text, found):
    assert rules.parse_lines(text) == found


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", rules.LinesMissing),
        (" \n \n", rules.LinesMissing),
        ("; Абай к.", rules.NameMissing),
        ("x\n" * 201, rules.TooManyLines),
    ],
)
def test_lines_that_are_refused(text, refusal):
    with pytest.raises(refusal):
        rules.parse_lines(text)


@pytest.mark.parametrize("kind", list(ToolMovementKind))
def test_what_a_movement_does_to_the_numbers(kind):
    expected = {
        "added": (3, 0),
        "lent": (0, 3),
        "returned": (0, -3),
        "broken": (-3, -3),
        "lost": (-3, -3),
        "taken_out": (-3, 0),
    }
    assert rules.change_of(kind, 3) == expected[kind.value]
    assert set(EFFECT) == set(ToolMovementKind)


@pytest.mark.parametrize(
    ("kind", "count", "reason", "refusal"),
    [
        (ToolMovementKind.LENT, 0, "", rules.CountNotPositive),
        (ToolMovementKind.LENT, 10_001, "", rules.CountNotPositive),
        (ToolMovementKind.BROKEN, 1, " ", rules.tools.ReasonMissing),
        (ToolMovementKind.LOST, 1, "", rules.tools.ReasonMissing),
        (ToolMovementKind.TAKEN_OUT, 1, "", rules.tools.ReasonMissing),
        (ToolMovementKind.RETURNED, 1, "", None),
        (ToolMovementKind.LOST, 1, "қарда қалды", None),
    ],
)
def test_movements_that_are_refused(kind, count, reason, refusal):
    if refusal is None:
        rules.check_movement(kind, count, reason)
        return
    with pytest.raises(refusal):
        rules.check_movement(kind, count, reason)
