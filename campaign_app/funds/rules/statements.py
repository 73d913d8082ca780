"""Statements of a bank and lists of gifts: columns, what a line is, what becomes of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.core.money import AmountNotPositive, Money
from campaign_app.core.names import fold
from campaign_app.core.spreadsheets.reading import Cell, label_key
from campaign_app.funds.rules.kinds import (
    ACCOUNT_OF_METHOD,
    DONATION_COLUMNS,
    AccountKind,
    DonationMethod,
)

MOST_LINES = 2_000
# Somebody writes a payment down on the day, the bank a few days later.
DAYS_APART = timedelta(days=4)
SHORTEST_WORD = 3


class LineStatus(LabelledEnum):
    """Where a line of a statement stands."""

    POSTED = "posted", N_("posted")
    MATCHED = "matched", N_("already in the books")
    PARKED = "parked", N_("waits for a decision")
    SET_ASIDE = "set_aside", N_("set aside")


class LineDecision(LabelledEnum):
    """What somebody decides about a parked line."""

    IN_BOOKS = "in_books", N_("It is in the books already")
    GIFT = "gift", N_("It is a donation")
    FEE = "fee", N_("It is a bank fee")
    SET_ASIDE = "set_aside", N_("It does not belong to this campaign's money")


class StatementTooLong(DomainError):
    """A file of years is cut by months."""

    message = N_("The file has %(rows)s lines, %(limit)s are taken at once. Cut it by months.")


class ColumnsMissing(DomainError):
    """Without a day and an amount there is no line."""

    message = N_("Say which column holds the day and which the amount.")


class ColumnTwice(DomainError):
    """A field is read from one column."""

    message = N_("Two columns are read as the same. Leave one of them out.")


class InEarlierStatement(DomainError):
    """Statements overlap."""

    message = N_("The line came with “%(filename)s” before.")


class InJournal(DomainError):
    """The line is an entry that is there."""

    message = N_("It is in the journal: %(kind)s of %(day)s.")


class PerhapsEntered(DomainError):
    """A person decides whether two gifts are one."""

    message = N_("Perhaps it is receipt %(receipt)s: the same amount, a like name, about that day.")


class PerhapsInJournal(DomainError):
    """A person decides whether money came from outside or from another account."""

    message = N_("Perhaps it is no donation: %(kind)s of %(day)s has the same amount.")


class MoneyWentOut(DomainError):
    """Money that left the account is an expense, a fee or something else."""

    message = N_("Money went out, and the journal has nothing of this amount about that day.")


class ParkedByHand(DomainError):
    """Somebody wants to look closer."""

    message = N_("It waits because somebody said so.")


class SourceNameTaken(DomainError):
    """One source has one name."""

    message = N_("There is a source of this name: choose it above.")


class SourceNameMissing(DomainError):
    """A source is chosen or named."""

    message = N_("Choose a source, or name a new one.")


class LineDecided(DomainError):
    """A line is decided once."""

    message = N_("The line is decided already: %(status)s.")


class NotAFee(DomainError):
    """A bank pays no fee."""

    message = N_("Money came in: that is no fee.")


class EntryUnknown(DomainError):
    """Only an entry with the same amount on the same account is the same money."""

    message = N_("Choose one of the entries with this amount that no other line has.")


STATEMENT_COLUMNS: Mapping[str, str] = {
    **{name: text for name, text in DONATION_COLUMNS.items() if name not in ("receipt", "state")},
    "outgoing": N_("Money out"),
}
# What banks and clerks call their columns, beside the names on our own forms and exports.
OTHER_LABELS: Mapping[str, tuple[str, ...]] = {
    "received_on": (
        *("date", "дата", "күні", "дата операции", "операция күні", "дата проводки"),
        *("дата платежа", "төлем күні", "дата и время", "күні мен уақыты", "posting date"),
    ),
    "amount": (
        *("сома", "sum", "сумма операции", "операция сомасы", "кредит", "credit", "приход"),
        *("кіріс", "поступление", "түсім", "зачислено", "сумма в тенге", "теңгедегі сома"),
        *("оборот по кредиту", "кредит бойынша айналым", "money in"),
    ),
    "outgoing": (
        *("дебет", "debit", "расход", "шығыс", "списание", "списано"),
        *("оборот по дебету", "дебет бойынша айналым"),
    ),
    "donor_name": (
        *("full_name", "Ф.И.О.", "Т.А.Ә.", "аты-жөні", "плательщик", "төлеуші", "отправитель"),
        *("жіберуші", "контрагент", "корреспондент", "наименование плательщика", "payer"),
        *("sender", "отправитель/получатель", "жіберуші/алушы", "counterparty"),
    ),
    "reference": (
        *("номер документа", "№ документа", "құжат нөмірі", "№ док", "референс", "reference no"),
        *("номер операции", "№ операции", "операция нөмірі", "номер чека", "код операции"),
    ),
    "note": (
        *("назначение платежа", "төлем мақсаты", "назначение", "детали", "мәліметтер"),
        *("описание", "сипаттама", "комментарий", "details", "description", "purpose"),
    ),
}
# Money that comes to one of these accounts is told by a bank, money out as well.
_STATEMENT_ACCOUNTS = (AccountKind.KASPI, AccountKind.BANK)
_STATEMENT_METHODS = (DonationMethod.KASPI, DonationMethod.BANK)
SOURCE_METHODS = (*_STATEMENT_METHODS, DonationMethod.PAYROLL, DonationMethod.CASH)


def statement_account(method: DonationMethod) -> AccountKind | None:
    """The account of which such a file is a statement; None for a mere list of gifts."""
    return ACCOUNT_OF_METHOD[method] if method in _STATEMENT_METHODS else None


def read_signed(amount: Cell, outgoing: Cell) -> int:
    """What a line did to the account, in tiyn; money out is below zero, in either column.

    Raises AmountInvalid and its kinds, also for a line of nothing.
    """
    out = 0 if outgoing in (None, "") else Money.parse(_plain(outgoing), positive=False).minor
    if out:
        return -abs(out)
    money = Money.parse(_plain(amount), positive=False)
    if not money.minor:
        raise AmountNotPositive(entered=str(amount)[:40])
    return money.minor


def fee_of(amount_minor: int) -> int:
    """What a bank kept, told by a line of money out. Raises NotAFee for money in."""
    if amount_minor >= 0:
        raise NotAFee()
    return -amount_minor


def _plain(cell: Cell) -> str | int | float | None:
    return str(cell) if isinstance(cell, date) else cell


@dataclass(frozen=True, kw_only=True)
class ReadLine:
    """A line as it was read; the amount in tiyn, below zero when money went out."""

    booked_on: date
    amount_minor: int
    method: DonationMethod
    counterparty: str = ""
    reference: str = ""
    note: str = ""


def fingerprints(lines: Iterable[ReadLine]) -> list[str]:
    """What each line is known again by in another file; of equal lines each has its own."""
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        said = (
            line.method.value,
            line.booked_on.isoformat(),
            str(line.amount_minor),
            line.reference,
            fold(line.counterparty),
            fold(line.note),
        )
        text = "\x1f".join(said)
        found.append(hashlib.sha256(f"{text}\x1f{seen[text]}".encode()).hexdigest())
        seen[text] += 1
    return found


def may_be_same_name(first: str, second: str) -> bool:
    """Whether two names may be one person's: a word in common, or one of them says nothing."""
    words = [
        {word for word in fold(name).split() if len(word) >= SHORTEST_WORD}
        for name in (first, second)
    ]
    return not all(words) or bool(words[0] & words[1])


def map_statement(
    labels: Sequence[str], known: Mapping[str, str], chosen: Mapping[str, str]
) -> list[str | None]:
    """The field of each column; `known` and `chosen` say the field of a label as its key.

    What was chosen for the source goes before what is known; of two the first column counts.
    """
    fields: list[str | None] = []
    for label in labels:
        key = label_key(label)
        field = chosen[key] if key in chosen else known.get(key, "")
        fields.append(field if field and field not in fields else None)
    return fields


def check_statement_columns(fields: Sequence[str | None]) -> None:
    """Raise ColumnsMissing and ColumnTwice."""
    named = [name for name in fields if name]
    for name in named:
        if named.count(name) > 1:
            raise ColumnTwice()
    if "received_on" not in named or not {"amount", "outgoing"} & set(named):
        raise ColumnsMissing()
