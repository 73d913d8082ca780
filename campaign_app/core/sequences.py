"""Numbers without gaps: receipts, acts. One row a series, locked while a number is taken."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Integer, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from campaign_app.extensions import Base


class NumberSeries(Base):
    """The last number given out in a series, such as `receipt:2020`."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    last_number: Mapped[int] = mapped_column(Integer)

    __table_args__ = (CheckConstraint("last_number >= 0", name="last_number_not_negative"),)


def take_next_number(session: Session, name: str) -> int:
    """Give the next number of the series, from 1, without gaps.

    The row stays locked until the transaction ends: an undone one gives its number back.
    """
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    first = insert(NumberSeries).values(name=name, last_number=0)
    session.execute(first.on_conflict_do_nothing(index_elements=["name"]))
    series = session.scalars(
        select(NumberSeries)
        .where(NumberSeries.name == name)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    series.last_number += 1
    session.flush()
    return series.last_number


def take_numbers(session: Session, name: str, count: int) -> range:
    """Give the next `count` numbers of the series at once, without gaps."""
    first = take_next_number(session, name)
    series = session.get_one(NumberSeries, name)
    series.last_number += count - 1
    session.flush()
    return range(first, first + count)
