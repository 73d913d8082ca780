"""How well copies are found, on lists with known answers; tuned on the seeds 1 to 15."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.dedup.lists import FILES, read_office_list
from bench.dedup.measure import measure
from bench.dedup.people import City
from bench.dedup.person import identity_of
from bench.dedup.planted import KINDS, planted_set
from bench.dedup.spelling import LOOK_ALIKES
from campaign_app.beneficiaries.rules import compare

SEEDS = st.integers(0, 10_000)


@pytest.mark.parametrize("seed", [1, 20_260, 77_001])
def test_planted_copies_are_found_and_others_left_alone(seed):
    planted = planted_set(seed)
    identities = [identity_of(person) for person in planted.people]
    quality = measure(planted.name, identities, planted.copies)
    assert (len(planted.people) >= 2000, len(planted.copies)) == (True, 200)
    assert set(planted.copies.values()) == set(KINDS)
    assert len(planted.others) >= 150
    assert quality.recall >= 0.98
    assert quality.precision >= 0.95


@pytest.mark.parametrize("name", FILES)
def test_the_lists_of_offices_have_no_miss_and_no_false_pair(name):
    quality = measure(name, *read_office_list(name))
    assert (quality.precision, quality.recall) == (1.0, 1.0)


def test_what_speaks_for_nobody_is_one_person_is_measured_too():
    """The measure itself can fail: without its copies every suggestion is wrong."""
    planted = planted_set(1, size=300, copies=36)
    identities = [identity_of(person) for person in planted.people]
    quality = measure(planted.name, identities, {})
    assert quality.precision == 0
    assert len(quality.wrong) >= 30


@given(first=SEEDS, second=SEEDS, shared=st.sets(st.sampled_from(["born_on", "phone", "house"])))
def test_comparing_is_symmetric(first, second, shared):
    one, other = City(first).person(), City(second).person()
    changed = {name: getattr(one, name) for name in shared}
    other = other.__class__(**{**vars(other), **changed})
    there, back = (
        compare(identity_of(one), identity_of(other)),
        compare(identity_of(other), identity_of(one)),
    )
    assert (there and (there.score, set(there.reasons), there.is_same)) == (
        back and (back.score, set(back.reasons), back.is_same)
    )


@given(seed=SEEDS, places=st.sets(st.integers(0, 8), max_size=4))
def test_look_alike_letters_never_hide_somebody(seed, places):
    person = City(seed).kazakh()
    letters = list(person.surname)
    for place in places:
        if place < len(letters):
            letters[place] = LOOK_ALIKES.get(letters[place], letters[place])
    person = person.__class__(**{**vars(person), "born_on": date(1949, 8, 16)})
    typed = person.__class__(**{**vars(person), "surname": "".join(letters)})
    match = compare(identity_of(typed), identity_of(person))
    assert match is not None
    assert match.score >= 70


@given(seed=SEEDS)
def test_twins_are_two_people(seed):
    city = City(seed)
    one = city.kazakh("m")
    given_name = "Бауыржан" if one.given[0] != "Б" else "Тимур"
    twin = one.__class__(**{**vars(one), "given": given_name, "iin": ""})
    assert compare(identity_of(twin), identity_of(one)) is None
