"""A random walk over everything that happens to money: the books always add up."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from campaign_app.core.errors import DomainError
from campaign_app.extensions import db
from campaign_app.funds import queries, services
from campaign_app.funds.models import DonationBox, LedgerAccount, Posting
from campaign_app.funds.rules import (
    ACCOUNT_OF_METHOD,
    BALANCE_ACCOUNTS,
    MONEY_ACCOUNTS,
    PAYING_ACCOUNTS,
    AccountKind,
    DonationMethod,
    ExpenseStatus,
    Place,
)
from tests.factories import NOW, TODAY, make_account, make_campaign
from tests.support.client import settle

OPERATIONS = 2_000
STEPS = 100
MOST_WALKS = 4
ADVANCES = Place(AccountKind.ADVANCES)
AMOUNTS = st.integers(1, 60_000)
WHICH = st.integers(0, 1)
INDEX = st.integers(0, 10_000)
PEOPLE = st.integers(0, 3)


class MoneyWalk(RuleBasedStateMachine):
    """Everything that services do to money, beside books kept in plain Python."""

    done = 0

    def __init__(self) -> None:
        super().__init__()
        self.session = db.session()
        self.campaigns = [make_campaign(self.session) for _ in range(2)]
        self.people = [make_account(self.session) for _ in range(4)]
        boxes = [
            DonationBox(
                campaign_id=campaign.id, number="1", place="Холл", seal_number="1", placed_on=TODAY
            )
            for campaign in self.campaigns
        ]
        self.session.add_all(boxes)
        services.set_spending_limit(
            self.session,
            actor=self.people[0],
            now=NOW,
            campaign=self.campaigns[0],
            amount_minor=20_000,
        )
        settle(self.session)
        self.places = [
            [*(Place(kind) for kind in MONEY_ACCOUNTS), Place(AccountKind.BOX, box.id)]
            for box in boxes
        ]
        self.books = [defaultdict(int), defaultdict(int)]
        self.donations, self.expenses, self.entries = [], [], []

    def attempt(self, name, person=0, **values):
        """Do it or be refused; a refusal leaves everything as it was."""
        type(self).done += 1
        try:
            with self.session.begin_nested():
                return getattr(services, name)(
                    self.session, actor=self.people[person], now=NOW, **values
                )
        except DomainError:
            self.session.expire_all()
            return None

    def book(self, which, **changes):
        for name, amount in changes.items():
            self.books[which][Place(AccountKind(name))] += amount

    def balance(self, which):
        return sum(self.books[which][Place(kind)] for kind in BALANCE_ACCOUNTS) + sum(
            amount for place, amount in self.books[which].items() if place.box_id
        )

    @rule(
        which=WHICH, method=st.sampled_from(DonationMethod), amount=AMOUNTS, is_boxed=st.booleans()
    )
    def donate(self, which, method, amount, is_boxed):
        box = self.places[which][-1] if method is DonationMethod.BOX and is_boxed else None
        details = services.DonationDetails(
            amount_minor=amount,
            method=method,
            received_on=TODAY,
            is_anonymous=True,
            box_id=box and box.box_id,
        )
        made = self.attempt(
            "record_donation", today=TODAY, campaign=self.campaigns[which], details=details
        )
        place = box or Place(ACCOUNT_OF_METHOD[method])
        income = "income_in_kind" if method is DonationMethod.IN_KIND else "income_donations"
        self.donations.append((which, made, place, income))
        self.books[which][place] += amount
        self.book(which, **{income: -amount})

    @rule(index=INDEX)
    @precondition(lambda self: self.donations)
    def void(self, index):
        which, donation, place, income = self.donations[index % len(self.donations)]
        kept = donation.amount_minor
        if self.attempt("void_donation", today=TODAY, donation=donation, reason="қате"):
            self.books[which][place] -= kept
            self.book(which, **{income: kept})

    @rule(index=INDEX, amount=AMOUNTS)
    @precondition(lambda self: self.donations)
    def refund(self, index, amount):
        which, donation, place, income = self.donations[index % len(self.donations)]
        if self.attempt(
            "refund_donation",
            today=TODAY,
            donation=donation,
            amount_minor=amount,
            refunded_on=TODAY,
            reason="сұрады",
        ):
            self.books[which][place] -= amount
            self.book(which, **{income: amount})

    @rule(
        which=WHICH,
        account=st.sampled_from(PAYING_ACCOUNTS),
        amount=AMOUNTS,
        reason=st.sampled_from(["", "", "боран"]),
        person=PEOPLE,
    )
    def enter(self, which, account, amount, reason, person):
        details = services.ExpenseDetails(
            supplier="Демо",
            amount_minor=amount,
            spent_on=TODAY,
            purpose="Азық",
            account=account,
            override_reason=reason,
        )
        made = self.attempt(
            "enter_expense", person, today=TODAY, campaign=self.campaigns[which], details=details
        )
        if made:
            self.expenses.append((which, made))

    @rule(index=INDEX, person=PEOPLE)
    @precondition(lambda self: self.expenses)
    def approve(self, index, person):
        which, expense = self.expenses[index % len(self.expenses)]
        held = self.books[which][Place(expense.account)]
        lacking = max(0, expense.amount_minor - max(0, min(held, self.balance(which))))
        if (
            self.attempt("approve_expense", person, expense=expense)
            and expense.status is ExpenseStatus.APPROVED
        ):
            assert expense.overdraft_minor == lacking
            assert not lacking or expense.override_reason
            self.books[which][Place(expense.account)] -= expense.amount_minor - lacking
            self.book(which, advances=-lacking, spent=expense.amount_minor)

    @rule(index=INDEX)
    @precondition(lambda self: self.expenses)
    def reject(self, index):
        _which, expense = self.expenses[index % len(self.expenses)]
        self.attempt("reject_expense", expense=expense, reason="қымбат")

    @rule(index=INDEX, amount=AMOUNTS)
    @precondition(lambda self: self.expenses)
    def supplier_refund(self, index, amount):
        which, expense = self.expenses[index % len(self.expenses)]
        if self.attempt(
            "refund_expense",
            today=TODAY,
            expense=expense,
            amount_minor=amount,
            refunded_on=TODAY,
            reason="артық",
        ):
            self.books[which][Place(expense.account)] += amount
            self.book(which, spent=-amount)

    @rule(which=WHICH, one=INDEX, other=INDEX, amount=AMOUNTS)
    def transfer(self, which, one, other, amount):
        places = self.places[which]
        source = places[one % len(places)]
        target = [*places, ADVANCES][other % (len(places) + 1)]
        made = self.attempt(
            "transfer_money",
            today=TODAY,
            campaign=self.campaigns[which],
            source=source,
            target=target,
            amount_minor=amount,
        )
        if made:
            self.note(which, made, (source, -amount), (target, amount))

    def note(self, which, entry, *changes):
        self.entries.append((which, entry, changes))
        for place, amount in changes:
            self.books[which][place] += amount

    @rule(which=WHICH, account=st.sampled_from(PAYING_ACCOUNTS), amount=AMOUNTS)
    def fee(self, which, account, amount):
        made = self.attempt(
            "record_bank_fee",
            today=TODAY,
            campaign=self.campaigns[which],
            account=account,
            amount_minor=amount,
            charged_on=TODAY,
        )
        if made:
            changes = (Place(account), -amount), (Place(AccountKind.BANK_FEES), amount)
            self.note(which, made, *changes)

    @rule(which=WHICH, place=INDEX, counted=st.integers(0, 60_000))
    def count(self, which, place, counted):
        place = self.places[which][place % len(self.places[which])]
        more = counted - self.books[which][place]
        made = self.attempt(
            "record_count",
            today=TODAY,
            campaign=self.campaigns[which],
            place=place,
            counted_minor=counted,
            counted_on=TODAY,
            reason="санау",
        )
        if made:
            changes = (place, more), (Place(AccountKind.COUNT_DIFFERENCES), -more)
            self.note(which, made, *changes)

    @rule(index=INDEX)
    @precondition(lambda self: self.entries)
    def reverse(self, index):
        which, entry, changes = self.entries[index % len(self.entries)]
        if self.attempt("reverse_entry", today=TODAY, entry=entry, reason="қате"):
            for place, amount in changes:
                self.books[which][place] -= amount

    @invariant()
    def the_books_say_what_happened(self):
        sums = select(
            LedgerAccount.campaign_id,
            LedgerAccount.kind,
            LedgerAccount.box_id,
            func.sum(Posting.amount_minor),
        ).join(Posting, Posting.ledger_account_id == LedgerAccount.id)
        found = [{}, {}]
        grouped = sums.group_by(LedgerAccount.campaign_id, LedgerAccount.kind, LedgerAccount.box_id)
        ids = [campaign.id for campaign in self.campaigns]
        for campaign_id, kind, box_id, amount in self.session.execute(grouped):
            if amount:
                found[ids.index(campaign_id)][Place(kind, box_id)] = int(amount)
        for which in (0, 1):
            assert found[which] == {at: held for at, held in self.books[which].items() if held}
            assert sum(found[which].values()) == 0
            held = [found[which].get(place, 0) for place in self.places[which]]
            assert min(held) >= 0
            assert found[which].get(ADVANCES, 0) <= 0

    @invariant()
    def the_equation_holds(self):
        which = self.done % 2
        equation = queries.money_equation(self.session, [self.campaigns[which].id])
        assert equation.difference == 0
        assert dict(equation.outgoing)["balance"] == self.balance(which)


def test_money_always_adds_up(app, database, session):
    class FreshWalk(MoneyWalk):
        def __init__(self) -> None:
            db.session.rollback()
            db.session.remove()
            database.reset(app)
            super().__init__()

    # Hypothesis may end walks early: go on until enough was done, though not for ever.
    for _ in range(MOST_WALKS):
        if FreshWalk.done >= OPERATIONS:
            break
        run_state_machine_as_test(
            FreshWalk,
            settings=settings(
                max_examples=OPERATIONS // STEPS + 2,
                stateful_step_count=STEPS,
                deadline=None,
                # Where chance is switched off, every round would be the first one again.
                derandomize=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert FreshWalk.done >= OPERATIONS
