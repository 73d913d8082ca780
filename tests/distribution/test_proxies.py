"""A registered proxy receives; one that was revoked or ran out does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import ProxyDetails, ProxyDocument, ProxyExpired, ProxyRevoked
from campaign_app.core.errors import NotFound
from campaign_app.distribution import rules, services
from campaign_app.distribution.models import Delivery, Proof
from campaign_app.distribution.rules import DeliveryAction, DeliveryStatus, ProofKind
from tests.factories import NOW, TODAY, make_administrator, make_campaign
from tests.support.rounds import make_beneficiary, make_packages, make_round


@pytest.fixture
def line(session):
    campaign = make_campaign(session, slug="food")
    admin = make_administrator(session)
    make_beneficiary(session, enrolled_in=campaign)
    version_id = make_packages(session, campaign=campaign, count=1)
    make_round(session, campaign=campaign, actor=admin, version_id=version_id)
    return admin, session.scalars(select(Delivery)).one()


def make_proxy(session, person_id=None, until=None):
    person = person_id or session.scalars(select(Delivery)).one().beneficiary_id
    return registry.register_proxy(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        beneficiary=session.get_one(Beneficiary, person),
        details=ProxyDetails(
            full_name="Сенімді Адам",
            document_kind=ProxyDocument.POWER_OF_ATTORNEY,
            document_number="№ 77",
            valid_until=until,
        ),
    )


def hand_over(session, line, proxy_id, on=TODAY):
    actor, delivery = line
    return services.record_outcome(
        session,
        actor=actor,
        now=NOW,
        delivery=delivery,
        action=DeliveryAction.DELIVER,
        handed_on=on,
        proof=services.ProofGiven(kind=ProofKind.PROXY, proxy_id=proxy_id),
    )


def test_a_registered_proxy_is_named_as_on_file(session, line):
    proxy = make_proxy(session)
    delivery = hand_over(session, line, proxy.id)
    assert delivery.status is DeliveryStatus.DELIVERED
    proof = session.scalars(select(Proof)).one()
    assert (proof.proxy_id, proof.proxy_name, proof.proxy_document) == (
        proxy.id,
        "Сенімді Адам",
        "№ 77",
    )


def test_a_proxy_who_may_not_receive_is_refused_with_the_day(session, line):
    proxy = make_proxy(session, until=TODAY)
    with pytest.raises(ProxyExpired) as refusal:
        hand_over(session, line, proxy.id, on=TODAY + timedelta(1))
    assert refusal.value.params == {"day": TODAY}
    registry.revoke_proxy(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        beneficiary_id=line[1].beneficiary_id,
        proxy_id=proxy.id,
        reason="қажет емес",
    )
    with pytest.raises(ProxyRevoked):
        hand_over(session, line, proxy.id)
    assert line[1].status is DeliveryStatus.PLANNED


def test_somebody_elses_proxy_is_refused(session, line):
    other = make_proxy(session, person_id=make_beneficiary(session, surname="Пак").id)
    with pytest.raises(NotFound):
        hand_over(session, line, other.id)


@pytest.mark.parametrize(
    ("count", "is_institution", "is_refused"),
    [(1, False, False), (2, False, True), (1, True, False), (28, True, False)],
)
def test_several_packages_are_for_an_institution(count, is_institution, is_refused):
    if is_refused:
        with pytest.raises(rules.SeveralPackages):
            rules.check_package_count(count, is_institution=is_institution)
    else:
        rules.check_package_count(count, is_institution=is_institution)


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_page_offers_the_proxy(session, client_for, line, locale):
    actor, delivery = line
    proxy = make_proxy(session, until=TODAY)
    client = client_for(actor, locale)
    url = f"/manage/campaigns/food/deliveries/{delivery.id}"
    assert "Сенімді Адам" in client.get(url).text
    data = {"outcome": "delivered", "proof": "proxy", "proxy_id": proxy.id}
    page = client.post(f"{url}/outcome", data={**data, "handed_on": "2999-01-01"})
    assert page.status_code == 422
    assert 'id="proxy_id-error"' in page.text
    answer = client.post(f"{url}/outcome", data={**data, "handed_on": TODAY.isoformat()})
    assert answer.status_code == 302


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_round_warns_of_one_household_on_its_list_twice(session, client_for, locale):
    campaign, admin = make_campaign(session, slug="food"), make_administrator(session)
    people = [
        make_beneficiary(session, surname=name, enrolled_in=campaign) for name in ("Аа", "Бб")
    ]
    people[1].address_key = "s:abai|9|1"  # one address is another warning
    session.flush()
    version_id = make_packages(session, campaign=campaign, count=2)
    round_ = make_round(session, campaign=campaign, actor=admin, version_id=version_id)
    client = client_for(admin, locale)
    url = f"/manage/campaigns/food/distributions/{round_.id}"
    assert "notice-warning" not in client.get(url).text
    registry.link_household(
        session,
        actor=None,
        now=NOW,
        beneficiary_id=people[0].id,
        other_id=people[1].id,
    )
    assert "notice-warning" in client.get(url).text
