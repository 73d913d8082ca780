"""The 40 pensioners, 24 students and two institutions, with the four planted duplicates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.core.variants import PackageVariant
from campaign_app.demo.cast import Cast, at
from campaign_app.demo.data import read

TEXT_DAY = "2020-03-25"
LIST_DAY = "2020-03-30"
CHILDRENS_DAY = "2020-05-25"


def register_people(cast: Cast) -> None:
    """Everybody on the registry; the 64 on the list of the food packages."""
    data = read("people")
    for person in data["beneficiaries"]:
        cast.beneficiaries[person["id"]] = _register(cast, person)
    for person in data["planted_duplicates"]:
        _register(cast, person)
    for institution in data["institutions"]:
        cast.beneficiaries[institution["id"]] = _register_institution(cast, institution)
    _enrol(cast, "food-packages-2020", LIST_DAY, [p["id"] for p in data["beneficiaries"]])
    _enrol(cast, "childrens-day-2020", CHILDRENS_DAY, [i["id"] for i in data["institutions"]])


def _enrol(cast: Cast, slug: str, day: str, keys: list[str]) -> None:
    services.enrol(
        cast.session,
        actor=cast.organiser,
        now=at(day),
        today=date.fromisoformat(day),
        campaign=cast.campaigns[slug],
        beneficiary_ids=[cast.beneficiaries[key].id for key in keys],
    )


def _register(cast: Cast, person: dict[str, Any]) -> Beneficiary:
    address = person["address"]
    consent = person["consent"]
    language = person["lang"]
    return services.register_beneficiary(
        cast.session,
        actor=cast.organiser,
        now=at(LIST_DAY),
        today=date.fromisoformat(LIST_DAY),
        details=services.BeneficiaryDetails(
            category=rules.BeneficiaryCategory(person["category"]),
            surname=person["surname"] or "",
            given_name=person["given"] or "",
            patronymic=person["patronymic"] or "",
            born_on=date.fromisoformat(person["born"]) if person["born"] else None,
            sex={"F": rules.Sex.FEMALE, "M": rules.Sex.MALE}.get(person["sex"]),
            iin=person["iin"],
            document_number=person.get("passport"),
            citizenship=person["citizenship"],
            language=rules.Language(language),
            phone=person["phone"],
            city=address.get("city") or "",
            street=(address.get("street_kk") if language == "kk" else address.get("street_ru"))
            or "",
            house=address.get("house") or "",
            flat=address.get("flat") or "",
            entrance=address.get("entrance") or "",
            floor=address.get("floor") or "",
            dormitory=address.get("dormitory") or "",
            room=address.get("room") or "",
            household_size=person["household"],
            package_variant=PackageVariant(person["diet"]),
            former_unit=person.get("former_unit") or "",
        ),
        consent=services.ConsentGiven(
            given_on=date.fromisoformat(consent["date"]),
            method=rules.ConsentMethod(consent["method"]),
        ),
    )


def _register_institution(cast: Cast, institution: dict[str, Any]) -> Beneficiary:
    """A head-count and a telephone: no child's name."""
    return services.register_beneficiary(
        cast.session,
        actor=cast.organiser,
        now=at(LIST_DAY),
        today=date.fromisoformat(LIST_DAY),
        details=services.BeneficiaryDetails(
            kind=rules.BeneficiaryKind.INSTITUTION,
            category=rules.BeneficiaryCategory.INSTITUTION,
            surname=institution["name_ru"],
            head_count=institution["children"],
            bin=institution["bin"],
            phone=institution["contact_phone"],
            city="Теміртау",
            language=rules.Language.RU,
        ),
    )


def publish_second_criteria(cast: Cast) -> None:
    """The criteria change after all rounds: what was decided keeps the first version."""
    in_force = queries.criteria_in_force(cast.session)
    lines = [
        replace(line, weight=3) if line.code == "no_income" else line for line in in_force.lines
    ]
    lost_work = rules.Criterion(
        "own_",
        2,
        "карантинге байланысты жұмысынан айырылған",
        "потеря работы из-за карантина",
        "lost work because of the quarantine",
    )
    services.publish_criteria(
        cast.session,
        actor=cast.accounts["admin"],
        now=at("2020-06-05"),
        lines=[*lines, lost_work],
        note={
            "kk": "Карантиннен кейін көп адам табысынан айырылды: табысы жоқтардың салмағы "
            "артты, жұмысынан айырылғандар ескеріледі.",
            "ru": "После карантина многие остались без дохода: вес отсутствия дохода увеличен, "
            "учитывается потеря работы.",
            "en": "After the quarantine many were left without income: having none weighs more, "
            "and lost work counts.",
        },
        after_version=in_force.number,
    )


def publish_consent_text(cast: Cast) -> None:
    """The organiser's own consent text: the first version with the operator named."""
    session, organisation = cast.session, read("people")["organisation"]
    text = queries.find_text_in_force(session, rules.ConsentScope.REGISTRATION)
    content = queries.content_of(session, text)
    bodies = {
        code: replace(body, operator_name=organisation[f"name_{code}"])
        for code, body in content.bodies.items()
    }
    services.publish_consent_text(
        session,
        actor=cast.accounts["admin"],
        now=at(TEXT_DAY),
        content=replace(content, operator_bin=organisation["bin"], bodies=bodies),
    )


def name_proxy(cast: Cast) -> None:
    """Somebody who cannot come to the door: a proxy with a power of attorney receives."""
    services.register_proxy(
        cast.session,
        actor=cast.organiser,
        now=at(LIST_DAY),
        today=date.fromisoformat(LIST_DAY),
        beneficiary=cast.beneficiaries["B-033"],
        details=services.ProxyDetails(
            full_name="Демо Сенімді",
            document_kind=rules.ProxyDocument.POWER_OF_ATTORNEY,
            document_number="DEMO-2020-0117",
            relation="немересі",
            valid_until=date(2020, 12, 31),
        ),
    )


def link_household(cast: Cast) -> None:
    """Two of one room are a family and say so; B-012 and B-013 of one flat are not."""
    services.link_household(
        cast.session,
        actor=cast.organiser,
        now=at("2020-04-06"),
        beneficiary_id=cast.beneficiaries["B-051"].id,
        other_id=cast.beneficiaries["B-056"].id,
    )


def agree_to_publicity(cast: Cast) -> None:
    """Three agree to be named or photographed; one of them thinks better of it."""
    publication, photo = rules.ConsentScope.PUBLICATION, rules.ConsentScope.PHOTO
    for key, scope in (
        ("B-001", publication),
        ("B-001", photo),
        ("B-002", photo),
        ("B-003", photo),
    ):
        services.take_consent(
            cast.session,
            actor=cast.organiser,
            now=at("2020-04-01"),
            beneficiary=cast.beneficiaries[key],
            consent=services.ConsentGiven(
                given_on=date(2020, 4, 1), method=rules.ConsentMethod.PAPER, scope=scope
            ),
        )
    taken = queries.list_consents(cast.session, cast.beneficiaries["B-003"].id)
    services.withdraw_consent(
        cast.session,
        actor=cast.organiser,
        now=at("2020-04-07"),
        consent=next(each for each in taken if each.scope is photo),
        on=date(2020, 4, 7),
        method=rules.WithdrawalMethod.ORAL,
    )


def withdraw_one_consent(cast: Cast) -> None:
    """Somebody withdrew consent after the package had come."""
    consent = queries.list_consents(cast.session, cast.beneficiaries["B-018"].id)[0]
    services.withdraw_consent(
        cast.session,
        actor=cast.organiser,
        now=at("2020-04-10"),
        consent=consent,
        on=date(2020, 4, 10),
    )
