"""A random walk over everything that moves goods and packages: it always adds up."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select

from campaign_app.core.errors import DomainError
from campaign_app.core.variants import PackageVariant
from campaign_app.extensions import db
from campaign_app.inventory import queries, services
from campaign_app.inventory.models import PackageStock, Packing, Purchase, StockLot
from campaign_app.inventory.rules import PackageMovementKind as Kind
from tests.factories import NOW, TODAY, make_approved_expense, make_campaign, make_item
from tests.support.client import settle

STANDARD, HALAL = PackageVariant.STANDARD, PackageVariant.HALAL
VARIANTS = st.sampled_from([STANDARD, HALAL])
COUNTS = st.integers(1, 6)
DELIVERIES = st.integers(1, 3)


class Walk(RuleBasedStateMachine):
    """Buys, gives, packs, undoes, hands out and writes off, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.session = db.session()
        self.campaign = make_campaign(self.session)
        self.items = [make_item(self.session) for _ in range(2)]
        self.expense = make_approved_expense(
            self.session, campaign=self.campaign, amount_minor=50_000_00
        )
        first, second = (item.id for item in self.items)
        self.version = services.create_package_type(
            self.session,
            actor=None,
            now=NOW,
            campaign=self.campaign,
            code="FOOD",
            name={"kk": "а", "ru": "а", "en": "а"},
            contents={STANDARD: {first: 1_500, second: 333}, HALAL: {first: 700}},
        )
        settle(self.session)

    def attempt(self, service, **values) -> None:
        """Do it or be refused; a refusal leaves everything as it was."""
        try:
            with self.session.begin_nested():
                service(self.session, actor=None, now=NOW, **values)
        except DomainError:
            self.session.expire_all()

    def where(self, variant) -> dict:
        return {
            "campaign_id": self.campaign.id,
            "version_id": self.version.id,
            "variant": variant,
        }

    @rule(
        which=st.integers(0, 1),
        quantity=st.integers(0, 30_000),
        price=st.integers(0, 999_99),
        days=st.none() | st.integers(-1, 40),
    )
    def buy(self, which, quantity, price, days):
        line = services.LineDetails(
            item_id=self.items[which].id,
            quantity_milli=quantity,
            price_minor=price,
            best_before=None if days is None else TODAY + timedelta(days=days),
        )
        self.attempt(
            services.record_purchase,
            today=TODAY,
            campaign=self.campaign,
            expense_id=self.expense.id,
            received_on=TODAY,
            lines=[line],
        )

    @rule(which=st.integers(0, 1), quantity=st.integers(1, 9_000))
    def give(self, which, quantity):
        self.attempt(
            services.record_gift,
            today=TODAY,
            campaign=self.campaign,
            item_id=self.items[which].id,
            quantity_milli=quantity,
            received_on=TODAY,
            donor_note="Демо",
        )

    @rule(variant=VARIANTS, count=COUNTS, days=st.integers(0, 20))
    def pack(self, variant, count, days):
        self.attempt(
            services.pack_packages,
            today=TODAY + timedelta(days=days),
            campaign=self.campaign,
            version_id=self.version.id,
            variant=variant,
            count=count,
        )

    @precondition(lambda self: self.some(Packing) is not None)
    @rule(data=st.data())
    def undo(self, data):
        packing = self.some(Packing, data)
        self.attempt(services.undo_packing, packing=packing, reason="қате")

    @precondition(lambda self: self.some(Purchase) is not None)
    @rule(data=st.data())
    def void(self, data):
        self.attempt(services.void_purchase, purchase=self.some(Purchase, data), reason="қате")

    @precondition(lambda self: self.some(StockLot) is not None)
    @rule(data=st.data(), quantity=st.integers(1, 5_000))
    def write_off(self, data, quantity):
        lot = self.some(StockLot, data)
        self.attempt(services.write_off_goods, lot=lot, quantity_milli=quantity, reason="су тиді")

    @rule(
        variant=VARIANTS,
        count=COUNTS,
        delivery=DELIVERIES,
        kind=st.sampled_from([Kind.HANDED_OUT, Kind.TAKEN_BY_COURIER]),
    )
    def take(self, variant, count, delivery, kind):
        values = {"count": count, "delivery_id": delivery, "kind": kind}
        self.attempt(services.take_packages, **self.where(variant), **values)

    @rule(
        variant=VARIANTS,
        count=COUNTS,
        delivery=DELIVERIES,
        kind=st.sampled_from([Kind.DELIVERED_BY_COURIER, Kind.RETURNED, Kind.LOST_BY_COURIER]),
    )
    def settle_with_courier(self, variant, count, delivery, kind):
        values = {"count": count, "delivery_id": delivery, "kind": kind, "reason": "жолда"}
        self.attempt(services.settle_with_courier, **self.where(variant), **values)

    @rule(variant=VARIANTS, count=COUNTS, delivery=DELIVERIES)
    def take_back(self, variant, count, delivery):
        values = {"count": count, "delivery_id": delivery}
        self.attempt(services.take_back_delivered, **self.where(variant), **values)

    @precondition(lambda self: self.some(PackageStock) is not None)
    @rule(data=st.data(), count=COUNTS)
    def write_off_packages(self, data, count):
        stock = self.some(PackageStock, data)
        self.attempt(services.write_off_packages, stock=stock, count=count, reason="су тиді")

    def some(self, model, data=None):
        """One of the rows of a table; the last one without `data`."""
        rows = list(self.session.scalars(select(model).order_by(model.id)))
        if data is None or not rows:
            return rows[-1] if rows else None
        return data.draw(st.sampled_from(rows))

    @invariant()
    def it_adds_up(self):
        ids = [self.campaign.id]
        assert queries.lots_out_of_balance(self.session, ids) == []
        assert queries.packages_out_of_balance(self.session, ids) == []
        balance = queries.goods_balance(self.session, ids)
        assert balance.difference_milli == 0
        assert balance.value.difference == 0
        assert queries.package_equation(self.session, ids).difference == 0
        assert queries.list_expenses_left(self.session, ids[0])[0].left_minor >= 0

    @invariant()
    def packings_hold_what_is_in_stock(self):
        held = self.session.execute(select(func.sum(Packing.in_stock_count))).scalar_one()
        there = self.session.execute(select(func.sum(PackageStock.on_hand_count))).scalar_one()
        assert (held or 0) == (there or 0)

    @invariant()
    def nothing_is_below_zero(self):
        lowest = self.session.execute(
            select(func.min(StockLot.on_hand_milli), func.min(StockLot.value_minor))
        ).one()
        assert all(value is None or value >= 0 for value in lowest)


def test_goods_and_packages_always_add_up(app, database, session, walks):
    class FreshWalk(Walk):
        def __init__(self) -> None:
            db.session.rollback()
            db.session.remove()
            database.reset(app)
            super().__init__()

    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        FreshWalk,
        settings=settings(
            max_examples=walks(12),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
