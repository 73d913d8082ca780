"""Photos of a place: of before and of after the work."""

from __future__ import annotations

from campaign_app.core.errors import DomainError
from campaign_app.core.i18n import N_, LabelledEnum

MOST_PHOTOS = 4  # of one moment of one place in one round


class PhotoMoment(LabelledEnum):
    """When it was taken."""

    BEFORE = "before", N_("before the work")
    AFTER = "after", N_("after the work")


class PhotosEnough(DomainError):
    """Four pictures show it."""

    message = N_("There are %(most)s photos already: remove one first.")


def check_photo_count(count: int) -> None:
    """Raise PhotosEnough."""
    if count >= MOST_PHOTOS:
        raise PhotosEnough(field="photo", most=MOST_PHOTOS)
