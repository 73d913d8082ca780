"""Accounts, campaigns with their parties and goals, and the 29 participants."""

from __future__ import annotations

from datetime import date
from typing import Any

from campaign_app.accounts import services as accounts
from campaign_app.accounts.rules import CampaignRole, Role
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.rules import (
    CampaignAction,
    CampaignKind,
    CampaignLevel,
    GoalKind,
    PartyRole,
)
from campaign_app.demo.cast import Cast, at
from campaign_app.demo.data import read
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.rules import ParticipationRole, VolunteerKind

BEGINNING = at("2020-01-10", "09:00")
# Which participant signs in with which demo account; the auditor comes from outside.
ACCOUNTS = {
    "admin": (Role.ADMINISTRATOR, "P-001"),
    "treasurer": (Role.STAFF, "P-002"),
    "organiser": (Role.STAFF, "P-003"),
    "storekeeper": (Role.STAFF, "P-004"),
    "volunteer": (Role.VOLUNTEER, "P-018"),
    "volunteer2": (Role.VOLUNTEER, "P-029"),
}
MEMBERS = {
    "organiser": CampaignRole.ORGANISER,
    "treasurer": CampaignRole.TREASURER,
    "storekeeper": CampaignRole.STOREKEEPER,
}
CLOSING = {
    "draft": (),
    "active": (CampaignAction.START,),
    "closed": (CampaignAction.START, CampaignAction.BEGIN_CLOSING, CampaignAction.CLOSE),
}


def _name(person: dict[str, Any]) -> str:
    parts = (person["surname"], person["given"], person["patronymic"])
    return " ".join(part for part in parts if part)


def make_accounts(cast: Cast) -> None:
    """The demo accounts: `<name>@demo.example`, all with one password."""
    people = {person["id"]: person for person in read("people")["participants"]}
    for name, (role, participant) in ACCOUNTS.items():
        person = people[participant]
        cast.accounts[name] = accounts.create_account(
            cast.session,
            actor=None,
            now=BEGINNING,
            email=f"{name}@demo.example",
            full_name=_name(person),
            role=role,
            password=cast.password,
            born_on=date.fromisoformat(person["born"]),
        )
    cast.accounts["auditor"] = accounts.create_account(
        cast.session,
        actor=None,
        now=BEGINNING,
        email="auditor@demo.example",
        full_name="Демо Аудитор",
        role=Role.AUDITOR,
        password=cast.password,
    )


def make_campaigns(cast: Cast) -> None:
    """The umbrella and its four parts, all begun; who works on them; goals as they changed."""
    session, admin = cast.session, cast.accounts["admin"]
    house = read("people")["organisation"]
    university = campaigns.add_organisation(
        session,
        actor=admin,
        now=BEGINNING,
        name={code: house[f"name_{code}"] for code in ("kk", "ru", "en")},
        bin_number=house["bin"],
        aliases=" ".join(house["aliases"]),
    )
    for plan in read("campaigns")["campaigns"]:
        parent = cast.campaigns.get(plan["parent"])
        campaign = campaigns.create_campaign(
            session,
            actor=None,
            now=BEGINNING,
            code=plan["code"],
            slug=plan["slug"],
            kind=CampaignKind(plan["kind"]),
            level=CampaignLevel(plan["level"]),
            title=plan["title"],
            summary=plan["summary"],
            how_to_help=plan["how_to_help"],
            hashtag=plan["hashtag"],
            starts_on=date.fromisoformat(plan["starts_on"]),
            ends_on=date.fromisoformat(plan["ends_on"]),
            parent_id=parent.id if parent else None,
        )
        cast.campaigns[plan["slug"]] = campaign
        campaigns.add_party(
            session,
            actor=admin,
            now=BEGINNING,
            campaign=campaign,
            organisation=university,
            role=PartyRole.ORGANISER,
        )
        _add_parties_and_goals(cast, plan)
        for name, role in MEMBERS.items():
            campaigns.add_member(
                session,
                actor=admin,
                now=BEGINNING,
                campaign=campaign,
                account_id=cast.accounts[name].id,
                role=role,
            )
        campaigns.change_status(
            session, actor=admin, now=BEGINNING, campaign=campaign, action=CampaignAction.START
        )


def _add_parties_and_goals(cast: Cast, plan: dict[str, Any]) -> None:
    session, admin = cast.session, cast.accounts["admin"]
    campaign = cast.campaigns[plan["slug"]]
    for kk, ru, en, bin_number, role in plan["parties"]:
        organisation = campaigns.add_organisation(
            session,
            actor=admin,
            now=BEGINNING,
            name={"kk": kk, "ru": ru, "en": en},
            bin_number=bin_number,
        )
        campaigns.add_party(
            session,
            actor=admin,
            now=BEGINNING,
            campaign=campaign,
            organisation=organisation,
            role=PartyRole(role),
        )
    for kind, target, day in plan.get("goals", []):
        campaigns.set_goal(
            session,
            actor=admin,
            now=at(day),
            campaign=campaign,
            kind=GoalKind(kind),
            target=target,
        )


def close_campaigns(cast: Cast) -> None:
    """The winter's campaigns are over."""
    for plan in read("campaigns")["campaigns"]:
        for action in CLOSING[plan["status"]][1:]:
            campaigns.change_status(
                cast.session,
                actor=cast.accounts["admin"],
                now=at(plan["ends_on"], "18:00"),
                campaign=cast.campaigns[plan["slug"]],
                action=action,
            )


def make_participants(cast: Cast) -> None:
    """The 29 who took part in the food packages."""
    accounts_of = {participant: name for name, (_role, participant) in ACCOUNTS.items()}
    for person in read("people")["participants"]:
        name = accounts_of.get(person["id"])
        volunteer = volunteers.register_volunteer(
            cast.session,
            actor=cast.organiser,
            now=BEGINNING,
            details=volunteers.VolunteerDetails(
                surname=person["surname"],
                given_name=person["given"],
                patronymic=person["patronymic"] or "",
                kind=VolunteerKind(person["kind"]),
                unit=person["unit"],
                born_on=date.fromisoformat(person["born"]),
                phone=person["phone"],
                account_id=cast.accounts[name].id if name else None,
                has_consented=True,
            ),
        )
        cast.volunteers[person["id"]] = volunteer
        volunteers.add_participation(
            cast.session,
            actor=cast.organiser,
            now=at("2020-03-24"),
            campaign=cast.food,
            volunteer=volunteer,
            role=_role(person["roles"]),
        )


def _role(roles: list[str]) -> ParticipationRole:
    for role in ParticipationRole:
        if role.value in roles:
            return role
    return ParticipationRole.VOLUNTEER
