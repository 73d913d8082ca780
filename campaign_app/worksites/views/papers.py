"""The list of places as a table and on paper, as it is filtered."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaign_app.campaigns.printing import form_head
from campaign_app.campaigns.scope import current_campaign
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now, today
from campaign_app.core.downloads import (
    chosen_print_languages,
    csv_response,
    pdf_response,
    xlsx_response,
)
from campaign_app.core.localisation import instant, label
from campaign_app.core.requests import chosen
from campaign_app.extensions import db
from campaign_app.worksites import queries, rules
from campaign_app.worksites.models import WorkRound
from campaign_app.worksites.printing import SiteLine, SiteList, render_site_list
from campaign_app.worksites.queries import SiteFilter, SiteRow
from campaign_app.worksites.views.blueprint import MANAGED, blueprint

MOST_ROWS = 10_000


def _as_seen() -> tuple[WorkRound | None, list[SiteRow]]:
    session, campaign = db.session(), current_campaign()
    current = queries.find_current_round(session, campaign.id)
    found = queries.list_worksites(
        session,
        campaign.id,
        round_id=current.id if current else None,
        shown=chosen("state", SiteFilter),
        per_page=MOST_ROWS,
    )
    return current, found.items


def state_label(site: SiteRow) -> str:
    """Where a place stands, as the list says it."""
    if site.retired_at is not None:
        return label(SiteFilter.RETIRED)
    return label(SiteFilter.WAITING if site.state is None else site.state)


@blueprint.get(f"{MANAGED}.<any(csv, xlsx):extension>")
@requires(Permission.SHIFT_READ)
def export_worksites(slug: str, extension: str) -> Response:
    """The list as it is filtered."""
    header = [
        _("No."),
        _("What it is called"),
        _("Kind"),
        _("Where it is"),
        _("Note"),
        _("Coordinates"),
        _("State"),
        _("Crew"),
        _("Taken at"),
        _("Done at"),
        _("Minutes"),
    ]
    _current, sites = _as_seen()
    rows: list[tuple[Any, ...]] = [
        (
            site.sort_order,
            site.name,
            label(site.kind),
            site.place,
            site.note,
            rules.written_coordinates(site.latitude, site.longitude),
            state_label(site),
            site.crew_number,
            instant(site.taken_at) if site.taken_at else "",
            instant(site.done_at) if site.done_at else "",
            site.minutes,
        )
        for site in sites
    ]
    filename = f"{slug}-worksites.{extension}"
    if extension == "csv":
        return csv_response(filename, header, rows)
    return xlsx_response(filename, _("Worksites"), header, rows)


@blueprint.get(f"{MANAGED}/list.pdf")
@requires(Permission.SHIFT_READ)
def print_worksites(slug: str) -> Response:
    """The list on paper."""
    languages = chosen_print_languages()
    session, campaign = db.session(), current_campaign()
    current, sites = _as_seen()
    settings = current_app.config["SETTINGS"]
    head = form_head(
        session,
        campaign,
        number=f"{campaign.code}-{current.number}" if current else campaign.code,
        on=today(),
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
        record_url=url_for("worksites.list_worksites", slug=slug, _external=True),
    )
    found = SiteList(
        head=head,
        round_number=current.number if current else None,
        lines=[_line(site) for site in sites],
    )
    session.rollback()  # the paper takes a second: no transaction stays open meanwhile
    content = render_site_list(found, languages, now())
    return pdf_response(content, f"{campaign.code}-worksites.pdf")


def _line(site: SiteRow) -> SiteLine:
    return SiteLine(
        number=site.sort_order,
        name=site.name,
        kind=site.kind,
        place=site.place,
        position=rules.written_coordinates(site.latitude, site.longitude),
        note=site.note,
        state=site.state,
        crew="" if site.crew_number is None else str(site.crew_number),
        done_at=instant(site.done_at) if site.done_at else "",
    )
