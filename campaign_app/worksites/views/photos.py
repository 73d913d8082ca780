"""Photos as files, for the staff and for the crew; nobody else learns that they exist."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.localisation import error_text
from campaign_app.core.pictures import MEDIA_TYPE
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.worksites import queries, services
from campaign_app.worksites.models import WorksitePhoto, WorksiteTask
from campaign_app.worksites.views.blueprint import MANAGED, OWN, blueprint
from campaign_app.worksites.views.own import my_volunteer_id

SIZES = {"full": "content", "small": "small"}


def _file(photo: WorksitePhoto, size: str) -> Response:
    """The pixels, always as JPEG; asked for again with its ETag it is not sent again."""
    response = Response(getattr(photo, SIZES[size]), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="photo-{photo.id}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(f"{photo.sha256}-{size}")
    return response.make_conditional(request)


@blueprint.get(f"{MANAGED}/photos/<int:photo_id>/<any(full, small):size>.jpg")
@requires(Permission.SHIFT_READ)
def show_photo(slug: str, photo_id: int, size: str) -> Response:
    """A photo of the campaign."""
    campaign_id = current_campaign().id
    photo = queries.find_photo(db.session(), campaign_id, photo_id, with_pixels=SIZES[size])
    return _file(photo, size) if photo is not None else abort(404)


@blueprint.post(f"{MANAGED}/photos/<int:photo_id>/remove")
@requires(Permission.SHIFT_EDIT)
def remove_photo(slug: str, photo_id: int) -> Response:
    """Remove a photo for good."""
    photo = queries.find_photo(db.session(), current_campaign().id, photo_id)
    if photo is None:
        abort(404)
    worksite_id = db.session().get_one(WorksiteTask, photo.task_id).worksite_id
    with unit_of_work() as session:
        services.remove_photo(session, actor=current_user, now=now(), photo=photo)
    flash(_("The photo was removed."), "success")
    return redirect(url_for("worksites.show_worksite", slug=slug, worksite_id=worksite_id))


@blueprint.get(f"{OWN}/photos/<int:photo_id>/<any(full, small):size>.jpg")
@requires(Permission.OWN_PAGES)
def show_own_photo(photo_id: int, size: str) -> Response:
    """A photo of a place of my crew."""
    photo = queries.find_own_photo(db.session(), my_volunteer_id(), photo_id)
    return _file(photo, size) if photo is not None else abort(404)


@blueprint.post(f"{OWN}/photos/<int:photo_id>/remove")
@requires(Permission.OWN_PAGES)
def remove_own_photo(photo_id: int) -> Response:
    """Remove a photo of the place where my crew is at work."""
    photo = queries.find_own_photo(db.session(), my_volunteer_id(), photo_id)
    if photo is None:
        abort(404)
    task_id = photo.task_id
    try:
        with unit_of_work() as session:
            services.remove_photo(
                session,
                actor=current_user,
                now=now(),
                photo=photo,
                volunteer_id=my_volunteer_id(),
            )
    except DomainError as error:
        flash(error_text(error), "error")
    else:
        flash(_("The photo was removed."), "success")
    return redirect(url_for("worksites.show_own_worksite", task_id=task_id))
