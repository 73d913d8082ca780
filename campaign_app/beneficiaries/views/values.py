"""What is known of somebody as texts for a page; numbers are masked."""

from __future__ import annotations

from flask_babel import gettext as _

from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.core.identifiers import mask_document, mask_iin
from campaign_app.core.localisation import current_language, day, label, number, phone, wording
from campaign_app.core.names import full_name
from campaign_app.extensions import db


def shown_values(person: Beneficiary) -> dict[str, str]:
    """By the name of what is chosen in a merge; an empty text for what is not known."""
    is_institution = person.kind is rules.BeneficiaryKind.INSTITUTION
    needs = person.needs.split()
    criteria = queries.criteria_in_force(db.session())
    return {
        "name": full_name(person.surname, person.given_name, person.patronymic),
        "category": label(person.category),
        "born_on": day(person.born_on) if person.born_on else "",
        "sex": label(person.sex) if person.sex else "",
        "iin": mask_iin(person.iin),
        "document_number": mask_document(person.document_number),
        "citizenship": rules.country_name(person.citizenship, current_language())
        if person.citizenship
        else "",
        "language": label(person.language) if person.language else "",
        "phone": phone(person.phone) if person.phone else "",
        "address": _address(person),
        "household_size": "" if is_institution else number(person.household_size),
        "head_count": number(person.head_count) if person.head_count else "",
        "contact_person": person.contact_person,
        "bin": person.bin or "",
        "package_variant": label(person.package_variant),
        "needs": ", ".join(wording(line) for line in criteria.declarable() if line.code in needs),
        "former_unit": person.former_unit,
        "note": person.note,
    }


def _address(person: Beneficiary) -> str:
    parts = [
        queries.address_text(
            *(person.city, person.street, person.house, person.flat, person.dormitory, person.room)
        )
    ]
    if person.entrance:
        parts.append(_("entrance %(entrance)s", entrance=person.entrance))
    if person.floor:
        parts.append(_("floor %(floor)s", floor=person.floor))
    return ", ".join(part for part in parts if part)
