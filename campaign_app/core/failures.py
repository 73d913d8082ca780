"""How a failure is written to the log: where it happened and what kind it was, no values.

The text of a database's refusal quotes the row («Failing row contains (7, Қасымова, …)»),
and so may SQLAlchemy's. A log is copied, mailed and kept longer than the registry allows,
so of such errors only the kind, the constraint and the place are written.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError


def describe_failure(error: BaseException) -> str:
    """The error and those behind it, each with its stack, the innermost first."""
    return "\n".join(_describe(each) for each in reversed(list(_chain(error))))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _describe(error: BaseException) -> str:
    stack = "".join(traceback.format_tb(error.__traceback__))
    return f"{stack}{type(error).__module__}.{type(error).__qualname__}: {_words(error)}"


def _words(error: BaseException) -> str:
    if isinstance(error, SQLAlchemyError) or hasattr(error, "sqlite_errorname"):
        return getattr(error, "sqlite_errorname", "refused by the database")
    if hasattr(error, "sqlstate"):  # psycopg, which this file does not import
        diagnosis = getattr(error, "diag", None)
        constraint = getattr(diagnosis, "constraint_name", None)
        return f"{error.sqlstate} {constraint or ''}".strip()
    return str(error)
