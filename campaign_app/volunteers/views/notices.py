"""A volunteer chooses which messages she gets."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.accounts import services as accounts
from campaign_app.accounts.models import Account
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.i18n import LANGUAGE_NAMES
from campaign_app.core.localisation import current_language
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.forms import NoticesForm
from campaign_app.volunteers.rules import NoticeKind
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.my_pages import my_volunteer
from campaign_app.volunteers.views.people import Answer


@blueprint.route("/my/notifications", methods=["GET", "POST"])
@requires(Permission.OWN_PAGES)
def edit_notifications() -> Answer:
    """Which messages I get, and in which language."""
    volunteer = my_volunteer()
    refused = queries.refused_kinds(db.session(), volunteer.id) if volunteer else set()
    shown = {kind.value: kind not in refused for kind in NoticeKind}
    form = NoticesForm(data={**shown, "language": current_user.locale or current_language()})
    form.language.choices = list(LANGUAGE_NAMES.items())
    if not form.validate_on_submit():
        page = render_template(
            "volunteers/edit_notifications.html",
            form=form,
            kinds=[form[kind.value] for kind in NoticeKind],
            address=(volunteer.email if volunteer else "") or current_user.email,
            is_volunteer=volunteer is not None,
        )
        return page, 422 if form.errors else 200
    with unit_of_work() as session:
        account = session.get_one(Account, current_user.id)
        accounts.choose_language(session, account=account, now=now(), locale=form.language.data)
        if volunteer is not None:
            services.choose_notices(
                session,
                actor=current_user,
                now=now(),
                volunteer=volunteer,
                wanted=[kind for kind in NoticeKind if form[kind.value].data],
            )
    flash(_("Saved."), "success")
    return redirect(url_for("volunteers.edit_notifications"))
