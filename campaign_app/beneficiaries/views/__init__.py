"""The registry of people who are helped, its imports, and who is on a campaign's list."""

from campaign_app.beneficiaries.views import (
    consent_texts,
    consents,
    criteria,
    duplicates,
    enrolments,
    fairness,
    households,
    imports,
    look_alikes,
    merging,
    registry,
    restrictions,
    revealing,
)
from campaign_app.beneficiaries.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "consent_texts",
    "consents",
    "criteria",
    "duplicates",
    "enrolments",
    "fairness",
    "households",
    "imports",
    "look_alikes",
    "merging",
    "registry",
    "restrictions",
    "revealing",
]
