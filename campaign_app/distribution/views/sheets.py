"""The distribution sheet as paper and as a table; the route sheet on paper."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign, may
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import (
    chosen_print_languages,
    csv_response,
    pdf_response,
    xlsx_response,
)
from campaign_app.core.localisation import current_language, label
from campaign_app.core.printing.labels import joined
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.distribution import queries, services, sheet
from campaign_app.distribution.models import DistributionRound
from campaign_app.distribution.printing import render_distribution_sheet, render_route_sheet
from campaign_app.distribution.route_sheet import sheet_of_route
from campaign_app.distribution.views.blueprint import MANAGED, blueprint
from campaign_app.distribution.views.rounds import note_list, round_or_404
from campaign_app.distribution.views.routes import ROUTES, route_or_404
from campaign_app.extensions import db


@blueprint.get(f"{MANAGED}/distributions/<int:round_id>/sheet.pdf")
@requires(Permission.DISTRIBUTION_READ)
def print_sheet(slug: str, round_id: int) -> Response:
    """The distribution sheet on paper."""
    languages = chosen_print_languages()
    round_, campaign, session = round_or_404(round_id), current_campaign(), db.session()
    note_list(DisclosureKind.SHEET_PRINTED, round_)
    lines = queries.list_lines(session, round_.id)
    is_copy = _note_print(session, round_, sheet.content_hash(lines))
    settings = current_app.config["SETTINGS"]
    head = form_head(
        session,
        campaign,
        number=f"{campaign.code}-{round_.number}",
        on=round_.starts_on,
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
        place=round_.place,
        is_copy=is_copy,
    )
    tick_url = url_for("distribution.tick_sheet", slug=slug, round_id=round_.id, _external=True)
    document = sheet.sheet_of_round(session, round_, head, lines, tick_url=tick_url)
    session.rollback()  # the paper takes a second: no transaction stays open meanwhile
    content = render_distribution_sheet(document, languages, now())
    return pdf_response(content, f"sheet-{campaign.code}-{round_.number}.pdf")


def _note_print(session: Session, round_: DistributionRound, content_hash: str) -> bool:
    """True for a copy. Only who plans rounds makes an original."""
    if not may(Permission.DISTRIBUTION_PLAN):
        return queries.was_printed(session, round_.id, content_hash)
    with unit_of_work() as writing:
        return services.record_print(
            writing, actor=current_user, now=now(), round_id=round_.id, content_hash=content_hash
        )


def _table(round_: DistributionRound) -> tuple[list[str], list[list[Any]]]:
    lines = queries.list_lines(db.session(), round_.id)
    languages = (current_language(),)
    rows = [
        [
            line.line_number,
            line.person.full_name,
            label(line.person.category),
            joined(sheet.short_document(line), languages),
            line.person.address_text,
            line.person.household_size,
            label(line.variant),
            line.package_count,
            label(line.status),
            line.handed_on,
            label(line.proof_kind) if line.proof_kind else "",
            line.proxy_name or "",
            line.note,
        ]
        for line in lines
    ]
    return [_(column) for column in sheet.COLUMNS], rows


@blueprint.get(f"{MANAGED}/distributions/<int:round_id>/sheet.csv")
@requires(Permission.DISTRIBUTION_READ)
def download_sheet_csv(slug: str, round_id: int) -> Response:
    """The sheet as CSV."""
    round_ = round_or_404(round_id)
    note_list(DisclosureKind.FILE_EXPORTED, round_)
    return csv_response(f"sheet-{current_campaign().code}-{round_.number}.csv", *_table(round_))


@blueprint.get(f"{MANAGED}/distributions/<int:round_id>/sheet.xlsx")
@requires(Permission.DISTRIBUTION_READ)
def download_sheet_xlsx(slug: str, round_id: int) -> Response:
    """The sheet as a workbook."""
    round_ = round_or_404(round_id)
    note_list(DisclosureKind.FILE_EXPORTED, round_)
    name = f"sheet-{current_campaign().code}-{round_.number}.xlsx"
    return xlsx_response(name, _("Distribution sheet"), *_table(round_))


@blueprint.get(f"{ROUTES}/<int:route_id>/sheet.pdf")
@requires(Permission.DISTRIBUTION_READ)
def print_route_sheet(slug: str, round_id: int, route_id: int) -> Response:
    """The route sheet on paper."""
    languages = chosen_print_languages()
    round_, campaign, session = round_or_404(round_id), current_campaign(), db.session()
    route = route_or_404(round_id, route_id)
    note_list(DisclosureKind.SHEET_PRINTED, round_)
    settings = current_app.config["SETTINGS"]
    number = f"{campaign.code}-{round_.number}-{route.number}"
    head = form_head(
        session,
        campaign,
        number=number,
        on=route.runs_on,
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
        place=round_.place,
        record_url=url_for(
            "distribution.show_route",
            slug=slug,
            round_id=round_.id,
            route_id=route.id,
            _external=True,
        ),
    )
    document = sheet_of_route(session, round_, route, head)
    session.rollback()  # the paper takes a second: no transaction stays open meanwhile
    content = render_route_sheet(document, languages, now())
    return pdf_response(content, f"route-{number}.pdf")
