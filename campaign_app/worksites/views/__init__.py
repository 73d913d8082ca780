"""What is seen of worksites: the staff's pages, a crew's own, photos, tools, the list on paper."""

from campaign_app.worksites.views import (  # noqa: F401 - each registers its pages
    cards,
    changes,
    own,
    own_steps,
    papers,
    photos,
    rounds,
    sites,
    tools,
)
from campaign_app.worksites.views.blueprint import blueprint

__all__ = ["blueprint"]
