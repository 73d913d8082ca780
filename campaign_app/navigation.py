"""The menus: what the person who is signed in may open, and where she is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext
from flask_login import current_user

from campaign_app.campaigns.scope import may, may_anywhere
from campaign_app.core.access import Permission as P
from campaign_app.core.i18n import N_

# endpoint, its text, the permission, and the blueprints or endpoints that belong to it
MAIN = (
    ("reports.show_today", N_("Today"), P.STAFF_HOME, ("reports.show_today",)),
    ("campaigns.list_campaigns", N_("Campaigns"), P.CAMPAIGN_READ, ("campaigns",)),
    (
        "beneficiaries.list_beneficiaries",
        N_("People helped"),
        P.BENEFICIARY_READ,
        ("beneficiaries", "privacy"),
    ),
    ("complaints.list_complaints", N_("Complaints"), P.COMPLAINT_READ, ("complaints",)),
    ("volunteers.list_volunteers", N_("Volunteers"), P.VOLUNTEER_READ, ("volunteers",)),
    ("visits.list_visits", N_("Visits"), P.VISIT_READ, ("visits",)),
    ("shelter.show_shelter", N_("Shelter"), P.SHELTER_READ, ("shelter",)),
    ("news.list_news", N_("News"), P.NEWS_READ, ("news",)),
    ("accounts.list_accounts", N_("Accounts"), P.ACCOUNT_READ, ("accounts.list_accounts",)),
    ("accounts.list_mail", N_("Mail"), P.MAIL_READ, ("accounts.list_mail",)),
    ("accounts.list_audit_events", N_("Log"), P.AUDIT_READ, ("accounts.list_audit_events",)),
)
CAMPAIGN = (
    ("reports.show_campaign", N_("Balance sheet"), P.CAMPAIGN_READ),
    ("funds.show_money", N_("Money"), P.MONEY_READ),
    ("funds.list_donations", N_("Donations"), P.DONATION_READ),
    ("funds.list_expenses", N_("Expenses"), P.EXPENSE_READ),
    ("inventory.show_stock", N_("Stock"), P.STOCK_READ),
    ("inventory.list_purchases", N_("Purchases"), P.STOCK_READ),
    ("inventory.list_package_types", N_("Package types"), P.STOCK_READ),
    ("inventory.show_packing", N_("Packing"), P.STOCK_READ),
    ("beneficiaries.list_enrolments", N_("Recipient list"), P.ENROLMENT_READ),
    ("distribution.list_rounds", N_("Distribution"), P.DISTRIBUTION_READ),
    ("volunteers.list_shifts", N_("Shifts"), P.SHIFT_READ),
    ("worksites.list_worksites", N_("Worksites"), P.SHIFT_READ),
    ("reports.show_reports", N_("Reports"), P.REPORT_READ),
    ("campaigns.show_settings", N_("Settings"), P.CAMPAIGN_READ),
)
# The parts of a campaign's money: a second strip, on their pages.
MONEY = (
    ("funds.show_money", N_("Overview"), P.MONEY_READ),
    ("funds.list_donations", N_("Donations"), P.DONATION_READ),
    ("funds.list_donors", N_("Donors"), P.DONATION_READ),
    ("funds.list_pledges", N_("Pledges"), P.DONATION_READ),
    ("funds.list_boxes", N_("Donation boxes"), P.MONEY_READ),
    ("funds.list_expenses", N_("Expenses"), P.EXPENSE_READ),
    ("funds.list_accounts", N_("Cash and accounts"), P.EXPENSE_READ),
    ("funds.list_journal", N_("Journal"), P.MONEY_READ),
    ("funds.list_statements", N_("Statements"), P.MONEY_READ),
    ("funds.list_periods", N_("Periods"), P.MONEY_READ),
)
# The parts of the registry; their pages belong to no campaign.
REGISTRY = (
    ("beneficiaries.list_beneficiaries", N_("People and institutions"), P.BENEFICIARY_READ),
    ("beneficiaries.list_duplicates", N_("Duplicates"), P.BENEFICIARY_READ),
    ("beneficiaries.show_fairness", N_("Fairness"), P.BENEFICIARY_READ),
    ("beneficiaries.list_criteria", N_("Eligibility criteria"), P.BENEFICIARY_READ),
    ("beneficiaries.list_consent_texts", N_("Consent texts"), P.BENEFICIARY_READ),
    ("beneficiaries.list_press", N_("For the press"), P.BENEFICIARY_READ),
    ("privacy.show_privacy", N_("Personal data"), P.PRIVACY_READ),
)
# The parts of volunteering that belong to no campaign.
VOLUNTEERING = (
    ("volunteers.list_volunteers", N_("Volunteers"), P.VOLUNTEER_READ),
    ("volunteers.show_statistics", N_("Statistics"), P.VOLUNTEER_READ),
    ("volunteers.list_certificates", N_("Certificates and letters"), P.VOLUNTEER_READ),
)
SECTIONS = ((("beneficiaries", "privacy"), REGISTRY), (("volunteers",), VOLUNTEERING))


@dataclass(frozen=True)
class MenuItem:
    """A line of a menu."""

    label: str
    url: str
    is_current: bool


def main_menu() -> list[MenuItem]:
    """What everybody who manages something sees on top."""
    if g.get("has_failed") or not current_user.is_authenticated:
        return []
    here = request.endpoint or ""
    in_campaign = g.get("campaign") is not None
    items = []
    for endpoint, text, permission, places in MAIN:
        if not _exists(endpoint) or not may_anywhere(permission):
            continue
        is_here = here in places or here.partition(".")[0] in places
        if in_campaign:
            is_here = endpoint == "campaigns.list_campaigns"
        items.append(MenuItem(gettext(text), url_for(endpoint), is_here))
    return items


def campaign_menu() -> list[MenuItem]:
    """The parts of the campaign that is open."""
    lines = _lines_of_campaign(CAMPAIGN)
    if any(line.is_current for line in lines):
        return lines
    # The journal, a line of a round and so on have none of their own: the first of their room.
    room = [each for each in CAMPAIGN if each[0].startswith(f"{request.blueprint}.")]
    first = {line.url for line in _lines_of_campaign(tuple(room[:1]))}
    return [replace(line, is_current=line.url in first) for line in lines]


def part_menu() -> list[MenuItem]:
    """The parts of one part of the campaign: of its money."""
    return _lines_of_campaign(MONEY) if request.blueprint == "funds" else []


def _lines_of_campaign(lines: tuple[tuple[str, str, P], ...]) -> list[MenuItem]:
    campaign = g.get("campaign")
    if campaign is None:
        return []
    items = []
    for endpoint, text, permission in lines:
        if _exists(endpoint) and may(permission):
            url = url_for(endpoint, slug=campaign.slug)
            is_here = request.path == url or (
                endpoint != "reports.show_campaign" and request.path.startswith(url + "/")
            )
            items.append(MenuItem(gettext(text), url, is_here))
    return items


def section_menu() -> list[MenuItem]:
    """The parts of the registry or of volunteering, on their own pages."""
    here = (request.endpoint or "").partition(".")[0]
    if g.get("has_failed") or g.get("campaign") or not request.path.startswith("/manage"):
        return []
    section = next((lines for places, lines in SECTIONS if here in places), ())
    parts = [
        (gettext(text), url_for(endpoint))
        for endpoint, text, permission in section
        if _exists(endpoint) and may_anywhere(permission)
    ]
    around = [url for _, url in parts if f"{request.path}/".startswith(f"{url}/")]
    # A person's page lies under the list; "Duplicates" does too, and is a part of its own.
    here_url = max(around, key=len, default=None)
    return [MenuItem(label, url, url == here_url) for label, url in parts]


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def init_navigation(app: Flask) -> None:
    """Give every template its menus."""
    app.context_processor(
        lambda: {
            "main_menu": main_menu(),
            "section_menu": campaign_menu() or section_menu(),
            "part_menu": part_menu(),
            "campaign": g.get("campaign"),
        }
    )
