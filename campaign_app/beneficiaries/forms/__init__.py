"""The shape of what is filled in about people, by subject."""

from campaign_app.beneficiaries.forms.consents import ConsentForm, ConsentTextForm, WithdrawalForm
from campaign_app.beneficiaries.forms.criteria import CriteriaForm, criteria_values
from campaign_app.beneficiaries.forms.enrolments import EndEnrolmentForm
from campaign_app.beneficiaries.forms.imports import ImportForm
from campaign_app.beneficiaries.forms.proxies import ProxyForm
from campaign_app.beneficiaries.forms.registry import BeneficiaryForm
from campaign_app.beneficiaries.forms.revealing import RevealForm

__all__ = [
    "BeneficiaryForm",
    "ConsentForm",
    "ConsentTextForm",
    "CriteriaForm",
    "EndEnrolmentForm",
    "ImportForm",
    "ProxyForm",
    "RevealForm",
    "WithdrawalForm",
    "criteria_values",
]
