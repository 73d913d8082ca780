"""The tables of the registry, by subject."""

from campaign_app.beneficiaries.models.consents import Consent, ConsentText, ConsentTextBody
from campaign_app.beneficiaries.models.criteria import CriteriaVersion, WeightedCriterion
from campaign_app.beneficiaries.models.disclosures import Disclosure
from campaign_app.beneficiaries.models.duplicates import (
    BeneficiaryMerge,
    DuplicateDecision,
    DuplicateSuggestion,
)
from campaign_app.beneficiaries.models.enrolments import Enrolment
from campaign_app.beneficiaries.models.imports import ColumnChoice, ImportDraft
from campaign_app.beneficiaries.models.keys import BeneficiaryKey
from campaign_app.beneficiaries.models.proxies import HeadCount, Proxy
from campaign_app.beneficiaries.models.registry import PERSONAL, SECRET, Beneficiary, Household
from campaign_app.beneficiaries.models.restrictions import Restriction

__all__ = [
    "PERSONAL",
    "SECRET",
    "Beneficiary",
    "BeneficiaryKey",
    "BeneficiaryMerge",
    "ColumnChoice",
    "Consent",
    "ConsentText",
    "ConsentTextBody",
    "CriteriaVersion",
    "Disclosure",
    "DuplicateDecision",
    "DuplicateSuggestion",
    "Enrolment",
    "HeadCount",
    "Household",
    "ImportDraft",
    "Proxy",
    "Restriction",
    "WeightedCriterion",
]
