"""Commands of `flask --app wsgi …`; they call services only."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, date, datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from campaign_app.accounts import services as accounts
from campaign_app.accounts.rules import Role
from campaign_app.config import Settings
from campaign_app.core.audit import verify_chain
from campaign_app.core.errors import DomainError
from campaign_app.core.site import is_demo
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.demo import services as demo
from campaign_app.demo.scale import PROFILES, add_volume
from campaign_app.demo.steps.people import ACCOUNTS
from campaign_app.extensions import db

accounts_commands = AppGroup("accounts", help="People who sign in.")
audit_commands = AppGroup("audit", help="The audit log.")
demo_commands = AppGroup("demo", help="The demo campaign.")


@accounts_commands.command("create")
@click.option("--email", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--full-name", default="")
@click.option("--born-on", default=None, help="YYYY-MM-DD")
@with_appcontext
def create_account(email: str, role: str, full_name: str, born_on: str | None) -> None:
    """Create an account; the password is read from standard input."""
    password = sys.stdin.readline().rstrip("\n")
    try:
        with unit_of_work() as session:
            account = accounts.create_account(
                session,
                actor=None,
                now=datetime.now(UTC),
                email=email,
                full_name=full_name or email.partition("@")[0],
                role=Role(role),
                password=password,
                born_on=date.fromisoformat(born_on) if born_on else None,
            )
    except (DomainError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{account.email}: {account.role.value}")


@audit_commands.command("verify")
@with_appcontext
def verify_audit() -> None:
    """Say whether the audit log is unaltered, or where it was altered."""
    altered = verify_chain(db.session())
    if altered is not None:
        where = "its end" if altered < 0 else f"event {altered}"
        raise click.ClickException(f"The audit log was altered at {where}.")
    click.echo("The audit log is unaltered.")


@demo_commands.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing when there are accounts already.")
@with_appcontext
def load_demo_campaign(if_empty: bool) -> None:
    """Load the demo campaign and print how to sign in."""
    settings: Settings = current_app.config["SETTINGS"]
    kept = settings.instance_path / "demo_password.txt"
    if not demo.is_empty(db.session()):
        if not if_empty:
            raise click.ClickException("The database is not empty: the demo was not loaded.")
        if not is_demo(db.session()):
            return
        password = kept.read_text(encoding="utf-8") if kept.exists() else "(chosen before)"
    else:
        password = settings.demo_password or secrets.token_urlsafe(9)
        with unit_of_work() as session:
            demo.load_demo(session, password=password)
        # Kept beside the database, so that the next start can print it again.
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(password, encoding="utf-8")
    click.echo("Demo sign-ins (fictitious data):")
    for name in (*ACCOUNTS, "auditor"):
        click.echo(f"  {name}@demo.example")
    click.echo(f"  password: {password}")


@click.command("scale-data")
@click.option("--profile", type=click.Choice(list(PROFILES)), required=True)
@with_appcontext
def add_scale_data(profile: str) -> None:
    """Add a synthetic campaign with the volume of a profile, for benchmarks."""
    try:
        with unit_of_work() as session:
            campaign = add_volume(session, PROFILES[profile])
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{campaign.slug}: synthetic volume {profile}")


def init_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    for group in (accounts_commands, audit_commands, demo_commands):
        app.cli.add_command(group)
    app.cli.add_command(add_scale_data)
