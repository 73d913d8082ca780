"""News, behind and in front of the counter."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.campaigns.scope import may_anywhere
from campaign_app.core.access import Permission, public, requires
from campaign_app.core.clock import now
from campaign_app.core.dates import to_local
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import error_text, in_language, instant, zone
from campaign_app.core.requests import chosen, page_number
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.news import queries, rules, services
from campaign_app.news.forms import NewsForm
from campaign_app.news.models import NewsItem

blueprint = Blueprint("news", __name__)
Answer = str | Response | tuple[str, int]


@blueprint.app_template_filter("instant_to_second")
def instant_to_second(moment: datetime | None) -> str:
    """`03.04.2020 18:46:37`: when it was published, as papers of record say it."""
    if moment is None:
        return instant(None)
    return f"{instant(moment)}:{to_local(moment, zone()).second:02d}"


@blueprint.get("/news")
@public
def list_public_news() -> str:
    """What is published, the latest first."""
    items = queries.list_published(db.session(), page=page_number())
    return render_template("news/list_public_news.html", items=items)


@blueprint.get("/news/<slug>")
@public
def show_news_item(slug: str) -> str:
    """One item; those who write news see drafts too."""
    item = queries.find_news_item(db.session(), slug)
    if item is None:
        abort(404)
    is_published = item.status is rules.NewsStatus.PUBLISHED
    if not is_published and not may_anywhere(Permission.NEWS_READ):
        abort(404)
    if is_published and _is_reader():
        with unit_of_work() as session:
            services.count_view(session, item.id)
    return render_template(
        "news/show_news_item.html",
        item=item,
        is_published=is_published,
        paragraphs=rules.paragraphs(in_language(item, "body")),
        campaigns=queries.public_campaigns_of(db.session(), item.id),
    )


def _is_reader() -> bool:
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and rules.is_reader(
        request.user_agent.string,
        is_staff=may_anywhere(Permission.STAFF_HOME),
        is_prefetch="prefetch" in purpose,
    )


@blueprint.get("/manage/news")
@requires(Permission.NEWS_READ)
def list_news() -> str:
    """All items with their states and how often they were read."""
    status = chosen("status", rules.NewsStatus)
    return render_template(
        "news/list_news.html",
        items=queries.list_all(db.session(), page=page_number(), status=status),
        status=status,
        statuses=rules.NewsStatus,
    )


def _offer_choices(form: NewsForm) -> None:
    form.category.choices = enum_choices(rules.NewsCategory)
    form.campaign_ids.choices = [
        SelectChoice(str(each.id), in_language(each, "title"))
        for each in queries.campaign_choices(db.session())
    ]


def _details(form: NewsForm) -> services.NewsDetails:
    return services.NewsDetails(
        slug=form.slug.data or "",
        title=form.texts("title"),
        body=form.texts("body"),
        author_label=form.author_label.data or "",
        category=rules.NewsCategory(form.category.data),
        campaign_ids=[int(id_) for id_ in form.campaign_ids.data or []],
    )


@blueprint.route("/manage/news/new", methods=["GET", "POST"])
@requires(Permission.NEWS_EDIT)
def new_news_item() -> Answer:
    """Write a draft."""
    form = NewsForm()
    _offer_choices(form)
    if not form.validate_on_submit():
        return render_template("news/new_news_item.html", form=form), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="news.new_news_item",
                actor_id=current_user.id,
                now=now(),
            )
            item = services.create_news_item(
                session, actor=current_user, now=now(), details=_details(form)
            )
            address = url_for("news.show_news_item", slug=item.slug)
            submission.result_url = address
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("news/new_news_item.html", form=form), 422
    flash(_("The draft was saved."), "success")
    return redirect(address)


@blueprint.route("/manage/news/<int:news_item_id>/edit", methods=["GET", "POST"])
@requires(Permission.NEWS_EDIT)
def edit_news_item(news_item_id: int) -> Answer:
    """Change what an item says."""
    item = db.session().get(NewsItem, news_item_id) or abort(404)
    form = NewsForm(obj=item)
    _offer_choices(form)
    if request.method == "GET":
        form.category.data = item.category.value
        about = queries.campaign_ids_of(db.session(), item.id)
        form.campaign_ids.data = [str(id_) for id_ in about]
    if not form.validate_on_submit():
        code = 422 if form.errors else 200
        return render_template("news/edit_news_item.html", form=form, item=item), code
    try:
        with unit_of_work() as session:
            services.edit_news_item(
                session, actor=current_user, now=now(), item=item, details=_details(form)
            )
    except DomainError as error:
        form.show_error(error)
        return render_template("news/edit_news_item.html", form=form, item=item), 422
    flash(_("The changes were saved."), "success")
    return redirect(url_for("news.show_news_item", slug=item.slug))


@blueprint.post("/manage/news/<int:news_item_id>/publish")
@requires(Permission.NEWS_EDIT)
def publish_news_item(news_item_id: int) -> Response:
    """Let everybody read it."""
    item = db.session().get(NewsItem, news_item_id) or abort(404)
    try:
        with unit_of_work() as session:
            services.publish_news_item(session, actor=current_user, now=now(), item=item)
    except DomainError as error:
        flash(error_text(error), "error")
        return redirect(url_for("news.edit_news_item", news_item_id=news_item_id))
    flash(_("Everybody can read it now."), "success")
    return redirect(url_for("news.list_news"))


@blueprint.post("/manage/news/<int:news_item_id>/withdraw")
@requires(Permission.NEWS_EDIT)
def withdraw_news_item(news_item_id: int) -> Response:
    """Take it from the public pages at once."""
    item = db.session().get(NewsItem, news_item_id) or abort(404)
    try:
        with unit_of_work() as session:
            services.withdraw_news_item(session, actor=current_user, now=now(), item=item)
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("It is no longer on the public pages."), "success")
    return redirect(url_for("news.list_news"))
