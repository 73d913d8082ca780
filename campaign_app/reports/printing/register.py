"""The register of volunteer activity as sheets, with the columns of the law on volunteering.

Law No. 42-VI: the register holds data on volunteers, groups, organisations, coordinators and
organisers, programmes, actions, their place and time and requirements. The national register
takes counts: kinds of activity, number of participants, description of projects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from campaign_app.campaigns.models import Campaign
from campaign_app.core.dates import local_date, to_local
from campaign_app.core.i18n import N_
from campaign_app.core.printing.labels import Message, Text, Texts, label
from campaign_app.core.spreadsheets.writing import Sheet, Value
from campaign_app.reports.queries import RegisterData
from campaign_app.volunteers.queries.register import (
    RegisterAction,
    RegisterCount,
    RegisterVolunteer,
)
from campaign_app.volunteers.rules import decimal_hours

VOLUNTEERS = (
    N_("Volunteers"),
    (
        N_("Full name"),
        N_("Who"),
        N_("Department or group"),
        N_("Registered on"),
        N_("Consent given on"),
        N_("Shifts"),
        N_("Hours"),
    ),
)
GROUPS = (
    N_("Volunteer groups"),
    (N_("Department or group"), N_("Volunteers"), N_("Of them took part"), N_("Hours")),
)
ORGANISATIONS = (
    N_("Organisations"),
    (N_("Organisation"), N_("BIN"), N_("Role"), N_("Programme")),
)
LEADERS = (
    N_("Coordinators and organisers"),
    (N_("Full name"), N_("Role"), N_("Programme")),
)
PROGRAMMES = (
    N_("Programmes"),
    (
        N_("Code"),
        N_("Programme"),
        N_("Part of"),
        N_("Kind"),
        N_("Level"),
        N_("Starts on"),
        N_("Ends on"),
        N_("Description"),
    ),
)
ACTIONS = (
    N_("Actions"),
    (
        N_("Programme"),
        N_("Name of the action"),
        N_("Kind of activity"),
        N_("Place"),
        N_("Begins at"),
        N_("Ends at"),
        N_("Places"),
        N_("Requirements"),
        N_("Took part"),
        N_("Hours"),
    ),
)
COUNTS = (
    N_("Volunteer activity"),
    (
        N_("Programme"),
        N_("Kind of activity"),
        N_("Number of participants"),
        N_("Number of actions"),
        N_("Hours"),
        N_("Starts on"),
        N_("Ends on"),
        N_("Description of the project"),
    ),
)
HEAVY = Message(N_("heavy work: from 18"))
EMERGENCY = Message(N_("emergency work: from 18"))


class _Words:
    """Everything in one language."""

    def __init__(self, locale: str) -> None:
        self.locales = (locale,)

    def __call__(self, text: Text) -> str:
        return label(text, self.locales)[0]

    def title(self, campaign: Campaign) -> str:
        return self(Texts(campaign.title_kk, campaign.title_ru, campaign.title_en))

    def sheet(self, head: tuple[str, Sequence[str]], rows: Sequence[Sequence[Value]]) -> Sheet:
        title, columns = head
        return Sheet(self(Message(title)), [self(Message(each)) for each in columns], rows)


def register_sheets(data: RegisterData, locale: str, zone: ZoneInfo) -> list[Sheet]:
    """The six sheets of the register."""
    say = _Words(locale)
    titles = {campaign.id: say.title(campaign) for campaign in data.campaigns}
    return [
        say.sheet(VOLUNTEERS, [_volunteer(row, say, zone) for row in data.volunteers]),
        say.sheet(
            GROUPS,
            [(unit, all_, came, decimal_hours(worked)) for unit, all_, came, worked in data.groups],
        ),
        say.sheet(
            ORGANISATIONS,
            [
                (
                    say(Texts(found.name_kk, found.name_ru, found.name_en)),
                    found.bin or "",
                    say(role),
                    titles[campaign_id],
                )
                for found, role, campaign_id in data.parties
            ],
        ),
        say.sheet(
            LEADERS,
            [(name, say(role), titles[campaign_id]) for name, role, campaign_id in data.leaders],
        ),
        say.sheet(PROGRAMMES, [_programme(each, titles, say) for each in data.campaigns]),
        say.sheet(ACTIONS, [_action(row, titles, say, zone) for row in data.actions]),
    ]


def _volunteer(row: RegisterVolunteer, say: _Words, zone: ZoneInfo) -> Sequence[Value]:
    return (
        row.full_name,
        say(row.kind),
        row.unit,
        local_date(row.registered_at, zone),
        local_date(row.consent_at, zone) if row.consent_at else None,
        row.shifts,
        decimal_hours(row.minutes),
    )


def _programme(campaign: Campaign, titles: Mapping[int, str], say: _Words) -> Sequence[Value]:
    return (
        campaign.code,
        say.title(campaign),
        titles.get(campaign.parent_id or 0, ""),
        say(campaign.kind),
        say(campaign.level),
        campaign.starts_on,
        campaign.ends_on,
        _summary(campaign, say),
    )


def _summary(campaign: Campaign, say: _Words) -> str:
    return say(Texts(campaign.summary_kk, campaign.summary_ru, campaign.summary_en))


def _action(
    row: RegisterAction, titles: Mapping[int, str], say: _Words, zone: ZoneInfo
) -> Sequence[Value]:
    asked = []
    if row.minimum_age:
        asked.append(say(Message(N_("from the age of %(age)s"), (("age", row.minimum_age),))))
    asked += [say(HEAVY)] if row.is_heavy_work else []
    asked += [say(EMERGENCY)] if row.is_emergency_work else []
    return (
        titles[row.campaign_id],
        row.title,
        say(row.kind),
        row.place,
        to_local(row.starts_at, zone),
        to_local(row.ends_at, zone),
        row.places,
        "; ".join(asked),
        row.came,
        decimal_hours(row.minutes),
    )


def counts_sheet(
    counts: Sequence[RegisterCount], campaigns: Sequence[Campaign], locale: str
) -> Sheet:
    """What the national register takes: counts and descriptions, nobody's name."""
    say = _Words(locale)
    known = {campaign.id: campaign for campaign in campaigns}
    return say.sheet(
        COUNTS,
        [
            (
                say.title(known[row.campaign_id]),
                say(row.kind),
                row.people,
                row.actions,
                decimal_hours(row.minutes),
                known[row.campaign_id].starts_on,
                known[row.campaign_id].ends_on,
                _summary(known[row.campaign_id], say),
            )
            for row in counts
        ],
    )
