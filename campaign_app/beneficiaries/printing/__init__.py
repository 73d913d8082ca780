"""The papers of the registry, by subject."""

from campaign_app.beneficiaries.printing.consent_form import (
    ConsentPaper,
    OptionalConsent,
    render_consent_form,
)

__all__ = ["ConsentPaper", "OptionalConsent", "render_consent_form"]
