"""What becomes of each row of an imported list, before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from campaign_app.beneficiaries.rules.cells import ParsedRow
from campaign_app.beneficiaries.rules.matching import MatchReason, Sureness
from campaign_app.beneficiaries.rules.registry import NameMissing
from campaign_app.core.dates import DateImpossible
from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.identifiers import IinCheckDigitWrong, IinNotDigits


class ImportOutcome(LabelledEnum):
    """What happens to a row."""

    NEW = "new", N_("new")
    CHANGED = "changed", N_("changed")
    LIKELY_DUPLICATE = "likely_duplicate", N_("likely duplicate")
    ERROR = "error", N_("error")
    SKIPPED = "skipped", N_("skipped")


class ImportWork(LabelledEnum):
    """What the background has to do with a long list."""

    COMPARE = "compare", N_("The list is looked through")
    WRITE = "write", N_("The list is imported")
    WRITE_ALL = "write_all", N_("The list is imported if every row is good")


class ImportPhase(LabelledEnum):
    """How far it is; `done of total` rows are told beside it."""

    WAITING = "waiting", N_("Waits for its turn")
    READING = "reading", N_("Reading the rows")
    COMPARING = "comparing", N_("Comparing with the registry")
    WRITING = "writing", N_("Writing")


class SkipReason(LabelledEnum):
    """Why a row is left out or cannot be written."""

    TOTALS = "totals", N_("a row of totals")
    ALREADY_THERE = "already_there", N_("already on the registry, nothing changes")
    STOPPED = "stopped", N_("the processing of the data is stopped")


class RowsNotGood(DomainError):
    """All or nothing was asked, and not all rows are good."""

    message = N_(
        "Nothing was imported: rows that are not good: %(count)s. Correct them, or import only"
        " the good rows."
    )


class ListIsWorkedOn(DomainError):
    """One thing at a time is done with a list."""

    message = N_("This list is being worked on. Wait until it is ready.")


class WorkInterrupted(DomainError):
    """The background died at it, more than once."""

    message = N_("The work was interrupted; nothing was written. Start again.")


class NothingToImport(DomainError):
    """No row is new or changed."""

    message = N_("No row of this list is new or changed, so there is nothing to import.")


WRITTEN = (ImportOutcome.NEW, ImportOutcome.CHANGED)
NOT_GOOD = (ImportOutcome.LIKELY_DUPLICATE, ImportOutcome.ERROR)
#: Longer lists are worked on in the background: a page should not be waited for.
ROWS_AT_ONCE = 1_000
#: For programs: short and stable; people read the refusals themselves.
_SHORT: dict[type[DomainError], str] = {
    IinCheckDigitWrong: "IIN check digit is wrong",
    IinNotDigits: "IIN not in ASCII digits",
    DateImpossible: "no such date",
    NameMissing: "no name",
}


@dataclass(frozen=True)
class FieldChange:
    """A field of somebody on the registry that a row changes."""

    field: str
    old: Any
    new: Any


@dataclass
class PlannedRow:
    """A row of the list and what becomes of it. `of_row` or `of_id` says of whom it is a copy."""

    row: int
    parsed: ParsedRow
    outcome: ImportOutcome
    name: str = ""
    of_row: int | None = None
    of_id: int | None = None
    of_name: str = ""
    reasons: tuple[MatchReason, ...] = ()
    sureness: Sureness | None = None
    changes: list[FieldChange] = field(default_factory=list)
    skipped: SkipReason | None = None
    may_be_another: bool = False

    @property
    def why(self) -> str:
        """In English, for programs."""
        if self.parsed.problems:
            return "; ".join(
                _SHORT.get(type(problem.error), f"{problem.column}: {problem.error}")
                for problem in self.parsed.problems
            )
        if self.skipped is not None:
            return self.skipped.label
        if self.changes:
            return "changed: " + ", ".join(change.field for change in self.changes)
        return ", ".join(reason.label for reason in self.reasons)

    def as_json(self) -> dict[str, Any]:
        """As `flask beneficiaries import --json` prints it."""
        shown: dict[str, Any] = {"row": self.row, "outcome": self.outcome.value}
        if self.of_row is not None:
            shown["of_row"] = self.of_row
        if self.of_id is not None:
            shown["of_id"] = self.of_id
        if self.why:
            shown["why"] = self.why
        return shown


def check_confirmation(rows: list[PlannedRow], *, all_or_nothing: bool) -> None:
    """Raise NothingToImport without good rows, RowsNotGood where all must be good."""
    counts = count_outcomes(rows)
    not_good = sum(counts[outcome] for outcome in NOT_GOOD)
    if all_or_nothing and not_good:
        raise RowsNotGood(count=not_good)
    if not any(counts[outcome] for outcome in WRITTEN):
        raise NothingToImport()


def is_long(rows: int) -> bool:
    """Whether a list of so many rows is worked on in the background."""
    return rows > ROWS_AT_ONCE


def count_outcomes(rows: list[PlannedRow]) -> dict[ImportOutcome, int]:
    """How many rows have which outcome, all outcomes named."""
    counted = Counter(row.outcome for row in rows)
    return {outcome: counted[outcome] for outcome in ImportOutcome}
