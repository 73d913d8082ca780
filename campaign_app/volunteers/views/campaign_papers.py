"""Papers for everybody in a campaign: certificates and letters, many as one PDF."""

from __future__ import annotations

from dataclasses import fields

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import chosen_print_languages
from campaign_app.core.errors import DomainError
from campaign_app.core.forms import enum_choices
from campaign_app.core.localisation import zone
from campaign_app.core.requests import chosen
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import queries, services
from campaign_app.volunteers.forms import CampaignPapersForm, LetterForm
from campaign_app.volunteers.rules import CertificateKind
from campaign_app.volunteers.services import LetterWords
from campaign_app.volunteers.views.blueprint import blueprint
from campaign_app.volunteers.views.papers import print_papers
from campaign_app.volunteers.views.people import Answer

CAMPAIGN = "/manage/campaigns/<slug>"


@blueprint.get(f"{CAMPAIGN}/papers")
@requires(Permission.VOLUNTEER_READ)
def list_papers(slug: str) -> str:
    """Who took part, and which papers each has."""
    return _page(CampaignPapersForm(formdata=None))


def _page(form: CampaignPapersForm) -> str:
    session, campaign = db.session(), current_campaign()
    form.kind.choices = enum_choices(CertificateKind)
    papers = queries.valid_in_campaign(session, campaign.id)
    return render_template(
        "volunteers/list_papers.html",
        participants=queries.list_participants(session, campaign.id),
        papers={
            kind: {line.volunteer_id: line for line in papers if line.kind is kind}
            for kind in CertificateKind
        },
        kinds=CertificateKind,
        has_own_text=queries.latest_letter_text(session, campaign.id) is not None,
        form=form,
    )


@blueprint.post(f"{CAMPAIGN}/papers")
@requires(Permission.VOLUNTEER_EDIT)
def issue_papers(slug: str) -> Answer:
    """Issue a paper for every participant; the valid ones that say the same are kept."""
    form = CampaignPapersForm()
    form.kind.choices = enum_choices(CertificateKind)
    if not form.validate_on_submit():
        return _page(form), 422
    page = url_for("volunteers.list_papers", slug=slug)
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.issue_papers",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = page
            issued = services.issue_for_campaign(
                session,
                issuing=services.Issuing(
                    actor=current_user,
                    now=now(),
                    zone=zone(),
                    languages=tuple(str(form.language.data).split("+")),
                ),
                campaign=current_campaign(),
                kind=CertificateKind(form.kind.data),
            )
            count = len(issued)
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return _page(form), 422
    told = ngettext("%(num)d paper is ready.", "%(num)d papers are ready.", count)
    flash(told, "success")
    return redirect(page)


@blueprint.get(f"{CAMPAIGN}/papers.pdf")
@requires(Permission.VOLUNTEER_READ)
def print_papers_of_campaign(slug: str) -> Response:
    """All valid papers of a kind as one PDF, in the order of the names."""
    languages = chosen_print_languages()
    kind = chosen("kind", CertificateKind) or CertificateKind.THANK_YOU
    lines = queries.valid_in_campaign(db.session(), current_campaign().id, kind)
    valid = [line for line in lines if not line.hours_differ]
    if not valid:
        flash(_("No such paper was issued yet. Issue the papers first."), "warning")
        return redirect(url_for("volunteers.list_papers", slug=slug))
    return print_papers(valid, languages, f"{slug}-{kind.value}.pdf")


@blueprint.route(f"{CAMPAIGN}/letter", methods=["GET", "POST"])
@requires(Permission.VOLUNTEER_EDIT)
def edit_letter(slug: str) -> Answer:
    """What the thank-you letters of the campaign say from now on."""
    campaign = current_campaign()
    words = queries.latest_letter_text(db.session(), campaign.id)
    form = LetterForm(obj=words or services.usual_words(campaign))
    if not form.validate_on_submit():
        code = 422 if form.errors else 200
        return render_template("volunteers/edit_letter.html", form=form), code
    page = url_for("volunteers.list_papers", slug=slug)
    try:
        with unit_of_work() as session:
            submission = claim_submission(
                session,
                submission_id=form.submission(),
                purpose="volunteers.edit_letter",
                actor_id=current_user.id,
                now=now(),
            )
            submission.result_url = page
            names = [field.name for field in fields(LetterWords)]
            services.write_letter_text(
                session,
                actor=current_user,
                now=now(),
                campaign=current_campaign(),
                words=LetterWords(**{name: form[name].data or "" for name in names}),
            )
    except AlreadySubmitted as done:
        return redirect(done.result_url)
    except DomainError as error:
        form.show_error(error)
        return render_template("volunteers/edit_letter.html", form=form), 422
    flash(_("The text is saved. Letters that were issued before keep theirs."), "success")
    return redirect(page)
