"""Commands that remind people; the worker does the same every few minutes."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from campaign_app.core.clock import now
from campaign_app.core.mail.sending import send_waiting
from campaign_app.core.site import is_demo
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db
from campaign_app.volunteers import services as volunteers

reminders_commands = AppGroup("reminders", help="Mail about shifts that are near.")


@reminders_commands.command("send")
@with_appcontext
def send_reminders() -> None:
    """Write the reminders that are due, send all mail that waits, and print the counts."""
    with unit_of_work() as session:
        queued = volunteers.queue_reminders(session, now=now(), zone=current_app.config["ZONE"])
    for kind, count in queued.items():
        click.echo(f"{kind}: {count}")
    told = send_waiting()
    for outcome in ("sent", "put off", "given up"):
        click.echo(f"{outcome}: {told[outcome]}")
    if is_demo(db.session()):
        click.echo("This is the demo: nothing leaves it.")
    elif current_app.config["SETTINGS"].mail_server is None:
        click.echo("MAIL_URL is not set: mail waits.")
