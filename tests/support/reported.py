"""A campaign with money, packages and people, below an umbrella: something to report."""

from __future__ import annotations

from lxml import html as parser
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.campaigns import services as campaigns
from campaign_app.campaigns.models import Campaign
from campaign_app.campaigns.rules import GoalKind
from campaign_app.distribution import queries, services
from campaign_app.distribution.rules import DeliveryAction, ProofKind
from campaign_app.funds.rules import DonationMethod
from campaign_app.volunteers import services as volunteers
from campaign_app.volunteers.models import Volunteer
from tests.factories import NOW, TODAY, make_administrator, make_campaign
from tests.factories import make_donation as give
from tests.support.rounds import make_beneficiary, make_packages, make_round

DONOR = "Нұрпейісова Қарлығаш"
HELPED = ("Әбдірахманова", "Өтегенова", "Үмбетова")
HELPER = "Ғабдуллина"
PHONE = "+77015550123"
PAPER = services.ProofGiven(kind=ProofKind.PAPER_SIGNATURE)


def words(response: TestResponse) -> str:
    """What a page says in its main part, with single plain spaces."""
    main = parser.fromstring(response.text).find(".//main")
    assert main is not None
    return " ".join(" ".join(main.itertext()).replace("\u00a0", " ").split())


class Story:
    """Two of three people get their package; one of them is helped in a second part as well."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.actor = make_administrator(session)
        self.umbrella = make_campaign(session, slug="together", title="Бірге")
        self.food = make_campaign(session, slug="food", title="Азық", parent=self.umbrella)
        self.gifts = make_campaign(session, slug="gifts", title="Сыйлық", parent=self.umbrella)
        campaigns.set_goal(
            session,
            actor=self.actor,
            now=NOW,
            campaign=self.food,
            kind=GoalKind.MONEY,
            target=1_000_000_00,
        )
        self.donation = give(
            session,
            campaign=self.food,
            amount_minor=500_050,
            method=DonationMethod.KASPI,
            donor_name=DONOR,
        )
        give(session, campaign=self.gifts, amount_minor=70_000, is_anonymous=True, donor_name="")
        self.people = [
            make_beneficiary(session, surname=name, enrolled_in=self.food) for name in HELPED
        ]
        self.helper = volunteers.register_volunteer(
            session,
            actor=None,
            now=NOW,
            details=volunteers.VolunteerDetails(surname=HELPER, phone=PHONE, unit="Кітапхана"),
        )
        for campaign in (self.food, self.gifts):
            self.take_part(campaign, self.helper)
        self.round_id = self.hand_out(self.food, served=2)
        beneficiaries.enrol(
            session,
            actor=None,
            now=NOW,
            today=TODAY,
            campaign=self.gifts,
            beneficiary_ids=[self.people[0].id],
        )
        self.hand_out(self.gifts, served=1)

    def take_part(self, campaign: Campaign, who: Volunteer) -> None:
        volunteers.add_participation(
            self.session, actor=None, now=NOW, campaign=campaign, volunteer=who
        )

    def hand_out(self, campaign: Campaign, *, served: int) -> int:
        """A round for everybody on the list; the first `served` of them sign for a package."""
        version = make_packages(self.session, campaign=campaign, count=3)
        found = make_round(self.session, campaign=campaign, actor=self.actor, version_id=version)
        for person in self.people[:served]:
            line = queries.find_line_of(self.session, found.id, person.id)
            assert line is not None
            services.record_outcome(
                self.session,
                actor=self.actor,
                now=NOW,
                delivery=line,
                action=DeliveryAction.DELIVER,
                handed_on=TODAY,
                proof=PAPER,
                note="",
            )
        return found.id
