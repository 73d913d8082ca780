"""Identity numbers in full: with a reason, once, and noted."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template
from flask_login import current_user

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.forms import RevealForm
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.campaigns.scope import may, may_anywhere
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.identifiers import mask_document, mask_iin
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

LOOKS_SHOWN = 8


def privacy_cards(person: Beneficiary) -> dict[str, Any]:
    """What the person's page shows about her privacy: the way to the numbers, who looked."""
    cards: dict[str, Any] = {"reveal_form": None, "looks": None}
    may_reveal = may(Permission.PERSONAL_DATA_REVEAL) and not _is_hidden(person)
    if may_reveal and (person.iin or person.document_number):
        cards["reveal_form"] = RevealForm(formdata=None)
    if may(Permission.PRIVACY_READ):
        session = db.session()
        asked = queries.DisclosureFilter(beneficiary_ids=queries.ids_of_person(session, person.id))
        cards["looks"] = queries.list_disclosures(session, asked, page=1, per_page=LOOKS_SHOWN)
    return cards


def _is_hidden(person: Beneficiary) -> bool:
    """True while processing is stopped, except for those who answer for personal data."""
    return person.restricted_at is not None and not may_anywhere(Permission.PRIVACY_HANDLE)


@blueprint.post("/beneficiaries/<int:beneficiary_id>/reveal")
@requires(Permission.PERSONAL_DATA_REVEAL)
def reveal_numbers(beneficiary_id: int) -> str | tuple[str, int]:
    """Show the numbers in full on this one answer; who, when and why is kept."""
    person = queries.find_beneficiary(db.session(), beneficiary_id)
    if person is None or person.erased_at is not None:
        abort(404)
    if _is_hidden(person):
        raise rules.ProcessingStopped()
    form = RevealForm()
    if not form.validate_on_submit():
        return _page(person, form), 422
    try:
        with unit_of_work() as session:
            services.note_disclosure(
                session,
                account_id=current_user.id,
                now=now(),
                kind=DisclosureKind.NUMBER_IN_FULL,
                beneficiary_id=beneficiary_id,
                reason=form.reason.data or "",
            )
    except DomainError as error:
        form.show_error(error)
        return _page(person, form), 422
    return _page(person, None)


def _page(person: Beneficiary, form: RevealForm | None) -> str:
    """Without a form: the numbers; with one: what is still missing."""
    return render_template(
        "beneficiaries/reveal_numbers.html",
        person=person,
        name=queries.display_name(db.session(), person.id),
        form=form,
        iin=mask_iin(person.iin) if form else person.iin,
        document=mask_document(person.document_number) if form else person.document_number,
    )
