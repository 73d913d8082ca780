"""What stands above the single features: today, a campaign's balance sheet, its reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from campaign_app.beneficiaries.disclosing import disclose
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.campaigns import queries as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import CampaignStatus
from campaign_app.campaigns.scope import (
    current_campaign,
    may,
    may_anywhere,
    visible_campaign_ids,
)
from campaign_app.complaints import queries as complaints
from campaign_app.complaints.queries import WaitingAppeal
from campaign_app.config import Settings
from campaign_app.core.access import Permission, requires
from campaign_app.core.clock import now
from campaign_app.core.downloads import (
    chosen_print_languages,
    csv_response,
    pdf_response,
    workbook_response,
    xlsx_response,
)
from campaign_app.core.localisation import current_language
from campaign_app.core.printing.labels import Message, joined
from campaign_app.core.requests import record_number
from campaign_app.core.waiting import waiting_lines
from campaign_app.distribution import queries as distribution
from campaign_app.distribution.queries import OpenRound
from campaign_app.extensions import db
from campaign_app.funds import queries as funds
from campaign_app.reports import queries
from campaign_app.reports.printing import (
    FinalReport,
    build_report,
    render_final_report,
    report_table,
)
from campaign_app.reports.printing.final_report import TITLE
from campaign_app.reports.printing.register import counts_sheet, register_sheets
from campaign_app.reports.rules import PARTICIPANTS_DEFINITION, RECIPIENTS_DEFINITION
from campaign_app.reports.views.blueprint import blueprint
from campaign_app.volunteers.rules.hours import Between, bounds, is_year, whole_year

LATEST_DONATIONS = 6
NEEDED_TODAY = 4


@blueprint.get("/home")
@requires(Permission.OWN_PAGES)
def enter() -> Response:
    """Lead somebody who signed in to where her work is."""
    is_staff = may_anywhere(Permission.STAFF_HOME)
    return redirect(url_for("reports.show_today" if is_staff else "volunteers.show_my_page"))


@blueprint.get("/manage")
@requires(Permission.STAFF_HOME)
def show_today() -> str:
    """What waits for the person who is signed in, in all her campaigns."""
    session = db.session()
    mine = campaigns.list_open_campaigns(session, visible_campaign_ids())
    is_editor = may_anywhere(Permission.CAMPAIGN_EDIT)
    return render_template(
        "reports/show_today.html",
        campaigns=mine,
        by_id={each.id: each for each in mine},
        collected=funds.collected_by_campaign(session, [each.id for each in mine]),
        waiting=_waiting(mine),
        appeals=_waiting_appeals(),
        lines=waiting_lines(),
        drafts=[each for each in mine if is_editor and each.status is CampaignStatus.DRAFT],
        today=_midnight().date(),
        tomorrow=_midnight() + timedelta(days=1),
        link=_link,
    )


@blueprint.get("/manage/campaigns/<slug>")
@requires(Permission.CAMPAIGN_READ)
def show_campaign(slug: str) -> str:
    """The balance sheet: the equations, the latest donations, what is needed today."""
    session, campaign = db.session(), current_campaign()
    family = campaigns.list_family(session, campaign.id)
    readable = _ids(family, Permission.DONATION_READ)
    figures = queries.gather_figures(session, family, goals_of=campaign.id, now=now())
    packages, goods = queries.gather_goods(session, figures.campaign_ids)
    return render_template(
        "reports/show_campaign.html",
        campaign=campaign,
        parts=[part for part in family if part.parent_id == campaign.id],
        by_id={part.id: part for part in family},
        figures=figures,
        packages=packages,
        goods=goods,
        donations=funds.latest_donations(session, readable, limit=LATEST_DONATIONS),
        may_read_donations=bool(readable),
        waiting=_waiting(family, limit=NEEDED_TODAY),
        sheet_of=_latest_round(family),
        tomorrow=_midnight() + timedelta(days=1),
        link=_link,
    )


@blueprint.get("/manage/campaigns/<slug>/reports")
@requires(Permission.REPORT_READ)
def show_reports(slug: str) -> str:
    """The report on screen, and its files."""
    campaign = current_campaign()
    return render_template(
        "reports/show_reports.html",
        campaign=campaign,
        report=queries.gather_report(db.session(), campaign, now=now()),
        participants_definition=PARTICIPANTS_DEFINITION,
        recipients_definition=RECIPIENTS_DEFINITION,
    )


@blueprint.get("/manage/campaigns/<slug>/reports/final.pdf")
@requires(Permission.REPORT_READ)
def print_final_report(slug: str) -> Response:
    """The report on paper."""
    locales = chosen_print_languages()
    report = _report()
    db.session.rollback()  # the paper takes a second: no transaction stays open meanwhile
    content = render_final_report(report, locales, now())
    return pdf_response(content, f"{slug}-report-{'-'.join(locales)}.pdf")


@blueprint.get("/manage/campaigns/<slug>/reports/final.xlsx")
@requires(Permission.REPORT_READ)
def download_final_report_xlsx(slug: str) -> Response:
    """The report as a workbook."""
    locales = _table_languages()
    title = joined(Message(TITLE), locales)
    return xlsx_response(f"{slug}-report.xlsx", title, *report_table(_report(), locales))


@blueprint.get("/manage/campaigns/<slug>/reports/final.csv")
@requires(Permission.REPORT_READ)
def download_final_report_csv(slug: str) -> Response:
    """The report as a table of text."""
    return csv_response(f"{slug}-report.csv", *report_table(_report(), _table_languages()))


@blueprint.get("/manage/volunteers/register.xlsx")
@requires(Permission.VOLUNTEER_READ)
def download_volunteer_register() -> Response:
    """The register of volunteer activity; it names people, so that it was taken out is noted."""
    locale, year, mine = _table_languages()[0], _year(), _visible_campaigns()
    data = queries.gather_register(db.session(), mine, between=_bounds(year))
    sheets = register_sheets(data, locale, current_app.config["ZONE"])
    disclose(
        DisclosureKind.FILE_EXPORTED,
        row_count=len(data.volunteers),
        reason=gettext("register of volunteer activity"),
    )
    return workbook_response(f"volunteer-register-{year or 'all'}.xlsx", sheets)


@blueprint.get("/manage/volunteers/register-counts.<any(csv, xlsx):extension>")
@requires(Permission.VOLUNTEER_READ)
def download_register_counts(extension: str) -> Response:
    """What the national register takes: counts and descriptions, nobody's name."""
    locale, year, mine = _table_languages()[0], _year(), _visible_campaigns()
    counts = queries.gather_counts(db.session(), mine, between=_bounds(year))
    sheet = counts_sheet(counts, mine, locale)
    name = f"volunteer-activity-{year or 'all'}.{extension}"
    if extension == "csv":
        return csv_response(name, sheet.header, sheet.rows)
    return workbook_response(name, [sheet])


def _visible_campaigns() -> list[Campaign]:
    """Campaigns that have begun and that the reader works on, the earliest first."""
    visible = visible_campaign_ids()
    found = campaigns.list_public_campaigns(db.session())
    mine = [each for each in found if visible is None or each.id in visible]
    return sorted(mine, key=lambda each: (each.starts_on, each.id))


def _year() -> int | None:
    year = record_number(request.args.get("year"))
    return year if is_year(year) else None


def _bounds(year: int | None) -> Between | None:
    return bounds(*whole_year(year), current_app.config["ZONE"]) if year else None


def _midnight() -> datetime:
    """The beginning of today on the organisation's clock."""
    local = now().astimezone(current_app.config["ZONE"])
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _link(endpoint: str, **values: object) -> str | None:
    """The address of a page, None if the reader may not open it or it does not exist."""
    view = current_app.view_functions.get(endpoint)
    permission = getattr(view, "permission", None)
    if permission is None or not may(permission):
        return None
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def _latest_round(family: Iterable[Campaign]) -> OpenRound | None:
    """The round whose sheet is printed next: an open one, else the last."""
    readable = _ids(family, Permission.DISTRIBUTION_READ)
    found = distribution.list_recent_rounds(db.session(), readable, limit=1)
    return found[0] if found else None


def _report() -> FinalReport:
    campaign = current_campaign()
    settings: Settings = current_app.config["SETTINGS"]
    return build_report(
        db.session(),
        campaign,
        now=now(),
        organisation_name=settings.organisation_name,
        time_zone=settings.time_zone,
        record_url=url_for("public.show_campaign", slug=campaign.slug, _external=True),
    )


def _table_languages() -> tuple[str, ...]:
    """A spreadsheet is in the reader's language, unless she asks for another."""
    return chosen_print_languages() if "language" in request.args else (current_language(),)


def _waiting_appeals() -> list[WaitingAppeal]:
    """Complaints and requests for help that the reader may see and has to deal with."""
    if not may_anywhere(Permission.COMPLAINT_HANDLE):
        return []
    session = db.session()
    viewer = complaints.viewer_of(session, current_user)
    today = _midnight().date()
    return complaints.list_waiting(session, viewer, today=today, limit=queries.SHOWN)


def _ids(family: Iterable[Campaign], permission: Permission) -> list[int]:
    """The campaigns among these in which the reader has the permission."""
    return [campaign.id for campaign in family if may(permission, campaign)]


def _waiting(family: Iterable[Campaign], limit: int = queries.SHOWN) -> queries.Waiting:
    """What waits in these campaigns for somebody who may do it."""
    family = list(family)
    return queries.what_waits(
        db.session(),
        now=now(),
        shifts_of=_ids(family, Permission.SHIFT_EDIT),
        expenses_of=_ids(family, Permission.EXPENSE_APPROVE),
        rounds_of=_ids(family, Permission.DELIVERY_RECORD),
        packing_of=_ids(family, Permission.STOCK_RECORD),
        limit=limit,
    )
