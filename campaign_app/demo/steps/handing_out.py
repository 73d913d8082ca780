"""Who got the packages: 61 of 64, with the planted cases, and the two institutions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.campaigns.models import Campaign
from campaign_app.core.pictures import clean_picture
from campaign_app.demo import pictures
from campaign_app.demo.cast import ALMATY, Cast, at
from campaign_app.distribution import queries, services
from campaign_app.distribution.models import Delivery, DistributionRound, Route
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from campaign_app.distribution.services import Choice, ProofGiven, RoundPlan

PAPER = ProofGiven(kind=ProofKind.PAPER_SIGNATURE)
PROXY = ProofGiven(kind=ProofKind.PROXY)
SIGNED = ProofGiven(kind=ProofKind.SCREEN_SIGNATURE, picture=clean_picture(pictures.signature()))
PHOTO = ProofGiven(kind=ProofKind.PHOTO, picture=clean_picture(pictures.parcel_at_door()))
LAST_DAY = "2020-04-03"
FETCH = ("B-041", "B-043")

# Streets in Kazakh and Russian, as they stand in the registry; the last route takes the rest.
ROUTES: tuple[tuple[str, tuple[str, ...], tuple[str, str]], ...] = (
    (
        "4-я Кольцевая, Школьная / Мектеп",
        ("4-я Кольцевая ул.", "4-ші Айналма көше", "ул. Школьная", "Мектеп көшесі"),
        ("P-018", "P-026"),
    ),
    ("Абай, Амангелді, Металлургтер", (), ("P-025", "P-029")),
)


@dataclass(frozen=True)
class Knock:
    """One attempt at a door."""

    day: str
    action: DeliveryAction
    note: str = ""
    proof: ProofGiven | None = None


HANDED = Knock("2020-04-01", DeliveryAction.DELIVER, proof=PAPER)
PLANTED: dict[str, tuple[Knock, ...]] = {
    "B-020": (
        Knock("2020-04-01", DeliveryAction.MISADDRESS, "Үй нөмірі қате / Номер дома неверный"),
        Knock(LAST_DAY, DeliveryAction.DELIVER, proof=PAPER),
    ),
    "B-025": (Knock("2020-04-01", DeliveryAction.MISS), Knock("2020-04-02", DeliveryAction.MISS)),
    "B-027": (Knock("2020-04-01", DeliveryAction.REFUSE),),
    "B-031": (Knock("2020-04-01", DeliveryAction.BURY),),
    "B-022": (Knock("2020-04-01", DeliveryAction.DELIVER, proof=SIGNED),),
    "B-033": (Knock("2020-04-01", DeliveryAction.DELIVER, proof=PROXY),),
}


def hand_out(cast: Cast, version_id: int) -> None:
    """Two rounds: pensioners at home by couriers, students in the dormitories."""
    homes = _plan(
        cast,
        cast.food,
        version_id,
        title=("Зейнеткерлердің үйіне", "Пенсионерам на дом", "To pensioners at home"),
        category="lonely_pensioner",
        starts_on="2020-04-01",
        place="Теміртау",
    )
    routes = [_start_route(cast, homes, *each) for each in ROUTES]
    _deliver(cast, homes, by_courier=True)
    for route in routes:
        services.finish_route(
            cast.session, actor=cast.organiser, now=at(LAST_DAY, "17:30"), route=route
        )
    _send_late(cast, homes)
    dormitories = _plan(
        cast,
        cast.food,
        version_id,
        title=(
            "Жатақханадағы студенттерге",
            "Студентам в общежитиях",
            "To students in dormitories",
        ),
        category="foreign_student",
        starts_on="2020-03-31",
        place="Общежития № 1–3",
    )
    _fetch(cast, dormitories)
    _deliver(cast, dormitories, by_courier=False)


def _send_late(cast: Cast, round_: DistributionRound) -> None:
    """A phone was without network: what it says came after the route ended, and waits."""
    delivery = _line(cast, round_, "B-025")
    volunteer = cast.volunteers["P-025"]
    services.receive_door_record(
        cast.session,
        actor=cast.organiser,
        now=at(LAST_DAY, "19:10"),
        today=date.fromisoformat(LAST_DAY),
        zone=ALMATY,
        volunteer_id=volunteer.id,
        entry=services.DoorEntry(
            id="de300000-0000-4000-8000-000000000001",
            route_id=delivery.route_id or 0,
            delivery_id=delivery.id,
            action=DeliveryAction.LEAVE_AT_DOOR,
            happened_at=at(LAST_DAY, "16:40"),
            proof=PHOTO,
            note="Көршісі айтты: дүкенге кеткен / Соседка сказала: ушла в магазин",
        ),
    )


def _fetch(cast: Cast, round_: DistributionRound) -> None:
    """Some students come to the desk in their dormitory with the code of their slip."""
    lines = [_line(cast, round_, key) for key in FETCH]
    services.describe_desk(
        cast.session,
        actor=cast.organiser,
        now=at("2020-03-31", "09:00"),
        round_=round_,
        notice="№ 1 жатақхана, вахта, 16:00–19:00",
    )
    services.choose_pickups(
        cast.session,
        actor=cast.organiser,
        now=at("2020-03-31", "09:00"),
        round_=round_,
        delivery_ids=[line.id for line in lines],
    )
    for line in lines:
        services.hand_over_at_desk(
            cast.session,
            actor=cast.accounts["storekeeper"],
            now=at("2020-04-01", "16:30"),
            today=date(2020, 4, 1),
            round_=round_,
            code=line.pickup_code or "",
        )


def hand_over_gifts(cast: Cast, version_id: int) -> None:
    """One handover act for each institution on Children's Day."""
    campaign = cast.campaigns["childrens-day-2020"]
    round_ = _plan(
        cast,
        campaign,
        version_id,
        title=("Мекемелерге", "Учреждениям", "To institutions"),
        category="institution",
        starts_on="2020-06-01",
        place="Теміртау",
    )
    for key, number in (("INS-1", "1"), ("INS-2", "2")):
        delivery = _line(cast, round_, key)
        act = ProofGiven(kind=ProofKind.GROUP_ACT, reference=f"Акт № {number}")
        _record(cast, delivery, Knock("2020-06-01", DeliveryAction.DELIVER, proof=act))
    services.close_round(
        cast.session, actor=cast.organiser, now=at("2020-06-01", "18:00"), round_=round_
    )


def _plan(
    cast: Cast,
    campaign: Campaign,
    version_id: int,
    *,
    title: tuple[str, str, str],
    category: str,
    starts_on: str,
    place: str,
) -> DistributionRound:
    return services.plan_round(
        cast.session,
        actor=cast.organiser,
        now=at(starts_on, "08:00"),
        campaign=campaign,
        plan=RoundPlan(
            title=dict(zip(("kk", "ru", "en"), title, strict=True)),
            version_id=version_id,
            starts_on=date.fromisoformat(starts_on),
            ends_on=date.fromisoformat(LAST_DAY) if campaign is cast.food else None,
            place=place,
            responsible=cast.organiser.full_name,
            basis="Бұйрық № 12-д / Приказ № 12-д",
        ),
        choice=Choice(category=category),
    )


def _start_route(
    cast: Cast,
    round_: DistributionRound,
    title: str,
    streets: tuple[str, ...],
    carriers: tuple[str, str],
) -> Route:
    """A route to these streets (to all that is left, without any) on the first day."""
    day = date.fromisoformat(HANDED.day)
    free = queries.list_free_lines(cast.session, round_.id)
    route = services.plan_route(
        cast.session,
        actor=cast.organiser,
        now=at("2020-03-31", "17:00"),
        round_=round_,
        plan=services.RoutePlan(title=title, runs_on=day),
        delivery_ids=[line.id for line in free if not streets or line.person.street in streets],
    )
    for key in carriers:
        services.assign_volunteer(
            cast.session,
            actor=cast.organiser,
            now=at("2020-03-31", "17:00"),
            route=route,
            volunteer_id=cast.volunteers[key].id,
        )
    services.start_route(
        cast.session, actor=cast.organiser, now=at(HANDED.day, "09:00"), today=day, route=route
    )
    return route


def _line(cast: Cast, round_: DistributionRound, key: str) -> Delivery:
    found = queries.find_line_of(cast.session, round_.id, cast.beneficiaries[key].id)
    if found is None:
        raise LookupError(key)
    return found


def _deliver(cast: Cast, round_: DistributionRound, *, by_courier: bool) -> None:
    keys = {beneficiary.id: key for key, beneficiary in cast.beneficiaries.items()}
    for line in queries.list_lines(cast.session, round_.id):
        key = keys[line.beneficiary_id]
        delivery = _line(cast, round_, key)
        if delivery.pickup_code is not None:
            continue
        if by_courier:
            services.take_out(
                cast.session,
                actor=cast.accounts["storekeeper"],
                now=at("2020-04-01", "09:00"),
                delivery=delivery,
            )
        for knock in PLANTED.get(key, (HANDED,)):
            _record(cast, delivery, knock)
        if delivery.is_with_courier:
            services.return_package(
                cast.session,
                actor=cast.accounts["storekeeper"],
                now=at(LAST_DAY, "17:00"),
                delivery=delivery,
            )


def _record(cast: Cast, delivery: Delivery, knock: Knock) -> None:
    services.record_outcome(
        cast.session,
        actor=cast.organiser,
        now=at(knock.day, "16:00"),
        delivery=delivery,
        action=knock.action,
        handed_on=date.fromisoformat(knock.day),
        proof=_proof_of(cast, delivery, knock),
        note=knock.note,
    )


def _proof_of(cast: Cast, delivery: Delivery, knock: Knock) -> ProofGiven | None:
    """A proxy is the one on file."""
    if knock.proof is not PROXY:
        return knock.proof
    (proxy,) = beneficiaries.list_proxies(cast.session, delivery.beneficiary_id)
    return replace(PROXY, proxy_id=proxy.id)
