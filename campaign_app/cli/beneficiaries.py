"""Commands of the registry."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from campaign_app.beneficiaries import services as beneficiaries
from campaign_app.beneficiaries.queries import column_choices, count_suggested_pairs
from campaign_app.beneficiaries.rules import BeneficiaryCategory as Category
from campaign_app.beneficiaries.rules import check_confirmation
from campaign_app.core.clock import now
from campaign_app.core.dates import local_date
from campaign_app.core.errors import DomainError
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.extensions import db

beneficiaries_commands = AppGroup("beneficiaries", help="The registry of people who are helped.")


@beneficiaries_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--category", required=True, type=click.Choice([c.value for c in Category]))
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of each row as JSON.")
@click.option("--all-or-nothing", is_flag=True, help="Write nothing unless every row is good.")
@with_appcontext
def import_beneficiaries(
    file: Path, category: str, dry_run: bool, as_json: bool, all_or_nothing: bool
) -> None:
    """Import a list of people: its good rows; the others are named."""
    now = datetime.now(UTC)
    today = local_date(now, current_app.config["ZONE"])
    try:
        choices = column_choices(db.session())
        table = beneficiaries.read_list(file.read_bytes(), file.name, choices)
        with unit_of_work() as session:
            planned = beneficiaries.plan_import(
                session, table, category=Category(category), today=today
            )
            if all_or_nothing:
                check_confirmation(planned, all_or_nothing=True)
            if not dry_run:
                beneficiaries.write_plan(session, actor=None, now=now, today=today, planned=planned)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        rows = [row.as_json() for row in planned]
        click.echo(json.dumps({"rows": rows}, ensure_ascii=False, indent=1))
        return
    for row in planned:
        found = row.as_json()
        of_row = f" (row {found['of_row']})" if "of_row" in found else ""
        click.echo(f"{found['row']}: {found['outcome']}{of_row} {found.get('why', '')}".rstrip())


@beneficiaries_commands.command("reindex")
@click.option("--if-empty", is_flag=True, help="Only if nobody on the registry has a key yet.")
@with_appcontext
def reindex_beneficiaries(if_empty: bool) -> None:
    """Make anew the keys by which another spelling of somebody is found; after an upgrade."""
    if if_empty and beneficiaries.has_keys(db.session()):
        return
    with unit_of_work() as session:
        count = beneficiaries.reindex(session)
    click.echo(f"records indexed: {count}")


@beneficiaries_commands.command("find-duplicates")
@with_appcontext
def find_duplicates() -> None:
    """Look anew for records that may be of one person; what was decided stays."""
    last: int | None = 0
    while last is not None:
        with unit_of_work() as session:
            last = beneficiaries.refresh_block(session, now=now(), after_id=last)
    count = count_suggested_pairs(db.session())
    click.echo(f"Pairs that wait for a decision: {count}")
