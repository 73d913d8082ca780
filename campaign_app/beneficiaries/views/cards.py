"""What the cards of a person's page show, by subject, so that the page itself stays short."""

from __future__ import annotations

from typing import Any

from campaign_app.accounts.queries import account_names
from campaign_app.beneficiaries import queries, rules
from campaign_app.beneficiaries.forms import ConsentForm, ProxyForm
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.campaigns.scope import may_anywhere
from campaign_app.core.access import Permission
from campaign_app.core.clock import today
from campaign_app.core.forms import enum_choices
from campaign_app.core.requests import searched
from campaign_app.extensions import db


def person_cards(
    person: Beneficiary,
    consent_form: ConsentForm | None = None,
    proxy_form: ProxyForm | None = None,
) -> dict[str, Any]:
    """Everything that the partials `_person_…` of these subjects take from the page."""
    session = db.session()
    if consent_form is None:
        consent_form = ConsentForm(formdata=None, given_on=today())
    offer_consent_choices(consent_form)
    if proxy_form is None:
        proxy_form = ProxyForm(formdata=None, prefix="proxy-")
    proxy_form.document_kind.choices = enum_choices(rules.ProxyDocument)
    proxies = queries.list_proxies(session, person.id)
    housemates, q = queries.list_household(session, person), searched("household")
    restrictions = queries.list_restrictions(session, person.id)
    consents = queries.list_consents(session, person.id)
    actors = {id_ for each in restrictions for id_ in (each.restricted_by_id, each.lifted_by_id)}
    family = queries.family_ids(session, person.id)
    merges = queries.list_merges_of(session, family) if len(family) > 1 else []
    actors |= {merge.merged_by_id for merge in merges}
    actors |= {id_ for each in consents for id_ in (each.taken_by_id, each.withdrawal_by_id)}
    actors |= {id_ for each in proxies for id_ in (each.created_by_id, each.revoked_by_id)}
    valid = {each.scope for each in consents if each.withdrawn_on is None}
    taken_down = [
        each
        for each in consents
        if each.withdrawn_on is not None
        and each.scope is not rules.ConsentScope.REGISTRATION
        and each.scope not in valid
    ]
    return {
        "restrictions": restrictions,
        "family": family,
        "merges": merges,
        "consents": consents,
        "consent_form": consent_form,
        "proxies": proxies,
        "proxy_form": proxy_form,
        "today": today(),
        "housemates": housemates,
        "neighbours": queries.list_neighbours(session, person),
        "household_q": q,
        "household_found": queries.search_housemates(session, person, q) if q else [],
        "is_size_too_small": rules.is_size_too_small(person.household_size, len(housemates) + 1),
        "head_counts": queries.list_head_counts(session, person.id),
        "valid_scopes": valid,
        "taken_down": taken_down[:1],
        "actor_names": account_names(session, {id_ for id_ in actors if id_}),
        "hides_whereabouts": person.restricted_at is not None
        and not may_anywhere(Permission.PRIVACY_HANDLE),
    }


def offer_consent_choices(form: ConsentForm) -> None:
    """What can be agreed to, and how."""
    form.scope.choices = enum_choices(rules.ConsentScope)
    form.method.choices = enum_choices(rules.ConsentMethod)
