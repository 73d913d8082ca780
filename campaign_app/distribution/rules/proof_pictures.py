"""Proofs that are pictures: a signature drawn on the glass, a photo of the package."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_
from campaign_app.distribution.rules.deliveries import ProofKind

#: Kinds of proof of which the picture itself is the proof.
PICTURED = frozenset({ProofKind.SCREEN_SIGNATURE, ProofKind.PHOTO})


class SignatureMissing(DomainError):
    """A signature on the screen is what was drawn there."""

    message = N_("The field for the signature is empty: let the person sign with a finger.")


class PhotoMissing(DomainError):
    """A photo of the package is the photo itself."""

    message = N_("The photo is missing: photograph the package at the door.")


def check_picture(kind: ProofKind | None, *, is_there: bool, is_blank: bool = False) -> None:
    """At a door a picture that is named as proof is there. Raises SignatureMissing, PhotoMissing.

    `is_blank` is a picture on which nothing is drawn: a signature is not blank.
    """
    if kind is ProofKind.PHOTO and not is_there:
        raise PhotoMissing(field="picture")
    if kind is ProofKind.SCREEN_SIGNATURE and (is_blank or not is_there):
        raise SignatureMissing(field="picture")
