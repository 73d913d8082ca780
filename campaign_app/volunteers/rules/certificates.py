"""Papers for volunteers: their codes, what makes two of them the same, when one is void."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum
from campaign_app.volunteers.rules.people import ParticipationRole
from campaign_app.volunteers.rules.shifts import ShiftKind

#: Crockford's letters without Z, which reads like 2: 31 signs, so that the check sign below
#: finds every single wrong sign and every two that were swapped.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXY"
CODE_LENGTH = 12  # 11 random signs (54 bits) and the check sign
_READ_AS = str.maketrans("OILZОАВЕКМНРСТХУ", "01120ABEKMHPCTXY")  # also from a Cyrillic keyboard
_LEFT_OUT = str.maketrans("", "", " -–—._\u00a0\t")
SHORTEST_REASON = 5


class CertificateKind(LabelledEnum):
    """Which paper it is."""

    HOURS = "hours", N_("certificate of hours")
    THANK_YOU = "thank_you", N_("thank-you letter")


class VoidCause(LabelledEnum):
    """Why a paper is not valid any more."""

    HOURS_CHANGED = "hours_changed", N_("the confirmed hours were corrected")
    REPLACED = "replaced", N_("a newer one was issued")
    BY_HAND = "by_hand", N_("withdrawn by the organisation")


class CertificateState(LabelledEnum):
    """What a paper is worth today."""

    VALID = "valid", N_("valid")
    VOID = "void", N_("not valid")
    OUTDATED = "outdated", N_("hours changed since")


class NoConfirmedHours(DomainError):
    """A certificate says how many hours were confirmed."""

    message = N_("There are no confirmed hours in this period yet, so there is nothing to certify.")


class NobodyToThank(DomainError):
    """A letter goes to somebody who took part."""

    message = N_("Nobody is noted as a participant of this campaign yet.")


class AlreadyVoid(DomainError):
    """What is void stays void."""

    message = N_("This paper is not valid already.")


class VoidReasonMissing(DomainError):
    """Whoever withdraws a paper says why."""

    message = N_("Say why it is withdrawn: at least %(least)s characters.")


class PeriodInvalid(DomainError):
    """A period begins before it ends."""

    message = N_("The period ends before it begins.")


class LetterTextMissing(DomainError):
    """A letter says thank you in the languages in which it can be printed."""

    message = N_("Write the text of the letter.")


@dataclass(frozen=True)
class IssuedRow:
    """One shift on a certificate of hours, as it stood when it was issued."""

    sign_up_id: int
    starts_at: datetime
    minutes: int
    kind: ShiftKind
    title: str
    place: str
    role: ParticipationRole
    confirmed_by: str


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a paper says before it has a number; no period: everything up to now."""

    kind: CertificateKind
    volunteer_id: int
    holder_name: str
    holder_unit: str
    campaign_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    rows: tuple[IssuedRow, ...] = ()
    letter_text_id: int | None = None

    @property
    def minutes(self) -> int:
        """The sum of its rows."""
        return sum(row.minutes for row in self.rows)

    @property
    def about(self) -> str:
        """What it is about: of each, somebody has one valid paper at most."""
        period = f"{self.starts_on or ''}/{self.ends_on or ''}"
        return f"{self.kind.value}:{self.campaign_id or ''}:{period}"

    @property
    def content_hash(self) -> str:
        """Equal for papers that say the same; language, number and day of issue left out."""
        said = [
            self.kind.value,
            self.volunteer_id,
            self.holder_name,
            self.holder_unit,
            self.campaign_id,
            str(self.starts_on or ""),
            str(self.ends_on or ""),
            self.letter_text_id,
            [
                [
                    row.sign_up_id,
                    row.starts_at.isoformat(),
                    row.minutes,
                    row.kind.value,
                    row.title,
                    row.place,
                    row.role.value,
                    row.confirmed_by,
                ]
                for row in self.rows
            ],
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def check_period(starts_on: date | None, ends_on: date | None) -> None:
    """Raise PeriodInvalid."""
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise PeriodInvalid(field="ends_on")


def check_void_reason(reason: str) -> None:
    """Raise VoidReasonMissing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise VoidReasonMissing(field="reason", least=SHORTEST_REASON)


def new_code() -> str:
    """A code that nobody guesses, short enough to be typed from paper."""
    body = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The last sign of a code: the sum of the others, each times its place, modulo 31."""
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(body, start=1))
    return SIGNS[total % len(SIGNS)]


def read_code(typed: str) -> str | None:
    """The code that somebody typed, in whatever way; None for what cannot be one."""
    code = typed.translate(_LEFT_OUT).upper().translate(_READ_AS)
    if len(code) != CODE_LENGTH or set(code) - set(SIGNS) or check_sign(code[:-1]) != code[-1]:
        return None
    return code


def shown_code(code: str) -> str:
    """`7K4M-9QXB-2T5H`: in groups, as paper has it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def initials(full_name: str) -> str:
    """`Қасымов Ғалымжан Серікұлы` as `Қ. Ғ. С.`: all that a stranger sees of a name."""
    words = [word.lstrip("(«\"'") for word in full_name.split()]
    return " ".join(f"{word[0].upper()}." for word in words if word)


def number_in_year(year: int, number: int) -> str:
    """`2020-007`."""
    return f"{year}-{number:03d}"


def state_of(*, is_void: bool, hours_differ: bool) -> CertificateState:
    """A paper whose hours were corrected is not valid, whether anybody voided it or not."""
    if is_void:
        return CertificateState.VOID
    return CertificateState.OUTDATED if hours_differ else CertificateState.VALID
