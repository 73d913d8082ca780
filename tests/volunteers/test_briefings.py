"""Briefings, parents' consents and curators: recorded by the staff."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaign_app.accounts.rules import CampaignRole
from campaign_app.core.errors import NotFound
from campaign_app.volunteers import queries, rules, services
from campaign_app.volunteers.rules import SignUpStatus
from campaign_app.volunteers.rules import briefings as briefing_rules
from campaign_app.volunteers.rules import groups as group_rules
from tests.factories import NOW, TODAY, make_account, make_campaign, make_member
from tests.volunteers.test_services import ZONE, make_shift, make_volunteer, sign_up


@pytest.fixture(autouse=True)
def spring(frozen_clock):
    frozen_clock.set(NOW)
    return frozen_clock


def brief(session, ids, *, held_by="Ким В. М.", held_at=NOW, shift=None):
    return services.record_briefings(
        session,
        actor=make_account(session),
        now=NOW,
        volunteer_ids=ids,
        held_by=held_by,
        held_at=held_at,
        shift=shift,
    )


def test_some_work_is_only_for_who_was_briefed(session):
    shift = make_shift(session, make_campaign(session), places=5, requires_briefing=True)
    volunteer = make_volunteer(session)
    with pytest.raises(rules.BriefingMissing):
        sign_up(session, shift, volunteer)
    brief(session, [volunteer.id])
    assert sign_up(session, shift, volunteer).status is SignUpStatus.CONFIRMED


def test_a_briefing_is_recorded_once_in_a_shift(session):
    shift = make_shift(session, make_campaign(session), places=5)
    one, two = make_volunteer(session), make_volunteer(session, surname="Ли")
    assert len(brief(session, [one.id], shift=shift)) == 1
    assert [each.volunteer_id for each in brief(session, [one.id, two.id], shift=shift)] == [two.id]
    with pytest.raises(briefing_rules.BriefingInFuture):
        brief(session, [one.id], held_at=NOW + timedelta(minutes=1))
    with pytest.raises(briefing_rules.BrieferMissing):
        brief(session, [one.id], held_by="")
    with pytest.raises(group_rules.NobodyChosen):
        brief(session, [])


def test_hours_never_stand_without_a_briefing(session):
    campaign = make_campaign(session)
    shift, volunteer = make_shift(session, campaign), make_volunteer(session)
    signed = sign_up(session, shift, volunteer)
    actor = make_account(session, full_name="Ким В. М.")
    services.record_attendance(
        session,
        actor=actor,
        now=shift.ends_at,
        campaign=campaign,
        sign_up_id=signed.id,
        has_attended=True,
    )
    (briefing,) = queries.list_briefings(session, volunteer.id)
    assert (briefing.held_by, briefing.held_at) == ("Ким В. М.", shift.starts_at)
    assert briefing.shift_id == shift.id


@pytest.mark.parametrize("danger", ["is_heavy_work", "is_emergency_work", "snow"])
def test_dangerous_work_counts_with_the_word_that_the_briefing_was_held(session, danger):
    campaign = make_campaign(session)
    shift, volunteer = make_shift(session, campaign), make_volunteer(session)
    signed = sign_up(session, shift, volunteer)
    if danger == "snow":
        shift.kind = rules.ShiftKind.SNOW_CLEARING
    else:
        setattr(shift, danger, True)
    session.commit()

    def confirm(**more):
        services.record_attendance(
            session,
            actor=make_account(session, full_name="Ким В. М."),
            now=shift.ends_at,
            campaign=campaign,
            sign_up_id=signed.id,
            **more,
        )

    with pytest.raises(briefing_rules.BriefingNotSaid):
        confirm(has_attended=True)
    session.rollback()
    confirm(has_attended=False)
    assert queries.list_briefings(session, volunteer.id) == []
    confirm(has_attended=True, briefing_was_held=True, reason="Келген екен")
    assert [each.held_by for each in queries.list_briefings(session, volunteer.id)] == ["Ким В. М."]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_list_of_a_snow_shift_asks_for_the_briefing(session, client_for, frozen_clock, locale):
    campaign = make_campaign(session)
    shift, volunteer = make_shift(session, campaign), make_volunteer(session)
    signed = sign_up(session, shift, volunteer)
    shift.kind = rules.ShiftKind.SNOW_CLEARING
    session.commit()
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(organiser, locale=locale)
    frozen_clock.set(shift.ends_at)
    address = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}/attendance"
    came = {"came": [str(signed.id)]}
    assert client.submit(address, came).status_code == 422
    alone = {"outcome": "came", "confirm": "yes"}
    assert client.post(f"{address}/{signed.id}", data=alone).status_code == 422
    assert client.submit(address, {**came, "briefing_was_held": "y"}).status_code == 302
    assert len(queries.list_briefings(session, volunteer.id)) == 1
    assert "briefing_was_held" not in client.get(f"{address}/{signed.id}").text


def test_a_parents_consent_counts_until_it_is_withdrawn(session):
    shift = make_shift(session, make_campaign(session), places=5)
    child, other = (make_volunteer(session, born_on=date(2010, 1, 1)) for _ in range(2))
    common = {"actor": make_account(session), "now": NOW, "volunteer": child}
    with pytest.raises(briefing_rules.ConsentInFuture):
        services.record_parental_consent(
            session, today=TODAY, parent_name="А", signed_on=TODAY + timedelta(days=1), **common
        )
    with pytest.raises(briefing_rules.ParentMissing):
        services.record_parental_consent(
            session, today=TODAY, parent_name="", signed_on=TODAY, **common
        )
    consent = services.record_parental_consent(
        session, today=TODAY, parent_name="Әбенова А.", signed_on=TODAY, **common
    )
    assert sign_up(session, shift, child).status is SignUpStatus.CONFIRMED
    services.withdraw_parental_consent(session, consent_id=consent.id, **common)
    services.withdraw_parental_consent(session, consent_id=consent.id, **common)
    with pytest.raises(rules.ChildNotAccompanied):
        sign_up(session, make_shift(session, make_campaign(session), hours=60), child)
    with pytest.raises(NotFound):
        services.withdraw_parental_consent(
            session, consent_id=consent.id, **{**common, "volunteer": other}
        )


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_staff_records_all_of_it(session, client_for, locale):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign, places=2, hours=1)
    volunteer = make_volunteer(session)
    volunteer.kind = rules.VolunteerKind.TEACHER
    sign_up(session, shift, volunteer)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(organiser, locale=locale)
    person = f"/manage/volunteers/{volunteer.id}"
    place = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}"
    assert f"{place}/briefing" in client.get(place).text
    assert client.submit(f"{place}/briefing").status_code == 302
    assert client.submit(f"{place}/briefing", {"held_by": ""}).status_code == 422
    assert client.submit(f"{person}/briefings/new").status_code == 302
    assert len(queries.list_briefings(session, volunteer.id)) == 2
    values = {"parent_name": "Әбенова А."}
    assert client.submit(f"{person}/parental-consents/new", values).status_code == 302
    (consent,) = queries.list_parental_consents(session, volunteer.id)
    assert "Әбенова А." in client.get(person).text
    client.post(f"{person}/parental-consents/{consent.id}/withdraw")
    session.refresh(consent)
    assert consent.withdrawn_at == NOW
    assert client.submit(f"{person}/groups/new", {"unit": "гр. ЭЭ-17"}).status_code == 302
    (group,) = queries.list_curated_groups(session, volunteer.id)
    assert "гр. ЭЭ-17" in client.get(person).text
    client.post(f"{person}/groups/{group.id}/dismiss")
    assert queries.list_curated_groups(session, volunteer.id) == []


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_child_whose_adult_gave_the_place_back_is_shown(session, client_for, locale):
    campaign = make_campaign(session)
    shift = make_shift(session, campaign, places=3)
    adult = make_volunteer(session, born_on=date(1980, 1, 1))
    child = make_volunteer(session, surname="Баласов", born_on=date(2009, 1, 1))
    sign_up(session, shift, adult)
    sign_up(session, shift, child)
    organiser = make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)
    client = client_for(organiser, locale=locale)
    address = f"/manage/campaigns/{campaign.slug}/shifts/{shift.id}"
    before = client.get(address).text.count("Баласов")
    services.cancel_sign_up(
        session, actor=organiser, now=NOW, shift_id=shift.id, volunteer=adult, zone=ZONE
    )
    session.commit()
    assert client.get(address).text.count("Баласов") == before + 1
    services.record_parental_consent(
        session,
        actor=organiser,
        now=NOW,
        today=TODAY,
        volunteer=child,
        parent_name="Баласова А.",
        signed_on=TODAY,
    )
    session.commit()
    assert client.get(address).text.count("Баласов") == before
