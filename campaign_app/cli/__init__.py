"""Commands of `flask --app wsgi …`; they call services only."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from campaign_app.accounts import services as accounts
from campaign_app.accounts.rules import Role
from campaign_app.campaigns.queries import find_campaign
from campaign_app.cli.beneficiaries import beneficiaries_commands
from campaign_app.cli.reminders import reminders_commands
from campaign_app.cli.volunteers import volunteers_commands
from campaign_app.config import Settings
from campaign_app.core import background
from campaign_app.core.audit import verify_chain
from campaign_app.core.clock import now, today
from campaign_app.core.errors import DomainError
from campaign_app.core.money import major_text
from campaign_app.core.printing.labels import CHOICES
from campaign_app.core.site import is_demo
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.demo import services as demo
from campaign_app.demo.scale import PROFILES, add_volume
from campaign_app.demo.steps.people import ACCOUNTS
from campaign_app.extensions import db, empty_journal
from campaign_app.funds import queries as funds_queries
from campaign_app.funds import services as funds
from campaign_app.funds.rules import ImportOutcome
from campaign_app.privacy import queries as privacy_queries
from campaign_app.privacy import services as privacy
from campaign_app.privacy.rules.retention import RetentionPurpose
from campaign_app.reports.printing.files import report_file

accounts_commands = AppGroup("accounts", help="People who sign in.")
audit_commands = AppGroup("audit", help="The audit log.")
demo_commands = AppGroup("demo", help="The demo campaign.")
donations_commands = AppGroup("donations", help="Donations.")
retention_commands = AppGroup("retention", help="How long personal data are kept.")


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
    """Say whether the audit log is unaltered and every entry of the journal adds up."""
    altered = verify_chain(db.session())
    if altered is not None:
        where = "its end" if altered < 0 else f"event {altered}"
        raise click.ClickException(f"The audit log was altered at {where}.")
    broken = funds_queries.find_broken_entries(db.session())
    if broken:
        raise click.ClickException(f"Entries of the journal do not add up: {broken}.")
    overdrawn = funds_queries.find_overdrawn(db.session())
    if overdrawn:
        raise click.ClickException(f"An account is below zero in the campaigns {overdrawn}.")
    click.echo("The audit log is unaltered.")
    click.echo("Every entry of the journal adds up.")


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
    for name in (*ACCOUNTS, "auditor", "minor"):
        click.echo(f"  {name}@demo.example")
    click.echo(f"  password: {password}")


@donations_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "slug", required=True)
@click.option("--dry-run", is_flag=True, help="Write nothing, say what would become of each row.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def import_donations(file: Path, slug: str, dry_run: bool, as_json: bool) -> None:
    """Bring in a list of donations; what is there already stays once."""
    campaign = find_campaign(db.session(), slug)
    if campaign is None:
        raise click.ClickException(f"There is no campaign {slug!r}.")
    table = funds.Table(content=file.read_bytes(), filename=file.name)
    try:
        if dry_run:
            rows = funds.plan_import(db.session(), campaign=campaign, today=today(), table=table)
        else:
            with unit_of_work() as session:
                rows = funds.import_donations(
                    session, actor=None, now=now(), today=today(), campaign=campaign, table=table
                )
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    _tell_rows(rows, as_json)


def _tell_rows(rows: list[funds.ImportedRow], as_json: bool) -> None:
    new = [row.details for row in rows if row.outcome is ImportOutcome.NEW and row.details]
    total = major_text(sum(details.amount_minor for details in new))
    currency = current_app.config["CURRENCY"]
    told = [
        {"row": row.row, "outcome": row.outcome.value}
        | ({"of_row": row.of_row} if row.of_row else {})
        | ({"why": str(row.why)} if row.why else {})
        for row in rows
    ]
    if as_json:
        answer = {"rows": told, "total": total, "currency": currency}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    for each in told:
        click.echo(f"{each['row']}\t{each['outcome']}\t{each.get('why', '')}")
    counts = ", ".join(
        f"{outcome.label}: {sum(row.outcome is outcome for row in rows)}"
        for outcome in ImportOutcome
        if outcome is not ImportOutcome.PARKED  # only a statement's line waits
    )
    click.echo(f"{counts}; total of the new ones: {total} {currency}")


@click.command("worker")
@with_appcontext
def run_worker() -> None:
    """Do the work of the background, such as long lists, until a signal ends it."""
    background.work(current_app._get_current_object())  # type: ignore[attr-defined]


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


@click.command("report")
@click.argument("slug", metavar="CAMPAIGN")
@click.option("--format", "kind", type=click.Choice(["pdf", "xlsx", "csv", "json"]), default="pdf")
@click.option(
    "--language",
    type=click.Choice(["+".join(chosen) for chosen in CHOICES]),
    default="kk+ru",
    show_default=True,
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True
)
@with_appcontext
def write_report(slug: str, kind: str, language: str, output: Path) -> None:
    """Write the report of a campaign as of now into a file."""
    campaign = find_campaign(db.session(), slug)
    if campaign is None:
        raise click.ClickException(f"There is no campaign {slug}.")
    try:
        content = report_file(
            db.session(),
            campaign,
            kind=kind,
            locales=tuple(language.split("+")),
            now=now(),
            settings=current_app.config["SETTINGS"],
        )
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    output.write_bytes(content)
    click.echo(str(output))


@retention_commands.command("run")
@click.option("--dry-run", is_flag=True, help="Say what would be forgotten, write nothing.")
@with_appcontext
def run_retention(dry_run: bool) -> None:
    """Forget what is past its time, one transaction for each purpose."""
    instant, zone = now(), current_app.config["ZONE"]
    for purpose in RetentionPurpose:
        if dry_run:
            days = privacy_queries.periods(db.session())[purpose].days
            due = privacy_queries.find_due(db.session(), purpose, days=days, now=instant, zone=zone)
        else:
            with unit_of_work() as session:
                due = privacy.run_retention(session, now=instant, zone=zone, purpose=purpose)
        ids = f" [{', '.join(map(str, due.ids))}]" if due.ids else ""
        click.echo(f"{purpose.value}: {len(due.ids)}{ids}")
    if not dry_run:
        db.session.rollback()
        empty_journal()


def init_commands(app: Flask) -> None:
    """Make the commands known to `flask`."""
    groups = (
        accounts_commands,
        beneficiaries_commands,
        audit_commands,
        demo_commands,
        donations_commands,
        reminders_commands,
        retention_commands,
        volunteers_commands,
    )
    for group in groups:
        app.cli.add_command(group)
    app.cli.add_command(add_scale_data)
    app.cli.add_command(write_report)
    app.cli.add_command(run_worker)
