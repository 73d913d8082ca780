"""Pledges: promised and kept apart from the money until they come."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import NotFound
from campaign_app.funds import queries, rules, services
from campaign_app.funds.models import Donation, Pledge, Posting
from campaign_app.funds.rules import DonationMethod, PledgeState
from tests.factories import NOW, TODAY, make_account, make_campaign, make_member

BASE = "/manage/campaigns/food"
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("amount", "came", "is_withdrawn", "due_on", "state"),
    [
        (100, 0, False, None, PledgeState.OPEN),
        (100, 99, False, TODAY, PledgeState.OPEN),
        (100, 99, False, YESTERDAY, PledgeState.OVERDUE),
        (100, 100, False, YESTERDAY, PledgeState.KEPT),
        (100, 120, False, None, PledgeState.KEPT),
        (100, 100, True, None, PledgeState.WITHDRAWN),
    ],
)
def test_what_became_of_a_promise(amount, came, is_withdrawn, due_on, state):
    assert rules.pledge_state(amount, came, is_withdrawn, due_on, TODAY) is state


@pytest.fixture
def campaign(session, frozen_clock):
    frozen_clock.set(NOW)
    return make_campaign(session, slug="food")


@pytest.fixture
def organiser(session, campaign, client_for):
    return client_for(make_member(session, campaign=campaign, role=CampaignRole.ORGANISER))


def promise(session, campaign, **changes):
    values = {"donor_name": "Ким Вера", "amount_minor": 1_000_00, "promised_on": TODAY}
    return services.record_pledge(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=services.PledgeDetails(**{**values, **changes}),
    )


def give(session, campaign, pledge, amount_minor):
    return services.record_donation(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        details=services.DonationDetails(
            amount_minor=amount_minor,
            method=DonationMethod.CASH,
            received_on=TODAY,
            donor_name="Ким Вера",
            pledge_id=pledge.id,
        ),
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"promised_on": TOMORROW}, rules.DateInFuture),
        ({"due_on": YESTERDAY}, rules.DueBeforePromised),
        ({"donor_name": " "}, rules.DonorMissing),
    ],
)
def test_what_is_no_promise(session, campaign, changes, refusal):
    with pytest.raises(refusal):
        promise(session, campaign, **changes)


def test_a_pledge_is_no_money_before_it_comes(session, campaign):
    pledge = promise(session, campaign)
    promise(session, campaign, is_in_kind=True, amount_minor=300_00)
    assert session.scalar(select(func.count()).select_from(Posting)) == 0
    assert queries.balance(session, [campaign.id]) == 0
    assert queries.sum_pledges(session, campaign.id, TODAY) == queries.PledgeSums(
        1_000_00, 300_00, 0
    )
    give(session, campaign, pledge, 400_00)
    sums = queries.sum_pledges(session, campaign.id, TODAY)
    assert (sums.money_minor, queries.balance(session, [campaign.id])) == (600_00, 400_00)
    rest = give(session, campaign, pledge, 600_00)
    with pytest.raises(rules.PledgeClosed):
        give(session, campaign, pledge, 1_00)
    # What was voided did not come.
    services.void_donation(
        session, actor=make_account(session), now=NOW, today=TODAY, donation=rest, reason="қате"
    )
    assert queries.came_of_pledge(session, pledge.id) == 400_00
    assert queries.sum_pledges(session, campaign.id, TODAY).money_minor == 600_00


def test_a_pledge_of_another_campaign_is_not_kept_here(session, campaign):
    elsewhere = promise(session, make_campaign(session))
    with pytest.raises(NotFound):
        give(session, campaign, elsewhere, 1_00)


@pytest.mark.parametrize("state", list(PledgeState))
def test_the_list_says_the_same_as_the_rule(session, campaign, state):
    kept, withdrawn = promise(session, campaign), promise(session, campaign)
    promise(session, campaign)
    promise(session, campaign, promised_on=date(2020, 4, 1), due_on=YESTERDAY)
    give(session, campaign, kept, 1_000_00)
    services.withdraw_pledge(
        session,
        actor=make_account(session),
        now=NOW,
        today=TODAY,
        campaign=campaign,
        pledge=withdrawn,
        reason="Ойынан қайтты",
    )
    found = queries.list_pledges(session, campaign.id, state=state, today=TODAY, page=1)
    assert [row.state for row in found.items] == [state]
    assert queries.count_pledges(session, campaign.id, TODAY) == dict.fromkeys(PledgeState, 1)


def test_a_pledge_is_written_down_kept_and_listed(organiser, session):
    page = f"{BASE}/pledges/new"
    sent = {"donor_name": "Ким Вера", "amount": "5 000", "due_on": "01.05.2020"}
    for _click in range(2):
        organiser.post(page, data={**sent, "promised_on": "2020-04-20", "submission_id": "one"})
    pledge = session.scalars(select(Pledge)).one()
    assert (pledge.amount_minor, pledge.due_on) == (5_000_00, date(2020, 5, 1))
    form = organiser.get(f"{BASE}/donations/new?pledge={pledge.id}").text
    assert 'value="5000.00"' in form
    organiser.submit(f"{BASE}/donations/new?pledge={pledge.id}", {"method": "cash"})
    assert session.scalars(select(Donation.pledge_id)).one() == pledge.id
    assert "received 1" in organiser.get(f"{BASE}/pledges").text
    rows = list(csv.reader(io.StringIO(organiser.get(f"{BASE}/pledges.csv").text)))
    assert rows[1][5:8] == ["5000.00", "5000.00", "received"]


def test_a_pledge_is_withdrawn_once_with_its_reason(organiser, session, campaign):
    pledge = promise(session, campaign)
    session.commit()
    url = f"{BASE}/pledges/{pledge.id}/withdraw"
    assert organiser.post(url, data={"reason": " "}).status_code == 422
    assert organiser.post(url, data={"reason": "Ойынан қайтты"}).status_code == 302
    again = organiser.post(url, data={"reason": "тағы"})
    assert (again.status_code, "The pledge is over" in again.text) == (422, True)
    assert "Ойынан қайтты" in organiser.get(f"{BASE}/pledges").text
    assert organiser.get(f"{BASE}/pledges?state=open").status_code == 200


def test_the_money_page_shows_what_is_promised_apart(organiser, session, campaign):
    promise(session, campaign)
    session.commit()
    assert "promised, not here yet" in organiser.get(f"{BASE}/money").text
