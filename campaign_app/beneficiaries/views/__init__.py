"""The registry of people who are helped, its imports, and who is on a campaign's list."""

from campaign_app.beneficiaries.views import criteria, enrolments, imports, registry, restrictions
from campaign_app.beneficiaries.views.blueprint import blueprint

__all__ = ["blueprint", "criteria", "enrolments", "imports", "registry", "restrictions"]
