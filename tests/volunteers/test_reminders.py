"""Reminders are written when they are due, once each, to whom they reach."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from campaign_app.accounts import services as accounts
from campaign_app.accounts.rules import CampaignRole
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.rules import CampaignAction
from campaign_app.core import background
from campaign_app.core.mail import MailMessage
from campaign_app.core.mail.recipients import find_unsendable
from campaign_app.core.mail.rules import MailFailure
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.rules import NoticeKind, SignUpStatus
from tests.architecture.test_list_costs import counted
from tests.factories import make_account, make_administrator, make_campaign, make_member
from tests.support.client import settle
from tests.support.shifts import LONG_BEFORE, STARTS_AT, make_shift, make_volunteer, sign_up

ZONE = ZoneInfo("Asia/Almaty")
DAY_BEFORE = STARTS_AT - timedelta(days=1)
HOURS_BEFORE = STARTS_AT - timedelta(hours=2)


@pytest.fixture
def campaign(session):
    return make_campaign(session)


def remind(session, now) -> dict[str, int]:
    found = services.queue_reminders(session, now=now, zone=ZONE)
    return {kind: count for kind, count in found.items() if count}


def recipients(session, template: str) -> list[str]:
    statement = (
        select(MailMessage.recipient)
        .where(MailMessage.template == f"volunteers/mail_{template}")
        .order_by(MailMessage.id)
    )
    return list(session.scalars(statement))


def test_each_is_reminded_the_day_before_and_two_hours_before_once(session, campaign):
    shift = make_shift(session, campaign)
    sign_up(session, shift, make_volunteer(session, "ayan", locale="ru"))
    assert remind(session, DAY_BEFORE - timedelta(minutes=1)) == {}
    assert remind(session, DAY_BEFORE) == {"day_before": 1}
    assert remind(session, DAY_BEFORE + timedelta(minutes=5)) == {}
    assert remind(session, HOURS_BEFORE) == {"hours_before": 1}
    assert remind(session, HOURS_BEFORE) == {}
    first, second = session.scalars(select(MailMessage).order_by(MailMessage.id))
    assert (first.recipient, first.language) == ("ayan@students.internal", "ru")
    assert first.expires_at == STARTS_AT - timedelta(hours=3)
    assert second.expires_at == STARTS_AT
    assert "Қар" in first.values["title"]
    assert first.values["path"] == f"/shifts/{shift.id}"


def test_who_signed_up_less_than_a_day_before_is_reminded_of_the_two_hours_only(session, campaign):
    shift = make_shift(session, campaign)
    late = DAY_BEFORE + timedelta(minutes=1)
    sign_up(session, shift, make_volunteer(session, "ayan"), at=late)
    assert remind(session, late) == {}
    assert remind(session, HOURS_BEFORE) == {"hours_before": 1}


def test_a_shift_that_is_moved_reminds_anew(session, campaign):
    shift = make_shift(session, campaign)
    sign_up(session, shift, make_volunteer(session, "ayan"))
    remind(session, DAY_BEFORE)
    shift.starts_at += timedelta(days=1)
    shift.ends_at += timedelta(days=1)
    session.flush()
    assert remind(session, DAY_BEFORE) == {}
    assert remind(session, DAY_BEFORE + timedelta(days=1)) == {"day_before": 1}


@pytest.mark.parametrize("status", [SignUpStatus.WAITING, SignUpStatus.CANCELLED])
def test_who_has_no_place_is_not_reminded(session, campaign, status):
    sign_up(session, make_shift(session, campaign), make_volunteer(session, "ayan"), status=status)
    assert remind(session, DAY_BEFORE) == {}


def test_nobody_is_reminded_of_what_does_not_take_place(session, campaign):
    cancelled, closed = make_shift(session, campaign), make_campaign(session)
    sign_up(session, cancelled, make_volunteer(session, "ayan"))
    sign_up(session, make_shift(session, closed), make_volunteer(session, "dina"))
    cancelled.cancelled_at, cancelled.cancel_reason = LONG_BEFORE, "Күн жылынды"
    for action in (CampaignAction.BEGIN_CLOSING, CampaignAction.CLOSE):
        campaigns.change_status(
            session, actor=None, now=LONG_BEFORE, campaign=closed, action=action
        )
    assert remind(session, DAY_BEFORE) == {}


def test_who_left_a_telephone_only_is_to_be_called(session, campaign):
    shift = make_shift(session, campaign)
    phone = make_volunteer(session, "phone", email=None, has_account=False)
    sign_up(session, shift, phone)
    sign_up(session, shift, make_volunteer(session, "mail", has_account=False))
    assert remind(session, DAY_BEFORE) == {"day_before": 1}
    assert recipients(session, "day_before") == ["mail@students.internal"]
    assert [row.volunteer_id for row in queries.list_to_call(session, shift.id)] == [phone.id]


def test_what_somebody_does_not_want_is_not_written(session, campaign):
    shift, volunteer = make_shift(session, campaign), make_volunteer(session, "ayan")
    sign_up(session, shift, volunteer)
    wanted = [kind for kind in NoticeKind if kind is not NoticeKind.DAY_BEFORE]
    services.choose_notices(
        session,
        actor=make_administrator(session),
        now=LONG_BEFORE,
        volunteer=volunteer,
        wanted=wanted,
    )
    assert remind(session, DAY_BEFORE) == {}
    assert remind(session, HOURS_BEFORE) == {"hours_before": 1}


def test_whose_account_was_closed_is_not_written_to(session, campaign):
    shift, volunteer = make_shift(session, campaign), make_volunteer(session, "ayan")
    sign_up(session, shift, volunteer)
    account = accounts.queries.find_account_by_email(session, "ayan@students.internal")
    accounts.close_account(
        session, actor=make_administrator(session), now=LONG_BEFORE, account=account
    )
    assert remind(session, DAY_BEFORE) == {}
    assert [row.volunteer_id for row in queries.list_to_call(session, shift.id)] == [volunteer.id]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("nothing", None),
        ("declined", MailFailure.DECLINED),
        ("cancelled", MailFailure.OUTDATED),
        ("moved", MailFailure.OUTDATED),
        ("erased", MailFailure.UNKNOWN),
    ],
)
def test_what_changed_since_it_was_written_is_asked_before_it_is_sent(
    session, campaign, change, why
):
    shift = make_shift(session, campaign)
    volunteer = make_volunteer(session, "ayan", has_account=False)
    signed = sign_up(session, shift, volunteer)
    remind(session, DAY_BEFORE)
    if change == "declined":
        services.choose_notices(
            session,
            actor=make_administrator(session),
            now=LONG_BEFORE,
            volunteer=volunteer,
            wanted=[],
        )
    elif change == "cancelled":
        signed.status = SignUpStatus.CANCELLED
    elif change == "moved":
        shift.starts_at += timedelta(minutes=30)
    elif change == "erased":
        volunteer.email = None
    session.flush()
    message = session.scalars(select(MailMessage)).one()
    assert find_unsendable(session, [message]).get(message.id) == why


def test_the_organisers_are_told_that_too_few_come(session, campaign):
    organiser = make_member(
        session,
        campaign=campaign,
        role=CampaignRole.ORGANISER,
        account=make_account(session, email="lead@staff.internal", locale="en"),
    )
    make_member(session, campaign=campaign, role=CampaignRole.TREASURER)
    empty = make_shift(session, campaign, places=3)
    full = make_shift(session, campaign, places=3)
    for name in ("ayan", "dina"):
        sign_up(session, full, make_volunteer(session, name))
    sign_up(session, empty, make_volunteer(session, "aru"), status=SignUpStatus.WAITING)
    two_days = STARTS_AT - timedelta(hours=48)
    assert remind(session, two_days - timedelta(minutes=1)) == {}
    assert remind(session, two_days) == {"understaffed": 1}
    assert remind(session, two_days + timedelta(hours=1)) == {}
    assert remind(session, DAY_BEFORE) == {"understaffed": 1, "day_before": 2}
    message = session.scalars(select(MailMessage).order_by(MailMessage.id)).first()
    assert (message.recipient, message.language) == (organiser.email, "en")
    assert (message.values["confirmed"], message.values["places"]) == (0, 3)
    assert message.values["path"] == f"/manage/campaigns/{campaign.slug}/shifts/{empty.id}"


def test_one_statement_for_each_kind_however_many_shifts(session, campaign):
    def cost() -> int:
        with counted() as statements:
            services.queue_reminders(session, now=DAY_BEFORE, zone=ZONE)
        return len(statements)

    sign_up(session, make_shift(session, campaign), make_volunteer(session, "first"))
    few = cost()
    for number in range(12):
        volunteer = make_volunteer(session, f"more{number}", has_account=False)
        sign_up(session, make_shift(session, campaign), volunteer)
    session.flush()
    assert cost() <= few


def test_the_worker_reminds(session, campaign, frozen_clock):
    sign_up(session, make_shift(session, campaign), make_volunteer(session, "ayan"))
    frozen_clock.set(DAY_BEFORE)
    settle(session)
    background.resume_unfinished()
    assert recipients(session, "day_before") == ["ayan@students.internal"]


def test_the_command_prints_the_counts(session, campaign, frozen_clock, run_command):
    sign_up(session, make_shift(session, campaign), make_volunteer(session, "ayan"))
    frozen_clock.set(DAY_BEFORE)
    printed = run_command("reminders", "send").output
    assert "day_before: 1\nhours_before: 0\nunderstaffed: 0\nsent: 0" in printed
    assert "MAIL_URL is not set" in printed
    assert "day_before: 0\n" in run_command("reminders", "send").output
