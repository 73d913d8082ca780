"""How requests end, what is forgotten, and what is counted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory, BeneficiaryDetails, ConsentMethod
from campaign_app.complaints import queries, rules, services
from campaign_app.complaints.models import AppealEntry
from campaign_app.complaints.rules import AppealStatus, Outcome
from campaign_app.core.errors import NotFound
from tests.complaints.makers import make_complaint, make_request
from tests.factories import (
    NOW,
    TODAY,
    make_account,
    make_administrator,
    make_campaign,
    make_member,
)
from tests.support.merging import make_two, merge


@pytest.fixture
def campaign(session):
    return make_campaign(session)


@pytest.fixture
def organiser(session, campaign):
    account = make_account(session, full_name="Ким Ольга")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER, account=account)


@pytest.fixture
def admin(session):
    return make_administrator(session)


DETAILS = BeneficiaryDetails(
    surname="Қасымова", given_name="Айша", category=BeneficiaryCategory.LONELY_PENSIONER
)


def test_a_request_becomes_a_person_with_her_consent(session, organiser):
    appeal = make_request(session).appeal
    services.register_from_request(
        session,
        actor=organiser,
        now=NOW + timedelta(days=2),
        today=TODAY + timedelta(days=2),
        appeal_id=appeal.id,
        details=DETAILS,
    )
    assert (appeal.status, appeal.outcome) == (AppealStatus.CLOSED, Outcome.REGISTERED)
    consents = beneficiaries.list_consents(session, appeal.beneficiary_id)
    assert [(each.method, each.given_on) for each in consents] == [
        (ConsentMethod.ELECTRONIC, TODAY)
    ]
    with pytest.raises(rules.AppealActionRefused):
        services.decline_request(
            session, actor=organiser, now=NOW, appeal_id=appeal.id, reason="Жоқ"
        )


def test_a_request_belongs_to_somebody_or_is_declined_with_a_reason(session, organiser):
    first, second = make_request(session).appeal, make_request(session).appeal
    of = {"actor": organiser, "now": NOW}
    services.register_from_request(session, today=TODAY, appeal_id=first.id, details=DETAILS, **of)
    services.link_beneficiary(
        session, appeal_id=second.id, beneficiary_id=first.beneficiary_id, **of
    )
    assert second.outcome is Outcome.ALREADY_REGISTERED
    third = make_request(session).appeal
    with pytest.raises(rules.ReasonMissing):
        services.decline_request(session, appeal_id=third.id, reason=" ", **of)
    with pytest.raises(NotFound):
        services.link_beneficiary(session, appeal_id=third.id, beneficiary_id=999_999, **of)
    services.decline_request(session, appeal_id=third.id, reason="Басқа қала", **of)
    assert [line.text for line in queries.list_thread(session, third.id)] == ["Басқа қала"]
    complaint = make_complaint(session).appeal
    with pytest.raises(rules.AppealActionRefused):
        services.decline_request(session, appeal_id=complaint.id, reason="Жоқ", **of)


def test_a_request_of_a_merged_record_belongs_to_the_one_that_is_kept(session, organiser):
    kept, copy = make_two(session)
    merge(session, kept, copy)
    appeal = make_request(session).appeal
    services.link_beneficiary(
        session, actor=organiser, now=NOW, appeal_id=appeal.id, beneficiary_id=copy.id
    )
    assert appeal.beneficiary_id == kept.id
    (consent,) = beneficiaries.list_consents(session, kept.id)
    assert consent.beneficiary_id == kept.id


def test_contacts_are_forgotten_in_time_and_counts_stay(session, campaign, organiser):
    appeal = make_complaint(session, campaign=campaign, contact="8 701 123 45 67").appeal
    still = make_complaint(session, campaign=campaign, contact="8 701 123 45 68").appeal
    of = {"actor": organiser, "now": NOW, "appeal_id": appeal.id}
    services.take_over(session, **of)
    services.answer(session, text="Иә", **of)
    services.close_complaint(session, outcome=Outcome.UPHELD, **of)
    before = queries.feedback_figures(session, [campaign.id], today=TODAY)
    assert queries.count_contacts_to_forget(session, before=NOW) == 0
    later = NOW + timedelta(days=1)
    assert queries.count_contacts_to_forget(session, before=later) == 1
    assert services.forget_contacts(session, actor=None, now=later, before=later) == 1
    assert services.forget_contacts(session, actor=None, now=later, before=later) == 0
    assert (appeal.contact, appeal.text) == (None, "Шай жоқ / Нет чая")
    assert still.contact == "8 701 123 45 68"
    assert queries.feedback_figures(session, [campaign.id], today=TODAY) == before


def test_all_about_a_person_is_given_and_erased(session, organiser):
    appeal, other = make_request(session).appeal, make_request(session).appeal
    services.register_from_request(
        session, actor=organiser, now=NOW, today=TODAY, appeal_id=appeal.id, details=DETAILS
    )
    ids = [appeal.beneficiary_id]
    given = queries.personal_data_of(session, ids)
    assert [(each["text"], each["person_name"]) for each in given] == [
        ("Ұн мен май керек", "Қасымова Айша")
    ]
    assert services.erase_personal_data(session, ids, NOW) == 1
    assert (appeal.text, appeal.person_name, appeal.contact) == ("", None, None)
    assert other.text == "Ұн мен май керек"
    texts = session.scalars(select(AppealEntry.text).where(AppealEntry.appeal_id == appeal.id))
    assert set(texts) == {""}
    assert session.get_one(Beneficiary, ids[0]).surname == "Қасымова"


def test_figures_count_and_do_not_guess(session, campaign, organiser):
    assert queries.feedback_figures(session, [campaign.id], today=TODAY) is None
    for days in (2, 4):
        appeal = make_complaint(session, campaign=campaign).appeal
        of = {"actor": organiser, "appeal_id": appeal.id}
        services.take_over(session, now=NOW, **of)
        services.answer(session, now=NOW, text="Иә", **of)
        then = NOW + timedelta(days=days)
        services.close_complaint(session, now=then, outcome=Outcome.UPHELD, **of)
    make_complaint(session, campaign=campaign)
    make_complaint(session)
    found = queries.feedback_figures(session, [campaign.id], today=TODAY + timedelta(days=16))
    assert (found.received, found.solved, found.open, found.overdue) == (3, 2, 1, 1)
    assert found.median_days_milli == 3000
