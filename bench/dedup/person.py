"""A fictitious person as a clerk types one, and by what the program recognises her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from campaign_app.beneficiaries.rules import Identity
from campaign_app.core.addresses import address_key
from campaign_app.core.identifiers import parse_phone
from campaign_app.core.names import full_name, match_key, normalise
from campaign_app.core.number_slips import document_key, near_numbers


@dataclass(frozen=True, kw_only=True)
class Person:
    """What was typed. `group` says of which people the generator made her."""

    group: str = ""
    sex: str = ""
    surname: str = ""
    given: str = ""
    patronymic: str = ""
    born_on: date | None = None
    phone: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    dormitory: str = ""
    room: str = ""
    iin: str = ""
    document: str = ""

    @property
    def name(self) -> str:
        """Surname first."""
        return full_name(self.surname, self.given, self.patronymic)


def identity_of(person: Person) -> Identity:
    """As the registry makes it; numbers stand for their hashes."""
    parts = (normalise(person.surname), normalise(person.given), normalise(person.patronymic))
    name = full_name(*parts)
    return Identity(
        name=name,
        name_key=match_key(name),
        born_on=person.born_on,
        phone=parse_phone(person.phone) if person.phone else "",
        address=address_key(
            street=person.street,
            house=person.house,
            flat=person.flat,
            dormitory=person.dormitory,
            room=person.room,
        ),
        iin=person.iin,
        document=document_key(person.document),
        parts=parts,
        iin_near=frozenset(near_numbers(person.iin)),
    )
