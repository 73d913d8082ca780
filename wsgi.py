"""The WSGI entry point: `app` for granian and for `flask --app wsgi`."""

from campaign_app import create_app

app = create_app()
