"""Merges and undoes in any order: in the end everybody is as before."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from campaign_app.beneficiaries import services
from campaign_app.beneficiaries.models import (
    Beneficiary,
    BeneficiaryMerge,
)
from campaign_app.core.errors import DomainError
from tests.factories import make_beneficiary
from tests.support.merging import IIN, OTHER_IIN, merge, undo


class Merging(RuleBasedStateMachine):
    """Merges and undoes in any order; in the end everybody is as before."""

    session: Any
    PEOPLE = 5
    person = st.integers(0, PEOPLE - 1)

    def __init__(self) -> None:
        """Five people who differ in everything that can be taken over."""
        super().__init__()
        self.savepoint = self.session.begin_nested()
        numbers = [IIN, OTHER_IIN, None, "010722600006", None]
        self.people = [
            make_beneficiary(
                self.session,
                surname=f"Тегі{number}",
                iin=numbers[number],
                phone=f"+7701000000{number}" if number != 3 else None,
                note=f"n{number}" if number else "",
                household_size=number + 1,
            )
            for number in range(self.PEOPLE)
        ]
        self.first = [services.details_of(each) for each in self.people]
        self.in_force: list[BeneficiaryMerge] = []

    def root(self, record_id: int) -> int:
        kept_by = {each.copy_id: each.kept_id for each in self.in_force}
        while record_id in kept_by:
            record_id = kept_by[record_id]
        return record_id

    @rule(kept=person, copy=person, take=st.sets(st.sampled_from(["iin", "phone", "note", "name"])))
    def merge_two(self, kept: int, copy: int, take: set[str]) -> None:
        one, other = self.people[kept], self.people[copy]
        try:
            merged = merge(self.session, one, other, *take)
        except DomainError:
            copies = {each.copy_id for each in self.in_force}
            assert one is other or one.id in copies or other.id in copies
            return
        self.in_force.append(merged)

    @precondition(lambda self: self.in_force)
    @rule(which=st.integers(0, 10), are_different=st.booleans())
    def undo_one(self, which: int, are_different: bool) -> None:
        merged = self.in_force.pop(which % len(self.in_force))
        undo(self.session, merged, are_different=are_different)

    @invariant()
    def every_record_names_who_is_kept(self) -> None:
        for each in self.people:
            assert (each.merged_into_id or each.id) == self.root(each.id)

    @invariant()
    def nothing_is_invented(self) -> None:
        for number, each in enumerate(self.people):
            if not any(merged.kept_id == each.id for merged in self.in_force):
                assert services.details_of(each) == self.first[number]

    def teardown(self) -> None:
        while self.in_force:
            undo(self.session, self.in_force.pop(len(self.in_force) // 2))
        assert [services.details_of(each) for each in self.people] == self.first
        assert all(each.merged_into_id is None for each in self.people)
        self.savepoint.rollback()


def test_merges_and_undoes_in_any_order_come_out_right(session, walks):
    Merging.session = session

    class Bound(Merging):
        pass

    run_state_machine_as_test(
        Bound, settings=settings(max_examples=walks(25), stateful_step_count=12, deadline=None)
    )
    assert session.scalar(select(func.count()).select_from(Beneficiary)) == 0
