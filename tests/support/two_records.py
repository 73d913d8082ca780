"""A round with two records of one person on its list, for tests."""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign_app.beneficiaries import queries as beneficiaries
from campaign_app.beneficiaries.models import Beneficiary
from campaign_app.beneficiaries.rules import BeneficiaryCategory
from campaign_app.distribution import queries, services
from campaign_app.distribution.models import Delivery, DistributionRound
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from tests.factories import NOW, TODAY, make_administrator, make_campaign
from tests.support.rounds import make_beneficiary, make_packages, make_round

PAPER = services.ProofGiven(kind=ProofKind.PAPER_SIGNATURE)


class Scene:
    """A campaign, a round with the two records of one person and somebody else on its list."""

    def __init__(self, session: Session, *, enrols_one: bool = True) -> None:
        """`enrols_one` False: only the copy is on the list."""
        self.session = session
        self.actor = make_administrator(session)
        self.campaign = make_campaign(session, slug="food")
        enrolled = self.campaign if enrols_one else None
        self.one = make_beneficiary(session, enrolled_in=enrolled)
        self.other = make_beneficiary(
            session,
            surname="Касымова",
            given_name="Алия",
            category=BeneficiaryCategory.OTHER,
            enrolled_in=self.campaign,
        )
        self.third = make_beneficiary(session, surname="Пак", enrolled_in=self.campaign)
        self.version_id = make_packages(session, campaign=self.campaign, count=6)

    def plan(self) -> DistributionRound:
        """A round for everybody on the list."""
        return make_round(
            self.session, campaign=self.campaign, actor=self.actor, version_id=self.version_id
        )

    def line(self, round_: DistributionRound, person: Beneficiary) -> Delivery:
        """The line of one record."""
        found = queries.find_line_of(self.session, round_.id, person.id)
        assert found is not None
        return found

    def deliver(self, line: Delivery, action: DeliveryAction = DeliveryAction.DELIVER) -> Delivery:
        """Hand over, proven on paper."""
        return services.record_outcome(
            self.session,
            actor=self.actor,
            now=NOW,
            delivery=line,
            action=action,
            handed_on=TODAY,
            proof=PAPER,
        )

    def on_list(self) -> list[int]:
        """Who is on the campaign's list."""
        found = beneficiaries.list_enrolled(self.session, self.campaign.id)
        return sorted(row.beneficiary_id for row in found)

    def figures(self) -> tuple[dict[BeneficiaryCategory, tuple[int, int, int]], int | None]:
        """Planned, served and packages by category; recipients."""
        ids = [self.campaign.id]
        by_category = {
            each.category: (each.planned, each.served, each.packages)
            for each in queries.people_by_category(self.session, ids)
        }
        return by_category, queries.recipients_count(self.session, ids)
