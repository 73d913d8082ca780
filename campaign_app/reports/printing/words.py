"""The words of the final report."""

from __future__ import annotations

from campaign_app.core.i18n import N_
from campaign_app.core.printing.formats import NOT_KNOWN as NOT_KNOWN
from campaign_app.core.printing.labels import Message

PAGE: dict[str, str] = {
    "kind": N_("Kind"),
    "level": N_("Level"),
    "umbrella": N_("Part of"),
    "period": N_("Period"),
    "order": N_("Order"),
    "as_of": N_("Figures as of"),
    "frozen_at": N_("Frozen at"),
    "addendum_to": N_("Addendum to the report No."),
    "hash": N_("Checksum of the content (SHA-256)"),
    "verify": N_("To verify"),
}

PARTIES = Message(N_("Parties and their roles"))
GOALS = Message(N_("Goals and results"))
MONEY = Message(N_("Money"))
GOODS = Message(N_("Goods"))
PEOPLE = Message(N_("People who were helped"))
VOLUNTEERS = Message(N_("People who took part"))
RESULTS = Message(N_("Shelter, visits and work"))
FEEDBACK = Message(N_("Feedback and complaints"))
LESSONS = Message(N_("Lessons"))
RECONCILIATION = Message(N_("Reconciliation"))
ANNEXES = Message(N_("Annexes"))

GOAL = Message(N_("Goal"))
PLANNED = Message(N_("Planned"))
REACHED = Message(N_("Reached"))
INCOME_BY_METHOD = Message(N_("Income by payment method"))
INCOME_BY_SOURCE = Message(N_("Income by source"))
METHOD = Message(N_("Payment method"))
SOURCE = Message(N_("Source"))
DONATIONS = Message(N_("Number of donations"))
AMOUNT = Message(N_("Amount"))
INCOME = Message(N_("Income"))
EXPENSES = Message(N_("Expenses"))
BEYOND = Message(N_("Spent beyond what was there"))
REASON = Message(N_("Reason"))
ADVANCED = Message(N_("Advanced by others"))
PURPOSE = Message(N_("Purpose"))
DATE = Message(N_("Date"))
DOCUMENT = Message(N_("Document"))
BALANCE = Message(N_("Balance"))
IN_KIND = Message(N_("Value of gifts in kind"))
BALANCE_DECISION = Message(N_("Decision on the balance"))
ITEM = Message(N_("Item"))
UNIT = Message(N_("Unit"))
BOUGHT = Message(N_("Bought"))
DONATED = Message(N_("Given in kind"))
PACKED = Message(N_("Packed"))
WRITTEN_OFF = Message(N_("Written off"))
LEFT = Message(N_("In stock"))
PACKAGES = Message(N_("Packages"))
VARIANT = Message(N_("Variant"))
DELIVERED = Message(N_("Delivered"))
WITH_COURIERS = Message(N_("With couriers"))
RECIPIENTS = Message(N_("Recipients, each person counted once"))
PARTICIPANTS = Message(N_("Participants, each person counted once"))
DEFINITION = Message(N_("Who is counted"))
DELIVERIES = Message(N_("Deliveries"))
ELIGIBLE = Message(N_("Entitled"))
SERVED = Message(N_("Served"))
COVERAGE = Message(N_("Coverage (served of those entitled)"))
PLANNED_BY_CATEGORY = Message(N_("On the lists, by category"))
SERVED_BY_CATEGORY = Message(N_("Served, by category"))
PEOPLE_COUNT = Message(N_("People"))
NOT_SERVED = Message(N_("Not served, by reason"))
REASON = Message(N_("Reason"))
MINUTES = Message(N_("Confirmed minutes"))
HOURS = Message(N_("Confirmed hours (h:mm)"))
UNIT_OF_PEOPLE = Message(N_("Department or group"))
GUESTS = Message(N_("People taken in by the shelter"))
BED_NIGHTS = Message(N_("Nights slept in the shelter"))
VISITS = Message(N_("Home visits in which the person was met"))
WORKSITES = Message(N_("Worksites put in order, each counted once"))
RECEIVED = Message(N_("Received"))
SOLVED = Message(N_("Solved"))
MEDIAN_DAYS = Message(N_("Median time to solve, days"))
DIFFERENCE = Message(N_("Difference (must be zero)"))
TOTAL = Message(N_("Total"))
NOT_FROZEN = Message(N_("Not frozen: the figures may still change"))
NONE = Message(N_("None"))

SIGNERS = (
    Message(N_("Campaign manager")),
    Message(N_("Treasurer")),
    Message(N_("Auditor")),
)
