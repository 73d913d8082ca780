"""The winter that is going on: shifts of the coming days, counted from the loading.

One is nearly full, one is full with a waiting list and an offered place, one is for who was
briefed before; a minor is refused the heavy snow and may take the light one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from campaign_app.accounts import services as accounts
from campaign_app.accounts.rules import Role
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.models import Campaign, Organisation
from campaign_app.campaigns.rules import CampaignAction, CampaignKind, CampaignLevel, PartyRole
from campaign_app.demo.cast import ALMATY, Cast, at
from campaign_app.demo.steps.people import MEMBERS
from campaign_app.volunteers import rules, services
from campaign_app.volunteers.models import Shift, Volunteer
from campaign_app.volunteers.rules import ShiftKind, SignUpStatus, VolunteerKind
from campaign_app.volunteers.rules.groups import GroupMode

SLUG = "winter-help"
GROUP = "гр. ЭЭ-17"
CURATOR = "P-003"  # who signs in as the organiser
NEARLY_FULL = ("P-006", "P-007")
# Who came first has a place; the first gives hers back, so the fifth is offered it.
FULL = ("P-008", "P-009", "P-010", "P-011", "P-018", "P-012", "P-013")
SNOW = ("P-014", "P-015", "P-017", "P-020")
DUTY = ("P-016", "P-028")
HEAVY = {"is_heavy_work": True, "minimum_age": 18}
DUTY_RULES = {"is_emergency_work": True, "minimum_age": 18, "requires_briefing": True}
# Key, days from the loading, clock, hours, kind, title, place, places, rules.
SHIFTS: tuple[tuple[Any, ...], ...] = (
    ("packing", 1, "10:00", 3, ShiftKind.PACKING, "Жиынтық дайындау / Сборка наборов",
     "Студенттер үйі — Демо", 12, {"minimum_age": 14}),
    ("snow", 2, "09:00", 3, ShiftKind.SNOW_CLEARING, "Қар тазалау / Уборка снега",
     "Аялдама 1–2 — Демо", 10, HEAVY),
    ("delivery", 2, "14:00", 3, ShiftKind.DELIVERY, "Жиынтық жеткізу / Доставка наборов",
     "Қойма — Демо", 3, {"minimum_age": 16}),
    ("visit", 3, "15:00", 2, ShiftKind.HOME_VISIT, "Ардагерлерге бару / Навестить ветеранов",
     "Металлургтер даңғылы — Демо", 4, {"minimum_age": 16}),
    ("duty", 4, "20:00", 12, ShiftKind.SHELTER_DUTY,
     "Жатақханадағы кезекшілік / Дежурство в общежитии", "Жатақхана №1 — Демо", 4, DUTY_RULES),
    ("collection", 5, "11:00", 3, ShiftKind.COLLECTION, "Қайырмалдық жинау / Сбор пожертвований",
     "Сауда үйі — Демо", 6, {"minimum_age": 16}),
    ("brooms", 6, "09:00", 2, ShiftKind.SNOW_CLEARING,
     "Жол сыпыру және ыстық шай / Подмести дорожки, горячий чай", "Аялдама 3–4 — Демо", 10,
     {"minimum_age": 14}),
    ("clothes", 8, "12:00", 4, ShiftKind.OTHER, "Киім сұрыптау / Сортировка тёплых вещей",
     "Студенттер үйі — Демо", 20, {}),
    ("more snow", 9, "09:00", 3, ShiftKind.SNOW_CLEARING, "Қар тазалау / Уборка снега",
     "Аялдама 5–6 — Демо", 10, HEAVY),
)  # fmt: skip
# How to get there, what to bring, whom to ask: what who signed up reads.
WARM = "Жылы киім, қолғап / Тёплая одежда, перчатки"
WAYS = {
    "packing": ("Бас корпус, 1-қабат, 104-бөлме / Главный корпус, 1 этаж, кабинет 104", ""),
    "snow": ("6-автобус, «Үлгі даңғылы» аялдамасы / Автобус 6, остановка «Үлгі даңғылы»", WARM),
    "delivery": (
        "Қойма бас корпустың ауласында / Склад во дворе главного корпуса",
        "Арқаға асатын сөмке / Рюкзак",
    ),
    "visit": (
        "Бас корпустың алдында кездесеміз / Встречаемся у главного корпуса",
        "Студенттік билет / Студенческий билет",
    ),
    "duty": (
        "№ 1 жатақхана, негізгі кіреберіс / Общежитие № 1, главный вход",
        "Жеке куәлік, ауыстыратын аяқкиім / Удостоверение личности, сменная обувь",
    ),
    "collection": (
        "Негізгі кіреберістің жанында / У главного входа",
        "Жеке куәлік / Удостоверение",
    ),
    "brooms": ("6-автобус, «Демо көшесі» аялдамасы / Автобус 6, остановка «Демо көшесі»", WARM),
    "clothes": ("Бас корпус, 1-қабат, 102-бөлме / Главный корпус, 1 этаж, кабинет 102", ""),
    "more snow": (
        "6-автобус, «Сынақ көшесі» аялдамасы / Автобус 6, остановка «Сынақ көшесі»",
        WARM,
    ),
}
CONTACT_PHONE = "+7\u00a0700\u00a0000\u00a000\u00a095"


def open_coming_shifts(cast: Cast, now: datetime) -> None:
    """A campaign that runs now, its shifts, who is in them, and a minor who wants to help."""
    campaign = _begin_campaign(cast, now)
    today = now.astimezone(ALMATY).date()
    shifts = {plan[0]: _open_shift(cast, now, campaign, today, *plan) for plan in SHIFTS}
    for key, people in (("delivery", NEARLY_FULL), ("snow", SNOW), ("duty", DUTY)):
        for person in people:
            _sign_up(cast, now, shifts[key], cast.volunteers[person])
    _fill_with_waiting_list(cast, now, shifts["visit"])
    _sign_group_up(cast, now, shifts["packing"])
    _refuse_the_minor(cast, now, today, shifts)


def _begin_campaign(cast: Cast, now: datetime) -> Campaign:
    session, admin = cast.session, cast.accounts["admin"]
    today = now.astimezone(ALMATY).date()
    campaign = campaigns.create_campaign(
        session,
        actor=admin,
        now=now,
        code="WINTER",
        slug=SLUG,
        kind=CampaignKind.CAMPAIGN,
        level=CampaignLevel.ORGANISATION,
        title={"kk": "Қысқы көмек", "ru": "Зимняя помощь", "en": "Winter help"},
        summary={
            "kk": "Қар тазалаймыз, жиынтық жеткіземіз, жалғыз тұратын ардагерлерге барамыз.",
            "ru": "Убираем снег, развозим наборы, навещаем одиноких ветеранов.",
            "en": "We clear snow, deliver packages and visit veterans who live alone.",
        },
        starts_on=today - timedelta(days=10),
        ends_on=today + timedelta(days=60),
    )
    cast.campaigns[SLUG] = campaign
    campaigns.add_party(
        session,
        actor=admin,
        now=now,
        campaign=campaign,
        organisation=session.scalars(select(Organisation).order_by(Organisation.id).limit(1)).one(),
        role=PartyRole.ORGANISER,
    )
    for name, role in MEMBERS.items():
        campaigns.add_member(
            session,
            actor=admin,
            now=now,
            campaign=campaign,
            account_id=cast.accounts[name].id,
            role=role,
        )
    campaigns.change_status(
        session, actor=admin, now=now, campaign=campaign, action=CampaignAction.START
    )
    return campaign


def _open_shift(
    cast: Cast,
    now: datetime,
    campaign: Campaign,
    today: date,
    key: str,
    days: int,
    clock: str,
    hours: int,
    kind: ShiftKind,
    title: str,
    place: str,
    places: int,
    asked: dict[str, int | bool],
) -> Shift:
    starts_at = at(today + timedelta(days=days), clock)
    directions, what_to_bring = WAYS[key]
    return services.create_shift(
        cast.session,
        actor=cast.organiser,
        now=now,
        campaign=campaign,
        details=services.ShiftDetails(
            title=title,
            kind=kind,
            place=place,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            places=places,
            minimum_age=int(asked.get("minimum_age", 0)),
            is_heavy_work=bool(asked.get("is_heavy_work")),
            is_emergency_work=bool(asked.get("is_emergency_work")),
            requires_briefing=bool(asked.get("requires_briefing")),
            directions=directions,
            what_to_bring=what_to_bring,
            contact=f"{cast.organiser.full_name}, {CONTACT_PHONE}",
        ),
    )


def _sign_up(cast: Cast, now: datetime, shift: Shift, volunteer: Volunteer) -> SignUpStatus:
    signed = services.sign_up(
        cast.session,
        actor=cast.organiser,
        now=now,
        shift_id=shift.id,
        volunteer=volunteer,
        zone=ALMATY,
    )
    return signed.status


def _fill_with_waiting_list(cast: Cast, now: datetime, shift: Shift) -> None:
    for person in FULL:
        _sign_up(cast, now, shift, cast.volunteers[person])
    services.cancel_sign_up(
        cast.session,
        actor=cast.organiser,
        now=now,
        shift_id=shift.id,
        volunteer=cast.volunteers[FULL[0]],
        zone=ALMATY,
    )


def _sign_group_up(cast: Cast, now: datetime, shift: Shift) -> None:
    """The curator of a group signs it up; she may do it herself again."""
    services.name_curator(
        cast.session,
        actor=cast.accounts["admin"],
        now=now,
        volunteer=cast.volunteers[CURATOR],
        unit=GROUP,
    )
    services.sign_up_group(
        cast.session,
        actor=cast.organiser,
        now=now,
        shift_id=shift.id,
        volunteer_ids=[each.id for each in cast.volunteers.values() if each.unit == GROUP],
        mode=GroupMode.ALL,
        zone=ALMATY,
    )


def _refuse_the_minor(cast: Cast, now: datetime, today: date, shifts: dict[str, Shift]) -> None:
    """Sixteen at the loading: heavy snow is refused, light work is free for her."""
    born_on = date(today.year - 16, today.month, 1)
    account = accounts.create_account(
        cast.session,
        actor=None,
        now=now,
        email="minor@demo.example",
        full_name="Демо Айым Асқарқызы",
        role=Role.VOLUNTEER,
        password=cast.password,
        born_on=born_on,
    )
    minor = services.register_volunteer(
        cast.session,
        actor=account,
        now=now,
        details=services.VolunteerDetails(
            surname="Демо",
            given_name="Айым",
            patronymic="Асқарқызы",
            kind=VolunteerKind.STUDENT,
            unit="гр. ИС-24",
            born_on=born_on,
            email=account.email,
            account_id=account.id,
            has_consented=True,
        ),
    )
    cast.accounts["minor"] = account
    try:
        _sign_up(cast, now, shifts["snow"], minor)
    except rules.HeavyWorkForMinor:
        return
    raise AssertionError("the minor of the demo got into heavy work")
