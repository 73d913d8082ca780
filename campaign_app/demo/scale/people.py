"""Synthetic beneficiaries and volunteers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryKey, Enrolment
from campaign_app.beneficiaries.rules import (
    BeneficiaryCategory,
    BeneficiaryKind,
    EnrolmentStatus,
    Identity,
)
from campaign_app.beneficiaries.rules.blocking import stored_keys
from campaign_app.campaigns.models import Campaign
from campaign_app.core.addresses import address_key
from campaign_app.core.names import fold, full_name, match_key, sort_key
from campaign_app.core.variants import PackageVariant
from campaign_app.demo.scale.bulk import START, Profile, next_id, some_name, write_rows
from campaign_app.volunteers.models import Participation, Shift, SignUp, Volunteer
from campaign_app.volunteers.rules import (
    ParticipationRole,
    ShiftKind,
    SignUpStatus,
    VolunteerKind,
)


def add_beneficiaries(
    session: Session, campaign: Campaign, profile: Profile, chance: random.Random
) -> None:
    """People on the registry and on the list."""
    first = next_id(session, Beneficiary)
    numbers = range(first, first + profile.beneficiaries)
    people = [_beneficiary(number, chance) for number in numbers]
    write_rows(session, Beneficiary, iter(people))
    write_rows(session, BeneficiaryKey, (row for person in people for row in _keys(person)))
    write_rows(
        session,
        Enrolment,
        (
            {
                "campaign_id": campaign.id,
                "beneficiary_id": number,
                "status": EnrolmentStatus.ACTIVE,
                "need_score": number % 9,
                "need_codes": "lives_alone",
                "criteria_version": 1,
                "enrolled_at": START,
            }
            for number in numbers
        ),
    )


def _beneficiary(number: int, chance: random.Random) -> dict[str, Any]:
    surname, given, patronymic = some_name(chance)
    name = full_name(surname, given, patronymic)
    street = chance.choice(("ул. Абая", "пр. Мира", "ул. Школьная", "пр. Металлургов"))
    house, flat = str(chance.randrange(301, 400)), str(chance.randrange(1, 100))
    return {
        "id": number,
        "kind": BeneficiaryKind.PERSON,
        "category": BeneficiaryCategory.LONELY_PENSIONER,
        "surname": surname,
        "given_name": given,
        "patronymic": patronymic,
        "born_on": date(chance.randrange(1930, 1960), chance.randrange(1, 13), 15),
        "phone": f"+7700{number:07d}",
        "city": "Теміртау",
        "street": street,
        "house": house,
        "flat": flat,
        "household_size": 1,
        "package_variant": PackageVariant.STANDARD,
        "search_text": f"{fold(name)} 7700{number:07d} {fold(f'{street} {house}')}",
        "name_key": match_key(name),
        "address_key": address_key(street=street, house=house, flat=flat),
        "sort_key": sort_key(name),
        "registered_at": START,
    }


def _keys(row: dict[str, Any]) -> Iterator[dict[str, int]]:
    identity = Identity(
        name=full_name(row["surname"], row["given_name"], row["patronymic"]),
        name_key=row["name_key"],
        born_on=row["born_on"],
        phone=row["phone"],
        address=row["address_key"],
        parts=(row["surname"], row["given_name"], row["patronymic"]),
    )
    return ({"key": key, "beneficiary_id": row["id"]} for key in stored_keys(identity))


def add_volunteers(
    session: Session, campaign: Campaign, profile: Profile, chance: random.Random
) -> None:
    """Volunteers, shifts and sign-ups."""
    first = next_id(session, Volunteer)
    shift = next_id(session, Shift)
    numbers = range(first, first + profile.volunteers)
    write_rows(session, Volunteer, (_volunteer(number, chance) for number in numbers))
    write_rows(
        session,
        Participation,
        (
            {
                "campaign_id": campaign.id,
                "volunteer_id": number,
                "role": ParticipationRole.VOLUNTEER,
            }
            for number in numbers
        ),
    )
    write_rows(session, Shift, (_shift(campaign, shift + n, n) for n in range(profile.shifts)))
    per_shift = profile.sign_ups // profile.shifts
    write_rows(
        session,
        SignUp,
        (
            {
                "shift_id": shift + n,
                "volunteer_id": first + (n * per_shift + place) % profile.volunteers,
                "status": SignUpStatus.CONFIRMED,
                "position": place + 1,
                "signed_up_at": START,
            }
            for n in range(profile.shifts)
            for place in range(per_shift)
        ),
    )


def _volunteer(number: int, chance: random.Random) -> dict[str, Any]:
    surname, given, patronymic = some_name(chance)
    name = full_name(surname, given, patronymic)
    return {
        "id": number,
        "surname": surname,
        "given_name": given,
        "patronymic": patronymic,
        "kind": VolunteerKind.STUDENT,
        "unit": "гр. ДЕМО-21",
        "born_on": date(2000, 1, 1),
        "search_text": fold(name),
        "sort_key": sort_key(name),
        "created_at": START,
    }


def _shift(campaign: Campaign, number: int, position: int) -> dict[str, Any]:
    starts_at = START + timedelta(hours=position * 3)
    return {
        "id": number,
        "campaign_id": campaign.id,
        "title": "Жеткізу / Доставка",
        "kind": ShiftKind.DELIVERY,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "places": 10,
    }
