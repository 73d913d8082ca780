"""Who looked at personal data in April 2020, two requests about data, and an incident."""

from __future__ import annotations

from datetime import date

from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.beneficiaries.services import note_disclosure
from campaign_app.demo.cast import Cast, at
from campaign_app.privacy import services
from campaign_app.privacy.rules.requests import RequestChannel, RequestKind, RequestOutcome

ASKED = date(2020, 4, 13)
ANSWERED = date(2020, 4, 20)
LOOKS = (
    (date(2020, 3, 24), "10:05", DisclosureKind.PERSON_PAGE, "B-001", 1, ""),
    (date(2020, 3, 24), "10:20", DisclosureKind.PERSON_PAGE, "B-012", 1, ""),
    (
        *(date(2020, 3, 24), "10:25", DisclosureKind.NUMBER_IN_FULL, "B-012", 1),
        "ЖСН тізіммен салыстыру / сверка ИИН со списком кафедры",
    ),
    (date(2020, 3, 31), "09:00", DisclosureKind.SHEET_PRINTED, None, 40, ""),
    (date(2020, 3, 31), "16:40", DisclosureKind.PERSON_PAGE, "B-027", 1, ""),
    (date(2020, 4, 2), "18:15", DisclosureKind.FILE_EXPORTED, None, 64, ""),
)


def keep_registers(cast: Cast) -> None:
    """Fill the registers of personal data."""
    for day, time, kind, key, count, reason in LOOKS:
        note_disclosure(
            cast.session,
            account_id=cast.organiser.id,
            now=at(day, time),
            kind=kind,
            beneficiary_id=cast.beneficiaries[key].id if key else None,
            campaign_id=None if key else cast.food.id,
            row_count=count,
            reason=reason,
        )
    _answer(cast, RequestKind.ACCESS, "B-001", RequestOutcome.DONE, "Қағаз түрінде берілді.")
    _answer(
        cast,
        RequestKind.DELETION,
        "B-002",
        RequestOutcome.REFUSED,
        "Акция аяқталғанша сақталады / Хранится до завершения акции.",
    )
    services.record_incident(
        cast.session,
        actor=cast.accounts["admin"],
        now=at(date(2020, 4, 2), "12:00"),
        details=services.IncidentDetails(
            detected_at=at(date(2020, 4, 2), "11:30"),
            what="Маршруттық парақ автобуста қалды, бір сағатта табылды / "
            "Маршрутный лист забыт в автобусе, найден через час.",
            whom="№ 1 тарату, 8 алушы / раздача № 1, 8 получателей",
            measures="Парақ қайтарылды, ескерту жасалды / Лист возвращён, проведена беседа.",
            contact=cast.accounts["admin"].full_name,
            notified_at=at(date(2020, 4, 2), "12:00"),
            notified_whom="Уәкілетті орган / уполномоченный орган",
        ),
    )


def _answer(cast: Cast, kind: RequestKind, key: str, outcome: RequestOutcome, answer: str) -> None:
    request = services.record_request(
        cast.session,
        actor=cast.accounts["admin"],
        now=at(ASKED, "10:00"),
        today=ASKED,
        details=services.RequestDetails(
            kind=kind,
            channel=RequestChannel.IN_PERSON,
            received_on=ASKED,
            beneficiary_id=cast.beneficiaries[key].id,
        ),
    )
    services.assign_request(
        cast.session,
        actor=cast.accounts["admin"],
        now=at(ASKED, "10:05"),
        request_id=request.id,
        account_id=cast.accounts["admin"].id,
    )
    services.answer_request(
        cast.session,
        actor=cast.accounts["admin"],
        now=at(ANSWERED, "15:00"),
        today=ANSWERED,
        request_id=request.id,
        outcome=outcome,
        answer=answer,
    )
