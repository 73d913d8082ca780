"""The variants of a package: what a person takes, never why (no diagnosis, no religion)."""

from __future__ import annotations

from campaign_app.core.i18n import N_, LabelledEnum


class PackageVariant(LabelledEnum):
    """A code that goes onto the list instead of a reason."""

    STANDARD = "standard", N_("standard")
    HALAL = "halal", N_("halal")
    DIABETIC = "diabetic", N_("without sugar")
    VEGETARIAN = "vegetarian", N_("vegetarian")
    NO_KITCHEN = "no_kitchen", N_("without cooking")
    INFANT = "infant", N_("for an infant")
