"""Pages of a list: one query for the rows of a page, one for the count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

Row = TypeVar("Row")
Rows = Select[*tuple[Any, ...]]  # a SELECT of any columns
ROWS_PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A page of rows; `page` counts from 1."""

    items: list[Row]
    page: int
    total: int
    per_page: int = ROWS_PER_PAGE

    @property
    def page_count(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def first_row(self) -> int:
        """The number of the first row shown, 0 in an empty list."""
        return 0 if not self.total else (self.page - 1) * self.per_page + 1

    @property
    def last_row(self) -> int:
        """The number of the last row shown."""
        return min(self.page * self.per_page, self.total)


def fetch_page(
    session: Session,
    statement: Rows,
    *,
    page: int,
    make_row: Callable[[Any], Row],
    per_page: int = ROWS_PER_PAGE,
    count: Rows | None = None,
) -> Page[Row]:
    """Fetch one page of `statement` as rows made by `make_row`.

    `count` replaces the counting query where a cheaper one gives the same number.
    A page beyond the end gives the last one.
    """
    if count is None:
        count = select(func.count()).select_from(statement.order_by(None).subquery())
    total = session.execute(count).scalar_one()
    last = max(1, -(-total // per_page))
    page = min(max(1, page), last)
    rows = session.execute(statement.limit(per_page).offset((page - 1) * per_page))
    return Page([make_row(row) for row in rows], page, total, per_page)
