"""Papers of packing and handing over: the packing list, parcel labels, the act."""

from __future__ import annotations

import hashlib

from flask import abort, current_app, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import chosen_print_languages, pdf_response
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import Texts
from campaign_app.core.requests import record_number
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.core.variants import PackageVariant
from campaign_app.distribution import printing, queries, services
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.queries import Line
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.rounds import note_list, round_or_404
from campaign_app.extensions import db
from campaign_app.inventory import queries as inventory


def paper_head(round_: DistributionRound, number: str, *, is_copy: bool = False) -> FormHead:
    """The head of a paper of the round."""
    settings, campaign = current_app.config["SETTINGS"], current_campaign()
    return form_head(
        db.session(),
        campaign,
        number=number,
        on=round_.starts_on,
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
        place=round_.place,
        record_url=url_for(
            "distribution.show_round", slug=campaign.slug, round_id=round_.id, _external=True
        ),
        is_copy=is_copy,
    )


def _packed(
    session: Session, version_id: int, variant: PackageVariant, count: int
) -> printing.PackedVariant:
    contents = inventory.contents_of_version(session, version_id).get(variant, ())
    rows = [
        printing.ContentRow(
            Texts(need.name.name_kk, need.name.name_ru, need.name.name_en),
            need.unit,
            need.quantity_milli,
        )
        for need in contents
    ]
    return printing.PackedVariant(variant, count, rows)


@blueprint.get(f"{MANAGED}/distributions/<int:round_id>/packing-list.pdf")
@requires(Permission.STOCK_READ)
def print_packing_list(slug: str, round_id: int) -> Response:
    """What goes into how many packages of a round; nobody is named."""
    round_, session = round_or_404(round_id), db.session()
    version = inventory.describe_version(session, round_.version_id)
    variants = [
        _packed(session, round_.version_id, count.variant, count.planned)
        for count in queries.count_by_variant(session, round_.id)
        if count.planned
    ]
    number = f"{current_campaign().code}-{round_.number}"
    content = printing.render_packing_list(
        paper_head(round_, number),
        Texts(version.name_kk, version.name_ru, version.name_en),
        variants,
        chosen_print_languages(),
        now(),
    )
    return pdf_response(content, f"packing-{number}.pdf")


@blueprint.get(f"{MANAGED}/distributions/<int:round_id>/labels.pdf")
@requires(Permission.DISTRIBUTION_READ)
def print_labels(slug: str, round_id: int) -> Response:
    """A label for each parcel that is still to be handed over; `route` narrows them to one."""
    round_, session = round_or_404(round_id), db.session()
    note_list(DisclosureKind.SHEET_PRINTED, round_)
    lines = queries.lines_to_label(
        session, round_.id, route_id=record_number(request.args.get("route")) or None
    )
    number = f"{current_campaign().code}-{round_.number}"
    labels = [
        printing.ParcelLabel(
            mark=f"{round_.number} / {line.line_number}",
            recipient=line.person.short_name,
            variant=line.variant,
            count=line.package_count,
            where=where,
            url=url_for(
                "distribution.show_delivery", slug=slug, delivery_id=line.id, _external=True
            ),
        )
        for line, where in lines
    ]
    content = printing.render_labels(
        paper_head(round_, number), labels, chosen_print_languages(), now()
    )
    return pdf_response(content, f"labels-{number}.pdf")


@blueprint.get(f"{MANAGED}/deliveries/<int:delivery_id>/handover-act.pdf")
@requires(Permission.DISTRIBUTION_READ)
def print_handover_act(slug: str, delivery_id: int) -> Response:
    """The act of one line, as institutions sign it; whoever prints it later prints a copy."""
    session, campaign = db.session(), current_campaign()
    delivery = queries.find_delivery(session, campaign.id, delivery_id) or abort(404)
    line = queries.find_line(session, delivery)
    round_ = round_or_404(delivery.round_id)
    note_list(DisclosureKind.SHEET_PRINTED, round_)
    number = f"{campaign.code}-{round_.number}-{line.line_number}"
    is_copy = _note_print(round_, line)
    act = printing.HandoverAct(
        head=paper_head(round_, number, is_copy=is_copy),
        institution=line.person.full_name,
        address=line.person.address_text,
        packed=_packed(session, round_.version_id, line.variant, line.package_count),
    )
    content = printing.render_handover_act(act, chosen_print_languages(), now())
    return pdf_response(content, f"act-{number}.pdf")


def _note_print(round_: DistributionRound, line: Line) -> bool:
    """True for a copy: the same packages for the same institution were on paper before."""
    said = f"act {line.id} {line.variant.value} {line.package_count}"
    content_hash = hashlib.sha256(said.encode()).hexdigest()
    if not may(Permission.DISTRIBUTION_PLAN):
        return True
    with unit_of_work() as writing:
        return services.record_print(
            writing, actor=current_user, now=now(), round_id=round_.id, content_hash=content_hash
        )
