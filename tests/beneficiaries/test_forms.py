"""What becomes of what was typed."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from campaign_app.beneficiaries import rules
from campaign_app.beneficiaries.forms import BeneficiaryForm
from campaign_app.beneficiaries.rules.need import FIRST
from campaign_app.core.forms import enum_choices
from campaign_app.core.variants import PackageVariant


@pytest.fixture
def fill(app):
    def make(known=None, **typed):
        with app.test_request_context(method="POST"):
            form = BeneficiaryForm(MultiDict({"surname": "Пак", "category": "other", **typed}))
            form.category.choices = enum_choices(rules.BeneficiaryCategory)
            form.sex.choices = enum_choices(rules.Sex, empty="–")
            form.language.choices = enum_choices(rules.Language, empty="–")
            form.package_variant.choices = enum_choices(PackageVariant)
            form.consent_method.choices = enum_choices(rules.ConsentMethod)
            form.legal_basis.choices = enum_choices(rules.LegalBasis)
            form.needs.choices = [(c.code, c.label) for c in FIRST.declarable()]
            assert form.validate(), form.errors
            return form.details(known), form.consent()

    return make


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ({}, {"surname": "Пак", "household_size": 1, "iin": None, "phone": None}),
        ({"phone": "8 701 000 00 01"}, {"phone": "+77010000001"}),
        ({"iin": "4803 1540-0007"}, {"iin": "480315400007"}),
        ({"citizenship": "Үндістан"}, {"citizenship": "IN"}),
        ({"household_size": ""}, {"household_size": 1}),
        ({"household_size": "0"}, {"household_size": 0}),
        ({"package_variant": "halal"}, {"package_variant": PackageVariant.HALAL}),
        (
            {"category": "institution", "head_count": "45"},
            {"kind": rules.BeneficiaryKind.INSTITUTION, "head_count": 45},
        ),
        # Who knows only "household_size" describes an institution all the same.
        ({"category": "institution", "household_size": "45"}, {"head_count": 45}),
        ({"category": "institution"}, {"head_count": None}),
        ({"needs": "no_income"}, {"needs": frozenset({"no_income"})}),
    ],
)
def test_what_was_typed(fill, typed, values):
    details, _consent = fill(**typed)
    assert {name: getattr(details, name) for name in values} == values


@pytest.mark.parametrize(
    ("typed", "iin", "document"),
    [
        ({}, "480315400007", "DEMO1"),
        ({"forget_iin": "y"}, None, "DEMO1"),
        ({"forget_document": "y"}, "480315400007", None),
        ({"iin": "521109300003", "document_number": "X2"}, "521109300003", "X2"),
    ],
)
def test_numbers_on_file_stay_unless_they_are_removed(fill, typed, iin, document):
    known = rules.BeneficiaryDetails(
        category=rules.BeneficiaryCategory.OTHER, iin="480315400007", document_number="DEMO1"
    )
    details, _consent = fill(known, **typed)
    assert (details.iin, details.document_number) == (iin, document)


def test_consent_needs_its_date(fill):
    assert fill(consent_method="paper")[1] is None
    consent = fill(consent_given_on="2020-03-30", consent_method="electronic")[1]
    assert (consent.given_on.isoformat(), consent.method.value) == ("2020-03-30", "electronic")
