"""Two records side by side, made one; and made two again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from campaign_app.beneficiaries import queries, rules, services
from campaign_app.beneficiaries.disclosing import disclose_people
from campaign_app.beneficiaries.forms.merging import MergeForm, UndoMergeForm
from campaign_app.beneficiaries.models import Beneficiary, BeneficiaryMerge
from campaign_app.beneficiaries.rules import duplicates
from campaign_app.beneficiaries.rules.columns import FIELD_NAMES, FULL_NAME
from campaign_app.beneficiaries.views.blueprint import blueprint
from campaign_app.beneficiaries.views.registry import Answer, today
from campaign_app.beneficiaries.views.values import shown_values
from campaign_app.campaigns.scope import may_anywhere
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.errors import DomainError
from campaign_app.core.requests import record_number, searched
from campaign_app.core.submissions import AlreadySubmitted, claim_submission
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

_LABELS = {**FIELD_NAMES, "name": FIELD_NAMES[FULL_NAME]}


@dataclass(frozen=True)
class ComparedField:
    """A line of the comparison: what each record knows."""

    name: str
    label: str
    kept: str
    copy: str
    is_choice: bool
    takes_copy: bool


def _person(beneficiary_id: int) -> Beneficiary:
    person = queries.find_beneficiary(db.session(), beneficiary_id)
    return person if person is not None and person.erased_at is None else abort(404)


def _open_both(kept_id: int, copy_id: int) -> tuple[Beneficiary, Beneficiary]:
    """Two records with where they live: not of somebody whose processing is stopped; noted."""
    both = (_person(kept_id), _person(copy_id))
    may_see = may_anywhere(Permission.PRIVACY_HANDLE)
    if any(each.restricted_at is not None for each in both) and not may_see:
        raise rules.ProcessingStopped()
    disclose_people({kept_id, copy_id})
    return _person(kept_id), _person(copy_id)


def _address(beneficiary_id: int) -> str:
    return url_for("beneficiaries.show_beneficiary", beneficiary_id=beneficiary_id)


def _compare(kept: Beneficiary, copy: Beneficiary, form: MergeForm) -> list[ComparedField]:
    known, other = services.details_of(kept), services.details_of(copy)
    kept_values, copy_values = shown_values(kept), shown_values(copy)
    choices = duplicates.differing(known, other)
    taken = _taken() if form.is_submitted() else None
    return [
        ComparedField(
            name,
            _("What is known about need") if name == "needs" else _(_LABELS[name]),
            kept_values[name],
            copy_values[name],
            name in choices,
            name in taken
            if taken is not None
            else name in choices and duplicates.takes_by_default(name, known, other),
        )
        for name in duplicates.CHOICES
        if kept_values[name] or copy_values[name]
    ]


def _records(*people: Beneficiary) -> list[int]:
    return [id_ for each in people for id_ in queries.family_ids(db.session(), each.id)]


def _taken() -> list[str]:
    return [name for name in duplicates.CHOICES if request.form.get(f"take-{name}") == "copy"]


@blueprint.route("/beneficiaries/<int:beneficiary_id>/merge", methods=["GET", "POST"])
@requires(Permission.BENEFICIARY_MERGE)
def merge_beneficiary(beneficiary_id: int) -> Answer:
    """Compare two records and make the second a copy of the first."""
    kept = _person(beneficiary_id)
    copy_id = record_number(request.args.get("with"))
    if not copy_id:
        return _choose_second(kept)
    kept, copy = _open_both(beneficiary_id, copy_id)
    form = MergeForm()
    if form.validate_on_submit():
        try:
            return redirect(_merge(beneficiary_id, copy_id, form.submission()))
        except AlreadySubmitted as done:
            return redirect(done.result_url)
        except DomainError as error:
            form.show_error(error)
            kept, copy = _person(beneficiary_id), _person(copy_id)
    page = render_template(
        "beneficiaries/merge_beneficiary.html",
        form=form,
        kept=kept,
        copy=copy,
        names={each.id: queries.display_name(db.session(), each.id) for each in (kept, copy)},
        fields=_compare(kept, copy, form),
        family=_records(kept, copy),
    )
    return page, 422 if form.form_errors else 200


def _merge(kept_id: int, copy_id: int, submission_id: str) -> str:
    with unit_of_work() as session:
        submission = claim_submission(
            session,
            submission_id=submission_id,
            purpose="beneficiaries.merge_beneficiary",
            actor_id=current_user.id,
            now=now(),
        )
        services.merge_beneficiaries(
            session,
            actor=current_user,
            now=now(),
            today=today(),
            kept_id=kept_id,
            copy_id=copy_id,
            take=_taken(),
        )
        submission.result_url = _address(kept_id)
    flash(_("The two records are one now. The merge can be undone on this page."), "success")
    return _address(kept_id)


def _choose_second(kept: Beneficiary) -> str:
    """Nobody says with whom: look for the second record."""
    session, q = db.session(), searched()
    found = queries.list_beneficiaries(session, q=q, page=1, per_page=20).items if q else []
    return render_template(
        "beneficiaries/_find_copy.html",
        kept=kept,
        name=queries.display_name(session, kept.id),
        q=q,
        people=[row for row in found if row.id != kept.id],
    )


@blueprint.route(
    "/beneficiaries/<int:beneficiary_id>/merges/<int:merge_id>/undo", methods=["GET", "POST"]
)
@requires(Permission.BENEFICIARY_MERGE)
def undo_merge(beneficiary_id: int, merge_id: int) -> Answer:
    """Make two records of one again, with a reason."""
    merge = _merge_or_404(beneficiary_id, merge_id)
    form = UndoMergeForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                services.undo_merge(
                    session,
                    actor=current_user,
                    now=now(),
                    today=today(),
                    merge_id=merge_id,
                    reason=form.reason.data or "",
                    are_different=form.are_different.data,
                )
        except DomainError as error:
            form.show_error(error)
        else:
            flash(_("The merge was undone: both records are back."), "success")
            return redirect(_address(merge.kept_id))
    session = db.session()
    page = render_template(
        "beneficiaries/undo_merge.html",
        form=form,
        merge=merge,
        person_id=beneficiary_id,
        names={
            each: queries.display_name(session, each) for each in (merge.kept_id, merge.copy_id)
        },
    )
    return page, 422 if form.errors else 200


def _merge_or_404(beneficiary_id: int, merge_id: int) -> BeneficiaryMerge:
    session = db.session()
    merge = queries.find_merge(session, merge_id)
    if merge is None or queries.kept_id_of(session, merge.kept_id) != beneficiary_id:
        abort(404)
    return merge
