"""The rows of an imported list against the registry and against each other.

Whoever may be compared is found through the keys that she shares with somebody, so the work
grows with the list, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import (
    FieldChange,
    Identity,
    ImportOutcome,
    Match,
    MatchReason,
    PlannedRow,
    SkipReason,
)
from campaign_app.beneficiaries.rules.blocking import stored_keys, wanted_keys
from campaign_app.beneficiaries.rules.cells import ParsedRow
from campaign_app.core.addresses import address_key
from campaign_app.core.names import full_name, normalise

REPORT_EVERY = 200
#: A key that more records share than this says too little on its own.
LARGEST_BLOCK = 200


def name_of(parsed: ParsedRow) -> str:
    """The name as documents have it."""
    values = parsed.values
    return full_name(
        *(normalise(values.get(name, "")) for name in ("surname", "given_name", "patronymic"))
    )


def _identity(parsed: ParsedRow) -> Identity:
    values = parsed.values
    door = {part: values.get(part, "") for part in ("street", "house", "flat", "dormitory", "room")}
    return queries.identity_made_of(
        surname=normalise(values.get("surname", "")),
        given_name=normalise(values.get("given_name", "")),
        patronymic=normalise(values.get("patronymic", "")),
        born_on=values.get("born_on"),
        phone=values.get("phone", ""),
        address=address_key(**door),
        iin=values.get("iin") or "",
        document=values.get("document_number") or "",
    )


class Comparison:
    """The rows of one list against the registry and against each other."""

    def __init__(self, session: Session, planned: list[PlannedRow], another: set[int]) -> None:
        self.session = session
        self.rows = {row.row: row for row in planned if row.outcome is ImportOutcome.NEW}
        self.another = another
        self.identities = {line: _identity(row.parsed) for line, row in self.rows.items()}
        self.known = queries.identities_like(session, self.identities.values())
        self.registry = _Index(self.known)
        self.earlier = _Index({})
        self.claimed: dict[int, int] = {}

    def decide(self, report: Callable[[int, int], None] | None = None) -> None:
        """Give every good row its outcome, from the first to the last; `report` is told how far."""
        same: dict[int, int] = {}
        for done, (line, row) in enumerate(self.rows.items()):
            if report is not None and done % REPORT_EVERY == 0:
                report(done, len(self.rows))
            person_id = self._decide_row(line, row)
            if person_id is not None:
                same[line] = person_id
            self.earlier.add(line, self.identities[line])
        self._compare_fields(same)

    def _decide_row(self, line: int, row: PlannedRow) -> int | None:
        """The id of whom the row certainly is, else None; the row is marked otherwise."""
        identity = self.identities[line]
        found, in_list = self.registry.matches(identity), self.earlier.matches(identity)
        for person_id, match in found:
            others = [each for key, each in found if key != person_id]
            others += [each for _line, each in in_list]
            is_free = person_id not in self.claimed and not any(map(_has_same_iin, others))
            if match.is_same and is_free:
                self.claimed[person_id] = line
                return person_id
        row.may_be_another = not any(_has_same_iin(match) for _key, match in [*found, *in_list])
        if in_list:
            of_line, match = in_list[0]
            row.of_row = self.rows[of_line].of_row or of_line
            self._mark(row, match, self.identities[of_line].name)
        elif found:
            row.of_id, match = found[0]
            self._mark(row, match, self.known[row.of_id].name)
        return None

    def _mark(self, row: PlannedRow, match: Match, name: str) -> None:
        row.of_name, row.reasons, row.sureness = name, match.reasons, match.sureness
        if row.may_be_another and row.row in self.another:
            row.outcome = ImportOutcome.NEW
        else:
            row.outcome = ImportOutcome.LIKELY_DUPLICATE

    def _compare_fields(self, same: Mapping[int, int]) -> None:
        for line, person_id in same.items():
            row = self.rows[line]
            row.of_id = person_id
            row.of_name = self.known[person_id].name
        rows = [self.rows[line] for line in same]
        field_changes(self.session, rows)
        for row in rows:
            if row.changes:
                row.outcome = ImportOutcome.CHANGED
            elif row.skipped is SkipReason.STOPPED:
                row.outcome = ImportOutcome.ERROR
            else:
                row.outcome, row.skipped = ImportOutcome.SKIPPED, SkipReason.ALREADY_THERE


def field_changes(session: Session, rows: Sequence[PlannedRow]) -> None:
    """Fill in what these rows, each of somebody on the registry, would change."""
    ids = [row.of_id for row in rows if row.of_id is not None]
    people = queries.people_by_id(session, ids)
    consents = queries.registration_consents(session, ids)
    for row in rows:
        person = people.get(row.of_id or 0)
        if person is None:  # gone since the list was compared; the confirmation compares again
            continue
        row.changes = _changes(row.parsed, person)
        if row.changes and person.restricted_at is not None:
            # While somebody's processing is stopped a list neither shows nor changes her data.
            row.changes, row.skipped = [], SkipReason.STOPPED
        consent = row.parsed.consent
        if consent is not None and consent.given_on not in consents.get(person.id, ()):
            row.changes.append(FieldChange("consent_given_on", None, consent.given_on))


def _changes(parsed: ParsedRow, person: Beneficiary) -> list[FieldChange]:
    """Only what the row gives and what differs; an empty cell takes nothing away."""
    changes = []
    for name, value in parsed.values.items():
        if name == "kind":  # follows from the category
            continue
        old = getattr(person, name)
        if name == "document_number":
            if person.document_hash == queries.document_hash(value):
                continue
        elif name == "iin":
            if person.iin_hash == queries.iin_hash(value):
                continue
        elif (normalise(value) if type(value) is str else value) == old:
            continue
        changes.append(FieldChange(name, old, value))
    return changes


class _Index:
    """Identities found again by the keys of `rules.blocking` and by their numbers."""

    def __init__(self, identities: Mapping[int, Identity]) -> None:
        self.identities: dict[int, Identity] = {}
        self.blocks: dict[int | str, list[int]] = defaultdict(list)
        self.by_sound: dict[str, set[int]] = defaultdict(set)
        for key, identity in identities.items():
            self.add(key, identity)

    def add(self, key: int, identity: Identity) -> None:
        """Remember an identity under everything by which it may be found."""
        self.identities[key] = identity
        for block in stored_keys(identity):
            self.blocks[block].append(key)
        for number in filter(None, (identity.iin, identity.document)):
            self.blocks[number].append(key)
        for sound in identity.sounds:
            self.by_sound[sound].add(key)

    def matches(self, wanted: Identity) -> list[tuple[int, Match]]:
        """Whom `wanted` may be: the surest first, then the earliest."""
        keys: set[int] = set()
        for block in wanted_keys(wanted):
            keys.update(self._in_block(block, wanted))
        for number in (wanted.iin, *wanted.iin_near, wanted.document):
            keys.update(self.blocks.get(number, ()))
        found = []
        for key in keys:
            match = rules.compare(wanted, self.identities[key])
            if match is not None:
                found.append((key, match))
        return sorted(found, key=_surest_first)

    def _in_block(self, block: int, wanted: Identity) -> Collection[int]:
        """Who shares this key; of very many only who shares a part of the name by ear too.

        The telephone of a warden stands beside hundreds of students: it says next to nothing
        about one of them, and comparing all with all grows with the square of the list.
        """
        found = self.blocks.get(block, ())
        if len(found) <= LARGEST_BLOCK:
            return found
        return {
            key
            for sound in wanted.sounds
            for key in self.by_sound.get(sound, set()).intersection(found)
        }


def _has_same_iin(match: Match) -> bool:
    return MatchReason.SAME_IIN in match.reasons


def _surest_first(found: tuple[int, Match]) -> tuple[bool, bool, float, int]:
    key, match = found
    return not match.is_same, not _has_same_iin(match), -match.score, key


def look_alikes_among(
    session: Session, wanted: Mapping[int, Identity]
) -> Iterator[tuple[int, int, Match, Identity]]:
    """With whom on the registry each of these people may be one person: both ids, and why."""
    known = queries.identities_like(session, wanted.values())
    registry = _Index(known)
    for one, identity in wanted.items():
        for other, match in registry.matches(identity):
            if other != one:
                yield one, other, match, known[other]
