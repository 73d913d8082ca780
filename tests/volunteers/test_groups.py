"""A group that is signed up: by rule, by service, by the staff and by its curator."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.rules import Demands, SignUpStatus, Standing
from campaign_app.volunteers.rules import groups as group_rules
from campaign_app.volunteers.rules.groups import GroupMode, Member
from tests.factories import NOW, make_account, make_campaign, make_member
from tests.volunteers.test_services import ZONE, make_shift, sign_up

STARTS = datetime(2020, 4, 22, 3, 0, tzinfo=UTC)
DEMANDS = Demands(starts_at=STARTS, ends_at=STARTS + timedelta(hours=3), day=STARTS.date())
ADULT, CHILD = Standing(born_on=date(1990, 1, 1)), Standing(born_on=date(2010, 1, 1))
UNIT = "гр. ЭЭ-17"


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


@pytest.mark.parametrize(
    ("standings", "free", "refusals"),
    [
        ([ADULT, ADULT], 2, [None, None]),
        ([ADULT, ADULT, ADULT], 2, [None, None, "NoPlaceLeft"]),
        ([CHILD, ADULT], 2, [None, None]),  # the adult of the list accompanies
        ([CHILD, ADULT], 1, ["NoPlaceLeft", None]),
        ([CHILD], 1, ["ChildNotAccompanied"]),
        ([CHILD, ADULT], 0, ["ChildNotAccompanied", "NoPlaceLeft"]),
    ],
)
def test_who_of_a_group_gets_a_place(standings, free, refusals):
    members = [Member(number, standing) for number, standing in enumerate(standings)]
    decisions = group_rules.plan_group(members, DEMANDS, free)
    assert [each.volunteer_id for each in decisions] == list(range(len(standings)))
    found = [each.refusal and type(each.refusal).__name__ for each in decisions]
    assert found == refusals


@pytest.mark.parametrize(
    ("fit", "is_in", "left_out", "mode", "is_enough"),
    [
        (2, 0, 0, GroupMode.ALL, True),
        (2, 0, 1, GroupMode.ALL, False),
        (2, 1, 0, GroupMode.ALL, True),
        (0, 3, 0, GroupMode.ALL, True),  # sent twice
        (1, 0, 9, GroupMode.AS_MANY_AS_FIT, True),
        (0, 0, 9, GroupMode.AS_MANY_AS_FIT, False),
        (0, 3, 0, GroupMode.AS_MANY_AS_FIT, True),
    ],
)
def test_all_or_as_many_as_fit(fit, is_in, left_out, mode, is_enough):
    reasons = (
        [None] * fit + [group_rules.IsInAlready()] * is_in + [group_rules.NoPlaceLeft()] * left_out
    )
    decisions = [group_rules.Decision(number, reason) for number, reason in enumerate(reasons)]
    if is_enough:
        group_rules.check_enough(decisions, mode)
    else:
        with pytest.raises(group_rules.GroupDoesNotFit) as refusal:
            group_rules.check_enough(decisions, mode)
        assert refusal.value.params == {"chosen": len(reasons), "fit": fit}


def make_group(session, count, *, unit=UNIT, born_on=date(1999, 1, 1)):
    return [
        services.register_volunteer(
            session,
            actor=None,
            now=NOW,
            details=services.VolunteerDetails(
                surname=f"Студент {number}", unit=unit, born_on=born_on
            ),
        ).id
        for number in range(count)
    ]


def sign_group_up(session, shift, ids, mode=GroupMode.ALL):
    return services.sign_up_group(
        session,
        actor=make_account(session),
        now=NOW,
        shift_id=shift.id,
        volunteer_ids=ids,
        mode=mode,
        zone=ZONE,
    )


def test_all_or_nobody(session):
    shift, ids = make_shift(session, make_campaign(session), places=3), make_group(session, 4)
    with pytest.raises(group_rules.GroupDoesNotFit):
        sign_group_up(session, shift, ids)
    assert queries.tally(session, shift.id).last_position == 0
    sign_group_up(session, shift, ids[:3])
    rows = queries.list_sign_ups(session, shift.id)
    assert [row.status for row in rows] == [SignUpStatus.CONFIRMED] * 3
    outcomes = sign_group_up(session, shift, ids[:3])
    assert {type(one.refusal) for one in outcomes} == {group_rules.IsInAlready}
    assert len(queries.list_sign_ups(session, shift.id)) == 3


def test_as_many_as_fit_with_a_reason_for_each(session):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign, places=2, minimum_age=18)
    adults = make_group(session, 3)
    (minor,) = make_group(session, 1, born_on=date(2004, 1, 1))
    outcomes = sign_group_up(session, shift, [minor, *adults], GroupMode.AS_MANY_AS_FIT)
    reasons = {one.volunteer_id: one.refusal and type(one.refusal) for one in outcomes}
    assert reasons[minor] is rules.TooYoung
    assert [reasons[one] for one in adults] == [None, None, group_rules.NoPlaceLeft]
    with pytest.raises(group_rules.GroupDoesNotFit):
        sign_group_up(session, shift, adults[2:], GroupMode.AS_MANY_AS_FIT)
    with pytest.raises(group_rules.NobodyChosen):
        sign_group_up(session, shift, [])
    with pytest.raises(group_rules.GroupTooLarge):
        sign_group_up(session, shift, list(range(1, 300)))


def test_who_waits_already_comes_before_a_group(session):
    shift = make_shift(session, make_campaign(session), places=1)
    one, two, three = make_group(session, 3)
    first, second = (session.get_one(services.people.Volunteer, each) for each in (one, two))
    sign_up(session, shift, first)
    sign_up(session, shift, second)
    shift.places = 2
    session.flush()
    with pytest.raises(group_rules.GroupDoesNotFit):
        sign_group_up(session, shift, [three])
    assert queries.list_sign_ups(session, shift.id)[1].status is SignUpStatus.OFFERED


@pytest.mark.parametrize(("locale", "word"), [("kk", "Жазылғаны"), ("ru", "Записано")])
def test_the_staff_signs_a_group_up(session, client_for, locale, word):
    campaign = make_campaign(session)
    shift, ids = make_shift(session, campaign, places=2), make_group(session, 3)
    make_group(session, 1, unit="гр. ИС-18")
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(organiser, locale=locale)
    base = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}"
    assert f"{base}/group" in client.get(base).text
    assert UNIT in client.get(f"{base}/group").text
    address = f"{base}/group?unit={UNIT}"
    assert client.submit(address).status_code == 422  # all three, of whom two fit
    page = client.submit(address, {"mode": "as_many_as_fit", "volunteers": list(map(str, ids))})
    assert word in page.text
    assert queries.tally(session, shift.id).taken == 2
    page = client.get(address).text
    assert f'value="{ids[0]}"' not in page  # who is in is not ticked once more
    assert f'value="{ids[2]}"' in page
    sent = {"mode": "all", "volunteers": [str(ids[0])], "submission_id": "once"}
    assert client.post(address, data=sent).status_code == 200
    assert client.post(address, data=sent).status_code == 302
    assert client.post(address, data={**sent, "volunteers": ["999"]}).status_code == 422


def test_a_curator_signs_her_own_group_up_and_no_other(session, client_for):
    shift, ids = make_shift(session, make_campaign(session), places=5), make_group(session, 2)
    others = make_group(session, 1, unit="гр. ИС-18")
    account = make_account(session, role=Role.VOLUNTEER)
    curator = services.register_volunteer(
        session,
        actor=None,
        now=NOW,
        details=services.VolunteerDetails(
            surname="Әбенова", kind=rules.VolunteerKind.TEACHER, account_id=account.id
        ),
    )
    client = client_for(account)
    address = f"/shifts/{shift.id}/group"
    assert client.get(address).status_code == 404
    assert address not in client.get(f"/shifts/{shift.id}").text
    staff = make_account(session)
    services.name_curator(session, actor=staff, now=NOW, volunteer=curator, unit=UNIT)
    assert address in client.get(f"/shifts/{shift.id}").text
    assert client.get(f"{address}?unit=гр. ИС-18").status_code == 200
    assert "Студент 0" not in client.get(f"{address}?unit=гр. ИС-18").text
    page = client.submit(address)
    assert "Signed up: 2 of 2" in page.text
    assert queries.tally(session, shift.id).taken == 2
    page = client.get(address).text
    assert "Everybody of this group is in the shift already" in page
    assert '<button class="btn btn-primary btn-main">' not in page
    with pytest.raises(group_rules.NotOfYourGroup):
        services.check_own_group(session, curator=curator, volunteer_ids=[ids[0], *others])
