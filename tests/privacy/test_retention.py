"""What is past its time goes, purpose by purpose; nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.models import SignInAttempt
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.models import Beneficiary, Disclosure, ImportDraft
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.rules import CampaignAction
from campaign_app.core.audit import verify_chain
from campaign_app.core.submissions import Submission
from campaign_app.privacy import queries, services
from campaign_app.privacy.models import RetentionRun
from campaign_app.privacy.rules.retention import RetentionPurpose, RetentionTooShort
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_beneficiary,
    make_campaign,
    make_enrolment,
)
from tests.support.client import settle

ALMATY = ZoneInfo("Asia/Almaty")
P = RetentionPurpose
LATER = NOW + timedelta(days=1200)


@pytest.fixture
def administrator(session):
    return make_administrator(session)


def run(session, purpose, now=LATER):
    due = services.run_retention(session, now=now, zone=ALMATY, purpose=purpose)
    settle(session)
    return due.ids


def close(session, campaign):
    for action in (CampaignAction.BEGIN_CLOSING, CampaignAction.CLOSE):
        campaigns.change_status(session, actor=None, now=NOW, campaign=campaign, action=action)


@pytest.mark.parametrize(
    ("values", "is_forgotten"),
    [
        ({}, True),
        ({"last_helped_on": TODAY}, True),
        ({"last_helped_on": LATER.date() - timedelta(days=1000)}, False),
        ({"restricted_at": NOW}, False),
        ({"registered_at": LATER - timedelta(days=1000)}, False),
        ({"erased_at": NOW}, False),
    ],
)
def test_a_record_goes_when_its_purpose_is_over(session, values, is_forgotten):
    person = make_beneficiary(session, born_on=TODAY.replace(year=1948), city="Теміртау")
    for name, value in values.items():
        setattr(person, name, value)
    settle(session)
    assert run(session, P.REGISTRY) == ([person.id] if is_forgotten else [])
    found = session.get(Beneficiary, person.id)
    assert (found.surname == "") is is_forgotten
    if is_forgotten:
        assert (found.born_on.isoformat(), found.city) == ("1948-01-01", "Теміртау")
    assert verify_chain(session) is None


def test_people_of_an_open_campaign_stay_until_it_is_closed(session):
    campaign = make_campaign(session, slug="food", title="Азық")
    person, copy = make_beneficiary(session), make_beneficiary(session, surname="Касымова")
    make_enrolment(session, campaign=campaign, beneficiary=copy)
    copy.merged_into_id = person.id
    settle(session)
    assert run(session, P.REGISTRY) == []
    close(session, campaign)
    assert run(session, P.REGISTRY) == [person.id]
    assert session.get(Beneficiary, copy.id).erased_at == LATER


def test_a_second_run_finds_nothing(session):
    make_beneficiary(session)
    settle(session)
    assert len(run(session, P.REGISTRY)) == 1
    assert run(session, P.REGISTRY) == []
    counts = session.scalars(select(RetentionRun.removed_count).order_by(RetentionRun.id)).all()
    assert counts == [1, 0]


def test_what_only_the_program_needed_goes(session, administrator):
    session.add(SignInAttempt(email_hash="a", address_hash="b", at=NOW))
    session.add(SignInAttempt(email_hash="a", address_hash="b", at=LATER))
    for name, instant in (("old", NOW), ("new", LATER)):
        session.add(
            Submission(id=name, purpose="x", actor_id=None, result_url="/", accepted_at=instant)
        )
    registry.upload_list(
        session,
        actor=administrator,
        now=NOW,
        today=TODAY,
        content="Ф.И.О.\nЕршова Нина\n".encode(),
        filename="list.csv",
        category=BeneficiaryCategory.LONELY_PENSIONER,
    )
    settle(session)
    assert len(run(session, P.SIGN_IN_ATTEMPTS)) == 1
    assert run(session, P.SUBMISSIONS) == ["old"]
    assert run(session, P.IMPORT_DRAFTS, now=NOW + timedelta(days=6)) == []
    assert len(run(session, P.IMPORT_DRAFTS, now=NOW + timedelta(days=8))) == 1
    assert session.execute(select(func.count(ImportDraft.id))).scalar_one() == 0
    assert session.execute(select(func.count(SignInAttempt.id))).scalar_one() == 1


def test_the_log_of_looks_goes_after_its_years(session, administrator):
    now = datetime.now(UTC)
    for days in (10, 1700, 1900):
        registry.note_disclosure(
            session,
            account_id=administrator.id,
            now=now - timedelta(days=days),
            kind=DisclosureKind.FILE_EXPORTED,
            row_count=3,
        )
    settle(session)
    assert len(run(session, P.DISCLOSURES, now=now)) == 1
    assert session.execute(select(func.count(Disclosure.id))).scalar_one() == 2


def test_a_decided_period_holds(session, administrator):
    person = make_beneficiary(session)
    with pytest.raises(RetentionTooShort):
        services.decide_period(
            session, actor=administrator, now=NOW, purpose=P.REGISTRY, days=7, reason="приказ"
        )
    services.decide_period(
        session, actor=administrator, now=NOW, purpose=P.REGISTRY, days=2000, reason="приказ"
    )
    settle(session)
    assert run(session, P.REGISTRY) == []
    services.decide_period(
        session, actor=administrator, now=NOW, purpose=P.REGISTRY, days=400, reason="приказ № 2"
    )
    settle(session)
    assert run(session, P.REGISTRY) == [person.id]
    period = queries.periods(session)[P.REGISTRY]
    assert (period.days, period.reason) == (400, "приказ № 2")


def test_the_command_tells_and_a_dry_run_writes_nothing(session, run_command):
    person = make_beneficiary(session)
    person.registered_at = datetime.now(UTC) - timedelta(days=4000)
    settle(session)
    dry = run_command("retention", "run", "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert f"registry: 1 [{person.id}]" in dry.output
    assert session.get(Beneficiary, person.id).surname == "Қасымова"
    assert session.execute(select(func.count(RetentionRun.id))).scalar_one() == 0
    done = run_command("retention", "run")
    assert f"registry: 1 [{person.id}]" in done.output
    assert session.get(Beneficiary, person.id).surname == ""
    assert "registry: 0" in run_command("retention", "run").output
    assert session.execute(select(func.count(RetentionRun.id))).scalar_one() == 2 * len(P)
