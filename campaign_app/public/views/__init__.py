"""What everybody may open without an account, by subject."""

from campaign_app.public.views import criteria, open_data, pages, site, verifying
from campaign_app.public.views.blueprint import blueprint
from campaign_app.public.views.site import LANGUAGE_COOKIE

__all__ = ["LANGUAGE_COOKIE", "blueprint", "criteria", "open_data", "pages", "site", "verifying"]
