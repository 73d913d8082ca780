"""One person with two records: counted once, one package a round, two packages come to light."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import queries, rules, services
from campaign_app.distribution.models import Delivery, DoublePackage
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from campaign_app.inventory import queries as inventory
from campaign_app.reports import queries as reports
from tests.factories import NOW, TODAY, make_administrator, make_campaign, make_member
from tests.support.client import settle
from tests.support.merging import merge, undo
from tests.support.rounds import make_beneficiary, make_packages, make_round

PAPER = services.ProofGiven(kind=ProofKind.PAPER_SIGNATURE)


class Scene:
    """A campaign, a round with the two records of one person and somebody else on its list."""

    def __init__(self, session, *, enrols_one=True):
        self.session = session
        self.actor = make_administrator(session)
        self.campaign = make_campaign(session, slug="food")
        enrolled = self.campaign if enrols_one else None
        self.one = make_beneficiary(session, enrolled_in=enrolled)
        self.other = make_beneficiary(
            session,
            surname="Касымова",
            given_name="Алия",
            category=BeneficiaryCategory.OTHER,
            enrolled_in=self.campaign,
        )
        self.third = make_beneficiary(session, surname="Пак", enrolled_in=self.campaign)
        self.version_id = make_packages(session, campaign=self.campaign, count=6)

    def plan(self):
        return make_round(
            self.session, campaign=self.campaign, actor=self.actor, version_id=self.version_id
        )

    def line(self, round_, person):
        return queries.find_line_of(self.session, round_.id, person.id)

    def deliver(self, line, action=DeliveryAction.DELIVER):
        return services.record_outcome(
            self.session,
            actor=self.actor,
            now=NOW,
            delivery=line,
            action=action,
            handed_on=TODAY,
            proof=PAPER,
        )

    def on_list(self):
        found = beneficiaries.list_enrolled(self.session, self.campaign.id)
        return sorted(row.beneficiary_id for row in found)

    def figures(self):
        ids = [self.campaign.id]
        by_category = {
            each.category: (each.planned, each.served, each.packages)
            for each in queries.people_by_category(self.session, ids)
        }
        return by_category, queries.recipients_count(self.session, ids)


@pytest.fixture
def scene(session):
    return Scene(session)


# The list of the campaign


def test_two_records_on_a_list_are_one_person(session, scene):
    merged = merge(session, scene.one, scene.other)
    assert scene.on_list() == sorted([scene.one.id, scene.third.id])
    assert beneficiaries.count_enrolled_in(session, [scene.campaign.id]) == 2
    assert beneficiaries.count_enrolled(session, scene.campaign.id) == 2
    undo(session, merged)
    assert len(scene.on_list()) == 3
    assert beneficiaries.count_enrolled_in(session, [scene.campaign.id]) == 3


def test_the_kept_record_takes_the_place_of_its_copy(session):
    scene = Scene(session, enrols_one=False)
    assert scene.one.id in beneficiaries.ids_not_enrolled(session, scene.campaign.id)
    merged = merge(session, scene.one, scene.other)
    assert scene.on_list() == sorted([scene.one.id, scene.third.id])
    assert beneficiaries.is_enrolled(session, scene.campaign.id, scene.one.id)
    assert scene.one.id not in beneficiaries.ids_not_enrolled(session, scene.campaign.id)
    assert beneficiaries.count_not_enrolled(session, scene.campaign.id) == {}
    ((_campaign, enrolment),) = beneficiaries.campaigns_of(session, scene.one.id)
    assert enrolment.beneficiary_id == scene.other.id
    undo(session, merged)
    assert scene.on_list() == sorted([scene.other.id, scene.third.id])


def test_of_two_copies_on_a_list_one_takes_the_place(session, scene):
    kept = make_beneficiary(session, surname="Касимова")
    merge(session, kept, scene.one)
    merge(session, kept, scene.other)
    assert scene.on_list() == sorted([kept.id, scene.third.id])
    assert beneficiaries.count_enrolled(session, scene.campaign.id) == 2


def test_who_is_taken_off_the_list_does_not_come_back_as_a_copy(session, scene):
    merge(session, scene.one, scene.other)
    row = next(
        row
        for row in beneficiaries.list_enrolled(session, scene.campaign.id)
        if row.beneficiary_id == scene.one.id
    )
    registry.end_enrolment(
        session,
        actor=scene.actor,
        now=NOW,
        campaign=scene.campaign,
        enrolment_id=row.enrolment_id,
        reason="Көшіп кетті",
    )
    assert scene.on_list() == [scene.third.id]


def test_a_round_has_one_line_for_a_merged_person(session, scene):
    merge(session, scene.one, scene.other)
    round_ = scene.plan()
    lines = session.scalars(
        select(Delivery.beneficiary_id).where(Delivery.round_id == round_.id)
    ).all()
    assert sorted(lines) == sorted([scene.one.id, scene.third.id])


# Counting


def test_figures_count_a_person_once_and_every_package(session, scene):
    round_ = scene.plan()
    for person in (scene.one, scene.other, scene.third):
        scene.deliver(scene.line(round_, person))
    pensioner, other = BeneficiaryCategory.LONELY_PENSIONER, BeneficiaryCategory.OTHER
    assert scene.figures() == ({pensioner: (2, 2, 2), other: (1, 1, 1)}, 3)
    stock = inventory.packages_in_stock(session, scene.version_id)
    merged = merge(session, scene.one, scene.other)
    assert scene.figures() == ({pensioner: (2, 2, 3)}, 2)
    assert queries.served_by_category(session, [scene.campaign.id]) == {pensioner: (2, 2)}
    assert inventory.packages_in_stock(session, scene.version_id) == stock
    undo(session, merged)
    assert scene.figures() == ({pensioner: (2, 2, 2), other: (1, 1, 1)}, 3)


def test_the_report_after_a_merge_is_new_and_its_money_the_same(session, scene):
    round_ = scene.plan()
    for person in (scene.one, scene.other):
        scene.deliver(scene.line(round_, person))
    before = reports.gather_report(session, scene.campaign, now=NOW)
    merge(session, scene.one, scene.other)
    settle(session)
    after = reports.gather_report(session, scene.campaign, now=NOW)
    assert (before.open.recipients, after.open.recipients) == (2, 1)
    assert (before.entitled, after.entitled) == (3, 2)
    assert before.open.packages_delivered == after.open.packages_delivered == 2
    assert before.open.money == after.open.money
    assert after.is_settled


def test_the_last_help_is_the_latest_of_both(session, scene):
    round_ = scene.plan()
    merged = merge(session, scene.one, scene.other)
    scene.deliver(scene.line(round_, scene.other))
    assert scene.one.last_helped_on == TODAY
    undo(session, merged)
    assert (scene.one.last_helped_on, scene.other.last_helped_on) == (None, TODAY)


def test_a_sheet_writes_what_the_kept_record_knows(session, scene):
    round_ = scene.plan()
    registry.edit_beneficiary(
        session,
        actor=None,
        now=NOW,
        today=TODAY,
        beneficiary=scene.one,
        details=registry.BeneficiaryDetails(
            category=scene.one.category, surname="Қасымова", given_name="Әлия", house="7"
        ),
    )
    merge(session, scene.one, scene.other)
    line = queries.find_line(session, scene.line(round_, scene.other))
    assert (line.person.full_name, line.person.house) == ("Қасымова Әлия", "7")


# One package a round


def test_the_second_package_is_refused_and_says_when_the_first_was_received(session, scene):
    round_ = scene.plan()
    scene.deliver(scene.line(round_, scene.one))
    merge(session, scene.one, scene.other)
    second = scene.line(round_, scene.other)
    with pytest.raises(rules.ServedOnOtherRecord) as refused:
        scene.deliver(second)
    assert refused.value.params["round"] == round_.number
    assert refused.value.params["when"] == TODAY
    with pytest.raises(rules.AlreadyServed):
        services.take_out(session, actor=scene.actor, now=NOW, delivery=second)
    assert not second.is_with_courier


def test_who_was_not_at_home_is_still_recorded_on_the_second_line(session, scene):
    round_ = scene.plan()
    merge(session, scene.one, scene.other)
    scene.deliver(scene.line(round_, scene.one))
    missed = services.record_outcome(
        session,
        actor=scene.actor,
        now=NOW,
        delivery=scene.line(round_, scene.other),
        action=DeliveryAction.REFUSE,
        handed_on=TODAY,
    )
    assert missed.status is rules.DeliveryStatus.REFUSED


def test_after_an_undo_of_the_merge_both_get_their_package(session, scene):
    round_ = scene.plan()
    merged = merge(session, scene.one, scene.other)
    scene.deliver(scene.line(round_, scene.one))
    undo(session, merged)
    scene.deliver(scene.line(round_, scene.other))
    assert scene.figures()[1] == 2


def test_a_person_whose_copy_is_on_the_round_is_not_added(session):
    scene = Scene(session, enrols_one=False)
    round_ = scene.plan()
    merge(session, scene.one, scene.other)
    with pytest.raises(rules.AlreadyOnList):
        services.add_line(
            session,
            actor=scene.actor,
            now=NOW,
            round_=round_,
            beneficiary_id=scene.one.id,
            variant=PackageVariant.STANDARD,
        )


# Two packages come to light


def test_two_packages_are_listed_until_somebody_says_how_it_came(session, scene):
    round_ = scene.plan()
    one, other = scene.line(round_, scene.one), scene.line(round_, scene.other)
    for line in (one, other):
        scene.deliver(line)
    assert queries.double_packages(session, None).items == []
    (foreseen,) = queries.shared_rounds(session, [scene.one.id, scene.other.id], None)
    assert {line.id for line in foreseen} == {one.id, other.id}
    merge(session, scene.one, scene.other)
    (found,) = queries.double_packages(session, None).items
    assert (found.person_id, found.is_double, found.note) == (scene.one.id, True, None)
    for note in ("Көршісі алып берген", "Қайтарып берді"):
        services.settle_double_package(
            session, actor=scene.actor, now=NOW, delivery=other, other_id=one.id, note=note
        )
    (found,) = queries.double_packages(session, None, person_id=scene.one.id).items
    assert (found.note, found.settled_by_id) == ("Қайтарып берді", scene.actor.id)
    assert session.scalar(select(func.count()).select_from(DoublePackage)) == 1
    assert queries.double_packages(session, [], person_id=scene.one.id).items == []


def test_only_two_packages_of_one_person_are_settled(session, scene):
    round_ = scene.plan()
    one, other = scene.line(round_, scene.one), scene.line(round_, scene.other)
    third = scene.line(round_, scene.third)
    merge(session, scene.one, scene.other)
    scene.deliver(one)
    scene.deliver(third)
    for delivery, other_id in ((one, other.id), (one, one.id), (one, third.id)):
        with pytest.raises(rules.NoDoublePackage):
            services.settle_double_package(
                session, actor=scene.actor, now=NOW, delivery=delivery, other_id=other_id, note="х"
            )
    with pytest.raises(rules.ReasonMissing):
        services.settle_double_package(
            session, actor=scene.actor, now=NOW, delivery=one, other_id=other.id, note=" "
        )


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_pages_show_two_packages_before_and_after_the_merge(session, client_for, scene, locale):
    organiser = make_member(session, campaign=scene.campaign, role=CampaignRole.ORGANISER)
    stranger = make_member(session, campaign=make_campaign(session), role=CampaignRole.ORGANISER)
    round_ = scene.plan()
    one, other = scene.line(round_, scene.one), scene.line(round_, scene.other)
    for line in (one, other):
        scene.deliver(line)
    client = client_for(organiser, locale)
    packages = "/manage/beneficiaries/duplicates?show=packages"
    url = f"/manage/campaigns/food/deliveries/{other.id}"
    assert url not in client.get(packages).text
    assert (
        url in client.get(f"/manage/beneficiaries/{scene.one.id}/merge?with={scene.other.id}").text
    )
    merge(session, scene.one, scene.other)
    assert url in client.get(f"/manage/beneficiaries/{scene.one.id}").text
    assert url in client.get(packages).text
    assert url not in client_for(stranger, locale).get(packages).text
    answer = client.submit(
        packages, {"note": "Көршісі алып берген"}, action="/settle-double", follow_redirects=True
    )
    assert "Көршісі алып берген" in answer.text
    assert session.scalars(select(DoublePackage)).one().note == "Көршісі алып берген"
    refused = client.post(f"{url}/settle-double", data={"other": "x", "note": "y"})
    assert refused.status_code == 404
