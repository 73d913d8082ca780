"""Routes for tests: a round with lines, a route through them, and volunteers who go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.accounts.models import Account
from campaign_app.accounts.rules import Role
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.campaigns.models import Campaign
from campaign_app.distribution import services
from campaign_app.distribution.models import Delivery, Route
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.models import Volunteer
from tests.factories import NOW, TODAY, make_account, make_administrator, make_campaign
from tests.support.rounds import make_beneficiary, make_packages, make_round

NAMES = (("Қасымова", "Ғалия"), ("Өтегенов", "Ұлан"), ("Савельева", "Нина"))


class RouteScene:
    """A round of three people, one route to the first `stops` of them, one volunteer."""

    def __init__(
        self,
        session: Session,
        *,
        stops: int = 3,
        category: BeneficiaryCategory = BeneficiaryCategory.LARGE_FAMILY,
        runs_on: date = TODAY,
        campaign: Campaign | None = None,
        names: Sequence[tuple[str, str]] = NAMES,
    ) -> None:
        """Arrange it; nothing has started."""
        self.session = session
        self.campaign = campaign or make_campaign(session)
        self.actor = make_administrator(session)
        self.people: list[Beneficiary] = [
            make_beneficiary(
                session,
                surname=surname,
                given_name=given_name,
                category=category,
                enrolled_in=self.campaign,
            )
            for surname, given_name in names
        ]
        version_id = make_packages(session, campaign=self.campaign, count=len(names))
        self.round = make_round(
            session, campaign=self.campaign, actor=self.actor, version_id=version_id
        )
        self.lines = list(
            session.scalars(
                select(Delivery)
                .where(Delivery.round_id == self.round.id)
                .order_by(Delivery.line_number)
            )
        )
        self.route = self.plan(self.lines[:stops], runs_on=runs_on)
        self.account, self.volunteer = self.make_carrier("Ерікті")

    def plan(self, lines: list[Delivery], *, runs_on: date = TODAY) -> Route:
        """Another route of the round."""
        return services.plan_route(
            self.session,
            actor=self.actor,
            now=NOW,
            round_=self.round,
            plan=services.RoutePlan(title="Абай көшесі", runs_on=runs_on),
            delivery_ids=[line.id for line in lines],
        )

    def make_carrier(self, surname: str) -> tuple[Account, Volunteer]:
        """Somebody who could go, with an account."""
        account = make_account(self.session, role=Role.VOLUNTEER, full_name=surname)
        details = volunteers.VolunteerDetails(surname=surname, account_id=account.id)
        return account, volunteers.register_volunteer(
            self.session, actor=None, now=NOW, details=details
        )

    def assign(self, volunteer: Volunteer | None = None, route: Route | None = None) -> None:
        """Put a volunteer on the route."""
        services.assign_volunteer(
            self.session,
            actor=self.actor,
            now=NOW,
            route=route or self.route,
            volunteer_id=(volunteer or self.volunteer).id,
        )

    def choose_pickups(self, *lines: Delivery) -> int:
        """Let these people fetch their packages; tells how many codes are new."""
        return services.choose_pickups(
            self.session,
            actor=self.actor,
            now=NOW,
            round_=self.round,
            delivery_ids=[line.id for line in lines],
        )

    def start(self, route: Route | None = None, *, today: date = TODAY) -> None:
        """Start the route."""
        services.start_route(
            self.session, actor=self.actor, now=NOW, today=today, route=route or self.route
        )

    def finish(self) -> None:
        """Finish the route."""
        services.finish_route(self.session, actor=self.actor, now=NOW, route=self.route)


YESTERDAY = TODAY - timedelta(days=1)
