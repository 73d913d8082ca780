"""Personal data: who looked, what people ask for, incidents, retention, export and erasure."""

from campaign_app.privacy.views import (
    disclosures,
    incidents,
    overview,
    people,
    requests,
    retention,
)
from campaign_app.privacy.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "disclosures",
    "incidents",
    "overview",
    "people",
    "requests",
    "retention",
]
