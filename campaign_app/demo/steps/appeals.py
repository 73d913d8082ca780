"""The planted complaint about missing tea, answered and closed; and two cases that are open.

The open ones came in just before the demo was loaded, so that their deadlines are alive.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from campaign_app.beneficiaries.rules import BeneficiaryCategory, Language
from campaign_app.complaints import services
from campaign_app.complaints.rules import ForWhom, Outcome, Topic
from campaign_app.demo.cast import ALMATY, Cast, at

MISSING_TEA = "Жиынтықта шай болмады. / В наборе не оказалось чая."
TEA_BROUGHT = (
    "Кешірім сұраймыз: шай 4 сәуірде үйіңізге жеткізілді. / "
    "Приносим извинения: чай привезли Вам домой 4 апреля."
)
LESSON = "Жабар алдында жиынтық тізім бойынша тексеріледі. / Набор сверяется по списку до закрытия."
ONE_SIDED = (
    "Тізімді кім жасағаны айтылмайды, сұраққа жауап берілмейді. / "
    "Не говорят, кто составлял список, и не отвечают на вопросы."
)
FLOUR_AND_OIL = (
    "Көршім жалғыз тұрады, дүкенге шыға алмайды: ұн, май, дәрі керек. / "
    "Соседка живёт одна и не может выйти в магазин: нужны мука, масло, лекарства."
)


def receive_appeals(cast: Cast, now: datetime) -> None:
    """One complaint with its answer, one that its subject does not see, one request."""
    _complain_about_tea(cast)
    _complain_about_the_organiser(cast, now - timedelta(days=2))
    _ask_for_a_neighbour(cast, now - timedelta(hours=3))


def _complain_about_tea(cast: Cast) -> None:
    received_at = at("2020-04-03", "10:15")
    received = services.receive_complaint(
        cast.session,
        now=received_at,
        today=received_at.astimezone(ALMATY).date(),
        place="demo",
        form_id="demo: missing tea",
        details=services.ComplaintDetails(
            text=MISSING_TEA,
            topic=Topic.GOODS,
            language=Language.KK,
            campaign_id=cast.food.id,
            contact=cast.beneficiaries["B-003"].phone or "",
        ),
    )
    of: dict[str, Any] = {"actor": cast.organiser, "appeal_id": received.appeal.id}
    services.take_over(cast.session, now=at("2020-04-03", "11:00"), **of)
    services.answer(cast.session, now=at("2020-04-04", "17:30"), text=TEA_BROUGHT, **of)
    services.close_complaint(
        cast.session,
        now=at("2020-04-05", "09:00"),
        outcome=Outcome.UPHELD,
        lesson=LESSON,
        **of,
    )


def _complain_about_the_organiser(cast: Cast, now: datetime) -> None:
    services.receive_complaint(
        cast.session,
        now=now,
        today=now.astimezone(ALMATY).date(),
        place="demo",
        form_id="demo: about the organiser",
        details=services.ComplaintDetails(
            text=ONE_SIDED,
            topic=Topic.ORGANISERS,
            language=Language.RU,
            campaign_id=cast.food.id,
            about_name=cast.organiser.full_name,
        ),
    )


def _ask_for_a_neighbour(cast: Cast, now: datetime) -> None:
    services.receive_help_request(
        cast.session,
        now=now,
        today=now.astimezone(ALMATY).date(),
        place="demo",
        form_id="demo: a neighbour",
        details=services.HelpDetails(
            for_whom=ForWhom.SOMEBODY_ELSE,
            category=BeneficiaryCategory.LONELY_PENSIONER,
            text=FLOUR_AND_OIL,
            person_name="Демеуова Зылиха",
            language=Language.KK,
            contact="+7 700 000 00 97",
            address="Металлургтер даңғылы, 12/2, 47",
            writer_name="Көрші",
        ),
    )
