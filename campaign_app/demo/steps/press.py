"""The news item of 3 April 2020, 18:46:37, by «Әкімшілік», read 638 times."""

from __future__ import annotations

from campaign_app.demo.cast import Cast, at
from campaign_app.news import services

VIEWS = 638
TITLE = {
    "kk": "Демо-университет «Біз біргеміз!» науқанын өткізді",
    "ru": "Демо-университет провёл акцию «Біз біргеміз!»",
    "en": "The Demo University held the campaign «Biz birgemiz!»",
}
BODY = {
    "kk": "Қызметкерлер мен студенттер қайырмалдық жинап, жалғызбасты зейнеткерлерге және "
    "жатақханада қалған шетелдік студенттерге азық-түлік жиынтықтарын жеткізді.\n\n"
    "Қатысушылар саны: 29. Бірге біз күштіміз!",
    "ru": "Сотрудники и студенты собрали пожертвования и передали продуктовые наборы одиноким "
    "пенсионерам и иностранным студентам, оставшимся в общежитии.\n\n"
    "Участников: 29. Вместе мы сила!",
    "en": "Staff and students collected donations and brought food packages to lonely pensioners "
    "and to foreign students who stayed in the dormitory.\n\n"
    "Participants: 29. Together we are power!",
}


def publish_news(cast: Cast) -> None:
    """One item about the food and the snow, in three languages."""
    item = services.create_news_item(
        cast.session,
        actor=cast.organiser,
        now=at("2020-04-03", "18:00"),
        details=services.NewsDetails(
            slug="biz-birgemiz-2020",
            title=TITLE,
            body=BODY,
            author_label="Әкімшілік",
            campaign_ids=(cast.food.id, cast.campaigns["snow-together-2020"].id),
        ),
        view_count=VIEWS,
    )
    services.publish_news_item(
        cast.session, actor=cast.organiser, now=at("2020-04-03", "18:46:37"), item=item
    )
