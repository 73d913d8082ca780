"""The staff records briefings, parents' consents, and who curates a group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.dates import local_date, to_local, to_utc
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import CreatingForm
from campaign_app.core.localisation import zone
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.forms import (
    BriefingForm,
    CuratorForm,
    ParentalConsentForm,
    ShiftBriefingForm,
)
from campaign_app.volunteers.models import Shift, Volunteer
from campaign_app.volunteers.rules import briefings as briefing_rules
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.people import Answer


@blueprint.app_template_global()
def safety_of(volunteer_id: int) -> dict[str, Any]:
    """Somebody's briefings, her parents' consents, and the groups that she curates."""
    session = db.session()
    return {
        "briefings": queries.list_briefings(session, volunteer_id),
        "consents": queries.list_parental_consents(session, volunteer_id),
        "groups": queries.list_curated_groups(session, volunteer_id),
    }


@blueprint.app_template_global()
def unbriefed_in(shift_id: int) -> list[queries.GroupMember]:
    """Who has a place in a shift and was never briefed."""
    found = queries.list_who_is_in(db.session(), shift_id)
    return [person for person in found if not person.is_briefed]


@blueprint.app_template_global()
def unaccompanied_in(shift: queries.ShiftRow) -> list[queries.GroupMember]:
    """Children whose adult has given her place back: nobody is in the shift with them now."""
    session, day = db.session(), local_date(shift.starts_at, zone())
    people = queries.list_who_is_in(session, shift.id)
    known = queries.standings(
        session,
        [person.id for person in people],
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        but_shift_id=shift.id,
    )
    if any(standing.is_adult_on(day) for standing in known.values()):
        return []
    return [
        person
        for person in people
        if known[person.id].is_child_on(day) and not known[person.id].has_parents_consent
    ]


@blueprint.app_template_test("dangerous_work")
def is_dangerous_work(shift: queries.ShiftRow) -> bool:
    """Whether a shift asks for the word that the briefing was held."""
    return briefing_rules.is_dangerous_work(
        shift.kind, is_heavy=shift.is_heavy_work, is_emergency=shift.is_emergency_work
    )


def _volunteer(volunteer_id: int) -> Volunteer:
    return db.session().get(Volunteer, volunteer_id) or abort(404)


def _created(
    form: CreatingForm,
    purpose: str,
    after: str,
    create: Callable[[Session], object],
    page: Callable[[], str],
    done: str,
) -> Answer:
    """Show the form, or do once what it asks for and lead on."""
    if not form.validate_on_submit():
        return page(), 422 if form.errors else 200
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose=purpose,
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = after
            create(session)
    except AlreadySubmitted as sent:
        return redirect(sent.result_url)
    except DomainError as error:
        form.show_error(error)
        return page(), 422
    flash(done, "success")
    return redirect(after)


def _instant(form: BriefingForm) -> datetime:
    typed: datetime = form.held_at.data
    return to_utc(typed, zone())


def _usual(moment: datetime) -> dict[str, Any]:
    """Who fills the form in held it, at that time."""
    local = to_local(moment, zone()).replace(tzinfo=None, second=0, microsecond=0)
    return {"held_by": current_user.full_name, "held_at": local}


@blueprint.route("/manage/volunteers/<int:volunteer_id>/briefings/new", methods=["GET", "POST"])
@requires(Permission.VOLUNTEER_EDIT)
def new_briefing(volunteer_id: int) -> Answer:
    """Record that somebody was briefed."""
    volunteer, form = _volunteer(volunteer_id), BriefingForm(**_usual(now()))
    return _created(
        form,
        "volunteers.new_briefing",
        url_for("volunteers.show_volunteer", volunteer_id=volunteer_id),
        lambda session: services.record_briefings(
            session,
            actor=current_user,
            now=now(),
            volunteer_ids=[volunteer_id],
            held_by=form.held_by.data or "",
            held_at=_instant(form),
        ),
        lambda: render_template("volunteers/new_briefing.html", form=form, volunteer=volunteer),
        _("The briefing was recorded."),
    )


@blueprint.route("/manage/campaigns/<slug>/shifts/<int:shift_id>/briefing", methods=["GET", "POST"])
@requires(Permission.SHIFT_EDIT)
def record_shift_briefing(slug: str, shift_id: int) -> Answer:
    """Record who of a shift was briefed, and by whom."""
    session, shift = db.session(), db.session().get(Shift, shift_id)
    if shift is None or shift.campaign_id != current_campaign().id:
        abort(404)
    people = queries.list_who_is_in(session, shift_id)
    fresh = [person.id for person in people if not person.is_briefed]
    form = ShiftBriefingForm(volunteers=fresh, **_usual(min(shift.starts_at, now())))
    form.volunteers.choices = [SelectChoice(one.id, one.full_name) for one in people]
    return _created(
        form,
        "volunteers.record_shift_briefing",
        url_for("volunteers.show_shift", slug=slug, shift_id=shift_id),
        lambda writing: services.record_briefings(
            writing,
            actor=current_user,
            now=now(),
            volunteer_ids=form.volunteers.data or [],
            held_by=form.held_by.data or "",
            held_at=_instant(form),
            shift=writing.get_one(Shift, shift_id),
        ),
        lambda: render_template(
            "volunteers/record_shift_briefing.html", form=form, shift=shift, people=people
        ),
        _("The briefing was recorded."),
    )


@blueprint.route(
    "/manage/volunteers/<int:volunteer_id>/parental-consents/new", methods=["GET", "POST"]
)
@requires(Permission.VOLUNTEER_EDIT)
def new_parental_consent(volunteer_id: int) -> Answer:
    """Record that a parent allowed it on paper."""
    volunteer, form = _volunteer(volunteer_id), ParentalConsentForm(signed_on=today())
    return _created(
        form,
        "volunteers.new_parental_consent",
        url_for("volunteers.show_volunteer", volunteer_id=volunteer_id),
        lambda session: services.record_parental_consent(
            session,
            actor=current_user,
            now=now(),
            today=today(),
            volunteer=volunteer,
            parent_name=form.parent_name.data or "",
            signed_on=form.signed_on.data or date.max,
        ),
        lambda: render_template(
            "volunteers/new_parental_consent.html", form=form, volunteer=volunteer
        ),
        _("The consent was recorded."),
    )


@blueprint.route("/manage/volunteers/<int:volunteer_id>/groups/new", methods=["GET", "POST"])
@requires(Permission.VOLUNTEER_EDIT)
def new_curated_group(volunteer_id: int) -> Answer:
    """Let somebody sign a group up."""
    volunteer, form = _volunteer(volunteer_id), CuratorForm()
    return _created(
        form,
        "volunteers.new_curated_group",
        url_for("volunteers.show_volunteer", volunteer_id=volunteer_id),
        lambda session: services.name_curator(
            session,
            actor=current_user,
            now=now(),
            volunteer=volunteer,
            unit=form.unit.data or "",
        ),
        lambda: render_template(
            "volunteers/new_curated_group.html",
            form=form,
            volunteer=volunteer,
            units=queries.list_units(db.session()),
        ),
        _("The curator can sign the group up now."),
    )


@blueprint.post("/manage/volunteers/<int:volunteer_id>/parental-consents/<int:consent_id>/withdraw")
@requires(Permission.VOLUNTEER_EDIT)
def withdraw_parental_consent(volunteer_id: int, consent_id: int) -> Response:
    """The parent takes the consent back."""
    volunteer = _volunteer(volunteer_id)
    with unit_of_work() as session:
        services.withdraw_parental_consent(
            session, actor=current_user, now=now(), volunteer=volunteer, consent_id=consent_id
        )
    flash(_("The consent counts no longer."), "success")
    return redirect(url_for("volunteers.show_volunteer", volunteer_id=volunteer_id))


@blueprint.post("/manage/volunteers/<int:volunteer_id>/groups/<int:group_id>/dismiss")
@requires(Permission.VOLUNTEER_EDIT)
def dismiss_curator(volunteer_id: int, group_id: int) -> Response:
    """Somebody signs a group up no longer."""
    volunteer = _volunteer(volunteer_id)
    with unit_of_work() as session:
        services.dismiss_curator(
            session, actor=current_user, now=now(), volunteer=volunteer, group_id=group_id
        )
    flash(_("This volunteer does not curate the group any more."), "success")
    return redirect(url_for("volunteers.show_volunteer", volunteer_id=volunteer_id))
